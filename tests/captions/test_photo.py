"""Photo metadata: every place of a text, languages apart, and no harm from hostile files."""

# ruff: noqa: E501 -- packets

import zlib
from pathlib import PurePath
from struct import pack

import pictures
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pictures import alternatives, iptc, jpeg, png, resources, tiff, webp, xmp

from captions.article import Article, Unreadable
from captions.photo import parse_photo
from captions.photo_text import PhotoText
from captions.picture_files import PictureFiles
from captions.read import ReadSettings, read, read_bytes
from checker.testing import check_article

quick = settings(max_examples=100, deadline=None, derandomize=True)

PACKET = xmp(
    alternatives("dc:description", x_default="The gates", en="The gates", es="Las puertas")
    + "<photoshop:Headline>Lock 4 &amp; more</photoshop:Headline>"
    + alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="Two gates")
    + alternatives("Iptc4xmpCore:ExtDescrAccessibility", fr="Deux portes, au matin")
    + "<dc:creator><rdf:Seq><rdf:li>Ada Holm</rdf:li></rdf:Seq></dc:creator>",
    'photoshop:Credit="Pilot"',
)
FROM_XMP = [
    ("credit", "Pilot", None),
    ("description", "The gates", "en"),
    ("description", "Las puertas", "es"),
    ("headline", "Lock 4 & more", None),
    ("alt", "Two gates", None),
    ("extended-description", "Deux portes, au matin", "fr"),
    ("creator", "Ada Holm", None),
]
RECORDS = iptc(
    (1, 90, b"\x1b%G"),
    (2, 0, b"\0\4"),
    (2, 105, "Esclusa nº 4".encode()),
    (2, 120, b"Las puertas"),
    (2, 80, b"Ada Holm"),
    (2, 110, b"Pilot"),
    (2, 135, b"es"),
)
FROM_IPTC = [
    ("headline", "Esclusa nº 4", "es"),
    ("description", "Las puertas", "es"),
    ("creator", "Ada Holm", "es"),
    ("credit", "Pilot", "es"),
]
FIELDS = {0x010E: (2, "Die Tore, früh\0".encode()), 0x013B: (2, b"Ada\0")}
FROM_EXIF = [("description", "Die Tore, früh", None), ("creator", "Ada", None)]


def seen(data: bytes) -> list[tuple[str, str, str | None]]:
    photo = parse_photo(data)
    assert photo is not None
    assert photo.notices == ()
    return [(text.field, text.text, text.language) for text in photo.texts]


FILES = {
    "jpeg xmp": (jpeg((0xE0, b"JFIF\0"), (0xE1, pictures.XMP + PACKET)), FROM_XMP),
    "jpeg iptc": (
        jpeg((0xED, b"Photoshop 3.0\0" + resources((0x03ED, b"odd"), (0x0404, RECORDS)))),
        FROM_IPTC,
    ),
    "jpeg exif": (jpeg((0xE1, b"Exif\0\0" + tiff(FIELDS))), FROM_EXIF),
    "png xmp": (png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PACKET)), FROM_XMP),
    "png compressed xmp": (
        png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(PACKET))),
        FROM_XMP,
    ),
    "png exif": (png((b"eXIf", tiff(FIELDS, ">"))), FROM_EXIF),
    "png text": (
        png(
            (b"tEXt", b"Title\0Caf\xe9"),
            (b"zTXt", b"Description\0\0" + zlib.compress(b"The gates")),
            (b"iTXt", b"Description\0\0\0es\0Descripci\xc3\xb3n\0Las puertas \xc3\xa1"),
            (b"tEXt", b"Software\0Painter"),
        ),
        [
            ("title", "Café", None),
            ("description", "The gates", None),
            ("description", "Las puertas á", "es"),
        ],
    ),
    "png raw profile": (
        png((b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(
            b"\niptc\n  99\n" + resources((0x0404, RECORDS)).hex().encode() + b"\n"))),
        FROM_IPTC,
    ),
    "webp": (webp((b"VP8 ", b"odd"), (b"EXIF", tiff(FIELDS)), (b"XMP ", PACKET)), FROM_XMP + FROM_EXIF),
    "tiff": (tiff({**FIELDS, 700: (1, PACKET), 33723: (7, RECORDS)}), FROM_XMP + FROM_IPTC + FROM_EXIF),
    "tiff photoshop": (tiff({34377: (1, resources((0x0404, RECORDS)))}, ">"), FROM_IPTC),
    "nothing": (jpeg(), []),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_texts(name):
    data, wanted = FILES[name]
    assert seen(data) == wanted


