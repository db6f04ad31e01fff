"""What JSON says to captioncheck: a key of its name in the object that is meant."""

import re
from collections.abc import Iterator
from json import JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed

from captions.comment import NAME, Comment, keyed
from captions.readers.json_values import TOKEN
from captions.source import Source

_DECODER = JSONDecoder()
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")


def json_comments(source: Source) -> Iterator[Comment]:
    """The values of the key, each about the object that it is in; the text is valid JSON."""
    text = source.text
    opened: list[int] = []  # where the objects and lists around begin
    ends: dict[int, int] = {}
    found: list[tuple[int, int, int, object]] = []  # object, key, end of the value, value
    place = 0
    while token := TOKEN.search(text, place):
        sign, place = token[0], token.end()
        if sign in "{[":
            opened.append(token.start())
        elif sign in "}]":
            ends[opened.pop()] = place
        elif sign == '"':
            string, place = scanstring(text, place, True)
            if string == NAME and (colon := _COLON.match(text, place)):
                value, place = _DECODER.raw_decode(text, colon.end())
                found.append((opened[-1], token.start(), place, value))
    for start, key, end, value in found:
        yield from keyed(value, source.locate(key, end), source.locate(start, ends[start]))
