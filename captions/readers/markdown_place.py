"""Where the content of Markdown's blocks stands in the source.

markdown-it gives the lines of a block and its content without markers and indentation; each line
of that content is looked for in its line of the source.
"""

import re
from dataclasses import dataclass

from markdown_it.token import Token

from captions.source import Run, Source

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")

# White space that may stand before a table cell.
_PADDING = 4096


@dataclass(frozen=True, slots=True)
class Lines:
    """A source and the ranges of its lines, ends of line included."""

    source: Source
    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, source: Source) -> "Lines":
        return cls(source, tuple(one.span() for one in _LINE.finditer(source.text) if one[0]))

    def block(self, token: Token) -> Source:
        """All lines of a block, as they stand."""
        assert token.map is not None
        first, last = token.map
        return self.source.part(self.ranges[first][0], self.ranges[last - 1][1])

    def inside(self, token: Token) -> Source:
        """A block without the indentation before it and the white space behind it."""
        whole = self.block(token)
        text = whole.text
        start = text.find(token.content.split("\n", 1)[0])
        return whole.part(max(start, 0), len(text.rstrip()))

    def content(self, token: Token, skipped: int = 0) -> Source:
        """A block's content, markers and indentation left out; `skipped` lines come before it."""
        assert token.map is not None
        first, last = token.map[0] + skipped, token.map[1]
        if not self.ranges:
            return self.source
        first = min(first, len(self.ranges) - 1)
        runs: list[Run] = []
        for index, content in enumerate(token.content.split("\n")):
            number = min(first + index, max(last - 1, first))
            if index:
                runs.append(self.source.stand_in("\n", *self._break_before(number)))
            place = self._find(content, number)
            if place >= 0:
                runs.extend(self.source.cut(place, place + len(content)))
                continue
            bare = content.lstrip(" ")  # tabs that the block parser made spaces
            place = self._find(bare, number)
            if place >= 0:
                indent = " " * (len(content) - len(bare))
                runs.append(self.source.stand_in(indent, self.ranges[number][0], place))
                runs.extend(self.source.cut(place, place + len(bare)))
            else:
                runs.append(self.source.stand_in(content, *self.ranges[number]))
        written = tuple(run for run in runs if run.text)
        start = self.ranges[first][0]
        return Source(written) if written else self.source.part(start, start)

    def cell(self, content: str, number: int, start: int) -> tuple[Source, int]:
        """A table cell's content, looked for behind the cell before it, and where it ends."""
        first, last = self.ranges[number]
        first = max(first, start)
        last = min(last, first + 2 * len(content) + _PADDING)
        place = self.source.text.find(content, first, last)
        if place >= 0:
            end = place + len(content)
            return self.source.part(place, end), end
        # Bars are escaped in cells, also within code.
        spelling = re.escape(content).replace(r"\|", r"\\?\|")
        found = re.compile(spelling).search(self.source.text, first, last)
        if found is None:
            return Source((self.source.stand_in(content, first, last),)), first
        runs: list[Run] = []
        place = found.start()
        for bar in re.compile(r"\\\|").finditer(self.source.text, *found.span()):
            runs += self.source.cut(place, bar.start())
            runs.append(self.source.stand_in("|", *bar.span()))
            place = bar.end()
        runs += self.source.cut(place, found.end())
        return Source(tuple(runs)), found.end()

    def _find(self, content: str, number: int) -> int:
        """Where a line of the content begins: it ends its line, but for closing markers."""
        start, end = self.ranges[number]
        text = self.source.text
        stripped = start + len(text[start:end].rstrip())
        if text.endswith(content, start, stripped):
            return stripped - len(content)
        return text.find(content, start, end)

    def _break_before(self, number: int) -> tuple[int, int]:
        start = self.ranges[number][0]
        crlf = self.source.text[max(start - 2, 0) : start] == "\r\n"
        return max(start - (2 if crlf else 1), 0), start
