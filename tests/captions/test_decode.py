"""Bytes to text: marks, declarations, UTF-8, a guess, and a reason where none of them will do."""

import codecs
from pathlib import PurePath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captions import plugins
from captions.article import Article, Unreadable
from captions.decode import DecodeError, decode
from captions.read import ReadSettings, read_bytes

READERS = {name: plugins.create("readers", name) for name in plugins.names("readers")}
quick = settings(max_examples=60, deadline=None, derandomize=True)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
labels = st.none() | st.sampled_from(
    """
    utf-8 UTF-8 latin-1 iso-8859-1 windows-1252 shift_jis gbk koi8-r utf-16 us-ascii hex rot13 zlib
    no-such-charset cp037 iso-2022-jp
    """.split()
)

SPANISH = (
    "El capitán dijo que mañana habrá más niños en el muelle. ¿Quién lo sabía? Señora Núñez. " * 4
)


def undeclared(head: bytes) -> str | None:
    return None


def page(charset: str, text: str, encoding: str) -> bytes:
    return f'<meta charset="{charset}"><p>{text}</p>'.encode(encoding)


def read_page(data: bytes) -> Article | Unreadable:
    return read_bytes(PurePath("a.html"), data, ReadSettings(READERS))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark, encoding):
    @quick
    @given(texts.filter(lambda text: not text.startswith("\0")))
    def run(text):
        assert decode(mark + text.encode(encoding), lambda head: "koi8-r") == text

    run()


@quick
@given(texts.filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf_8_is_read_exactly(text):
    assert decode(text.encode(), undeclared) == text


@quick
@given(st.binary(max_size=300), labels)
def test_any_bytes_are_text_or_refused_with_a_reason(data, label):
    try:
        text = decode(data, lambda head: label)
    except DecodeError as error:
        text = str(error)
        assert len(text.splitlines()) == 1
    assert isinstance(text, str)


@quick
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_nuls_make_a_file_binary(before, after):
    data = b"x" + before + b"\0\0" + after
    with pytest.raises(DecodeError, match="binary"):
        decode(data, undeclared)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-8", "utf-8"),
        ("macintosh", "mac-roman"),
    ],
)
def test_a_declared_charset_is_believed(charset, encoding):
    article = read_page(page(charset, SPANISH, encoding))
    assert isinstance(article, Article)
    assert article.segments[0].text == SPANISH.strip()


def test_an_xml_declaration_is_believed():
    text = '<?xml version="1.0" encoding="iso-8859-2"?><html><p>Zażółć gęślą jaźń</p></html>'
    article = read_page(text.encode("iso-8859-2"))
    assert [segment.text for segment in article.segments] == ["Zażółć gęślą jaźń"]


def test_windows_quotes_in_a_page_that_says_latin_1_are_quotes():
    article = read_page(page("iso-8859-1", "“boats”", "cp1252"))
    assert article.segments[0].text == "“boats”"


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16le", "no-such-charset", "rot13", "hex", "utf-8"]
)
def test_a_declaration_that_cannot_be_right_is_passed_over(charset):
    article = read_page(page(charset, SPANISH, "utf-8"))
    assert article.segments[0].text == SPANISH.strip()


@pytest.mark.parametrize("charset", ["undefined", "punycode"])
def test_a_declared_codec_that_is_no_charset_is_passed_over(charset):
    article = read_page(page(charset, "boats", "utf-8"))
    assert article.segments[0].text == "boats"


@pytest.mark.parametrize("charset", ["utf16", "utf_16", "u16", "unicode_escape", "utf-7"])
def test_a_declared_codec_that_no_ascii_page_can_be_in_is_passed_over(charset):
    text = "a\\u00e9+AOk- caf"
    data = page(charset, text, "utf-8")
    article = read_page(data + b" " * (len(data) % 2))
    assert article.segments[0].text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [SPANISH, "<p>港の眺めは夜明けに最も美しい。</p>\n" * 9], ids=["es", "ja"]
)
def test_utf_16_whose_mark_was_lost_is_text(text, encoding):
    assert decode(text.encode(encoding), undeclared) == text


