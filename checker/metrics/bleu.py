"""The BLEU metric."""

from dataclasses import dataclass
from typing import ClassVar

from checker.sacre import SacreMetric


@dataclass(frozen=True, slots=True)
class Bleu(SacreMetric):
    """BLEU: word 4-grams, 0 to 100 (Papineni et al. 2002), with effective order.

    Effective order leaves out the n-gram orders that a short caption cannot have; without it an
    identical caption of two words scores 0.
    """

    name: ClassVar[str] = "BLEU"
    kind: ClassVar[str] = "BLEU"
    options: ClassVar[tuple[tuple[str, object], ...]] = (("effective_order", True),)
