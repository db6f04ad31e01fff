"""What a fact is."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from captions.span import Span


class Kind(StrEnum):
    """What a fact is about. Only facts of one kind can contradict each other."""

    NUMBER = "number"  # amounts, with their units, currencies and percent signs
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"  # of day
    SIDE = "side"  # who or what is left or right in the picture
    NAME = "name"  # of people, places and works
    PHOTOGRAPHER = "photographer"
    AGENCY = "agency"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a text states; `value` is what it means, `text` how it is written."""

    kind: Kind
    value: Hashable
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text, in the order of their places."""

    text: str
    language: str
    items: tuple[Fact, ...]

    def of(self, kind: Kind) -> list[Fact]:
        """The facts of one kind."""
        return [fact for fact in self.items if fact.kind is kind]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two facts of one kind that cannot both be true of a picture."""

    one: Fact
    other: Fact
