"""The likeness metric."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from checker.likeness import SIGNATURE, compare, likeness
from checker.score import Score, Statistics


@dataclass(frozen=True, slots=True)
class Likeness:
    """Likeness: the share of the words of each text that the other has, weighed, 0 to 100.

    What `inconsistent-translation` goes by: it tells captions of different pictures from two
    versions of one better than chrF does (docs/consistency.md). It does not see word order, nor
    synonyms, nor anything in languages that are written without spaces.
    """

    name: ClassVar[str] = "likeness"

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        """The likeness to the reference that the hypothesis is most like."""
        best = max((compare(hypothesis, text) for text in references), key=lambda one: one.value)
        signature = f"nrefs:{len(references)}|{SIGNATURE}"
        return Score(self.name, best.value, signature, (*best.shared, *best.whole))

    def value(self, statistics: Statistics) -> float:
        """The value of summed statistics."""
        mine, theirs, mine_whole, theirs_whole = statistics
        return likeness((mine, theirs), (mine_whole, theirs_whole))
