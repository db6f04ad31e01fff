"""Small cases that a reader once got wrong; the key says how."""

import pytest

from checker.testing import check_article

PAGES = {
    "a phrasing element whose text is skipped ends the paragraph, and its lang": (
        "a.html",
        '<p lang="es">Pulse <code>x</code> para salir</p>',
        [("body", "Pulse para salir", "es")],
    ),
    "an unknown element is taken for a block and ends the paragraph, and its lang": (
        "a.html",
        '<p lang="es">Un <my-el>barco</my-el> propio</p>',
        [("body", "Un barco propio", "es")],
    ),
    "two phrases in one language become one segment, run together": (
        "a.html",
        '<p>Say <i lang="de">Abend</i>, or <i lang="de">Morgen</i></p>',
        [("body", "Say , or", None), ("body", "Abend", "de"), ("body", "Morgen", "de")],
    ),
    "hr does not part what is before it from what is after": (
        "a.html",
        "<p>Before<hr>After",
        [("body", "Before", None), ("body", "After", None)],
    ),
    "body lang is a part's": (
        "a.html",
        '<html lang="en"><body lang="es"><p>Un barco',
        [("body", "Un barco", None)],
    ),
    "br inside a paragraph leaves no gap": (
        "a.md",
        "line one<br>line two",
        [("body", "line one line two", None)],
    ),
    "lang of an HTML element around Markdown is not inherited": (
        "a.md",
        '<div lang="es">\n\nUn barco.\n\n</div>\n',
        [("body", "Un barco.", "es")],
    ),
    "lang of an inline HTML element is not read": (
        "a.md",
        '<span lang="es">Un barco.</span>',
        [("body", "Un barco.", "es")],
    ),
    "a link's text that the parser decoded is not found": (
        "a.md",
        "<https://example.org/%C3%A1b> boats",
        [("body", "https://example.org/áb boats", None)],
    ),
    "an anchored value is not read at its alias": (
        "a.md",
        "---\nnote: &t Boats at rest\ncaption: *t\n---\n",
        [("caption", "Boats at rest", None)],
    ),
    "CRLF counts as a blank line, for the pattern may split it in two": (
        "a.txt",
        "Headline\r\n\r\n"
        "The first ferry left the harbour at dawn with forty passengers\r\n"
        "and one dog on board.\r\n",
        [
            ("headline", "Headline", None),
            (
                "body",
                "The first ferry left the harbour at dawn with forty passengers"
                " and one dog on board.",
                None,
            ),
        ],
    ),
    "the second short line is a headline as well": (
        "a.txt",
        "A headline\n\nA short line\n\nThe text begins here.\n",
        [
            ("headline", "A headline", None),
            ("body", "A short line", None),
            ("body", "The text begins here.", None),
        ],
    ),
    "text in a link to a handle is taken for a citation": (
        "a.md",
        "By [@quill](https://example.org/quill) for us",
        [("body", "By @quill for us", None)],
    ),
    "a sum of money is taken for a formula": (
        "a.md",
        "It costs $5 to row and $6 to sail, says the harbour",
        [("body", "It costs $5 to row and $6 to sail, says the harbour", None)],
    ),
    "tags in a name's code are read": (
        "a.md",
        '```text\n{{< figure caption="x y" >}}\n```\n\n    <Figure caption="x y" />\n\nThe end.',
        [("body", "The end.", None)],
    ),
    "imports and components in code make a text MDX": (
        "a.md",
        "```js\nimport A from 'a'\n<A />\n```\n\n    not read\n\nThe {end}.",
        [("body", "The {end}.", None)],
    ),
    "upper-case HTML is taken for components": (
        "a.md",
        '<P ALIGN="left"><IMG SRC="a.jpg" ALT="A boat"></P>\n',
        [("alt", "A boat", None)],
    ),
    "a sentence that begins with a date is taken for an item of a list": (
        "a.txt",
        "31. Oktober 2023. Die Fähre legt ab.\n",
        [("body", "31. Oktober 2023. Die Fähre legt ab.", None)],
    ),
    "a byline is checked as text": (
        "a.txt",
        "A headline\n\nPor Ada Núñez y Ben Marsh\n",
        [("headline", "A headline", None), ("credit", "Por Ada Núñez y Ben Marsh", None)],
    ),
    "a photographer named in a sentence makes it a caption": (
        "a.txt",
        "Headline\nThe ferry left.\nIn the hall hangs a photo by Ada Quill\n",
        [
            ("headline", "Headline", None),
            ("body", "The ferry left.", None),
            ("body", "In the hall hangs a photo by Ada Quill", None),
        ],
    ),
    "a paragraph that ends in two colons is a term, and its literal block text": (
        "a.rst",
        "So::\n\n   not read\n\nThe end.\n",
        [("body", "So:", None), ("body", "The end.", None)],
    ),
    "a footnote whose text goes on below is a quotation": (
        "a.rst",
        ".. [1] A footnote\n   goes on.\n",
        [("body", "A footnote goes on.", None)],
    ),
    "Polish writes its credits without a colon": (
        "a.txt",
        "Widok na port. Fot. Ada Quill\n",
        [("caption", "Widok na port. Fot. Ada Quill", None)],
    ),
    "no space stands before a credit in Japanese or Chinese": (
        "a.txt",
        "港の眺め。写真：アダ\n",
        [("caption", "港の眺め。写真：アダ", None)],
    ),
    "a name of an agency in any brackets is taken for a credit": (
        "a.txt",
        "Headline\nThe ferry left.\nHe joined the agency in May (see the report by Reuters)\n",
        [
            ("headline", "Headline", None),
            ("body", "The ferry left.", None),
            ("body", "He joined the agency in May (see the report by Reuters)", None),
        ],
    ),
    "an article in a list does not keep its own language": (
        "a.json",
        '[{"language": "es", "body": "Un barco"}, {"language": "en", "body": "A boat"}]',
        [("body", "Un barco", "es"), ("body", "A boat", "en")],
    ),
}


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [pytest.param(*case, id=reason) for reason, case in PAGES.items()],
)
def test_segments(read_article, name, text, wanted):
    article = read_article(name, text)
    assert [(found.kind.value, found.text, found.language) for found in article.segments] == wanted


