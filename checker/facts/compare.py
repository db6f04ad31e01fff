"""The facts in which two texts contradict each other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from captions.language import primary
from captions.span import Span
from checker.facts import cldr, dates, negation, numerals
from checker.facts.alike import alike, same_person
from checker.facts.exonyms import exonyms
from checker.facts.fact import Fact, Facts, Kind, Mismatch
from checker.facts.names import CAPITAL_NOUNS, Name
from checker.facts.placing import misplaced
from checker.facts.quantity import Quantity, agree, contradict
from checker.letters import WORD, fold, stem
from checker.script import main_script

# A text with more facts is a list, of which each pair would have to be compared.
_MOST = 40
# More names than these do not all change at once: they are spelt otherwise.
_AT_ONCE = 2
_Rest = tuple[list[Fact], list[Fact]]


def compare(one: Facts, other: Facts) -> list[Mismatch]:
    """The pairs of facts that cannot both be true, in the order of the first text.

    A fact that only one text states is none: texts say more and less. It takes a fact left over on
    either side, of one kind and about the same sort of thing. Lists of more than 40 facts are not
    compared.
    """
    if max(len(one.items), len(other.items)) > _MOST:
        return []
    found = [
        *_numbers(one, other),
        *_dates(one, other),
        *_equal(one, other, Kind.WEEKDAY),
        *_paired(one, other, Kind.TIME, lambda a, b: dates.same_time(_time(a), _time(b))),
        *_sides(one, other),
        *_names(one, other),
        *_paired(one, other, Kind.PHOTOGRAPHER, lambda a, b: same_person(_words(a), _words(b))),
        *_equal(one, other, Kind.AGENCY),
        *_negation(one, other),
    ]
    return sorted(found, key=lambda pair: (pair.one.span, pair.other.span))


def _rest(
    first: Sequence[Fact], second: Sequence[Fact], same: Callable[[Fact, Fact], bool]
) -> _Rest:
    """What is left of two lists once each fact has cancelled one that is the same."""
    left, right = [], list(second)
    for fact in first:
        match = next(
            (index for index, candidate in enumerate(right) if same(fact, candidate)), None
        )
        if match is None:
            left.append(fact)
        else:
            del right[match]
    return left, right


def _quantity(fact: Fact) -> Quantity:
    return cast(Quantity, fact.value)


def _time(fact: Fact) -> dates.Time:
    return cast(dates.Time, fact.value)


def _date(fact: Fact) -> dates.Date:
    return cast(dates.Date, fact.value)


def _words(fact: Fact) -> tuple[str, ...]:
    return cast(tuple[str, ...], fact.value)


def _numbers(one: Facts, other: Facts) -> Iterator[Mismatch]:
    first, second = _without_times(one, other), _without_times(other, one)
    exactly = _rest(first, second, lambda a, b: a.value == b.value)
    left, right = _rest(*exactly, lambda a, b: agree(_quantity(a), _quantity(b)))
    alone = len(left) == len(right) == 1
    # The nearest first: 2,015 is the year that 2016 should be, not the 3 boats.
    pairs = sorted(
        (
            (_distance(_quantity(a), _quantity(b)), at, opposite)
            for at, a in enumerate(left)
            for opposite, b in enumerate(right)
            if contradict(_quantity(a), _quantity(b), alone=alone)
            and not _unread(_quantity(a), other)
            and not _unread(_quantity(b), one)
        ),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, a, b in pairs:
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            yield Mismatch(left[a], right[b])


def _without_times(facts: Facts, other: Facts) -> list[Fact]:
    """The numbers of a text but those that the other text gives as times of day."""
    times = [_time(fact) for fact in other.of(Kind.TIME)]
    return [
        fact
        for fact in facts.of(Kind.NUMBER)
        if not (
            times
            and (time := dates.may_be_time(fact.text))
            and any(dates.same_time(time, one) for one in times)
        )
    ]


def _unread(quantity: Quantity, facts: Facts) -> bool:
    """Whether a number in words may be in the other text in words that are not known."""
    return quantity.spelled and not numerals.knows(facts.language)


def _distance(one: Quantity, other: Quantity) -> float:
    low, high = sorted((one.values[0], other.values[0]))
    return high / max(low, 0.01)


def _dates(one: Facts, other: Facts) -> Iterator[Mismatch]:
    yield from _paired(one, other, Kind.DATE, lambda a, b: dates.same_date(_date(a), _date(b)))


def _paired(
    one: Facts, other: Facts, kind: Kind, same: Callable[[Fact, Fact], bool]
) -> Iterator[Mismatch]:
    """Facts that are like none on the other side, in their order."""
    first, second = one.of(kind), other.of(kind)
    left = [fact for fact in first if not any(same(fact, candidate) for candidate in second)]
    right = [fact for fact in second if not any(same(candidate, fact) for candidate in first)]
    yield from map(Mismatch, left, right)


def _equal(one: Facts, other: Facts, kind: Kind) -> Iterator[Mismatch]:
    yield from _paired(one, other, kind, lambda a, b: a.value == b.value)


def _sides(one: Facts, other: Facts) -> Iterator[Mismatch]:
    swapped = list(misplaced(one, other))
    if swapped:
        yield from swapped
        return
    left, right = _rest(one.of(Kind.SIDE), other.of(Kind.SIDE), lambda a, b: a.value == b.value)
    # A row tells where who is listed, a side where one is.
    for row in (True, False):
        yield from map(
            Mismatch,
            [fact for fact in left if str(fact.value).startswith("row") is row],
            [fact for fact in right if str(fact.value).startswith("row") is row],
        )


@dataclass(frozen=True, slots=True)
class _Lost:
    """A name with words that the other text does not have; `sure` where one of them is a name."""

    fact: Fact
    words: frozenset[str]
    sure: bool

    @property
    def name(self) -> Name:
        return cast(Name, self.fact.value)

    @property
    def strong(self) -> bool:
        """Whether it is the name of a place, or one of several words."""
        return self.sure and (bool(self.name.places) or len(self.name.words) > 1)


def _names(one: Facts, other: Facts) -> Iterator[Mismatch]:
    left, right = _lost(one, other), _lost(other, one)
    # "Ana Gil", "Ana Ruiz": half of a name is the same.
    for lost in list(left):
        for candidate in right:
            if _halves(lost, candidate):
                yield Mismatch(lost.fact, candidate.fact)
                left.remove(lost)
                right.remove(candidate)
                break
    left, right = ([lost for lost in rest if not lost.name.loose] for rest in (left, right))
    across = main_script(one.text) != main_script(other.text)
    for choose in (_is_strong,) if across else (_is_strong, _is_sure):
        first, second = list(filter(choose, left)), list(filter(choose, right))
        if first and len(first) == len(second) <= _AT_ONCE:
            yield from (Mismatch(a.fact, b.fact) for a, b in zip(first, second, strict=True))
            return
    # Where all nouns have capitals no single word is sure, but one that stands alone may be a name.
    if len(left) == len(right) == 1 and not across:
        sure = (left[0].sure, right[0].sure)
        nouns = [primary(facts.language) in CAPITAL_NOUNS for facts in (one, other)]
        if any(sure) and (sure[0] or nouns[0]) and (sure[1] or nouns[1]):
            yield Mismatch(left[0].fact, right[0].fact)


def _is_strong(lost: _Lost) -> bool:
    return lost.strong


def _is_sure(lost: _Lost) -> bool:
    return lost.sure


def _halves(one: _Lost, other: _Lost) -> bool:
    """Whether two names share a word, and what they do not share is a name in both.

    What follows a first name is a surname, so there one that may be a word as well is enough.
    """
    shared = [
        (a, b)
        for a in one.name.words
        for b in other.name.words
        if alike(a, b) and not exonyms(a) and a not in one.words and b not in other.words
    ]
    if one.sure and other.sure:
        return bool(shared)
    return (one.sure or other.sure) and any(
        a in one.name.sure | other.name.sure and _follows(one, a) and _follows(other, b)
        for a, b in shared
    )


def _follows(lost: _Lost, shared: str) -> bool:
    words = lost.name.words
    return all(words.index(word) > words.index(shared) for word in lost.words)


def _lost(facts: Facts, other: Facts) -> list[_Lost]:
    """The names with a word that may be one and that the other text does not have."""
    names = facts.of(Kind.NAME)
    if not names:
        return []
    words = frozenset(
        fold(part) for word in WORD.findall(other.text) for part in (word, stem(word)) if part
    )
    script = main_script(other.text)
    if script != main_script(facts.text):
        script = "Latn"  # which stands in texts of other scripts as well
    found = []
    for fact in names:
        name = cast(Name, fact.value)
        known = {place for place in name.places if _names_place(words, place, other)}
        lost = frozenset(
            word
            for word in name.sure | name.likely
            if not any(alike(word, candidate) for candidate in words)
        )
        if known:
            lost = frozenset(word for word in lost if not _is_of(word, known, facts.language))
        # Transliterations differ too much for anything but places of which both names are known.
        if lost and (name.places or main_script(fact.text) == script):
            found.append(_Lost(fact, lost, bool(lost & name.sure)))
    return found


def _names_place(words: frozenset[str], place: str, facts: Facts) -> bool:
    """Whether a text names a place, in any case of its name."""
    return any(place in exonyms(word) for word in words) or any(
        all(len(part) < 3 or any(alike(part, word) for word in words) for part in name.split())
        for name in cldr.spellings(place, primary(facts.language))
    )


def _is_of(word: str, places: set[str], language: str) -> bool:
    return bool(exonyms(word) & places) or any(
        word in name.split()
        for place in places
        for name in cldr.spellings(place, primary(language))
    )


def _negation(one: Facts, other: Facts) -> Iterator[Mismatch]:
    if negation.denied(one, other):
        absent = Fact(Kind.NEGATION, None, "", Span(0, 0))
        first, second = ([*facts.of(Kind.NEGATION), absent][0] for facts in (one, other))
        yield Mismatch(first, second)
