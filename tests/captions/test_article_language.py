"""Where an article says its language, and which place counts when several do."""

import pytest


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


LOCALE = '<meta property="og:locale" content="pt_BR">'


@pytest.mark.parametrize(
    ("name", "text", "language", "source"),
    [
        ("a.html", '<html lang="es-MX">', "es-MX", "html-lang"),
        ("a.html", '<html xml:lang="es">', "es", "xml-lang"),
        ("a.html", '<body lang="es">', "es", "html-lang"),
        ("a.html", LOCALE, "pt-BR", "og-locale"),
        ("a.html", linked('{"inLanguage": "es-ES"}'), "es-ES", "json-ld"),
        ("a.html", linked('[{"@graph": [{"inLanguage": "fr"}]}]'), "fr", "json-ld"),
        ("a.html", '<meta http-equiv="Content-Language" content="es, en">', "es", "meta-language"),
        ("a.html", LOCALE + '<html lang="es">', "es", "html-lang"),
        ("a.html", LOCALE + linked('{"inLanguage": "fr"}'), "fr", "json-ld"),
        ("a.html", '<html lang="">' + LOCALE, "pt-BR", "og-locale"),
        ("a.html", linked("{broken") + LOCALE, "pt-BR", "og-locale"),
        ("a.html", linked('{"inLanguage": {"name": "fr"}}') + LOCALE, "pt-BR", "og-locale"),
        ("a.html", '<p lang="es">', "und", "none"),
        ("a.html", "", "und", "none"),
        ("a.md", "---\nlang: es\n---\n", "es", "front-matter"),
        ("a.md", "---\ntitle: A\nlocale: pt_BR.UTF-8\n---\n", "pt-BR", "front-matter"),
        ("a.md", "---\r\nlanguage: 'fr'\r\n---\r\n", "fr", "front-matter"),
        ("a.md", '+++\nlanguage = "es"\n+++\n', "es", "front-matter"),
        ("a.md", "---\nimage:\n  lang: es\n---\n", "und", "none"),
        ("a.md", "lang: es\n", "und", "none"),
        ("a.json", '{"language": "es"}', "es", "json-language"),
        ("a.json", '{"inLanguage": "zh-hant"}', "zh-Hant", "json-language"),
        ("a.json", '{"image": {"language": "es"}}', "und", "none"),
        ("a.json", '{"language": "not a tag"}', "und", "none"),
        ("a.txt", "language: es\n", "und", "none"),
    ],
)
def test_an_article_says_its_language(read_article, name, text, language, source):
    article = read_article(name, text)
    assert (article.language, article.language_source) == (language, source)


def test_the_option_comes_before_the_path_before_the_file(read_article):
    def language(**settings):
        article = read_article("content/fr/a.html", '<html lang="es">', **settings)
        return article.language, article.language_source

    globs = {"content/de/**": "de", "content/fr/**": "fr", "**": "it"}
    assert language(language="ca", languages=globs) == ("ca", "option")
    assert language(languages=globs) == ("fr", "config")
    assert language(languages={"content/de/**": "de"}) == ("es", "html-lang")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "---\ntitle: [A\n---\nText.\n"),
        ("a.md", '---\ntitle: "A\n---\nText.\n'),
        ("a.md", "---\n\ta: b\n---\nText.\n"),
        ("a.md", "+++\ntitle = \n+++\nText.\n"),
    ],
)
def test_broken_front_matter_is_a_notice_and_the_text_is_read(read_article, name, text):
    article = read_article(name, text)
    assert [segment.text for segment in article.segments] == ["Text."]
    [notice] = article.notices
    assert "front matter" in notice
    assert len(notice.splitlines()) == 1


def test_the_notice_reaches_the_user(captioncheck, tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: [A\n---\nText.\n")
    code, output, errors = captioncheck("segments", "a.md")
    assert code == 0
    assert "Text." in output
    assert "front matter" in errors