IMAGES = {
    "a wp-caption's picture is not its caption's": (
        "a.html",
        '<div class="wp-caption"><img src="a.jpg" alt="A"><p class="wp-caption-text">A keeper',
        ["a.jpg", "a.jpg"],
    ),
    "an italic caption goes to the picture before the one it is beside": (
        "a.md",
        "![A](a.jpg)\n\n![B](b.jpg)\n*A caption.*\n",
        ["a.jpg", "b.jpg", "b.jpg"],
    ),
    "addresses come percent-encoded from Markdown, as written from HTML": (
        "a.md",
        "![A](<café 1.jpg>)\n",
        ["café 1.jpg"],
    ),
}


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [pytest.param(*case, id=reason) for reason, case in IMAGES.items()],
)
def test_images(read_article, name, text, wanted):
    assert [found.image for found in read_article(name, text).segments] == wanted


PLACES = {
    "a cell is looked for from the start of its row": (
        "a.md",
        "| a | b |\n|---|---|\n| boats | boats |\n",
        ["a", "b", "boats", "boats"],
        [(2, 1), (6, 1), (22, 5), (30, 5)],
    ),
    "TOML: a value is looked for behind the first key of its name": (
        "a.md",
        '+++\n[[images]]\ncaption = "Port"\n[[images]]\ncaption = "Port"\n+++\n',
        ["Port", "Port"],
        [(26, 4), (54, 4)],
    ),
    "TOML: a key in an inline table is not found, so any like value is taken": (
        "a.md",
        '+++\ntitle = "A boat"\nimage = {alt = "A boat"}\n+++\n',
        ["A boat", "A boat"],
        [(13, 6), (37, 6)],
    ),
    "TOML: several lines that end in CRLF are not found": (
        "a.md",
        '+++\r\ncaption = """\r\nOne\r\ntwo"""\r\n+++\r\n',
        ["One two"],
        [(20, 8)],
    ),
    "a list's number is taken for its text": ("a.md", "1. 1\n", ["1"], [(3, 1)]),
}


@pytest.mark.parametrize(
    ("name", "text", "texts", "places"),
    [pytest.param(*case, id=reason) for reason, case in PLACES.items()],
)
def test_places(read_article, name, text, texts, places):
    article = read_article(name, text)
    assert [found.text for found in article.segments] == texts
    assert [(found.span.start, len(found.span)) for found in article.segments] == places


CONTRACT = {
    "images come before the text that they stand in": ("a.md", "A harbour ![a boat](a.jpg) here"),
    "HTML images, too": ("a.md", 'A harbour <img src="a.jpg" alt="a boat"> here'),
    "a second cell lies within the first": (
        "a.md",
        "| a | b |\n|---|---|\n| boats and nets | boats |\n",
    ),
    "a title from elsewhere that is as long as its place counts as verbatim": (
        "a.md",
        '![alt][x]\n\n[x]: u.jpg "Boat"\n',
    ),
    "a decoded TOML value that is as long as its place counts as verbatim": (
        "a.md",
        '+++\ncaption ="""\nx\\ty"""\n+++\n',
    ),
    "TOML tables come in the order of their values, not of the source": (
        "a.md",
        '+++\n[a]\ncaption="x"\n[b]\ncaption="y"\n[a.c]\ncaption="z"\n+++\n',
    ),
    "a run that begins with an invisible character is sorted by it": (
        "a.html",
        '\u200b<img src="a.jpg" alt="A boat">A harbour',
    ),
    "a run that is joined over a line end counts as verbatim": ("a.html", "<p>A\nboat"),
}


