"""The language that an article is written in, whatever it declares."""

import pytest

from captions.article import Article
from checker.check import check_window, settle_languages

GERMAN = [
    "Der Hafen ist seit Montag wieder offen, sagte eine Sprecherin der Stadt am Abend.",
    "Die Schiffe warteten seit Freitag vor der Küste, weil der Sturm die Einfahrt versperrte.",
    "Niemand konnte in dieser Zeit an Land gehen, erzählt uns der Kapitän eines der Schiffe.",
]
ENGLISH = [
    "The harbour opened again on Monday after the storm had passed, the city said that evening.",
    "The ships had been waiting off the coast since Friday, for the storm closed the entrance.",
    "Nobody could go ashore in all of this time, the captain of one of the ships told us.",
]


def html(*paragraphs, tag="en", inside="p"):
    attribute = f' lang="{tag}"' if tag is not None else ""
    return f"<html{attribute}>" + "\n".join(f"<{inside}>{one}</{inside}>" for one in paragraphs)


@pytest.fixture
def settle(read_article, tools):
    def language(content, name="a.html", **options):
        [article] = settle_languages([read_article(name, content, **options)], tools)
        assert isinstance(article, Article)
        return article.language, article.language_source

    return language


@pytest.mark.parametrize("tag", ["en", "en-US", "fr", "es", "ru", "nl"])
def test_a_page_is_in_the_language_that_it_is_written_in(settle, tag):
    assert settle(html(*GERMAN, tag=tag)) == ("de", "text")


def test_a_german_page_that_says_english_gets_one_finding(read_article, tools):
    captions = '<figure><img src="a.jpg"><figcaption>Ein Schiff im Hafen.</figcaption></figure>'
    [checked] = check_window([read_article("a.html", html(*GERMAN) + captions)], tools)
    assert [finding.rule for finding in checked.findings] == ["wrong-page-language"]


def test_its_segments_are_checked_as_german(read_article, tools):
    caption = '<figure><img src="a.jpg"><figcaption>A ship comes home.</figcaption></figure>'
    [checked] = check_window([read_article("a.html", html(*GERMAN) + caption)], tools)
    assert [(one.rule, one.expected) for one in checked.findings] == [
        ("wrong-page-language", "en"),
        ("foreign-language", "de"),
    ]


@pytest.mark.parametrize("tag", ["de", "DE-at", "de_CH"])
def test_a_page_that_declares_its_language_keeps_its_tag(settle, tag):
    language, source = settle(html(*GERMAN, tag=tag))
    assert language.partition("-")[0] == "de"
    assert source == "html-lang"


def test_the_caller_and_the_configuration_know_better(settle):
    assert settle(html(*GERMAN), language="en") == ("en", "option")
    assert settle(html(*GERMAN), languages={"*": "en"}) == ("en", "config")


def test_what_the_caller_says_is_held_against_the_page(read_article, tools):
    [checked] = check_window([read_article("a.html", html(*GERMAN), language="en")], tools)
    assert {finding.rule for finding in checked.findings} == {"foreign-language"}
    assert len(checked.findings) == len(GERMAN)


def test_a_right_caller_of_a_wrong_page(read_article, tools):
    [checked] = check_window([read_article("a.html", html(*GERMAN), language="de")], tools)
    assert [finding.rule for finding in checked.findings] == ["wrong-page-language"]


def test_too_little_text_tells_nothing(settle):
    assert settle(html(GERMAN[0])) == ("en", "html-lang")


def test_a_page_of_two_languages_keeps_what_it_declares(settle, read_article, tools):
    mixed = [part for pair in zip(GERMAN, ENGLISH, strict=True) for part in pair]
    assert settle(html(*mixed)) == ("en", "html-lang")
    assert settle(html(*mixed, tag="de")) == ("de", "html-lang")
    [checked] = check_window([read_article("a.html", html(*mixed))], tools)
    assert "wrong-page-language" not in {finding.rule for finding in checked.findings}


def test_text_with_a_language_of_its_own_does_not_count(settle):
    marked = "".join(f'<p lang="de">{one}</p>' for one in GERMAN)
    assert settle(html(ENGLISH[0]) + marked) == ("en", "html-lang")


def test_captions_do_not_count(settle):
    assert settle(html(ENGLISH[0]) + html(*GERMAN, tag=None, inside="figcaption")) == (
        "en",
        "html-lang",
    )


def test_a_page_of_names_keeps_what_it_declares(settle):
    names = ["Frankfurter Allgemeine Zeitung", "Bayerische Motoren Werke", "Angela Merkel"] * 4
    assert settle(html(*names)) == ("en", "html-lang")


def test_languages_that_are_not_told_apart_do_not_contradict_one_another(settle):
    croatian = [
        "Luka je ponovno otvorena u ponedjeljak nakon što je oluja prošla, kaže glasnogovornica.",
        "Brodovi su od petka čekali pred obalom, jer je oluja zatvorila ulaz u luku za sve.",
    ]
    assert settle(html(*croatian, tag="sr-Latn")) == ("sr-Latn", "html-lang")
    assert settle(html(*croatian, tag="bs")) == ("bs", "html-lang")


def test_a_language_that_the_detector_does_not_know_is_believed(settle):
    assert settle(html(*GERMAN, tag="ber")) == ("ber", "html-lang")


@pytest.mark.parametrize("tag", ["english", "jp", "xx", "", None])
def test_a_tag_that_is_none_is_no_declaration(settle, tag):
    assert settle(html(*GERMAN, tag=tag)) == ("de", "text")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "---\nlang: en\n---\n" + "\n\n".join(GERMAN)),
        ("a.txt", "\n\n".join(GERMAN)),
    ],
)
def test_other_formats(settle, name, content):
    assert settle(content, name) == ("de", "text")


def test_each_article_of_a_window_is_settled_alone(read_article, tools):
    contents = [html(*GERMAN), html(*ENGLISH), html(GERMAN[0]), html(*ENGLISH, tag="de"), html()]
    window = [read_article("a.html", content) for content in contents]
    together = settle_languages(window, tools)
    assert together == [settle_languages([one], tools)[0] for one in window]
    assert [one.language for one in together] == ["de", "en", "en", "en", "en"]
