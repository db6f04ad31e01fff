"""The normalised match metric."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from checker.match import MatchMetric

# Unicode's categories of punctuation, symbols, separators and marks that control the layout.
_BETWEEN_WORDS = frozenset("PSZC")


@dataclass(frozen=True, slots=True)
class Normalised(MatchMetric):
    """Normalised match, 0 or 100: hypothesis and reference have the same words in the same order.

    Case, punctuation, spaces and how characters are composed make no difference; accents do. Of
    many hypotheses, the percentage that matches.
    """

    name: ClassVar[str] = "normalised"
    how: ClassVar[str] = "nfkc+lower+words"

    def form(self, text: str) -> str:
        folded = unicodedata.normalize("NFKC", text.casefold())
        words = "".join(
            " " if unicodedata.category(char)[0] in _BETWEEN_WORDS else char for char in folded
        )
        return " ".join(words.split()) or text
