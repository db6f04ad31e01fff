"""IPTC IIM: the records that agencies have put into pictures since 1991."""

from collections.abc import Iterator
from struct import unpack_from

from captions.language import normalise
from captions.photo_text import PhotoText, decoded

_IIM = 0x0404
_CHARSET = (1, 90)
_LANGUAGE = (2, 135)
_MAX_BLOCK = 1_000_000
_UTF_8 = b"\x1b%G"
_FIELDS = {
    (2, 5): "title",
    (2, 80): "creator",
    (2, 105): "headline",
    (2, 110): "credit",
    (2, 116): "copyright",
    (2, 120): "description",
}


def photoshop_iptc(data: bytes, notices: list[str]) -> Iterator[bytes]:
    """The IIM records among Photoshop's image resources; records that stand alone, too."""
    if data.startswith(b"\x1c"):
        yield data
        return
    place = 0
    while place + 12 <= len(data) and data[place : place + 4] == b"8BIM":
        [number] = unpack_from(">H", data, place + 4)
        name = data[place + 6] + 1
        place += 6 + name + name % 2
        if place + 4 > len(data):
            notices.append("the Photoshop block is truncated")
            return
        [size] = unpack_from(">I", data, place)
        block = data[place + 4 : place + 4 + size]
        place += 4 + size + size % 2
        if len(block) < size:
            notices.append("the IPTC block is truncated")
        if number == _IIM:
            yield block


def iptc_texts(data: bytes, notices: list[str]) -> Iterator[PhotoText]:
    """The texts of IIM records, in the encoding that they declare, else UTF-8 or Windows-1252."""
    if len(data) > _MAX_BLOCK:
        notices.append(f"no more than {_MAX_BLOCK:,} bytes of the IPTC block were read")
    records = list(_records(data[:_MAX_BLOCK], notices))
    utf_8 = any(key == _CHARSET and value.startswith(_UTF_8) for key, value in records)
    spoken = next((decoded(value) for key, value in records if key == _LANGUAGE), "")
    language = normalise(spoken)
    for key, value in records:
        if name := _FIELDS.get(key):
            text = value.decode("utf-8", "replace") if utf_8 else decoded(value)
            if text := text.replace("\0", " ").strip():
                yield PhotoText(name, text, language, f"IPTC {key[0]}:{key[1]}")


def _records(data: bytes, notices: list[str]) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Every data set: its record and number, and its bytes (IIM 4.2, 1.5)."""
    place = 0
    while place + 5 <= len(data) and data[place] == 0x1C:
        record, number, size = unpack_from(">BBH", data, place + 1)
        place += 5
        if size & 0x8000:  # the length of the length
            width = size & 0x7FFF
            if width > 4 or place + width > len(data):
                notices.append("an IPTC field is too long and was not read")
                return
            size = int.from_bytes(data[place : place + width])
            place += width
        if place + size > len(data):
            notices.append("the IPTC block is truncated")
            return
        yield (record, number), data[place : place + size]
        place += size
