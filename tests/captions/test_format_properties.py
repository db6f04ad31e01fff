"""News and catalogue formats: places survive every decoder, and nothing but ValueError comes out."""

# ruff: noqa: E501 -- lists of fragments

import json
import re
from html import escape
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions import plugins
from captions.article import Article
from captions.read import ReadSettings, read_bytes
from captions.reader import Reading
from captions.source import Source
from checker.testing import check_article

READERS = {name: plugins.create("readers", name) for name in plugins.names("readers")}

quick = settings(max_examples=60, deadline=None, derandomize=True)

XML = {
    "feed": (
        '<rss xmlns:media="http://search.yahoo.com/mrss/">', "</rss>", "<channel>", "</channel>",
        "<item>", "</item>", "<title>", "</title>", "<description>", "</description>",
        '<media:content url="a.jpg" lang="es">', "</media:content>", "<media:description>",
        "</media:description>", "<media:credit/>", "<language>en</language>", "<dc:language>",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">', "</feed>", "<entry>", "</entry>",
        '<summary type="html">', '<summary type="xhtml" xml:lang="">', "</summary>", "<content:encoded>",
        "</content:encoded>", "<image><url>x</url></image>",
    ),
    "wxr": (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/">', "</rss>", "<channel>", "</channel>", "<item>",
        "</item>", "<title>", "</title>", "<content:encoded>", "</content:encoded>", "[caption width=3]",
        "[/caption]", "[gallery ids=1]", '<![CDATA[<img src="a" alt="b">', "]]>", "\n\n", "<wp:comment>",
        "</wp:comment>", "<wp:post_type>attachment</wp:post_type>", "<wp:comment_content>",
        "</wp:comment_content>", "<excerpt:encoded>x</excerpt:encoded>", "[caption caption='y']",
    ),
    "nitf": (
        '<nitf xml:lang="en">', "</nitf>", "<body>", "</body>", "<p>", "</p>", "<em>", "</em>", "<br/>",
        '<lang iso="fr">', "</lang>", "<media>", "</media>", '<media-reference source="a" alternate-text="b&amp;c"/>',
        "<media-caption>", "</media-caption>", "<docdata/>", "<bq>", "</bq>", '<p xml:lang="es">',
    ),
    "newsml": (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" xml:lang="en">', "</newsItem>", "<contentMeta>",
        "</contentMeta>", "<headline>", "</headline>", '<description role="drol:caption">', "</description>",
        "<contentSet>", "</contentSet>", '<inlineXML><nitf><body><p>x</p></body></nitf></inlineXML>',
        '<inlineData contenttype="text/plain">', "</inlineData>", '<itemMeta><itemClass qcode="ninat:picture"/></itemMeta>',
        "<newsMessage>", "</newsMessage>",
    ),
    "xliff": (
        '<xliff srcLang="en" trgLang="es">', "</xliff>", '<file source-language="en" target-language="es">', "<file>",
        "</file>", "<unit>", "</unit>", "<segment>", "</segment>", "<source>", "</source>", "<target>", "</target>",
        '<target state="new">', '<ph id="1"/>', '<pc id="1">', "</pc>", "%s", "{n, plural, one {", "}", "{0}",
        "<trans-unit>", "</trans-unit>",
    ),
}  # fmt: skip
COMMON_XML = (
    "<!-- ", " -->", "<![CDATA[", "]]>", "&amp;", "&lt;p&gt;", "&#233;", "&#0;", "&nbsp;", "&own;", "<?x ?>",
    "<!DOCTYPE a [<!ENTITY own 'x'>]>", "<b>", "</b>", "<", ">", "\r\n", '<?xml version="1.0"?>',
)  # fmt: skip
WHOLE = {
    "feed": ("<rss><channel><item>{}</item></channel></rss>", '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'),
    "wxr": ("<rss><channel><item>{}</item></channel></rss>",),
    "nitf": ("<nitf><body>{}</body></nitf>",),
    "newsml": ('<newsItem xml:lang="en">{}</newsItem>',),
    "xliff": ('<xliff><file source-language="en">{}</file></xliff>',),
}  # fmt: skip
OTHERS = {
    "po": ('msgid ""\n', 'msgstr ""\n', 'msgstr "', '"\n', 'msgid "a"\n', '\\n', '\\"', '\\x41', '\\101', "#, fuzzy\n",
           "# x\n", "#~ msgid", "msgctxt ", "msgstr[0] ", "msgstr[1] \"b\"\n", '"Language: es\\n"\n', "\r\n", "%s", "<b>"),
    "webvtt": ("WEBVTT", "\n", "\n\n", "Language: es\n", "00:01.000 --> 00:02.000\n", "<v Ada>", "</v>", "<lang es>",
               "</lang>", "<00:01.500>", "&amp;", "&", "NOTE x\n", "STYLE\n", "-->", "\r\n", "<i>", "<"),
    "srt": ("1\n", "\n", "\n\n", "00:00:01,000 --> 00:00:02,000\n", "{\\an8}", "<i>", "</i>", "\\N", "&lt;", "\r\n", "<font x"),
}  # fmt: skip
WORDS = st.sampled_from(
    ["boat", "los barcos", "é", "漢字", "🚢", "e\u0301", " ", "x", "1", "\u2028", "\ufeff"]
)


