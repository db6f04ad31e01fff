"""Which reader a file gets, and what readers of one format each must not do."""

# ruff: noqa: E501 -- lists of fragments

import json
from pathlib import Path

import pytest

from captions import plugins
from captions.article import Article, Unreadable
from captions.read import ReadSettings, read, read_bytes
from captions.reader import choose
from captions.segment import Region
from captions.source import Source

GOLDENS = Path(__file__).parents[1] / "readers"
ARTICLES = sorted(path for path in GOLDENS.glob("*/*.*") if path.suffix != ".jsonl")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_golden_is_read_by_the_reader_of_its_folder(readers, path):
    head = path.read_bytes()[: 64 * 1024].decode("utf-8", "replace").lstrip("\ufeff")
    assert choose(readers, path.suffix, head) is readers[path.parent.name]


RECOGNISED = frozenset(
    "ans feed newsml ninjs nitf po schema-org srt webvtt wordpress wxr xliff".split()
)


@pytest.mark.parametrize(
    "path",
    [path for path in ARTICLES if path.parent.name in RECOGNISED],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_a_format_is_recognised_without_its_suffix(readers, path):
    head = path.read_bytes()[: 64 * 1024].decode("utf-8", "replace").lstrip("\ufeff")
    assert choose(readers, ".unknown", head) is readers[path.parent.name]


@pytest.mark.parametrize("text", ["{", "[1]", "{}", '{"caption": "A boat"}', "words"])
def test_json_that_no_other_reader_knows_is_read_as_json(readers, text):
    assert choose(readers, ".json", text) is readers["json"]


def test_xml_that_no_reader_knows_is_not_read(readers):
    article = read_bytes(Path("a.xml"), b"<inventory/>", ReadSettings(readers))
    assert isinstance(article, Unreadable)
    assert article.kind == "UnknownFormat"


def test_a_page_in_an_xml_file_is_a_page(readers):
    text = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>Boats</p></html>'
    assert choose(readers, ".xml", text) is readers["html"]


def test_folders_do_not_give_files_that_may_be_anything(captioncheck, tmp_path):
    (tmp_path / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nBoats\n", encoding="utf-8")
    code, output, errors = captioncheck("segments", ".")
    assert (code, errors) == (0, "")
    assert [line.partition(":")[0] for line in output.splitlines()] == ["a.srt"]
    code, _, errors = captioncheck("segments", "sitemap.xml")
    assert code == 2
    assert "no reader of '.xml' files recognises it" in errors


def test_keys_of_ones_own_come_from_the_configuration(captioncheck, tmp_path):
    (tmp_path / "captioncheck.toml").write_text(
        '[readers.json.fields]\nbildtext = "caption"\n', encoding="utf-8"
    )
    (tmp_path / "a.json").write_text('{"bildtext": "Ein Boot"}', encoding="utf-8")
    _, output, _ = captioncheck("segments", "a.json")
    assert output.split() == ["a.json:1:15", "caption", "und", "Ein", "Boot"]
    code, output, _ = captioncheck("config")
    assert code == 0
    assert '[readers.json.fields]\nbildtext = "caption"\n' in output


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "latin-1"])
def test_xml_in_other_encodings_is_recognised(readers, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><nitf><body><p>Às barças</p></body></nitf>'
    data = text.encode(encoding)
    if encoding.startswith("utf-16-"):
        data = "\ufeff".encode(encoding) + data
    article = read_bytes(Path("a.xml"), data, ReadSettings(readers))
    assert isinstance(article, Article), article
    assert [segment.text for segment in article.segments] == ["Às barças"]


WRONG = {
    "feed": "<opml/>", "nitf": "<rss/>", "newsml": "<rss/>", "xliff": "<rss/>", "wxr": "<rss/>",
    "po": "Hello", "webvtt": "1\n00:00:01,000 --> 00:00:02,000\nBoats", "srt": "WEBVTT\n\nBoats",
    "ans": "{", "ninjs": "{", "schema-org": "{", "wordpress": "{",
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_another_format_is_refused_in_one_line(readers, name):
    data = WRONG[name].encode()
    article = read_bytes(Path("a.x"), data, ReadSettings(readers, formats={"*": name}))
    assert isinstance(article, Unreadable)
    assert article.kind == "MalformedArticle"
    assert len(article.reason.splitlines()) == 1


XML_ROOTS = {
    "feed": ("<rss><channel><item><title>", "</title></item></channel></rss>"),
    "wxr": ("<rss><channel><item><title>", "</title></item></channel></rss>"),
    "nitf": ("<nitf><body><p>", "</p></body></nitf>"),
    "newsml": ("<newsItem><contentMeta><headline>", "</headline></contentMeta></newsItem>"),
    "xliff": (
        "<xliff srcLang='en' trgLang='es'><file><unit><segment><target>",
        "</target></segment></unit></file></xliff>",
    ),
}
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY far SYSTEM "file:///etc/hosts">]>'
)


