"""The BLEU metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from checker import sacre
from checker.score import Score, Statistics


@dataclass(frozen=True, slots=True)
class Bleu:
    """BLEU: word 4-grams, 0 to 100 (Papineni et al. 2002), with effective order.

    Effective order leaves out the n-gram orders that a short caption cannot have; without it an
    identical caption of two words scores 0.
    """

    name: ClassVar[str] = "BLEU"

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        return sacre.measure(self.name, "BLEU", self._options, hypothesis, references)

    def value(self, statistics: Statistics) -> float:
        return sacre.value("BLEU", self._options, statistics)

    @property
    def _options(self) -> dict[str, object]:
        return {"effective_order": True}