def soup(name: str) -> st.SearchStrategy[str]:
    fragments = (*XML[name], *COMMON_XML) if name in XML else OTHERS[name]
    loose = st.lists(st.sampled_from(fragments) | WORDS, max_size=30).map("".join)
    if name == "webvtt":
        return loose | loose.map("WEBVTT\n{}".format)
    if name not in XML:
        return loose
    # Balanced trees of the format's elements, so that more than the first tag is read.
    starts = [one for one in XML[name] if re.fullmatch(r"<[^/][^<>]*[^/]>", one)]
    leaves = st.lists(
        st.sampled_from([one for one in (*XML[name], *COMMON_XML) if "<" not in one or "/>" in one]) | WORDS,
        max_size=3,
    ).map("".join)  # fmt: skip
    tree = st.recursive(
        leaves,
        lambda inner: st.lists(
            st.builds(
                lambda start, text: f"{start}{text}</{re.match(r'<([^ >]+)', start)[1]}>",
                st.sampled_from(starts), inner,
            ), max_size=4,
        ).map("".join),
        max_leaves=12,
    )  # fmt: skip
    whole = st.builds(lambda around, text: around.format(text), st.sampled_from(WHOLE[name]), tree)
    return loose | whole


def check(name: str, text: str) -> Article | None:
    """Read a text as of a format; None where the reader refuses it in one line."""
    data = b"\xef\xbb\xbf" + text.encode()
    article = read_bytes(PurePath("a.x"), data, ReadSettings(READERS, formats={"*": name}))
    if not isinstance(article, Article):
        assert article.kind == "MalformedArticle"
        assert len(article.reason.splitlines()) == 1
        return None
    assert article.text == text
    check_article(article)
    return article


@pytest.mark.parametrize("name", [*XML, *OTHERS])
def test_a_reader_keeps_its_contract(name):
    @quick
    @given(soup(name))
    def run(text):
        check(name, text)

    run()


@pytest.mark.parametrize("name", [*XML, *OTHERS])
def test_most_whole_files_are_read(name):
    """The property above would say nothing if every file were refused."""
    read = 0

    @quick
    @given(soup(name))
    def run(text):
        nonlocal read
        read += check(name, text) is not None

    run()
    assert read > 5


JSON_KEYS = {
    "wordpress": ("title", "content", "excerpt", "caption", "rendered", "alt_text", "source_url", "lang", "_embedded", "wp:featuredmedia", "yoast_head_json"),
    "ans": ("type", "headlines", "basic", "content_elements", "content", "caption", "items", "rows", "promo_items", "related_content", "credits", "language"),
    "ninjs": ("headlines", "headline", "bodies", "value", "role", "contenttype", "body_text", "body_xhtml", "associations", "renditions", "type", "language"),
    "schema-org": ("@type", "@graph", "headline", "image", "caption", "@value", "@language", "inLanguage", "alternateName", "name", "video"),
    "json": ("caption", "en", "es", "language", "body", "image", "url", "items"),
}  # fmt: skip
JSON_WORDS = st.sampled_from(
    ["image", "text", "quote", "list", "table", "picture", "NewsArticle", "ImageObject", "text/html", "es", "en", "",
     "<p>Los barcos</p>", "A boat &amp; a net", "alt", "one\ntwo", "🚢 é"],
)  # fmt: skip


