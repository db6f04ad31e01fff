"""Segments as they are written: which runs of text are one, and which are phrases within it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from captions.credit import is_credit
from captions.reader import Draft
from captions.readers.html_pictures import Pictures
from captions.readers.html_place import Language, Place
from captions.segment import Kind, Region
from captions.source import Run, text_of
from captions.span import Span

_LONGEST_CREDIT = 120
CAPTIONS = (Kind.CAPTION, Kind.CREDIT)


@dataclass(slots=True)
class Pending:
    """A segment being written; a caption may come before its picture, which is filled in later."""

    kind: Kind
    language: Language
    region: Region
    image: str | None = None
    fallback: bool = False
    runs: list[Run] = field(default_factory=list)
    parted: bool = False  # whether markup parts the text so far from what follows

    @classmethod
    def at(
        cls, place: Place, kind: Kind, image: str | None = None, region: Region | None = None
    ) -> "Pending":
        """A segment of a kind at a place, in its region unless another one is given."""
        region = region or place.region
        return cls(kind, place.language, region, image or place.image, place.fallback)

    def extend(self, runs: Iterable[Run]) -> None:
        """Add text, behind a space where markup parts it from the text before."""
        if self.parted:
            end = self.runs[-1].span.end
            self.runs.append(Run(" ", Span(end, end), verbatim=False))
            self.parted = False
        self.runs.extend(runs)


class Writer:
    """Gathers text into segments."""

    def __init__(self) -> None:
        self.pictures = Pictures()
        self.pending: Pending | None = None
        self._phrase: Pending | None = None
        self._done: list[Pending] = []

    def write(self, runs: tuple[Run, ...], kind: Kind, place: Place) -> None:
        """Add text to the segment being written, or to the phrase within it that it is of."""
        if not runs:
            return
        if self.pending and runs[0].span.start < self.pending.runs[-1].span.end:
            self.flush()  # text that the tree moved in front of what it stands behind
        if self.pending is None:
            self.pending = Pending.at(place, kind)
        target = self.pending
        if (place.language, kind) != (target.language, target.kind):
            # A phrase that declares its own language is checked on its own, not with its paragraph.
            phrase = self._phrase
            if phrase is None or (phrase.language, phrase.kind) != (place.language, kind):
                self.close_phrase()
                self._phrase = Pending.at(place, kind)
            target.extend((Run(" ", runs[0].span, verbatim=False),))
            target = self._phrase or target
        else:
            self.close_phrase()
        target.extend(runs)

    def gap(self) -> None:
        """White space where markup parts two words."""
        if self.pending:
            self.pending.parted = True
        if self._phrase:
            self._phrase.parted = True

    def flush(self) -> None:
        """The segment being written ends."""
        self.close_phrase()
        if self.pending:
            self.add(self.pending)
            self.pending = None

    def close_phrase(self) -> None:
        """The phrase within the segment being written ends."""
        if self._phrase:
            self.add(self._phrase)
            self._phrase = None

    def add(self, item: Pending) -> None:
        """A whole segment of the page's text."""
        if item.kind is Kind.BODY and _is_credit(item.runs):
            item.kind = Kind.CREDIT
        if item.kind not in CAPTIONS:
            self.pictures.part()
        elif item.image is None:
            self.pictures.wait(item)
        self._done.append(item)

    def add_apart(self, item: Pending) -> None:
        """A segment that does not stand in the page's text, such as an attribute."""
        self._done.append(item)

    def drafts(self) -> tuple[Draft, ...]:
        """What was written, without the doubles of pictures for browsers that run no scripts."""
        self.flush()
        self.pictures.leave(0, figure=True)
        done, self._done = self._once(), []
        drafts: list[Draft] = []
        done.reverse()
        while done:  # what is a draft is not held a second time
            item = done.pop()
            runs, language = tuple(item.runs), item.language
            drafts.append(
                Draft(item.kind, runs, language.tag, item.image, item.region, language.span)
            )
        return tuple(drafts)

    def _once(self) -> list[Pending]:
        if not any(item.fallback for item in self._done):
            return self._done
        seen = {(item.kind, _plain(text_of(item.runs))) for item in self._done if not item.fallback}
        kept = []
        for item in self._done:
            key = (item.kind, _plain(text_of(item.runs)))
            if not item.fallback or key not in seen:
                kept.append(item)
                seen.add(key)
        return kept


def _is_credit(runs: list[Run]) -> bool:
    """Whether a line says who took a picture, and nothing else."""
    text = text_of(runs)
    return len(text) <= _LONGEST_CREDIT and is_credit(_plain(text))


def _plain(text: str) -> str:
    return " ".join(text.split())
