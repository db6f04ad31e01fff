"""Where a likeness stands: among true pairs, and among captions of different pictures.

How like its reference an honest translation is depends on the model, on the language pair and on
the length: of two words a weak model may get both wrong. So no number means the same everywhere.
`bench/consistency.py` measured both sorts of pairs, by model and by length, and wrote their
distributions into `languages/consistency.json`; docs/consistency.md has the figures.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from checker.likeness import Likeness
from checker.reference import Reference
from checker.translation import Translation

# The name of what was measured over all models and pairs, for those that were not.
GENERAL = "general"
# The least number of words of each class of length: of the shorter of two texts.
LENGTHS = (1, 4, 8, 15)
# At so many shares of its pairs a distribution is stored: close together where few are left.
SHARES = (
    0.0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075,
    *(share / 20 for share in range(2, 20)), 0.98, 1.0,
)  # fmt: skip

_MODEL = re.compile(r"[^:]*:(?P<name>[^@]*)")


@dataclass(frozen=True, slots=True)
class Distribution:
    """The likenesses of many pairs: those that `SHARES` of them do not exceed, ascending."""

    pairs: int
    values: tuple[float, ...]

    def share(self, value: float) -> float:
        """The share of pairs that are at most so alike; never less than so many pairs can tell."""
        place = bisect_right(self.values, value)
        if place == 0:
            share = 0.0
        elif place == len(self.values):
            share = 1.0
        else:
            low, high = self.values[place - 1 : place + 1]
            part = (value - low) / (high - low)
            share = SHARES[place - 1] + part * (SHARES[place] - SHARES[place - 1])
        return max(share, 1 / (self.pairs + 1))


@dataclass(frozen=True, slots=True)
class Standing:
    """The shares, in [0, 1], of pairs that are at most as alike as two texts are.

    `true`: of pairs that are two versions of one text, in so many words; `different`: of captions
    of different pictures. `basis` is the model that they were measured with, or `general`.
    """

    true: float
    different: float
    basis: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A segment's translation beside the reference that it is most like."""

    reference: Reference
    translation: Translation
    likeness: Likeness
    standing: Standing | None


Table = Mapping[tuple[str, int], tuple[Distribution, Distribution]]


def standing(likeness: Likeness, model: str, table: Table | None = None) -> Standing | None:
    """Where a likeness stands for hypotheses of a model (`Translation.model`).

    `table` is that of the package. None where there is nothing to compare.
    """
    if not likeness.words:
        return None
    table = table or _load()
    found = _MODEL.match(model)
    name = found["name"] if found else model
    length = length_class(likeness.words)
    basis = name if (name, length) in table else GENERAL
    true, different = table[basis, length]
    return Standing(true.share(likeness.value), different.share(likeness.value), basis)


def length_class(words: int) -> int:
    """The least number of words of the class that a length is in."""
    return max(least for least in LENGTHS if least <= words)


@cache
def _load() -> Table:
    text = (files("checker") / "languages" / "consistency.json").read_text("utf-8")
    return parse(json.loads(text))


def parse(stored: Mapping[str, Any]) -> Table:
    """The distributions of a file, by model and class of length: of true and of different pairs."""
    table = {}
    for one in stored["distributions"]:
        true, different = (
            Distribution(one[kind]["pairs"], tuple(one[kind]["values"]))
            for kind in ("true", "different")
        )
        table[one["model"], one["words"]] = (true, different)
    return table
