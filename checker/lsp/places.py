"""Places of an article as the protocol counts them."""

import re
from bisect import bisect_right

from lsprotocol.types import Position, Range
from pygls.workspace import PositionCodec

from captions.span import Span

_BREAK = re.compile(r"\r\n|\r|\n")


class Places:
    """Between code points and lines with columns from 0, in the units agreed with the client.

    Lines end where the protocol says so, which is at fewer characters than in `str.splitlines`.
    """

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self._text = text
        self._codec = codec
        breaks = list(_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]

    def position(self, offset: int) -> Position:
        """Where a code point stands."""
        line = bisect_right(self._starts, offset) - 1
        before = self._text[self._starts[line] : offset]
        return Position(line, self._codec.client_num_units(before))

    def range(self, span: Span) -> Range:
        """Where a span stands."""
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The code point at a position; behind the end of a line it is that end."""
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        units = 0
        for offset in range(start, end):
            if units >= position.character:
                return offset
            units += self._codec.client_num_units(self._text[offset])
        return end

    def span(self, place: Range) -> Span:
        """The span of a range."""
        return Span(self.offset(place.start), self.offset(place.end))

    def line_start(self, offset: int) -> int:
        """Where the line of a code point begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]
