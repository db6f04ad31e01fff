"""The TER metric."""

from dataclasses import dataclass
from typing import ClassVar

from checker.sacre import SacreMetric


@dataclass(frozen=True, slots=True)
class Ter(SacreMetric):
    """TER: edits a word of the reference, from 0 (Snover et al. 2006); lower is better.

    Costs twelve to twenty times what chrF does, so it is computed only on request.
    """

    name: ClassVar[str] = "TER"
    kind: ClassVar[str] = "TER"
