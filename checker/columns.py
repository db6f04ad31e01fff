"""Lines of a terminal: how many columns text takes, and where it may be broken."""

import unicodedata
from collections.abc import Iterator

from wcwidth import iter_graphemes, width

# Japanese small letters and marks that no line starts with, besides closing punctuation (JLREQ).
_NOT_FIRST = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヶーヽヾゝゞ々〻")
_CLOSING = frozenset({"Pe", "Pf", "Po"})
_OPENING = frozenset({"Ps", "Pi"})


def columns(text: str) -> int:
    """The columns that a line of text takes: two for wide characters, none for marks."""
    return len(text) if text.isascii() else width(text)


def fold(text: str, room: int, first: int | None = None) -> list[str]:
    """Text in lines of at most `room` columns, `first` for the first one.

    Lines are broken at spaces and between wide characters, in a word only where it is longer than a
    line; never inside of what a reader sees as one character. An empty first line says that nothing
    fits there.
    """
    lines: list[str] = []
    line = ""
    left = room if first is None else first
    for unit in _units(text):
        if columns(line + unit.rstrip()) > left and (line or left < room):
            lines.append(line.rstrip())
            line, left = "", room
        if columns(unit.rstrip()) > left:
            *full, line = _chopped(unit, left)
            lines += full
        else:
            line += unit
    return [*lines, line.rstrip()]


def _units(text: str) -> Iterator[str]:
    """What is not broken: words with the spaces after them, wide characters with punctuation."""
    unit = last = ""
    for char in _graphemes(text):
        if unit and _breaks(last, char):
            yield unit
            unit = ""
        unit += char
        last = char
    yield unit


def _breaks(last: str, char: str) -> bool:
    if char.isspace() or last.isspace():
        return last.isspace() and not char.isspace()
    if not (_is_wide(last) or _is_wide(char)):
        return False
    return not (
        unicodedata.category(char[0]) in _CLOSING
        or char in _NOT_FIRST
        or unicodedata.category(last[0]) in _OPENING
    )


def _is_wide(char: str) -> bool:
    """Whether lines are broken beside it: not beside Hangul, which is written in words."""
    return columns(char) > 1 and not unicodedata.name(char[0], "").startswith("HANGUL")


def _chopped(text: str, room: int) -> list[str]:
    """Text in pieces that fit, cut wherever the room ends."""
    pieces = [""]
    for char in _graphemes(text):
        if pieces[-1] and columns(pieces[-1] + char) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _graphemes(text: str) -> Iterator[str]:
    return iter(text) if text.isascii() else iter_graphemes(text)
