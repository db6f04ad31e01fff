"""Text that was damaged before it was read: decoded as what it is not, or not at all."""

import re
from collections.abc import Iterable, Iterator

from captions.lines import Lines
from captions.segment import Segment


def _shown(byte: int) -> str:
    """A byte as windows-1252 shows it (WHATWG Encoding Standard: the unassigned as controls)."""
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


_BYTES = {_shown(byte): byte for byte in range(0x80, 0x100)}
_TRAIL = "".join(_shown(byte) for byte in range(0x80, 0xC0))
_PAIRS = "".join(_shown(byte) for byte in range(0xC2, 0xE0))
_TRIPLES = "".join(_shown(byte) for byte in range(0xE0, 0xF0))
# UTF-8 that was read as windows-1252: a character of two or three bytes became as many. French
# closes its quotations with a space that does not break.
_GARBLED = re.compile(f"[{_PAIRS}][{_TRAIL}]|[{_TRIPLES}](?!\u00a0»)[{_TRAIL}]{{2}}")
# Some may be meant: "AMANHÃ”".
_FEWEST = 3


def damage(segments: Iterable[Segment], text: str) -> Iterator[str]:
    """One line for each sort of damage in an article's segments, with the place of the first."""
    garbled: list[tuple[int, str]] = []
    lost: list[int] = []
    for segment in segments:
        if segment.text.isascii():
            continue
        garbled += [
            (segment.locate(*found.span()).start, found[0])
            for found in _GARBLED.finditer(segment.text)
        ]
        if (place := segment.text.find("\ufffd")) >= 0:
            lost.append(segment.locate(place, place + 1).start)
    if len(garbled) >= _FEWEST:
        place, spelt = garbled[0]
        yield (
            f"line {Lines(text).place(place)[0]}: {spelt!r} looks like {_meant(spelt)!r} in UTF-8, "
            f"read as windows-1252, and so do {len(garbled) - 1} more; save it again"
        )
    if lost:
        more = f", nor in {len(lost) - 1} more texts" if lost[1:] else ""
        yield (
            f"line {Lines(text).place(lost[0])[0]}: a character could not be decoded{more}; "
            "save it again"
        )


def _meant(spelt: str) -> str:
    return bytes(_BYTES[char] for char in spelt).decode("utf-8", "replace")
