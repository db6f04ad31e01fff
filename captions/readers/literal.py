"""Literals of data formats laid back onto their spelling: quoted, escaped, folded over lines."""

import re

from captions.source import Run, Source

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_CONTINUED = re.compile(r"\\[ \t]*(?:\r\n|\r|\n)\s*")
_CONTROLS = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
# The mark and the options of a block of YAML.
_BLOCK = re.compile(r"[|>][^\r\n]*")
# What does not stand for itself: escapes in double quotes, quotes in single ones, or nothing.
_STYLES = ("\\", "'", "")
_SURROGATES = range(0xD800, 0xE000)


def runs(source: Source, value: str, start: int, end: int) -> tuple[Run, ...]:
    """The runs of a decoded value that `text[start:end]` spells, its quotes and marks included.

    The value and its spelling are walked side by side, so whatever the format's rules of folding
    and escaping are, each character is where it stands. A spelling that cannot be followed gives
    one run for its whole range.
    """
    text = source.text
    place = text.find(value, start, end)
    if place >= 0:
        return source.cut(place, place + len(value))
    head = _BLOCK.match(text, start)
    starts = [start, start + 1, start + 3]  # behind one quote, or three
    if head:
        starts.insert(0, head.end())
    for style in _STYLES:
        for first in starts:
            found = _aligned(source, value, first, end, style)
            if found is not None:
                return found
    return (source.stand_in(value, start, end),)


def _aligned(
    source: Source, value: str, place: int, end: int, style: str
) -> tuple[Run, ...] | None:
    """The runs of a value that is spelt from here on in a style; None where it is not."""
    text = source.text
    found: list[Run] = []
    verbatim = place  # where the text that stands as it is began
    index = 0
    while index < len(value):
        if place >= end:
            return None if value[index:].strip() else tuple(found)
        sign = value[index]
        if text[place] == sign and sign != style and not sign.isspace():
            place, index = place + 1, index + 1
            continue
        found += source.cut(verbatim, place)
        first = place
        if style == "\\" and (escape := _CONTINUED.match(text, place, end)):
            place = escape.end()
        elif text[place].isspace():
            place = _behind_space(text, place, end)
            if sign.isspace():
                index = _behind_space(value, index, len(value))
                found.append(source.stand_in(" ", first, place))
            elif found:
                return None
        elif style == sign == "'" and text.startswith("''", place):
            place, index = place + 2, index + 1
            found.append(source.stand_in("'", first, place))
        elif style == "\\" and (escape := _ESCAPE.match(text, place, end)):
            decoded = _decoded(text, escape)
            place = first + decoded[1]
            if not value.startswith(decoded[0], index):
                return None
            index += len(decoded[0])
            found.append(source.stand_in(decoded[0], first, place))
        elif sign.isspace():
            index += 1
        else:
            return None
        verbatim = place
    return (*found, *source.cut(verbatim, place))


def _behind_space(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _decoded(text: str, escape: re.Match[str]) -> tuple[str, int]:
    """What an escape stands for, and how long it is; two of them may spell one character."""
    spelling = escape[0]
    if len(spelling) == 2:
        return _CONTROLS.get(spelling[1], spelling[1]), 2
    code = int(spelling[2:], 16)
    if code in _SURROGATES:
        low = _ESCAPE.match(text, escape.end())
        if low and low[0].startswith("\\u") and len(low[0]) == 6:
            pair = code << 10, int(low[0][2:], 16)
            whole = 0x10000 + ((pair[0] >> 10) - 0xD800 << 10) + pair[1] - 0xDC00
            if 0xFFFF < whole < 0x110000:
                return chr(whole), 12
    return (chr(code) if code < 0x110000 else "\ufffd"), len(spelling)
