"""The chrF2++ metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from checker import sacre
from checker.score import Score, Statistics


@dataclass(frozen=True, slots=True)
class Chrf:
    """chrF2++: character 6-grams and word bigrams, 0 to 100 (Popović 2017).

    The first score to look at for captions: it works on two words as on twenty.
    """

    name: ClassVar[str] = "chrF2++"

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        return sacre.measure(self.name, "CHRF", self._options, hypothesis, references)

    def value(self, statistics: Statistics) -> float:
        return sacre.value("CHRF", self._options, statistics)

    @property
    def _options(self) -> dict[str, object]:
        return {"word_order": 2}
