"""Whatever a reader is given, it keeps its contract: places, order, and no error but ValueError."""

import json
import re
from pathlib import PurePath

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from captions import plugins
from captions.article import Article
from captions.credit import find_credit
from captions.read import ReadSettings, read_bytes
from captions.reader import Reading
from captions.source import Source
from checker.testing import check_article

READERS = {name: plugins.create("readers", name) for name in plugins.names("readers")}
SUFFIX = {
    "html": ".html",
    "json": ".json",
    "markdown": ".md",
    "restructuredtext": ".rst",
    "text": ".txt",
}

quick = settings(max_examples=60, deadline=None, derandomize=True)

# ruff: noqa: E501 -- lists of fragments

# What the formats give a meaning to, and characters that are more than one byte, unit or glyph.
SIGNS = st.sampled_from(
    "<>&;\"'=/!-#*_`~[](){}|\\:+.,%^$@?\t\n\r \u00a0\u00ad\u200b\u2028\ufeffaB1"
) | (
    st.sampled_from(
        ["\r\n", "\n\n", "é", "e\u0301", "漢", "مر", "🚢", "👩‍🚀", "\U0001d538", "boat"]
    )
)
WORDS = st.sampled_from(["boat", "boats", "the harbour", "mañana", "é", "漢字", "🚢", "x", "1."])
soup = st.lists(SIGNS, max_size=40).map("".join)
# A file with a NUL is binary, and lone surrogates are not text.
arbitrary = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


def pieces(*fragments: str) -> st.SearchStrategy[str]:
    """Fragments of a format, words and signs in any order: mostly broken, always plausible."""
    return st.lists(st.sampled_from(fragments) | WORDS | SIGNS, max_size=25).map("".join)


