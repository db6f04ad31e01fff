"""The chrF2++ metric."""

from dataclasses import dataclass
from typing import ClassVar

from checker.sacre import SacreMetric


@dataclass(frozen=True, slots=True)
class Chrf(SacreMetric):
    """chrF2++: character 6-grams and word bigrams, 0 to 100 (Popović 2017).

    The first score to look at for captions: it works on two words as on twenty.
    """

    name: ClassVar[str] = "chrF2++"
    kind: ClassVar[str] = "CHRF"
    options: ClassVar[tuple[tuple[str, object], ...]] = (("word_order", 2),)