@pytest.mark.parametrize("name", JSON_KEYS)
def test_json_of_any_shape_is_read(name):
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | JSON_WORDS,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(JSON_KEYS[name]), inner, max_size=5)
        ),
        max_leaves=25,
    )

    @quick
    @given(values, st.booleans())
    def run(value, ascii):
        assert check(name, json.dumps(value, ensure_ascii=ascii)) is not None

    run()


# Text that an author might write: no white space at the ends, none doubled, nothing invisible.
written = st.lists(
    st.text(
        st.characters(categories=["L", "M", "N"], include_characters="&<>\"'.,!?()¿🚢", exclude_characters="\0"),
        min_size=1, max_size=6,
    ), min_size=1, max_size=5,
).map(" ".join)  # fmt: skip
spellings = st.lists(st.sampled_from(["plain", "decimal", "hex", "cdata"]), min_size=1, max_size=6)


def spell(text: str, how: list[str]) -> str:
    """A text in XML, each character in one of its spellings."""
    out = []
    for place, char in enumerate(text):
        way = how[place % len(how)]
        if way == "plain":
            out.append(escape(char))
        elif way == "cdata":
            out.append(f"<![CDATA[{char}]]>")
        else:
            out.append(f"&#{ord(char)};" if way == "decimal" else f"&#x{ord(char):X};")
    return "".join(out)


XML_PLACES = {
    "atom": ("feed", '<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">{}</title></feed>'),
    "nitf": ("nitf", "<nitf><body><body.content><media><media-caption>{}</media-caption></media></body.content></body></nitf>"),
    "nitf inline": ("nitf", "<nitf><body><p>{}</p></body></nitf>"),
}  # fmt: skip


@pytest.mark.parametrize("case", XML_PLACES)
def test_xml_decodes_every_spelling_and_keeps_every_place(case):
    name, template = XML_PLACES[case]

    @quick
    @given(written, spellings)
    def run(text, how):
        article = check(name, template.format(spell(text, how)))
        [segment] = article.segments
        assert segment.text == text
        place = segment.span.start
        for index, char in enumerate(text):
            span = segment.locate(index, index + 1)
            spelt = article.text[span.start : span.end]
            assert spelt in (char, escape(char), f"&#{ord(char)};", f"&#x{ord(char):X};")
            assert span.start >= place
            place = span.end

    run()


@quick
@given(written, spellings)
def test_html_inside_xml_keeps_every_place(text, how):
    """Two decoders deep: `&amp;lt;` is a `<` of the reader's."""
    inner = f"<p>{escape(text)}</p>"
    page = (
        f"<rss><channel><item><description>{spell(inner, how)}</description></item></channel></rss>"
    )
    article = check("feed", page)
    [segment] = article.segments
    assert segment.text == text
    spans = [segment.locate(index, index + 1) for index in range(len(text))]
    assert spans == sorted(spans)
    for char, span in zip(text, spans, strict=True):
        spelt = article.text[span.start : span.end]
        if char.isalnum():
            assert spelt in (char, f"&#{ord(char)};", f"&#x{ord(char):X};")


@quick
@given(written)
def test_po_decodes_escapes_and_keeps_every_place(text):
    if "&" in text or "<" in text:
        return  # may be read as HTML
    spelt = text.replace("\\", "\\\\").replace('"', '\\"')
    half = len(spelt) // 2
    if spelt[:half].endswith("\\"):
        half -= 1
    article = check("po", f'msgid "x"\nmsgstr "{spelt[:half]}"\n"{spelt[half:]}"\n')
    [segment] = article.segments
    assert segment.text == text
    for index, char in enumerate(text):
        span = segment.locate(index, index + 1)
        assert article.text[span.start : span.end] in (char, f"\\{char}")


@pytest.mark.parametrize("name", [*XML, *OTHERS, *JSON_KEYS])
@quick
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_or_refused(name, text):
    try:
        reading = READERS[name].read(Source.of(text))
    except ValueError:
        return
    assert isinstance(reading, Reading)
