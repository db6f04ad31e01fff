"""XML from anywhere: exact places, and nothing in it that could do harm."""

# ruff: noqa: E501 -- lists of fragments

from contextlib import suppress

import pytest

from captions import xml_tree
from captions.source import Source
from captions.xml_tree import encoding, parse, root_name


def tree(text: str, **namespaces: str) -> xml_tree.Element:
    return parse(Source.of(text), {f"urn:{name}": prefix for name, prefix in namespaces.items()})


def test_text_goes_through_entities_sections_and_comments():
    root = tree("<a>x &amp; <!-- no --><b>y<![CDATA[ <z> ]]></b>&#x1F6A2;<?no?>&eacute;</a>")
    text = root.text()
    assert text.text == "x & y <z> 🚢é"
    place = text.text.index("🚢")
    span = text.locate(place, place + 1)
    assert root.source.text[span.start : span.end] == "&#x1F6A2;"


def test_elements_are_named_by_their_namespace():
    root = tree(
        '<m:a xmlns:m="urn:media"><b xmlns="urn:plain"><m:c/><c/></b><d:e/></m:a>',
        media="media",
        plain="",
    )
    assert [element.name for element in root.all()] == ["media:a", "b", "media:c", "c", "d:e"]


def test_a_namespace_ends_with_its_element():
    root = tree('<a><b xmlns:m="urn:media"><m:c/></b><m:d/></a>', media="media")
    assert [element.name for element in root.all()] == ["a", "b", "media:c", "m:d"]


def test_attributes_have_places():
    root = tree("<a b = 'x&quot;y' bb=\"z\" empty=''/>")
    assert root.attribute("b") == 'x"y'
    assert root.attribute("bb") == "z"
    assert root.attribute("empty") == ""
    assert root.attribute("c") is None
    assert root.source.text[slice(*root.place("bb"))] == "z"


def test_languages_are_inherited():
    root = tree('<a xml:lang="en"><b/><c xml:lang="es"><d/></c></a>')
    assert [element.language.tag for element in root.all()] == ["en", "en", "es", "es"]
    b, c = root.children
    assert b.language is root.language
    assert c.language is c.children[0].language
    span = c.language.span
    assert root.source.text[span.start : span.end] == "es"


def test_text_around_elements_that_stand_for_something():
    root = tree("<a>one<x/>two<y>three</y>four</a>")
    assert root.text({"x": " ", "y": ""}).text == "one twofour"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "words <a/>",
        "<a>",
        "<a><b></a></b>",
        "<a></b>",
        "<a <b/></a>",
        "<a>1 < 2</a>",
        "<a><![CDATA[ never closed</a>",
        "<a><!-- never closed</a>",
        "<a b='never closed></a>",
        "<!DOCTYPE a [",
        "<!DOCTYPE a [ <!-- ",
        "<!DOCTYPE a \"",
        "<a>" * 300 + "</a>" * 300,
    ],
)  # fmt: skip
def test_what_is_not_xml_is_refused_in_one_line(text):
    with pytest.raises(ValueError, match=r"^not (XML|an article): .*$") as refused:
        tree(text)
    assert len(str(refused.value).splitlines()) == 1


def test_an_error_names_its_line():
    with pytest.raises(ValueError, match="line 3"):
        tree("<a>\r\n<b>\r</c></a>")


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + ' <!-- don\'t ]> --> <!ENTITY far SYSTEM "file:///etc/passwd"> %own; ]>'
)


def test_entities_of_the_file_are_never_resolved():
    assert tree(f"{LAUGHS}<a>&l9; &far; &amp;</a>").text().text == "&l9; &far; &"


def test_lone_surrogates_and_nulls_by_reference_are_no_characters():
    assert tree("<a>&#xD800;&#0;</a>").text().text == "\ufffd\ufffd"


def test_the_number_of_elements_is_bounded(monkeypatch):
    monkeypatch.setattr(xml_tree, "_MAX_ELEMENTS", 100)
    assert len(tree(f"<a>{'<b/>' * 99}</a>").children) == 99
    with pytest.raises(ValueError, match="more than 100 elements"):
        tree(f"<a>{'<b/>' * 100}</a>")


HOSTILE = {
    "comments that never close": lambda n: "<a>" + "<!-- " * n,
    "sections that never close": lambda n: "<a>" + "<![CDATA[" * n,
    "a document type of comments": lambda n: "<!DOCTYPE a [" + "<!-- " * n,
    "a document type of quotes": lambda n: "<!DOCTYPE a [" + "\" '" * n,
    "start tags that never close": lambda n: "<a " * n,
    "attributes without values": lambda n: "<a xml:lang xmlns " + "b " * n + "></a>",
    "one endless name": lambda n: "<a xml:lang " + "b" * n + "></a>",
    "quotes that never close": lambda n: "<a b=" + "\"'" * n,
    "references that never close": lambda n: "<a>" + "&x" * n + "</a>",
    "processing": lambda n: "<a>" + "<?x " * n,
    "white space": lambda n: "<a" + " " * n + "></a" + " " * n + ">",
    "nesting": lambda n: "<a>" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(name):
    """A quadratic scan of it would not come back for minutes."""
    text = HOSTILE[name](400_000)
    with suppress(ValueError):
        tree(text).text()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<rss version='2.0'>", "rss"),
        ("\ufeff <?xml version='1.0'?>\n<!-- <feed> --><!DOCTYPE x [<!ENTITY a 'b'>]><n:nitf>", "nitf"),
        ("<!-- never closed <rss>", None),
        ("words <rss>", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_root_of_a_head(head, name):
    assert root_name(head) == name


def test_the_declared_encoding():
    assert encoding(b"<?xml version='1.0' encoding='ISO-8859-1'?>") == "ISO-8859-1"
    assert encoding(b"<a encoding='x'/>") is None