@pytest.mark.parametrize("name", XML_ROOTS)
def test_no_reader_resolves_an_entity_of_the_file(readers, name):
    start, end = XML_ROOTS[name]
    text = f"{LAUGHS}{start}Boats &b; &far;{end}"
    [segment] = only(readers, name, text).segments
    assert segment.text == "Boats &b; &far;"


@pytest.mark.parametrize("name", XML_ROOTS)
def test_no_reader_follows_100_000_elements_down(readers, name):
    start, _ = XML_ROOTS[name]
    article = read_bytes(
        Path("a.x"),
        f"{start}{'<b>' * 100_000}".encode(),
        ReadSettings(readers, formats={"*": name}),
    )
    assert isinstance(article, Unreadable)
    assert "nested too deeply" in article.reason


@pytest.mark.parametrize("name", ["json", "ans", "ninjs", "schema-org", "wordpress"])
@pytest.mark.parametrize("depth", [300, 100_000])
def test_no_reader_follows_json_down(readers, name, depth):
    text = '{"image": ' * depth + "1" + "}" * depth
    settings = ReadSettings(readers, formats={"*": name})
    article = read_bytes(Path("a.x"), text.encode(), settings)
    assert isinstance(article, Unreadable)
    assert "nested too deeply" in article.reason


BIG = 50_000
HOSTILE = {
    "json: many captions in one object": (
        "json", lambda: json.dumps({f"caption{n}": "boat" for n in range(BIG // 4)}),
    ),
    "json: escapes": ("json", lambda: json.dumps({"body": "é\n" * BIG})),
    "wxr: captions": ("wxr", lambda: wxr("[caption]<a " * (BIG // 4))),
    "wxr: brackets": ("wxr", lambda: wxr("[a b" * BIG)),
    "wxr: blank lines": ("wxr", lambda: wxr("\n \n" * (BIG // 4))),
    "po: one endless message": ("po", lambda: 'msgid "a"\nmsgstr ""\n' + '"{a, plural, bbbb"\n' * BIG),
    "po: spaces": ("po", lambda: " " * BIG * 5),
    "xliff: an endless word": (
        "xliff", lambda: "<xliff srcLang='en'><file><unit><source>{a, plural, " + "b" * BIG * 4
        + "</source></unit></file></xliff>",
    ),
    "webvtt: tags": ("webvtt", lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<abc" * BIG),
    "webvtt: an endless tag": ("webvtt", lambda: "WEBVTT\n\n00:01.000 --> 00:02.000\n<" + "a" * BIG * 4),
    "srt: numbers": ("srt", lambda: "00:00:01,000 --> 00:00:02,000\n" + "1\n" * BIG),
    "nitf: phrases": ("nitf", lambda: f"<nitf><body><p>{'a<em>b</em>' * (BIG // 4)}</p></body></nitf>"),
}  # fmt: skip


def wxr(content: str) -> str:
    return (
        "<rss><channel><item><content:encoded><![CDATA["
        f"{content}]]></content:encoded></item></channel></rss>"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(readers, name):
    """Quadratic reading of it would not come back for minutes."""
    reader, text = HOSTILE[name]
    readers[reader].read(Source.of(text()))


def only(readers, name: str, text: str) -> Article:
    article = read_bytes(Path("a.x"), text.encode(), ReadSettings(readers, formats={"*": name}))
    assert isinstance(article, Article), article
    return article


def seen(article: Article) -> list[tuple[str, str, str | None]]:
    return [(segment.kind.value, segment.text, segment.language) for segment in article.segments]


CASES = {
    "po: escapes": (
        "po", 'msgid "a"\nmsgstr "\\x41\\102 \\8 \\² \\q\\\\"\n', [("body", "AB 8 ² q\\", None)],
    ),
    "po: a message with a context is no header": (
        "po", 'msgctxt "c"\nmsgid ""\nmsgstr "Hola"\n', [("body", "Hola", None)],
    ),
    "ans: results are articles": (
        "ans",
        '{"type": "results", "content_elements": ['
        '{"type": "story", "language": "en", "headlines": {"basic": "A"}},'
        '{"type": "story", "language": "es", "headlines": "B"}]}',
        [("headline", "A", "en"), ("headline", "B", "es")],
    ),
    "ans: groups": (
        "ans",
        '{"content_elements": [{"type": "element_group", "content_elements": '
        '[{"type": "text", "content": "A"}]}]}',
        [("body", "A", None)],
    ),
    "webvtt: a phrase that does not end": (
        "webvtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nShe said <lang es>adiós",
        [("caption", "She said", None), ("caption", "adiós", "es")],
    ),
    "webvtt: metadata is no text": (
        "webvtt", 'WEBVTT\nKind: metadata\n\n00:01.000 --> 00:02.000\n{"a": "b"}', [],
    ),
    "webvtt: a cue right below the header": (
        "webvtt", "WEBVTT\n00:01.000 --> 00:02.000\nBoats", [("caption", "Boats", None)],
    ),
    "newsml: the language of the content": (
        "newsml",
        '<newsItem><contentMeta><language tag="es"/><headline>Barcos</headline></contentMeta>'
        '<contentSet><inlineData contenttype="text/html">&lt;p>Uno&lt;/p></inlineData></contentSet>'
        "</newsItem>",
        [("headline", "Barcos", None), ("body", "Uno", None)],
    ),
    "newsml: items in two languages": (
        "newsml",
        '<newsMessage><newsItem xml:lang="es"><contentMeta><headline>A</headline></contentMeta></newsItem>'
        '<newsItem xml:lang="en"><contentMeta><headline>B</headline></contentMeta></newsItem></newsMessage>',
        [("headline", "A", "es"), ("headline", "B", "en")],
    ),
    "ninjs: an address where there is no rendition": (
        "ninjs", '{"uri": "u", "type": "picture", "renditions": {"a": {"href": ""}}, "headline": "A"}',
        [("headline", "A", None)],
    ),
    "wxr: a shortcode in a picture's tag": (
        "wxr", "<rss><channel><item><content:encoded><![CDATA[[caption]<img alt='[gallery a=b]'>A[/caption]]]>"
        "</content:encoded></item></channel></rss>",
        [("alt", "[gallery a=b]", None), ("caption", "A", None)],
    ),
    "xliff: a target of an unknown language": (
        "xliff",
        '<xliff srcLang="en"><file><unit><segment><source>A</source><target>B</target></segment></unit></file></xliff>',
        [("body", "A", "en"), ("body", "B", None)],
    ),
    "xliff: two files in two languages": (
        "xliff",
        '<xliff><file source-language="en" target-language="es"><unit><target>A</target></unit></file>'
        '<file source-language="en" target-language="fr"><unit><target>B</target></unit></file></xliff>',
        [("body", "A", "es"), ("body", "B", "fr")],
    ),
    "schema.org: of several languages none is declared": (
        "schema-org", '{"@context": "https://schema.org", "inLanguage": ["en", "es"], "headline": "A"}',
        [("headline", "A", None)],
    ),
    "json: the form of a text is no part of its name": (
        "json",
        '{"content_html": "<p>A</p>", "summaryText": "B", "linkText": "C", "context": "D", "html": "E"}',
        [("body", "A", None), ("description", "B", None), ("body", "E", None)],
    ),
    "a broken language is none": (
        "wordpress", '{"lang": "not a tag", "title": {"raw": "A"}}', [("headline", "A", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_cases(readers, name):
    reader, text, wanted = CASES[name]
    assert seen(only(readers, reader, text)) == wanted


def test_a_medias_description_is_not_the_entrys(readers):
    text = (
        '<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>Boats</title>'
        "<media:title>IMG</media:title><media:description>A boat</media:description>"
        "<description>Of boats</description></item></channel></rss>"
    )
    assert seen(only(readers, "feed", text)) == [
        ("headline", "Boats", None),
        ("title", "IMG", None),
        ("caption", "A boat", None),
        ("description", "Of boats", None),
    ]


def test_comments_of_a_wordpress_site_are_apart(readers):
    article = read(GOLDENS / "wxr" / "site.xml", ReadSettings(readers))
    regions = {segment.text: segment.region for segment in article.segments}
    assert regions["¡Por fin!"] is Region.COMMENTS
    assert regions["Home"] is Region.NAVIGATION


def test_links_to_other_stories_are_related(readers):
    article = read(GOLDENS / "ans" / "story.json", ReadSettings(readers))
    related = [segment.text for segment in article.segments if segment.region is Region.RELATED]
    assert related == ["Read also: the bridge", "More", "The pump", "The old bridge"]


JSON_LANGUAGES = {
    "a nested object speaks for itself": (
        {"language": "en", "caption": "A", "image": {"lang": "es", "caption": "B"}},
        "en", [("caption", "A", None), ("caption", "B", "es")],
    ),
    "texts by language": (
        {"caption": {"en": "A", "es": "B", "pt-BR": "C"}},
        "und", [("caption", "A", "en"), ("caption", "B", "es"), ("caption", "C", "pt-BR")],
    ),
    "an identifier is no Indonesian": ({"caption": {"id": "A"}}, "und", []),
    "a list that agrees": (
        [{"lang": "es", "caption": "A"}, {"lang": "es", "caption": "B"}],
        "es", [("caption", "A", None), ("caption", "B", None)],
    ),
    "a list in which one is silent": (
        [{"lang": "es", "caption": "A"}, {"caption": "B"}],
        "und", [("caption", "A", "es"), ("caption", "B", None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON_LANGUAGES)
def test_languages_in_json(readers, name):
    value, language, wanted = JSON_LANGUAGES[name]
    article = only(readers, "json", json.dumps(value))
    assert article.language == language
    assert seen(article) == wanted


def test_declared_languages_have_places(readers):
    for name in ("feed/atom.atom", "wordpress/posts.json", "po/es.po", "webvtt/talk.vtt",
                 "xliff/v1.xlf", "newsml/message.xml", "nitf/article.xml"):  # fmt: skip
        article = read(GOLDENS / name, ReadSettings(readers))
        assert article.declarations
        for declared in article.declarations:
            assert article.text[declared.span.start : declared.span.end] == declared.tag
        for segment in article.segments:
            assert (segment.declared is None) == (segment.language is None)


def test_keys_of_ones_own(readers):
    reader = plugins.create(
        "readers", "json", {"fields": {"bild-text": "caption", "teaser.title": "none"}}
    )
    reading = reader.read(
        Source.of('{"bildText": "A", "title": "B", "teaser": {"title": "C"}, "teaser_title": "D"}')
    )
    assert [(draft.kind.value, draft.runs[0].text) for draft in reading.drafts] == [
        ("caption", "A"),
        ("headline", "B"),
    ]


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(plugins.ConfigError, match="'legend': valid are headline"):
        plugins.create("readers", "json", {"fields": {"x": "legend"}})
