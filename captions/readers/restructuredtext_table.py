"""The tables of reStructuredText: which part of which line belongs to which cell."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from captions.readers.restructuredtext_syntax import Line

Pieces = list[tuple[int, int]]

_COLUMN = re.compile(r"=+|-+")
_RULE = re.compile(r"[=\s]+\Z|[-\s]+\Z")


def grid_cells(text: str, lines: Sequence[Line]) -> Iterator[Pieces]:
    """The cells of a grid table, each as its pieces of lines."""
    open_cells: dict[int, Pieces] = {}  # by the place of the bar before them
    for line in lines:
        row = text[line.start : line.end]
        if row.startswith("+"):
            yield from open_cells.values()
            open_cells = {}
            continue
        bars = [place for place, sign in enumerate(row) if sign == "|"]
        for bar, behind in pairwise(bars):
            open_cells.setdefault(bar, []).append((line.start + bar + 1, line.start + behind))
    yield from open_cells.values()


def simple_cells(text: str, lines: Sequence[Line]) -> Iterator[Pieces]:
    """The cells of a simple table; a row goes on where its first column is empty."""
    border = text[lines[0].start : lines[0].end]
    columns = [found.span() for found in _COLUMN.finditer(border)]
    row: dict[int, Pieces] = {}
    for line in lines:
        content = text[line.start : line.end]
        if not content or _RULE.match(content):
            yield from row.values()
            row = {}
            continue
        shift = line.indent - lines[0].indent  # white space before the text is no part of the line
        if shift <= columns[0][0]:
            yield from row.values()
            row = {}
        for number, (first, last) in enumerate(columns):
            rest = number == len(columns) - 1
            start = max(first - shift, 0)
            end = len(content) if rest else max(last - shift, 0)
            if content[start:end].strip():
                row.setdefault(number, []).append((line.start + start, line.start + end))
    yield from row.values()
