"""Prose formats place every character, however it is spelt, and survive hostile input."""

import json
from collections.abc import Callable
from pathlib import PurePath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captions import plugins
from captions.article import Article
from captions.read import ReadSettings, read_bytes
from captions.source import Source
from checker.testing import check_article

READERS = {name: plugins.create("readers", name) for name in plugins.names("readers")}
quick = settings(max_examples=60, deadline=None, derandomize=True)


def article_of(name: str, text: str) -> Article:
    data = b"\xef\xbb\xbf" + text.encode()
    article = read_bytes(PurePath(name), data, ReadSettings(READERS))
    assert isinstance(article, Article)
    assert article.text == text
    check_article(article)
    return article


# ruff: noqa: E501 -- lists of fragments

# Text that an author might write: no white space at the ends, none doubled, nothing invisible.
written = st.lists(
    st.text(
        st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters="\0\u00ad\u2060"),
        min_size=1, max_size=6,
    ),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip


def doubled(text: str) -> str:
    return text.replace("'", "''")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def ascii_yaml(text: str) -> str:
    """YAML has no pairs of surrogates."""
    return "".join(
        f"\\U{ord(sign):08x}" if sign > "\uffff" else json.dumps(sign)[1:-1] for sign in text
    ).join('""')


def shortcode(text: str) -> str:
    spelt = text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{spelt}"'


def escaped(text: str) -> str:
    """Markdown's and reStructuredText's: a backslash before what might be markup."""
    signs = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    return "".join(f"\\{sign}" if sign in signs else sign for sign in text)


# Each gives an `alt`, spelt as its format wants it.
SPELLINGS = {
    "YAML, double quotes": ("a.md", lambda text: f"---\nalt: {quoted(text)}\n---\n"),
    "YAML, ASCII": ("a.md", lambda text: f"---\nalt: {ascii_yaml(text)}\n---\n"),
    "YAML, single quotes": ("a.md", lambda text: f"---\nalt: '{doubled(text)}'\n---\n"),
    "YAML, folded": ("a.md", lambda text: f"---\nalt: >\n  {text}\nx: y\n---\n"),
    "YAML, over lines": (
        "a.md",
        lambda text: "---\nalt: '" + doubled(text).replace(" ", "\n   ") + "'\n---\n",
    ),
    "YAML, literal": ("a.md", lambda text: "---\nalt: |\n  " + text.replace(" ", "\n  ") + "\n---\n"),
    "TOML": ("a.md", lambda text: f"+++\nalt = {quoted(text)}\n+++\n"),
    "JSON": ("a.md", lambda text: f'{{\n"alt": {json.dumps(text)}\n}}\n'),
    "a shortcode": ("a.md", lambda text: f"{{{{< figure alt={shortcode(text)} >}}}}\n"),
    "an include": ("a.md", lambda text: f"{{% include figure.html alt={shortcode(text)} %}}\n"),
    "a component": ("a.md", lambda text: f"<Figure alt={shortcode(text)} />\n"),
    "an image": ("a.md", lambda text: f"x ![{escaped(text)}](a.jpg) y\n"),
    "a reStructuredText image": ("a.rst", lambda text: f".. image:: a\n   :alt: {escaped(text)}\n"),
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "spell"), SPELLINGS.values(), ids=SPELLINGS)
def test_every_character_is_where_it_stands(name, spell, end):
    @quick
    @example('It\'s a "boat" \\ 🚢')
    @example(">¡ ¡")
    @given(written)
    def run(text):
        article = article_of(name, spell(text).replace("\n", end))
        found = [segment for segment in article.segments if segment.kind == "alt"]
        assert [segment.text for segment in found] == [text]
        place = found[0].span.start
        for index, sign in enumerate(text):
            span = found[0].locate(index, index + 1)
            spelling = article.text[span.start : span.end]
            assert span.start >= place
            assert len(spelling) <= 12 or sign == " "
            assert sign in spelling or spelling[0] in "\\&" or sign == " "
            place = span.end

    run()


