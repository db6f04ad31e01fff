"""The TER metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from checker import sacre
from checker.score import Score, Statistics


@dataclass(frozen=True, slots=True)
class Ter:
    """TER: edits a word of the reference, from 0 (Snover et al. 2006); lower is better.

    Costs twelve to twenty times what chrF does, so it is computed only on request.
    """

    name: ClassVar[str] = "TER"

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        return sacre.measure(self.name, "TER", self._options, hypothesis, references)

    def value(self, statistics: Statistics) -> float:
        return sacre.value("TER", self._options, statistics)

    @property
    def _options(self) -> dict[str, object]:
        return {}
