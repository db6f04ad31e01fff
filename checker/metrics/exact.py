"""The exact match metric."""

from dataclasses import dataclass
from typing import ClassVar

from checker.match import MatchMetric


@dataclass(frozen=True, slots=True)
class Exact(MatchMetric):
    """Exact match, 0 or 100: the hypothesis is a reference, letter for letter.

    Of many hypotheses, the percentage that is. White space around and between words does not count.
    """

    name: ClassVar[str] = "exact"
    how: ClassVar[str] = "written"

    def form(self, text: str) -> str:
        return " ".join(text.split())