words = st.lists(st.from_regex(r"[a-zé漢]{2,6}", fullmatch=True), min_size=1, max_size=5).map(
    " ".join
)
MARKDOWN = {
    "caption": [
        '{{{{< figure src="a" caption="{}" >}}}}\n',
        '{{% include f.html caption="{}" %}}\n',
        '<Figure caption="{}" />\n',
        "```{{figure}} a.jpg\n{}\n```\n",
        ":::{{figure}} a.jpg\n{}\n:::\n",
        "/// caption\n{}\n///\n",
        '[caption width="3"]{}[/caption]\n',
        "![{}](a.jpg){{fig-alt='漢'}}\n",
    ],
    "alt": ["```{{image}} a.jpg\n:alt: {}\n```\n", "<Img alt='{}' />\n", "> ![{}](a)\n"],
    "headline": ['!!! note "{}"\n', ":::tip {}\n:::\n", '=== "{}"\n', "## {} {{#id}}\n"],
    "body": [
        "!!! note\n    {}\n",
        "::: {{lang=fr}}\n{}\n:::\n",
        "[^1]: {}\n",
        "> [!NOTE]\n> {}\n",
        "```{{note}}\n{}\n```\n",
        '<div lang="es">\n\n{}\n\n</div>\n',
        "\t\n- {}\n",
    ],
    "quote": ["```{{epigraph}}\n{}\n```\n", "> > {}\n"],
}
RST = {
    "caption": [".. figure:: a\n\n   {}\n", ".. table:: {}\n"],
    "alt": [".. image:: a\n   :alt: {}\n", ".. figure:: a\n\t:alt: {}\n"],
    "headline": ["{}\n" + "=" * 60 + "\n", ".. admonition:: {}\n"],
    "body": ["- {}\n", "1. {}\n", ".. note:: {}\n", "| {}\n", ".. [1] {}\n", "term\n   {}\n"],
    "quote": ["text\n\n   {}\n", ".. epigraph::\n\n   {}\n"],
}
CASES = [
    pytest.param(name, kind, template, id=f"{kind}: {template.splitlines()[0]}")
    for name, formats in (("a.md", MARKDOWN), ("a.rst", RST))
    for kind, templates in formats.items()
    for template in templates
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "kind", "template"), CASES)
def test_a_construct_gives_its_text_in_its_place(name, kind, template, end):
    @settings(quick, max_examples=10)
    @given(words)
    def run(text):
        article = article_of(name, template.format(text).replace("\n", end))
        spans = [
            segment.span
            for segment in article.segments
            if (segment.kind.value, segment.text) == (kind, text)
        ]
        assert [article.text[span.start : span.end] for span in spans] == [text]

    run()


HOSTILE = {
    "markdown": [
        "[", "![", '[a](b "', "{{<", '{{< a="', "{% a ", "{", "$a", "\\(a", "$$\n", ":::a\n", '<F a="',
        "<F\n", "<F>\n\n", "<F a={", "!!! a\n", "[^1]: a\n", "a\n: ", "<div lang=es>\n\n", "> ", "- ",
        "[caption ", "<https://a.example/%C3%A9> ", "![a](b 'c')", "[a]{lang=es} ", "```{figure} a\n",
        "<div>![a](", "<!--", "`", "<em>", "--- a ", "import a\n", "|a", "[x", "&amp;", "\\*",
    ],
    "restructuredtext": [
        "* ", "`a ", "``a ", "|a ", ":a:", ":a:`", ".. a::\n", "===\na\n", "== ==\na b\n\n", "+--+\n|a |\n",
        ".. [1] ", "**a ", "a_ ", "a::\n\n", "a\n b\n", "`a <", "1. ", "\\",
    ],
    "text": ["(", "Photo ", "© a ", "By A ", ">", "- a\n", ". A/", "\n", ". FOTO ", "related: "],
}  # fmt: skip


def assert_read(name: str, text: Callable[[int], str]) -> None:
    """It comes to its end, which a quadratic reading of so much would not for minutes."""
    READERS[name].read(Source.of(text(20_000)))


# Within one tag, string or value.
ENCLOSED = {
    "parameters": ("{{< a ", 'caption="b" ', ">}}"),
    "escapes": ('{{< a caption="', '\\"', '" >}}'),
    "YAML": ('---\ncaption: "', "\\t a", '"\n---\n'),
    "fields of YAML": ("---\nx:\n", "- caption: a\n", "---\n"),
    "a closing tag after many": ("", "{{< a >}}\n", "{{< /a >}}\n"),
    "a title": ("![a](b '", "\\'", "')"),
    "cells": ("|a\n|-\n", "| a\\|b ", "|"),
}


@pytest.mark.parametrize(("head", "part", "tail"), ENCLOSED.values(), ids=ENCLOSED)
def test_the_cost_grows_with_what_is_enclosed(head, part, tail):
    assert_read("markdown", lambda count: head + part * count + tail)


@pytest.mark.parametrize(
    ("name", "part"), [(name, part) for name, parts in HOSTILE.items() for part in parts]
)
def test_the_cost_grows_with_the_size(name, part):
    assert_read(name, lambda count: part * count)