def test_origins():
    data = jpeg(
        (0xE1, b"Exif\0\0" + tiff(FIELDS)),
        (0xE1, pictures.XMP + xmp("<photoshop:Headline>A</photoshop:Headline>")),
        (0xED, b"Photoshop 3.0\0" + resources((0x0404, iptc((2, 120, b"B"))))),
    )
    assert [text.origin for text in parse_photo(data).texts] == [
        "XMP photoshop:Headline",
        "IPTC 2:120",
        "EXIF ImageDescription",
        "EXIF Artist",
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_packets(encoding):
    packet = PACKET.decode().encode(encoding)
    assert seen(webp((b"XMP ", packet))) == FROM_XMP


RAW = {
    "xmp": (b"xmp", PACKET, FROM_XMP),
    "xmp of a segment": (b"APP1", pictures.XMP + PACKET, FROM_XMP),
    "exif": (b"exif", b"Exif\0\0" + tiff(FIELDS), FROM_EXIF),
    "records alone": (b"iptc", RECORDS, FROM_IPTC),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_profiles(name):
    kind, data, wanted = RAW[name]
    text = b"\n" + kind + b"\n   9\n" + data.hex().encode() + b"\n"
    assert seen(png((b"tEXt", b"Raw profile type " + kind + b"\0" + text))) == wanted


def test_long_iptc_fields():
    text = "Las puertas " * 4000
    value = text.encode()
    record = b"\x1c\2\x78\x80\4" + pack(">I", len(value)) + value
    assert seen(tiff({33723: (7, record)})) == [("description", text.strip(), None)]


ENCODINGS = {
    "utf-8, declared": ((1, 90, b"\x1b%G"), "Café".encode(), "Café"),
    "utf-8, not declared": ((2, 0, b"\0\4"), "Café".encode(), "Café"),
    "windows-1252": ((2, 0, b"\0\4"), b"Caf\xe9 \x96 bar", "Café – bar"),
    "declared and wrong": ((1, 90, b"\x1b%G"), b"Caf\xe9", "Caf\ufffd"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings_of_iptc(name):
    first, data, text = ENCODINGS[name]
    block = resources((0x0404, iptc(first, (2, 120, data))))
    assert seen(jpeg((0xED, b"Photoshop 3.0\0" + block))) == [("description", text, None)]


def test_photoshop_blocks_go_on_in_the_next_segment():
    block = resources((0x0404, RECORDS))
    data = jpeg((0xED, b"Photoshop 3.0\0" + block[:30]), (0xED, b"Photoshop 3.0\0" + block[30:]))
    assert seen(data) == FROM_IPTC


def test_extended_xmp_is_put_together():
    head = b"http://ns.adobe.com/xmp/extension/\0" + b"d" * 32
    size = len(PACKET)
    data = jpeg(
        (0xE1, head + pack(">II", size, 100) + PACKET[100:]),
        (0xE1, head + pack(">II", size, 0) + PACKET[:100]),
    )
    assert seen(data) == FROM_XMP


COMMENTS = {
    "ascii": (b"ASCII\0\0\0The gates\0\0", "<", "The gates"),
    "utf-16 little": (b"UNICODE\0" + "Las puertas á".encode("utf-16-le"), "<", "Las puertas á"),
    "utf-16 big": (b"UNICODE\0" + "Las puertas á".encode("utf-16-be"), ">", "Las puertas á"),
    "utf-16 with a mark": (b"UNICODE\0" + "Las puertas".encode("utf-16"), ">", "Las puertas"),
    "of no encoding": (bytes(8) + b"The gates", "<", "The gates"),
    "japanese": (b"JIS\0\0\0\0\0" + "水門".encode("iso2022_jp"), "<", "水門"),
}


@pytest.mark.parametrize("name", COMMENTS)
def test_user_comments(name):
    comment, order, text = COMMENTS[name]
    inner = 8 + 2 + 12 + 4
    sub = tiff({0x9286: (7, comment)}, order)[8:]
    # The directory's own offsets count from the start of the file, where it stands 26 bytes on.
    moved = bytearray(sub)
    moved[2 + 8 : 2 + 12] = pack(order + "I", inner + 2 + 12 + 4)
    data = tiff({0x8769: (4, pack(order + "I", inner))}, order) + bytes(moved)
    assert seen(jpeg((0xE1, b"Exif\0\0" + data))) == [("description", text, None)]


@pytest.mark.parametrize(
    "text", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "Screenshot", "   ", "\0\0", "1234"]
)
def test_what_cameras_write_is_no_description(text):
    assert seen(tiff({0x010E: (2, text.encode() + b"\0")})) == []


@pytest.mark.parametrize("comment", [bytes(8) + b"\1\2\3abc", b"EBCDIC\0\0abc", b"ASCII"])
def test_comments_that_are_no_text(comment):
    data = tiff({0x9286: (7, comment)})
    assert seen(data) == []


def test_windows_fields():
    data = tiff({0x9C9C: (1, "Las puertas\0".encode("utf-16-le"))})
    assert seen(data) == [("description", "Las puertas", None)]


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8", b"PK\3\4", b"RIFF\0\0\0\0WAVE"]
)
def test_other_files_are_none(data):
    assert parse_photo(data) is None


def test_a_photo_is_read_from_its_file(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(FILES["jpeg iptc"][0])
    assert len(PictureFiles().read(path).photo.texts) == 4
    short = PictureFiles(max_bytes=100).read(path).photo
    assert any("first 100 bytes" in notice for notice in short.notices)
    with pytest.raises(FileNotFoundError):
        PictureFiles().read(tmp_path / "b.jpg")


BOMB = zlib.compress(bytes(50_000_000), 9)
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY far SYSTEM "file:///etc/hosts">]>'
)
HOSTILE = {
    "a zip bomb": png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + BOMB)),
    "a broken stream": png((b"zTXt", b"Description\0\0" + b"not compressed")),
    "a chunk that is too long": b"\x89PNG\r\n\x1a\n" + pack(">I", 0xFFFFFFFF) + b"tEXtTitle\0A",
    "a segment that is too long": b"\xff\xd8\xff\xe1\xff\xffExif\0\0",
    "no segments": b"\xff\xd8\xff\xe0\0\4ab" + bytes(100),
    "a webp chunk that is too long": b"RIFF\0\0\0\0WEBPXMP \xff\xff\xff\xff<a",
    "a directory beyond the end": b"II*\0\xff\xff\xff\x7f",
    "a directory that ends": b"II*\0\x08\0\0\0\xff\xff" + bytes(20),
    "no header": jpeg((0xE1, b"Exif\0\0junk junk")),
    "a field beyond the end": tiff({0x010E: (2, b"x" * 9)})[:-5],
    "a field of gigabytes": b"II*\0\x08\0\0\0\1\0\x0e\1\2\0" + pack("<II", 0xFFFFFFFF, 8) + bytes(4),
    "broken xml": jpeg((0xE1, pictures.XMP + b"<x:xmpmeta><a></b>")),
    "deep xml": webp((b"XMP ", b"<a>" * 100_000)),
    "a truncated block": jpeg((0xED, b"Photoshop 3.0\0" + resources((0x0404, RECORDS))[:-9])),
    "truncated records": jpeg((0xED, b"Photoshop 3.0\0" + resources((0x0404, RECORDS[:-1])))),
    "a length of a length": jpeg(
        (0xED, b"Photoshop 3.0\0" + resources((0x0404, b"\x1c\2\x78\xff\xff" + b"\xff" * 99)))
    ),
    "a chain of directories": b"II*\0\x08\0\0\0"
    + b"".join(b"\0\0" + pack("<I", 8 + 6 * (number + 1)) for number in range(40)),
    "a name beyond the end": tiff({34377: (1, b"8BIM\4\4\xff" + bytes(20))}),
    "a thousand bombs": png(
        *[(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(3_000_000), 9))] * 1000
    ),
    "segments without end": b"\xff\xd8" + (b"\xff\xed\0\x14Photoshop 3.0\0abcd") * 300_000,
    "packets without end": b"\xff\xd8" + (b"\xff\xe1\0\x20" + pictures.XMP + b"<") * 300_000,
    "chunks without end": webp(*[(b"XMP ", b"<a>")] * 300_000),
    "records without end": tiff({33723: (7, iptc((2, 120, b"a")) * 300_000)}),
    "a profile that is no profile": png((b"tEXt", b"Raw profile type iptc\0\niptc\n 9\nxyz")),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_reported_in_bounded_time(name):
    photo = parse_photo(HOSTILE[name])
    assert photo is not None
    assert photo.notices
    assert all(len(notice.splitlines()) == 1 for notice in photo.notices)


