"""Plain text as scrapers leave it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.credit import find_credit, is_byline, kind_by_credit
from captions.reader import Draft, Reading
from captions.readers.text_label import is_labelled, is_related
from captions.segment import Kind, Region
from captions.source import Source

_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t\f\v]*(?:\r\n|\r(?!\n)|\n)")
_SENTENCE_END = re.compile(r"[.!?…:;。！？]['\"”’»)\]]*\s*$")
_BULLET = re.compile(r"[ \t]*[-*•‣◦▪●·–][ \t]+(?=\S)")
# Their numbers are left in: "31. Oktober" begins a sentence as well as an item.
_NUMBER = re.compile(r"[ \t]*(?:\(?\d{1,2}[.)]|[a-z]\))[ \t]+(?=\S)")
_INDENTED = re.compile(r"[ \t]+")
_HEADLINE_LENGTH = 120
# Lines of a paragraph that an editor wrapped by hand are this long, and about equally so.
_WRAP = range(40, 101)
_WRAP_SPREAD = 25
# A line between two paragraphs of prose that is no sentence: a heading where it is short, else a
# caption.
_PROSE_LENGTH = 120
_HEADING_LENGTH = 60
_CAPTION_LENGTH = 160
# "© X / agency  What is to be seen": a credit first, and then a caption.
_CREDIT_FIRST = re.compile(r"\s*(?:©|\(c\))\s*(?!\d{4})\S[^\r\n]{0,120}?\w")
_WORDS_OF_CAPTION = 4
_CREDITED_LENGTH = 500
_LOWER_WORD = re.compile(r"\b[^\W\d_]{2,}\b")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text: paragraphs between blank lines, hard-wrapped ones joined.

    The first or second line is the headline where it is short and has no full stop, and so is a
    short line between two paragraphs that is no sentence; a longer one is a caption. A line that
    ends in a credit ("(Photo: X)", "© X", "Foto: X/EFE"), begins with one or calls itself a caption
    is a caption, a line that is nothing else, or a byline, a credit; what language it is in plays
    no part. "Related: …" and its like are marked as teasers. Plain text declares no language.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".txt", ".text"})

    def recognises(self, head: str) -> bool:
        return False

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        blocks = [_Block(source.text, *place) for place in _paragraphs(source.text)]
        drafts: list[Draft] = []
        titled = False
        for index, block in enumerate(blocks):
            before = blocks[index - 1] if index else None
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            kind = block.kind
            if kind is None and not titled and index < 2 and block.is_headline:
                kind, titled = Kind.HEADLINE, True
            elif kind is None and before and after:
                kind = block.between(before, after)
            draft = Draft(kind or Kind.BODY, source.cut(block.start, block.end))
            if is_related(block.text):
                draft = replace(draft, kind=Kind.BODY, region=Region.RELATED)
            drafts.append(draft)
        return Reading(tuple(drafts))


_Range = tuple[int, int]


class _Block:
    """A paragraph or a line, the marker of a list left out."""

    __slots__ = ("end", "is_item", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        marker = _BULLET.match(text, start, end)
        self.is_item = marker is not None
        self.start = marker.end() if marker else start
        self.end = end
        self.text = text[self.start : end]

    @property
    def is_headline(self) -> bool:
        return len(self.text) <= _HEADLINE_LENGTH and not _SENTENCE_END.search(self.text)

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= _PROSE_LENGTH and bool(_SENTENCE_END.search(self.text))

    @property
    def kind(self) -> Kind | None:
        """What the block is by what it says itself."""
        if found := kind_by_credit(self.text):
            return found
        if is_labelled(self.text):
            return Kind.CAPTION
        if is_byline(self.text):
            return Kind.CREDIT
        if _CREDIT_FIRST.match(self.text) and len(self.text) <= _CREDITED_LENGTH:
            words = [word for word in _LOWER_WORD.findall(self.text) if not word[0].isupper()]
            return Kind.CAPTION if len(words) >= _WORDS_OF_CAPTION else Kind.CREDIT
        return None

    def between(self, before: "_Block", after: "_Block") -> Kind | None:
        """What the block is by its place, where prose stands around it."""
        sentence = _SENTENCE_END.search(self.text)
        begins = self.text.lstrip()[:1]
        if sentence or self.is_item or begins.isdigit() or not (before.is_prose and after.is_prose):
            return None
        if len(self.text) <= _HEADING_LENGTH:
            return Kind.HEADLINE
        return Kind.CAPTION if len(self.text) <= _CAPTION_LENGTH else None


def _paragraphs(text: str) -> Iterator[_Range]:
    """Ranges of paragraphs: every line its own, unless its block was wrapped by hand."""
    for first, last in _blocks(text):
        lines = [
            (found.start(), found.end())
            for found in _LINE.finditer(text, first, last)
            if not found[0].isspace()
        ]
        for item in _items(text, lines):
            for part in _parts(text, item):
                shown = [text[start:end].rstrip() for start, end in part]
                if _wrapped(shown) or (part and part == item and _hanging(shown)):
                    yield part[0][0], part[-1][1]
                else:
                    yield from part


def _items(text: str, lines: list[_Range]) -> Iterator[list[_Range]]:
    """The lines of a block, each item of a list apart."""
    item: list[_Range] = []
    numbered = bool(lines) and _NUMBER.match(text, *lines[0])
    for line in lines:
        if item and (_BULLET.match(text, *line) or (numbered and _NUMBER.match(text, *line))):
            yield item
            item = []
        item.append(line)
    yield item


def _parts(text: str, lines: list[_Range]) -> Iterator[list[_Range]]:
    """The lines of a block; the caption that it ends in, if it does, apart from what is before."""
    cut = 0
    if lines and find_credit(text[slice(*lines[-1])]) is not None:
        ends = (bool(_SENTENCE_END.search(text[slice(*line)])) for line in lines[:-1])
        cut = max((number for number, end in enumerate(ends, 1) if end), default=0)
    yield lines[:cut]
    yield lines[cut:]


def _blocks(text: str) -> Iterator[_Range]:
    start = 0
    for blank in _BLANK.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _hanging(lines: list[str]) -> bool:
    """Whether the lines are one item of a list: all below its marker are indented."""
    marked = _BULLET.match(lines[0]) or _NUMBER.match(lines[0])
    return marked is not None and all(_INDENTED.match(line) for line in lines[1:])


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines are one paragraph: all but the last full, and no line a caption."""
    if len(lines) < 2:
        return False
    full = [len(line) for line in lines[:-1]]
    return (
        min(full) in _WRAP
        and max(full) in _WRAP
        and max(full) - min(full) <= _WRAP_SPREAD
        and len(lines[-1]) <= max(_WRAP)
        and not all(_SENTENCE_END.search(line) for line in lines)
        and all(find_credit(line) is None for line in lines[:-1])
    )
