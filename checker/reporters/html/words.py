"""Texts of rows: pieces with marks, a language and a direction."""

import unicodedata
from dataclasses import dataclass

from captions.span import Span
from checker.reporters.html.diff import Pieces
from checker.visible import shortened

# Of a longer text the page shows the start, or what is around the part that is meant.
LONGEST = 1200
_AROUND = 240


@dataclass(frozen=True, slots=True)
class Words:
    """A text to show. `marked` is the language of the marked pieces, where it is another."""

    pieces: Pieces
    language: str
    marked: str = ""

    @property
    def text(self) -> str:
        """The text without its marks."""
        return "".join(text for text, _ in self.pieces)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.text)


def direction(text: str) -> str:
    """The direction of most letters: a name in Latin letters does not turn an Arabic caption."""
    signs = [unicodedata.bidirectional(sign) for sign in text]
    return "rtl" if signs.count("R") + signs.count("AL") > signs.count("L") else "ltr"


def around(text: str, part: Span) -> Pieces:
    """The part, marked, and what is around it."""
    start, end = max(part.start - _AROUND, 0), part.end + _AROUND
    before, after = text[start : part.start], text[part.end : end]
    pieces = (
        ("… " * (start > 0) + before, False),
        (shortened(text[part.start : part.end], LONGEST), True),
        (after + " …" * (end < len(text)), False),
    )
    return tuple(piece for piece in pieces if piece[0])
