"""Unified diffs, as `patch` and `git apply` take them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from captions.span import Span

_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines [first, end) of a file and the lines that come in their place."""

    first: int
    end: int
    lines: list[str]


def apply(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    """The text with other texts in the place of ranges, which are sorted and do not overlap."""
    pieces = []
    place = 0
    for span, other in edits:
        pieces += [text[place : span.start], other]
        place = span.end
    return "".join([*pieces, text[place:]])


def header(name: str) -> Iterator[str]:
    """The names of a file before its hunks."""
    end = "\t" if " " in name else ""  # so that the name does not end at its space
    yield f"--- a/{name}{end}\n"
    yield f"+++ b/{name}{end}\n"


def hunks(text: str, edits: Sequence[tuple[Span, str]]) -> Iterator[str]:
    """The hunks of one file's diff; only line feeds part lines, as in the tools."""
    lines = _lines(text)
    blocks = list(_blocks(text, lines, edits))
    group: list[_Block] = []
    moved = 0
    for block in blocks:
        if group and block.first - group[-1].end > 2 * _CONTEXT:
            yield from _hunk(lines, group, moved)
            moved += sum(len(one.lines) - (one.end - one.first) for one in group)
            group = []
        group.append(block)
    if group:
        yield from _hunk(lines, group, moved)


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _blocks(text: str, lines: list[str], edits: Sequence[tuple[Span, str]]) -> Iterator[_Block]:
    starts = list(accumulate((len(line) for line in lines), initial=0))
    grouped: list[tuple[int, int, list[tuple[Span, str]]]] = []
    for span, other in edits:
        first = bisect_right(starts, span.start) - 1
        end = bisect_right(starts, max(span.end - 1, span.start))
        if grouped and first <= grouped[-1][1]:
            before, last, own = grouped[-1]
            grouped[-1] = (before, max(last, end), [*own, (span, other)])
        else:
            grouped.append((first, end, [(span, other)]))
    for first, end, own in grouped:
        base = starts[first]
        inside = [(Span(span.start - base, span.end - base), other) for span, other in own]
        yield _Block(first, end, _lines(apply(text[base : starts[end]], inside)))


def _hunk(lines: list[str], blocks: list[_Block], moved: int) -> Iterator[str]:
    first = max(blocks[0].first - _CONTEXT, 0)
    last = min(blocks[-1].end + _CONTEXT, len(lines))
    size = last - first
    more = sum(len(one.lines) - (one.end - one.first) for one in blocks)
    yield f"@@ -{first + 1},{size} +{first + 1 + moved},{size + more} @@\n"
    place = first
    for block in blocks:
        yield from _marked(" ", lines[place : block.first])
        yield from _marked("-", lines[block.first : block.end])
        yield from _marked("+", block.lines)
        place = block.end
    yield from _marked(" ", lines[place:last])


def _marked(sign: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line if line.endswith("\n") else f"{sign}{line}\n{_NO_NEWLINE}"
