"""What picture files say of themselves: captions, headlines, alternative texts, credits.

The packets are taken apart here, and nothing of the picture is decoded. That is a few hundred lines
over bounded slices of bytes; a library for pictures (Pillow) is 7 MB of decoders in C which
hostile files aim at, gives XMP as an unparsed string, IPTC as undecoded bytes and loses the
language alternatives; the ones for metadata are bindings to GPL code or keep EXIF alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from captions.photo_exif import exif_texts
from captions.photo_files import Packets, packets
from captions.photo_iptc import iptc_texts
from captions.photo_text import PhotoText
from captions.photo_xmp import xmp_texts

_MAX_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Photo:
    """The texts of a picture file, XMP before IPTC before EXIF; `notices`: what was not read."""

    texts: tuple[PhotoText, ...]
    notices: tuple[str, ...] = ()


def parse_photo(data: bytes) -> Photo | None:
    """The texts in the bytes of a picture file, None where they are none."""
    found = packets(data)
    if found is None:
        return None
    notices = found.notices
    written = (text for text in _texts(found, notices) if not text.by_software)
    texts = list(islice(written, _MAX_TEXTS + 1))
    if len(texts) > _MAX_TEXTS:
        notices.append(f"no more than the first {_MAX_TEXTS} texts of the picture were read")
    return Photo(tuple(texts[:_MAX_TEXTS]), tuple(dict.fromkeys(notices)))


def _texts(found: Packets, notices: list[str]) -> Iterator[PhotoText]:
    for packet in found.xmp:
        try:
            yield from xmp_texts(packet)
        except ValueError as error:
            notices.append(f"the XMP packet was not read: {error}")
    for block in found.iptc:
        yield from iptc_texts(block, notices)
    for fields in found.exif:
        yield from exif_texts(fields)
    yield from found.texts
