"""The metadata packets of JPEG, PNG, WebP and TIFF files, found without decoding a picture."""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from struct import unpack_from

from captions.photo_exif import EXIF_IPTC, EXIF_PHOTOSHOP, EXIF_XMP, Fields, read_fields
from captions.photo_iptc import photoshop_iptc
from captions.photo_text import PhotoText, decoded

# Of one packet, and of all that a file has compressed.
_MAX_PACKET = 4_000_000
_MAX_PARTS = 500
_PNG = b"\x89PNG\r\n\x1a\n"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_EXIF = b"Exif\0\0"
_PNG_CHUNKS = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt"})
# The keywords of PNG text that say what a picture shows (PNG, 11.3.3).
_PNG_FIELDS = {"Title": "title", "Description": "description", "Author": "creator",
               "Copyright": "copyright"}  # fmt: skip


@dataclass(slots=True)
class Packets:
    """What a file holds, each packet apart, and what of it could not be read."""

    xmp: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    exif: list[Fields] = field(default_factory=list)
    texts: list[PhotoText] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    parts: int = 0
    inflated: int = 0

    def has_room(self) -> bool:
        """Count a part that holds metadata; no picture needs more than some."""
        self.parts += 1
        if self.parts > _MAX_PARTS:
            self.notices.append(f"no more than {_MAX_PARTS} parts with metadata were read")
        return self.parts <= _MAX_PARTS

    def add_exif(self, data: bytes) -> None:
        """EXIF fields; the other packets stand among them in TIFF files."""
        data = data.removeprefix(_EXIF)
        fields = read_fields(data, self.notices)
        self.exif.append(fields)
        if xmp := fields.get(EXIF_XMP):
            self.xmp.append(xmp.data[:_MAX_PACKET])
        if iptc := fields.get(EXIF_IPTC):
            self.iptc.append(iptc.data)
        elif resources := fields.get(EXIF_PHOTOSHOP):
            self.iptc += photoshop_iptc(resources.data, self.notices)

    def truncated(self, what: str) -> None:
        """Note that the file ends inside of something."""
        self.notices.append(f"the file ends inside {what}")


def packets(data: bytes) -> Packets | None:
    """The packets of a picture file, None where it is of no format that is known here."""
    for recognised, read in _FORMATS:
        if recognised(data):
            found = Packets()
            read(data, found)
            return found
    return None


