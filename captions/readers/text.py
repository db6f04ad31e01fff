"""Plain text as scrapers leave it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions.credit import find_credit
from captions.reader import Draft, Reading
from captions.segment import Kind
from captions.source import Source

_LINE = re.compile(r"[^\r\n]+")
_BLANK = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t\f\v]*(?:\r\n|\r(?!\n)|\n)")
_SENTENCE_END = re.compile(r"[.!?…:;。！？]['\"”’»)\]]*\s*$")
_HEADLINE_LENGTH = 120
# Lines of a paragraph that an editor wrapped by hand are this long, and about equally so.
_WRAP = range(40, 101)
_WRAP_SPREAD = 25


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text: paragraphs between blank lines, hard-wrapped ones joined.

    The first or second line is the headline where it is short and has no full stop. A line that
    ends in a credit ("(Photo: X)", "© X", "Foto: X/EFE") is a caption, a line that is nothing else
    a credit; what language it is in plays no part. Plain text declares no language.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".txt", ".text"})

    def recognises(self, head: str) -> bool:
        return False

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        drafts: list[Draft] = []
        for start, end in _paragraphs(source.text):
            text = source.text[start:end]
            open_headline = len(drafts) < 2 and all(one.kind is not Kind.HEADLINE for one in drafts)
            drafts.append(Draft(_kind(text, first=open_headline), source.cut(start, end)))
        return Reading(tuple(drafts))


_Range = tuple[int, int]


def _paragraphs(text: str) -> Iterator[_Range]:
    """Ranges of paragraphs: every line its own, unless its block was wrapped by hand."""
    for first, last in _blocks(text):
        lines = [
            (found.start(), found.end())
            for found in _LINE.finditer(text, first, last)
            if not found[0].isspace()
        ]
        for part in _parts(text, lines):
            if _wrapped([text[start:end].rstrip() for start, end in part]):
                yield part[0][0], part[-1][1]
            else:
                yield from part


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


def _kind(text: str, first: bool) -> Kind:
    credit = find_credit(text)
    if credit is not None:
        return Kind.CAPTION if any(map(str.isalpha, text[:credit])) else Kind.CREDIT
    if first and len(text) <= _HEADLINE_LENGTH and not _SENTENCE_END.search(text):
        return Kind.HEADLINE
    return Kind.BODY