HTML = pieces(
    "<p>", "</p>", "<p lang=es>", "<b>", "</b>", '<i lang="fr">', "</i>", "<div>", "</div>", "<br>",
    "<figure>", "</figure>", "<figcaption>", "</figcaption>", '<img src="a.jpg" alt="A boat">',
    "<img alt='&amp; \"x\"' src=b>", '<img alt="', '">', "<img alt=x title='y&eacute;'>", "<li>",
    "<ul>", "</ul>", "<td>", "<tr>", "<table>", "</table>", "<script>", "</script>", "<!--", "-->",
    "<style>", "</style>", "<code>", "</code>", "<p hidden>", "<svg/>", "<blockquote>",
    "</blockquote>", "<h1>", "</h1>", "<title>", "</title>", "<html lang=en>", "</html>", "&eacute;",
    "&amp", "&#x1F6A2;", "&#0;", "&#xD800;", "&nGt;", "<![CDATA[", "]]>", "<?xml?>", "<!doctype html>",
    '<script type="application/ld+json">{"inLanguage": "es"}</script>', '<div class="caption">',
    '<meta name=description content="A &quot;boat&quot;">', "<template>", "</template>", "</", "<a\n",
    '<span class="credit">', "</span>", "<textarea>", "<plaintext>", "<q>", "</q>",
)  # fmt: skip
MARKDOWN = pieces(
    "# ", "## ", "\n", "\n\n", "- ", "  - ", "1. ", "> ", "```\n", "    ", "\t", "![", "](a.jpg)",
    '](b.jpg "A title")', "](<c d.jpg> 'T')", "[", "]", "][ref]", "[ref]: r.jpg \"R\"\n", "*", "**",
    "_", "`", "``", "~~", "\\*", "\\\\", "\\\n", "  \n", "&amp;", "&eacute;", "<b>", "</b>", "<br>",
    "<!-- x -->", '<img src="i.jpg" alt="I">', "<div>\n", "</div>\n", "| a | b |\n|---|---|\n", "| ",
    " |\n", "<https://a.example/%C3%A9>", "{% x %}", "{{ y }}", "{#id}", "---\n", "+++\n",
    "title: A\n", "caption: \"x\\ty\"\n", "alt: >-\n  a\n  b\n", "caption = \"A\"\n", "[t]\n", "\r\n",
    "===\n", "\r",
)  # fmt: skip
TEXT = pieces(
    "\n", "\r\n", "\r", "\n\n", " \n", "(Photo: X)", "© Ada", "Foto: Ada/EFE", "[Bild: X]", "A headline",
    "The first ferry left the harbour at dawn with forty passengers", ".\n", "\f", "\v", "\u2028",
)  # fmt: skip
RST = pieces(
    ".. figure:: a.jpg\n", "   :alt: A boat\n", "\n\n", "\n", "   ", "===\n", "---\n", "::\n", "* ", "1. ",
    ":field: x\n", ".. note:: ", ".. raw:: html\n", "``", "`", "`_", ":role:`", "|x|", "| ", "+--+--+\n",
    "|a |b |\n", "== ==\n", ".. |x| image:: b\n", ".. [1] ", "[1]_", "*", "**", "\\", "\t", "\r\n", "__ x\n",
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "caption",
        "Alt-Text",
        "headline",
        "body",
        "lang",
        "url",
        "src",
        "image",
        "meta",
        "Q\u00fa",
        "",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HTML | TEXT | arbitrary,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
JSON = st.builds(
    lambda value, ascii, indent: json.dumps(value, ensure_ascii=ascii, indent=indent),
    VALUES, st.booleans(), st.sampled_from([None, 1]),
)  # fmt: skip
OWN = {"html": HTML, "json": JSON, "markdown": MARKDOWN, "restructuredtext": RST, "text": TEXT}


def check(name: str, text: str) -> Article | None:
    """Read a text and check what comes back; None where the reader refuses it."""
    data = b"\xef\xbb\xbf" + text.encode()
    article = read_bytes(PurePath("a" + SUFFIX[name]), data, ReadSettings(READERS))
    if not isinstance(article, Article):
        assert article.kind == "MalformedArticle"
        assert len(article.reason.splitlines()) == 1
        return None
    assert article.text == text
    # Runs keep the place of white space, not which white space it was.
    check_article(article)
    for segment in article.segments:
        for run in segment.runs:
            assert run.text
        whole = segment.locate(0, len(segment.text))
        assert whole == segment.span
    return article


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", ["arbitrary", "soup", "own"])
def test_a_reader_raises_nothing_but_value_errors(name, kind):
    strategy = {"arbitrary": arbitrary, "soup": soup, "own": OWN.get(name, soup)}[kind]

    @quick
    @given(strategy)
    def run(text):
        try:
            reading = READERS[name].read(Source.of(text))
        except ValueError:
            return
        assert isinstance(reading, Reading)

    run()


@pytest.mark.parametrize("name", ["html", "json", "restructuredtext", "text"])
@pytest.mark.parametrize("kind", ["arbitrary", "soup"])
def test_a_reader_keeps_its_contract_on_any_text(name, kind):
    @quick
    @given({"arbitrary": arbitrary, "soup": soup}[kind])
    def run(text):
        check(name, text)

    run()


@quick
@given(JSON)
def test_json_keeps_its_contract(text):
    assert check("json", text) is not None


@quick
@given(TEXT)
def test_text_keeps_its_contract(text):
    check("text", text)


@quick
@example('\u00ad<img src="a.jpg" alt="A boat">A harbour')
@given(HTML)
def test_html_keeps_its_contract(text):
    check("html", text)


@quick
@example("A harbour ![a boat](a.jpg) at dawn")
@given(MARKDOWN)
def test_markdown_keeps_its_contract(text):
    check("markdown", text)


@quick
@given(arbitrary | soup)
def test_the_guessed_format_of_any_file_is_read_or_refused(text):
    article = read_bytes(PurePath("a.unknown"), text.encode(), ReadSettings(READERS))
    assert isinstance(article, Article) or article.kind in ("UnknownFormat", "MalformedArticle")


# Text that an author might write: no white space at the ends, none doubled, nothing invisible.
written = st.lists(
    st.text(
        st.characters(categories=["L", "M", "N", "P", "S"], exclude_characters="\0"),
        min_size=1, max_size=6,
    ),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip


def only(article, kind: str):
    found = [segment for segment in article.segments if segment.kind == kind]
    assert len(found) == 1, article.segments
    return found[0]


def references(text: str, plain: list[bool]) -> str:
    """Each character plain or as a numeric character reference."""
    pairs = zip(text, plain * len(text), strict=False)
    return "".join(
        char if kept and char not in "&<>\"'" else f"&#{ord(char)};" for char, kept in pairs
    )


flags = st.lists(st.booleans(), min_size=1, max_size=8)


@quick
@given(written, flags, st.sampled_from("\"'"))
def test_html_decodes_references_and_keeps_every_place(text, plain, quote):
    spelt = references(text, plain)
    page = f"<p>x<figure><img alt={quote}{spelt}{quote} src=a><figcaption>{spelt}</figcaption>"
    article = check("html", page)
    for segment in (only(article, "alt"), only(article, "caption")):
        assert segment.text == text
        place = segment.span.start
        for index, char in enumerate(text):
            span = segment.locate(index, index + 1)
            assert article.text[span.start : span.end] in (char, f"&#{ord(char)};")
            assert span.start == place
            place = span.end


@quick
@given(written, st.booleans())
def test_json_decodes_escapes_and_keeps_every_place(text, ascii):
    article = check("json", json.dumps({"caption": text}, ensure_ascii=ascii))
    if "&" in text or "<" in text:
        return  # may be read as HTML
    segment = only(article, "caption")
    assert segment.text == text
    for index, char in enumerate(text):
        span = segment.locate(index, index + 1)
        assert json.loads(f'"{article.text[span.start : span.end]}"') == char


@quick
@given(st.lists(written, min_size=1, max_size=5))
def test_text_keeps_every_line(lines):
    assume(not any(re.match(r"[-*•‣◦▪●·–] ", line) for line in lines))  # items of a list
    article = check("text", "\n\n".join(lines))
    assert [segment.text for segment in article.segments] == lines


@quick
@example("5 * 3")
@given(written)
def test_markdown_decodes_escapes(text):
    assume(find_credit(text) is None)  # such a line is a caption
    assume(not text.startswith("["))  # escaped, it begins a formula
    spelt = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    assert only(check("markdown", f"> {spelt}\n"), "quote").text == text


plain_words = st.lists(st.from_regex(r"[a-zé漢]{2,6}", fullmatch=True), min_size=1, max_size=5).map(
    " ".join
)
MARKDOWN_BLOCKS = {
    "headline": "## {}\n",
    "body": "- {}\n",
    "quote": "> {}\n",
    "alt": "![{}](a.jpg)\n",
    "caption": '![](a.jpg "{}")\n',
}
HTML_BLOCKS = {
    "headline": "<h2>{}</h2>",
    "body": "<p>{}",
    "quote": "<blockquote><p>{}</blockquote>",
    "alt": '<img src=a.jpg alt="{}">',
    "caption": "<figure><figcaption>{}</figcaption></figure>",
}


def blocks(templates: dict[str, str]):
    return st.lists(st.tuples(st.sampled_from(sorted(templates)), plain_words), max_size=8)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("name", "templates", "joint"),
    [("markdown", MARKDOWN_BLOCKS, "\n<!-- -->\n\n"), ("html", HTML_BLOCKS, "\n")],
)
def test_blocks_come_out_as_they_went_in(name, templates, joint, end):
    @quick
    @given(blocks(templates))
    def run(wanted):
        text = joint.join(templates[kind].format(words) for kind, words in wanted)
        article = check(name, text.replace("\n", end))
        assert [(segment.kind.value, segment.text) for segment in article.segments] == wanted
        for segment in article.segments:
            assert article.text[segment.span.start : segment.span.end] == segment.text

    run()