def _jpeg(data: bytes, found: Packets) -> None:
    """Segments up to the picture itself (ITU T.81, B.1.1.4)."""
    place = 2
    resources: list[bytes] = []
    more: dict[int, bytes] = {}
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            found.notices.append("the JPEG's segments are broken; what follows was not read")
            break
        marker = data[place + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8:  # fill bytes, markers without length
            place += 1 if marker == 0xFF else 2
            continue
        if marker in (0xDA, 0xD9):  # the picture, the end
            break
        [length] = unpack_from(">H", data, place + 2)
        segment = data[place + 4 : place + 2 + length]
        if len(segment) < length - 2:
            found.truncated("a segment of the JPEG")
        place += 2 + max(length, 2)
        if marker in (0xE1, 0xED) and not found.has_room():
            break
        if marker == 0xE1 and segment.startswith(_EXIF):
            found.add_exif(segment)
        elif marker == 0xE1 and segment.startswith(_XMP):
            found.xmp.append(segment[len(_XMP) :])
        elif marker == 0xE1 and segment.startswith(_MORE_XMP):
            rest = segment[len(_MORE_XMP) + 32 :]  # behind a digest: length and offset
            if len(rest) > 8:
                more[unpack_from(">II", rest)[1]] = rest[8:]
        elif marker == 0xED and segment.startswith(_PHOTOSHOP):
            resources.append(segment[len(_PHOTOSHOP) :])
    if more:
        found.xmp.append(b"".join(more[offset] for offset in sorted(more))[:_MAX_PACKET])
    found.iptc += photoshop_iptc(b"".join(resources), found.notices)


def _png(data: bytes, found: Packets) -> None:
    place = len(_PNG)
    while place + 8 <= len(data):
        length, kind = unpack_from(">I4s", data, place)
        chunk = data[place + 8 : place + 8 + length]
        place += 12 + length
        if len(chunk) < length:
            found.truncated("a chunk of the PNG")
        if kind == b"IEND" or (kind in _PNG_CHUNKS and not found.has_room()):
            break
        if kind == b"eXIf":
            found.add_exif(chunk)
        elif kind in _PNG_CHUNKS:
            _png_text(kind, chunk, found)


def _png_text(kind: bytes, chunk: bytes, found: Packets) -> None:
    keyword, _, rest = chunk.partition(b"\0")
    language = None
    compressed = kind == b"zTXt"
    if kind == b"iTXt":
        compressed = rest[:1] == b"\1"
        tag, _, rest = rest[2:].partition(b"\0")
        rest = rest.partition(b"\0")[2]  # behind the keyword's translation
        language = tag.decode("latin-1") or None
    elif compressed:
        rest = rest[1:]
    name = keyword.decode("latin-1")
    if name != "XML:com.adobe.xmp" and name not in _PNG_FIELDS and not _RAW.match(name):
        return
    if compressed:
        rest = _inflated(rest, name, found)
    if name == "XML:com.adobe.xmp":
        found.xmp.append(rest[:_MAX_PACKET])
    elif raw := _RAW.match(name):
        _raw_profile(raw[1], rest, found)
    elif text := (decoded(rest) if kind == b"iTXt" else rest.decode("latin-1")).strip():
        found.texts.append(PhotoText(_PNG_FIELDS[name], text, language, f"PNG {name}"))


_RAW = re.compile(r"Raw profile type (exif|iptc|8bim|xmp|APP1)$")


def _raw_profile(kind: str, text: bytes, found: Packets) -> None:
    """A profile as ImageMagick writes it: its name, its length, its bytes in hexadecimal digits."""
    digits = re.sub(rb"\s+", b"", b"".join(text.strip().split(b"\n")[2:]))
    if len(digits) % 2 or not re.fullmatch(rb"[0-9a-fA-F]*", digits):
        found.notices.append(f"the PNG's {kind} profile is broken and was not read")
        return
    data = bytes.fromhex(digits.decode("ascii"))
    if kind == "xmp" or data.startswith(_XMP):
        found.xmp.append(data.removeprefix(_XMP))
    elif kind in ("iptc", "8bim"):
        found.iptc += photoshop_iptc(data, found.notices)
    else:
        found.add_exif(data)


def _inflated(data: bytes, name: str, found: Packets) -> bytes:
    """Compressed text, as long as it is no bomb."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, _MAX_PACKET - found.inflated + 1)
    except zlib.error:
        found.notices.append(f"the PNG's {name!r} cannot be decompressed and was not read")
        return b""
    found.inflated = min(found.inflated + len(text), _MAX_PACKET)
    if found.inflated == _MAX_PACKET:
        found.notices.append(f"the PNG's texts have more than {_MAX_PACKET:,} bytes")
        return b""
    return text


def _webp(data: bytes, found: Packets) -> None:
    place = 12
    while place + 8 <= len(data):
        kind, length = unpack_from("<4sI", data, place)
        chunk = data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2
        if len(chunk) < length:
            found.truncated("a chunk of the WebP")
        if kind in (b"EXIF", b"XMP ") and not found.has_room():
            break
        if kind == b"EXIF":
            found.add_exif(chunk)
        elif kind == b"XMP ":
            found.xmp.append(chunk[:_MAX_PACKET])


def _tiff(data: bytes, found: Packets) -> None:
    found.add_exif(data)


_Recognise = Callable[[bytes], bool]
_FORMATS: tuple[tuple[_Recognise, Callable[[bytes, Packets], None]], ...] = (
    (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda data: data.startswith(_PNG), _png),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (lambda data: data.startswith((b"II*\0", b"MM\0*")), _tiff),
)
