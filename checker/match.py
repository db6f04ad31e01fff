"""Whether a hypothesis is its reference: the share of a corpus that is, behind `Metric`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from checker import __version__
from checker.score import Score, Statistics


@dataclass(frozen=True, slots=True)
class MatchMetric(ABC):
    """100 where a hypothesis is one of its references, else 0; of many, the share that is.

    `how` is the signature's word for what is made of the texts before they are compared.
    """

    name: ClassVar[str]
    how: ClassVar[str]

    @abstractmethod
    def form(self, text: str) -> str:
        """The text as it is compared."""

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        """The score of one hypothesis; its statistics are the matches, and of how many."""
        statistics = (float(self.form(hypothesis) in map(self.form, references)), 1.0)
        signature = f"nrefs:{len(references)}|form:{self.how}|version:{__version__}"
        return Score(self.name, self.value(statistics), signature, statistics)

    def value(self, statistics: Statistics) -> float:
        """The share of matches, from 0 to 100."""
        matches, count = statistics
        return round(100 * matches / count, 2)