def test_directories_in_a_circle_are_read_once():
    assert seen(tiff(FIELDS, following=8)) == FROM_EXIF


def test_entities_of_a_packet_are_never_resolved():
    packet = LAUGHS + xmp("<photoshop:Headline>&b; &far;</photoshop:Headline>")
    assert seen(jpeg((0xE1, pictures.XMP + packet))) == [("headline", "&b; &far;", None)]


HEADS = st.sampled_from([data for data, _ in FILES.values()])


@quick
@given(HEADS, st.data())
def test_damaged_files_raise_nothing(data, damage):
    damaged = bytearray(data)
    for _ in range(damage.draw(st.integers(1, 6))):
        damaged[damage.draw(st.integers(0, len(data) - 1))] = damage.draw(st.integers(0, 255))
    del damaged[damage.draw(st.integers(1, len(data))) :]
    photo = parse_photo(bytes(damaged))
    for text in photo.texts if photo else ():
        assert text.text.strip()


@quick
@example(b"\x89PNG\r\n\x1a\n")
@given(st.binary(max_size=200))
def test_any_bytes_raise_nothing(data):
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"RIFF0000WEBP"):
        parse_photo(head + data)


def test_a_picture_that_is_named_is_an_article(readers):
    data = jpeg(
        (0xE1, pictures.XMP + PACKET),
        (0xED, b"Photoshop 3.0\0" + resources((0x0404, RECORDS))),
        (0xE1, b"Exif\0\0junk"),
    )
    article = read_bytes(PurePath("a.JPG"), data, ReadSettings(readers))
    assert isinstance(article, Article)
    check_article(article)
    assert article.text.splitlines()[0] == "credit (XMP photoshop:Credit): Pilot"
    found = [(segment.kind.value, segment.text, segment.language) for segment in article.segments]
    assert ("description", "Las puertas", "es") in found
    assert [text for _, text, _ in found].count("Las puertas") == 1
    assert ("headline", "Esclusa nº 4", "es") in found
    assert article.notices == ("the EXIF data is broken and was not read",)


def test_what_is_no_picture_is_said_to_be_none(readers, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"GIF89a")
    article = read(path, ReadSettings(readers))
    assert isinstance(article, Unreadable)
    assert article.kind == "UndecodableText"
    assert "check the file" in article.reason


def test_a_picture_in_a_folder_is_left_alone(tmp_path, captioncheck):
    (tmp_path / "a.md").write_text("# Boats\n", encoding="utf-8")
    (tmp_path / "a.jpg").write_bytes(FILES["jpeg iptc"][0])
    code, output, _ = captioncheck("segments", ".")
    assert code == 0
    assert "a.jpg" not in output
    code, output, _ = captioncheck("segments", "a.jpg")
    assert "a.jpg:1" in output


def test_texts_are_values():
    assert PhotoText("alt", "A", None, "x") == PhotoText("alt", "A", None, "x")
