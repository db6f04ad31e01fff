"""Who stands where: names beside a side of the picture, and in rows "from left"."""

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from captions.span import Span
from checker.facts.alike import same_person
from checker.facts.fact import Fact, Facts, Kind, Mismatch
from checker.facts.names import Name

# "Ana Gil (left)", "Ana Gil, left,": how many characters may part a name and its side.
_APART = 3


def misplaced(one: Facts, other: Facts) -> Iterator[Mismatch]:
    """The first one who is on another side, or in another order, in the two texts."""
    for name, side in _beside(one):
        for namesake, there in _beside(other):
            if _same(name, namesake) and side.value != there.value:
                # Where one is misplaced the other one is: that is one mistake.
                yield Mismatch(_with(one, name, side), _with(other, namesake, there))
                return
    first, second = _row(one), _row(other)
    met = [
        (index, next((place for place, there in enumerate(second) if _same(name, there)), None))
        for index, name in enumerate(first)
    ]
    order = [(index, place) for index, place in met if place is not None]
    for (index, place), (_, after) in pairwise(order):
        if after < place:
            # Who is named first here is named later there.
            yield Mismatch(first[index], second[after])
            return


def _beside(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """Names, each with the side that stands right after it."""
    names = facts.of(Kind.NAME)
    for side in facts.of(Kind.SIDE):
        for name in names:
            between = facts.text[name.span.end : side.span.start]
            near = 0 <= side.span.start - name.span.end <= _APART
            if near and between.strip() in ("(", ",", "["):
                yield name, side


def _with(facts: Facts, name: Fact, side: Fact) -> Fact:
    """The side together with whose it is: "Ana Gil (left)"."""
    end = side.span.end + (facts.text[side.span.end : side.span.end + 1] in (")", "]", "."))
    end += facts.text[side.span.end : side.span.end + 2] == ".)"
    span = Span(name.span.start, end)
    return Fact(Kind.SIDE, side.value, facts.text[span.start : span.end], span)


def _row(facts: Facts) -> list[Fact]:
    """The names of a row that is told from the left, in its order."""
    for side in facts.of(Kind.SIDE):
        told = facts.text[side.span.end :].lstrip(" )").startswith(":")
        if told and side.value in ("row", "left"):
            return [name for name in facts.of(Kind.NAME) if name.span.start > side.span.end]
    return []


def _same(one: Fact, other: Fact) -> bool:
    return same_person(cast(Name, one.value).words, cast(Name, other.value).words)
