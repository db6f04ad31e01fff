"""Text that remembers where it came from, however often it was decoded on the way.

A caption inside HTML inside a JSON string passes two decoders. Each of them reads a `Source`, and
the runs it cuts from it point into the original article all the same.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from captions.span import Span


@dataclass(frozen=True, slots=True)
class Run:
    """Clean text and the source range it came from; an entity's run is shorter than its span."""

    text: str
    span: Span

    @property
    def verbatim(self) -> bool:
        """Whether the text and its range map character by character."""
        return len(self.text) == len(self.span)

    def cut(self, start: int, end: int) -> "Run":
        """Part of the run; a run that is not verbatim keeps its whole range."""
        if not self.verbatim:
            return Run(self.text[start:end], self.span)
        origin = self.span.start
        return Run(self.text[start:end], Span(origin + start, origin + end))


@dataclass(frozen=True, slots=True)
class Source:
    """Runs laid end to end: `text` to read, `cut` to get back to the article."""

    runs: tuple[Run, ...]
    text: str = field(init=False, repr=False, compare=False)
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        whole = self.runs[0].text if len(self.runs) == 1 else "".join(run.text for run in self.runs)
        offsets = accumulate((len(run.text) for run in self.runs), initial=0)
        object.__setattr__(self, "text", whole)
        object.__setattr__(self, "starts", tuple(offsets)[: len(self.runs)])

    @classmethod
    def of(cls, text: str) -> "Source":
        """A whole article: every character is its own origin."""
        return cls((Run(text, Span(0, len(text))),))

    def cut(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs of `text[start:end]`."""
        if start >= end:
            return ()
        first = bisect_right(self.starts, start) - 1
        pieces = []
        for index in range(first, len(self.runs)):
            run, offset = self.runs[index], self.starts[index]
            if offset >= end:
                break
            piece = run.cut(max(start - offset, 0), min(end - offset, len(run.text)))
            if piece.text:
                pieces.append(piece)
        return tuple(pieces)

    def part(self, start: int, end: int) -> "Source":
        """`text[start:end]` as a source of its own."""
        return Source(self.cut(start, end))

    def locate(self, start: int, end: int) -> Span:
        """The article range of `text[start:end]`, end included."""
        runs = self.cut(start, end)
        if runs:
            return Span(runs[0].span.start, runs[-1].span.end)
        before = self.cut(start - 1, start) if start else self.cut(start, start + 1)
        place = before[0].span.end if start and before else before[0].span.start if before else 0
        return Span(place, place)


# White space that a reader of the page sees as one space, and characters that they do not see.
_IRREGULAR = re.compile(r"\s{2,}|[^\S ]|[\u00ad\u200b\u2060\ufeff]")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def fold(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Collapse white space as a browser does, drop invisible characters, trim both ends."""
    folded: list[Run] = []
    open_space = False  # whether a space may still be written: not at the start, not after a space
    for raw in _pieces(runs):
        if raw.text == " ":
            if open_space:
                folded.append(raw)
            open_space = False
            continue
        doubled = raw.text[0] == " " and not open_space
        piece = raw.cut(1, len(raw.text)) if doubled else raw
        open_space = piece.text[-1] != " "
        previous = folded[-1] if folded else None
        if (
            previous
            and previous.verbatim
            and piece.verbatim
            and previous.span.end == piece.span.start
        ):
            folded[-1] = Run(previous.text + piece.text, Span(previous.span.start, piece.span.end))
        else:
            folded.append(piece)
    while folded and folded[-1].text.endswith(" "):
        last = folded.pop()
        if last.text != " ":
            folded.append(last.cut(0, len(last.text) - 1))
    return tuple(folded)


def _pieces(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs in which white space is single spaces only."""
    for run in runs:
        if not run.verbatim:
            text = _IRREGULAR.sub(lambda found: "" if found[0] in _INVISIBLE else " ", run.text)
            if text:
                yield Run(text, run.span)
            continue
        start = 0
        for found in _IRREGULAR.finditer(run.text):
            if found.start() > start:
                yield run.cut(start, found.start())
            if found[0] not in _INVISIBLE:
                yield Run(" ", run.cut(found.start(), found.end()).span)
            start = found.end()
        if start < len(run.text):
            yield run.cut(start, len(run.text)) if start else run