def test_one_broken_byte_does_not_change_the_encoding():
    data = SPANISH.encode() + b"\xc3" + SPANISH.encode()
    assert decode(data, undeclared) == f"{SPANISH}\ufffd{SPANISH}"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("shift_jis", "cp932"),
        ("sjis", "cp932"),
        ("gb2312", "gb18030"),
        ("gb18030", "gb18030"),
        ("euc-kr", "cp949"),
        ("big5", "big5hkscs"),
        ("euc-jp", "euc-jp"),
    ],
)
def test_east_asian_encodings_are_believed(charset, encoding):
    text = {"gb18030": "港口的日出㐂", "cp949": "항구 똠", "big5hkscs": "港口的日出"}.get(
        encoding, "港の眺め"
    )
    assert read_page(page(charset, text, encoding)).segments[0].text == text


def test_a_guess_never_overrides_a_declaration_that_decodes():
    data = page("koi8-r", SPANISH, "utf-8")
    assert read_page(data).text == data.decode("koi8-r")


DECLARATIONS = {
    "in a comment": ('<!-- <meta charset="koi8-r"> -->', None),
    "in an empty comment's wake": ('<!--><meta charset="koi8-r">', "koi8-r"),
    "in a text": ("charset=koi8-r", None),
    "in another attribute": ('<a title="<meta charset=koi8-r>">', None),
    "of another meta": ('<meta name="charset" content="koi8-r">', None),
    "unquoted": ("<META CHARSET=koi8-r>", "koi8-r"),
    "single quotes, spaces": ("<meta charset = ' koi8-r '>", "koi8-r"),
    "by http-equiv": (
        '<meta content="text/html; charset=koi8-r" http-equiv="Content-Type">', "koi8-r"
    ),
    "content alone": ('<meta content="text/html; charset=koi8-r">', None),
    "behind a title": ('<title>a > b</title><meta charset="koi8-r">', "koi8-r"),
    "of a slash": ('<meta/charset="koi8-r"/>', "koi8-r"),
    "XML": ('<?xml version="1.0" encoding="koi8-r"?><html>', "koi8-r"),
    "a meta that never ends": ('<meta charset="koi8-r', "koi8-r"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "label"), DECLARATIONS.values(), ids=DECLARATIONS.keys())
def test_where_a_page_declares_its_encoding(head, label):
    assert READERS["html"].encoding(head.encode()) == label


@quick
@given(st.binary(max_size=200) | st.text("<>meta/!-=charset\"' ", max_size=80).map(str.encode))
def test_any_head_has_a_label_or_none(head):
    label = READERS["html"].encoding(head)
    assert label is None or isinstance(label, str)


def test_garbled_text_is_a_notice():
    garbled = SPANISH.encode().decode("cp1252")
    for data in (page("utf-8", garbled, "utf-8"), page("windows-1252", SPANISH, "utf-8")):
        [notice] = read_page(data).notices
        assert "'Ã¡' looks like 'á'" in notice
        assert notice.startswith("line 1: ")


@pytest.mark.parametrize(
    "text",
    [SPANISH, "« Où êtes-vous allé\u00a0» et «\u00a0cela m’a plu, Maé\u00a0»" * 3, "MAÇÃ” Ã”"],
)
def test_accents_that_are_meant_are_no_notice(text):
    assert read_page(page("utf-8", text, "utf-8")).notices == ()


def test_lost_characters_are_a_notice():
    data = page("utf-8", SPANISH, "utf-8").replace(b"\xc2\xbf", b"\xc2", 1)
    [notice] = read_page(data).notices
    assert "could not be decoded" in notice


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_undeclared_text_is_guessed(encoding):
    assert decode(SPANISH.encode(encoding), undeclared) == SPANISH


def test_the_first_accent_may_come_late():
    text = "The boats are in. " * 5000 + SPANISH
    assert decode(text.encode("latin-1"), undeclared) == text


KOREAN = "배가 항구로 돌아왔습니다. " * 3000


def test_a_long_text_is_guessed():
    assert decode(KOREAN.encode("euc-kr"), undeclared) == KOREAN


def test_a_sample_may_end_within_a_character():
    text = "x" + KOREAN
    assert decode(text.encode("euc-kr"), undeclared) == text


@quick
@given(texts.filter(lambda text: "\0" not in text), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
@example("", "utf-8")
@example("\ufeff", "utf-8")
def test_no_encoding_of_a_text_crashes_a_reader(text, encoding):
    data = text.encode(encoding, errors="replace")
    for suffix in (".txt", ".html", ".md", ".json", ".unknown", ""):
        article = read_bytes(PurePath("a" + suffix), data, ReadSettings(READERS))
        assert isinstance(article, Article | Unreadable)