@pytest.mark.parametrize(
    ("name", "text"),
    [pytest.param(*case, id=reason) for reason, case in CONTRACT.items()],
)
def test_the_reader_contract(read_article, name, text):
    check_article(read_article(name, text))


def test_norwegian_is_a_language(read_article):
    assert read_article("a.md", "---\nlang: no\n---\nEn båt.\n").language == "no"


def test_a_broken_lang_does_not_hide_the_locale(read_article):
    text = '<html lang="not a tag"><meta property="og:locale" content="es_ES">'
    assert read_article("a.html", text).language == "es-ES"


@pytest.mark.parametrize("command", ["segments", "audit"])
def test_half_a_surrogate_pair_can_be_printed(captioncheck, tmp_path, command):
    caption = '"Una vista del puerto al amanecer desde el muelle viejo \\ud83d"'
    (tmp_path / "a.json").write_text(f'{{"language": "en", "caption": {caption}}}')
    options = ["--no-translate"] if command == "audit" else []
    code, output, _ = captioncheck(command, "a.json", "--format", "jsonl", *options)
    assert code in (0, 1)
    assert "Una vista" in output


DECLARATIONS = {
    "YAML": ("a.md", '---\nlang: "pt_BR"\n---\nUm barco.\n', [("front-matter", "pt_BR", False)]),
    "TOML": ("a.md", "+++\nlanguage = 'es'\n+++\nUn barco.\n", [("front-matter", "es", False)]),
    "JSON": ("a.md", '{\n"locale": "fr"\n}\nUn bateau.\n', [("front-matter", "fr", False)]),
    "a tag that is none": ("a.md", '---\nlang: "?"\n---\n', [("front-matter", "?", False)]),
    "a division": ("a.md", "::: {lang=es}\nUn barco.\n:::\n", [("lang", "es", True)]),
    "a span": ("a.md", "A [barco]{lang='es'}.\n", [("lang", "es", True)]),
    "attributes": ("a.md", 'Un barco.\n{: lang="es"}\n', [("lang", "es", True)]),
    "an element around Markdown": (
        "a.md",
        "<div lang=es>\n\nUn barco.\n\n</div>\n",
        [("lang", "es", True)],
    ),
    "HTML inside": ("a.md", '<p lang="es">Un barco.</p>\n', [("lang", "es", True)]),
    "a field": ("a.rst", ":language: es\n\nUn barco.\n", [("docinfo", "es", False)]),
    "a class": (
        "a.rst",
        ".. class:: language-es\n\n   Un barco.\n",
        [("class", "es", True)],
    ),
}


@pytest.mark.parametrize(("name", "text", "wanted"), DECLARATIONS.values(), ids=DECLARATIONS)
def test_declarations_are_as_written_and_in_their_place(read_article, name, text, wanted):
    article = read_article(name, text)
    found = article.declarations
    assert [(one.source, one.tag, one.part) for one in found] == wanted
    assert [article.text[one.span.start : one.span.end] for one in found] == [
        tag for _, tag, _ in wanted
    ]
    parts = [one.span for one in found if one.part]
    assert [segment.declared for segment in article.segments if segment.language] == parts


@pytest.mark.parametrize(
    "line",
    [
        "Related: A ferry",
        "Lea también: Un ferry",
        ">> Mehr lesen: Eine Fähre",
        "関連記事：フェリー",
    ],
)
def test_pointers_to_other_articles_stand_apart(read_article, line):
    article = read_article("a.txt", f"A headline\n\nThe ferry left.\n\n{line}\n")
    assert [segment.region for segment in article.segments] == ["article", "article", "related"]


@pytest.mark.parametrize(
    "text", ["> " * 90 + "A boat", "".join("`" * n + "{note}\n" for n in range(20, 3, -1)) + "x"]
)
def test_what_is_nested_too_deeply_is_not_passed_over_in_silence(read_article, text):
    notices = read_article("a.md", f"A harbour.\n\n{text}\n").notices
    assert notices == ("some text was not checked: it is nested too deeply",)


def test_what_is_nested_as_authors_do_is_read_in_silence(read_article):
    article = read_article("a.md", "> " * 20 + "A boat\n")
    assert [segment.text for segment in article.segments] == ["A boat"]
    assert article.notices == ()
