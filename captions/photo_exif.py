"""EXIF, which is a TIFF file of its own: its fields, and the texts among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

from captions.photo_text import PhotoText, decoded

EXIF_XMP = 700
EXIF_IPTC = 33723
EXIF_PHOTOSHOP = 34377
_SUBDIRECTORY = 0x8769
_USER_COMMENT = 0x9286
# Tag: what it holds, its name, whether it is in the UTF-16 of Windows.
_TEXTS = {
    0x010E: ("description", "ImageDescription", False),
    0x013B: ("creator", "Artist", False),
    0x8298: ("copyright", "Copyright", False),
    0x9C9B: ("title", "XPTitle", True),
    0x9C9C: ("description", "XPComment", True),
    0x9C9F: ("description", "XPSubject", True),
}
_WANTED = frozenset({*_TEXTS, _USER_COMMENT, EXIF_XMP, EXIF_IPTC, EXIF_PHOTOSHOP, _SUBDIRECTORY})
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_MAX_DIRECTORIES = 32
_MAX_FIELD = 4_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """A field's bytes, and whether their numbers have the low byte first."""

    data: bytes
    little: bool


Fields = dict[int, Field]


def read_fields(data: bytes, notices: list[str]) -> Fields:
    """The fields that are wanted, of every directory, the first of each tag (TIFF 6.0, section 2).

    Directories that point at one another are read once.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        notices.append("the EXIF data is broken and was not read")
        return {}
    fields: Fields = {}
    todo = [unpack_from(order + "I", data, 4)[0]]
    seen: set[int] = set()
    while todo:
        place = todo.pop(0)
        if place == 0 or place in seen:
            continue
        if len(seen) == _MAX_DIRECTORIES:
            notices.append(
                f"no more than {_MAX_DIRECTORIES} directories of the EXIF data were read"
            )
            break
        seen.add(place)
        if place + 2 > len(data):
            notices.append("the EXIF data points beyond its end")
            continue
        todo += _directory(data, place, order, fields, notices)
    return fields


def _directory(
    data: bytes, place: int, order: str, fields: Fields, notices: list[str]
) -> Iterator[int]:
    """Read one directory; gives the places of the directories that it points at."""
    [count] = unpack_from(order + "H", data, place)
    for entry in range(place + 2, place + 2 + 12 * count, 12):
        if entry + 12 > len(data):
            notices.append("the EXIF data ends inside a directory")
            return
        tag, kind, number = unpack_from(order + "HHI", data, entry)
        if tag not in _WANTED or tag in fields:
            continue
        size = number * _SIZES.get(kind, 1)
        start = entry + 8 if size <= 4 else unpack_from(order + "I", data, entry + 8)[0]
        if size > _MAX_FIELD or start + size > len(data):
            notices.append(f"field {tag} of the EXIF data is beyond its end or too long")
        elif tag == _SUBDIRECTORY:
            if size == 4:
                yield unpack_from(order + "I", data, start)[0]
        else:
            fields[tag] = Field(data[start : start + size], order == "<")
    end = place + 2 + 12 * count
    if end + 4 <= len(data):
        yield unpack_from(order + "I", data, end)[0]


def exif_texts(fields: Fields) -> Iterator[PhotoText]:
    """The texts of EXIF fields."""
    for tag, (name, origin, wide) in _TEXTS.items():
        if found := fields.get(tag):
            data = found.data
            text = data.decode("utf-16-le", "replace") if wide else decoded(data.split(b"\0")[0])
            yield from _text(name, text, origin)
    if found := fields.get(_USER_COMMENT):
        yield from _text("description", _comment(found), "UserComment")


def _text(name: str, text: str, origin: str) -> Iterator[PhotoText]:
    text = text.replace("\0", " ").strip()
    if text:
        yield PhotoText(name, text, None, f"EXIF {origin}")


def _comment(found: Field) -> str:
    """A user comment, whose first eight bytes name its encoding (Exif 2.32, 4.6.5)."""
    code, data = found.data[:8], found.data[8:]
    if code == b"UNICODE\0":
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16", "replace")
        return data.decode("utf-16-le" if found.little else "utf-16-be", "replace")
    if code == b"JIS\0\0\0\0\0":
        return data.decode("iso2022_jp", "replace")
    if code in (b"ASCII\0\0\0", bytes(8)):
        text = decoded(data.rstrip(b"\0"))
        return text if text.replace("\n", "").replace("\r", "").isprintable() else ""
    return ""
