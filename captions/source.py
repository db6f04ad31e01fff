"""Text that remembers where it came from, however often it was decoded on the way.

A caption inside HTML inside a JSON string passes two decoders. Each of them reads a `Source`, and
the runs it cuts from it point into the original article all the same.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from captions.span import Span


@dataclass(frozen=True, slots=True)
class Run:
    """Clean text and the source range it came from.

    A verbatim run is what stands in the source, character by character. One that is not stands for
    its whole range: a decoded entity, a line break read as a space.
    """

    text: str
    span: Span
    verbatim: bool = True

    def cut(self, start: int, end: int) -> "Run":
        """Part of the run, as far as it goes; one that is not verbatim keeps its whole range."""
        text = self.text[start:end]
        if not self.verbatim:
            return Run(text, self.span, verbatim=False)
        first = self.span.start + start
        return Run(text, Span(first, first + len(text)))


def text_of(runs: Sequence[Run]) -> str:
    """What runs laid end to end say."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


@dataclass(frozen=True, slots=True)
class Source:
    """Runs laid end to end: `text` to read, `cut` to get back to the article."""

    runs: tuple[Run, ...]
    text: str = field(init=False, repr=False, compare=False)
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        offsets = accumulate((len(run.text) for run in self.runs), initial=0)
        object.__setattr__(self, "text", text_of(self.runs))
        object.__setattr__(self, "starts", tuple(offsets)[: len(self.runs)])

    @classmethod
    def of(cls, text: str) -> "Source":
        """A whole article: every character is its own origin."""
        return cls((Run(text, Span(0, len(text))),))

    def cut(self, start: int, end: int) -> tuple[Run, ...]:
        """The runs of `text[start:end]`."""
        if start >= end or not self.runs:
            return ()
        if len(self.runs) == 1:
            piece = self.runs[0].cut(start if start > 0 else 0, end)
            return (piece,) if piece.text else ()
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
        return Source(self.cut(start, end) or (Run("", self.locate(start, start)),))

    def stand_in(self, text: str, start: int, end: int) -> Run:
        """Text that stands for `text[start:end]` without being spelt like it."""
        return Run(text, self.locate(start, end), verbatim=False)

    def locate(self, start: int, end: int) -> Span:
        """The article range of `text[start:end]`; an empty one lies where it would begin."""
        if runs := self.cut(start, end):
            return Span(runs[0].span.start, runs[-1].span.end)
        if before := self.cut(start - 1, start):
            return Span(before[0].span.end, before[0].span.end)
        place = self.runs[0].span.start if self.runs else 0
        return Span(place, place)


# White space that a reader of the page sees as one space, and characters that they do not see.
_IRREGULAR = re.compile(r"\s{2,}|[^\S ]|[\u00ad\u200b\u2060\ufeff]")
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def fold(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Collapse white space as a browser does, drop invisible characters, trim both ends."""
    runs = tuple(runs)
    if len(runs) == 1 and runs[0].verbatim:  # most are, and have white space at their ends alone
        text = runs[0].text
        inner = text.strip()
        if _is_regular(inner) or not _IRREGULAR.search(inner):
            if len(inner) == len(text):
                return runs if text else ()
            start = len(text) - len(text.lstrip())
            return (runs[0].cut(start, start + len(inner)),) if inner else ()
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
        last = folded[-1] if folded else None
        if last and last.verbatim and piece.verbatim and last.span.end == piece.span.start:
            joined = Span(last.span.start, piece.span.end)
            folded[-1] = Run(last.text + piece.text, joined)
        else:
            folded.append(piece)
    while folded and folded[-1].text.endswith(" "):
        last = folded.pop()
        if last.text != " ":
            folded.append(last.cut(0, len(last.text) - 1))
    return tuple(folded)


def _is_regular(text: str) -> bool:
    """Whether it is plain to see that nothing in a text is irregular; in most texts it is."""
    return text.isprintable() and "  " not in text


def _pieces(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs in which white space is single spaces only."""
    for run in runs:
        if _is_regular(run.text):
            if run.text:
                yield run
            continue
        if not run.verbatim:
            text = _IRREGULAR.sub(lambda found: "" if found[0] in _INVISIBLE else " ", run.text)
            if text:
                yield Run(text, run.span, verbatim=False)
            continue
        start = 0
        for found in _IRREGULAR.finditer(run.text):
            if found.start() > start:
                yield run.cut(start, found.start())
            if found[0] not in _INVISIBLE:
                yield Run(" ", run.cut(*found.span()).span, verbatim=False)
            start = found.end()
        if start < len(run.text):
            yield run.cut(start, len(run.text)) if start else run
