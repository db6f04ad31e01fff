"""Which pictures of an article another edition shows as well."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from captions.article import Article
from captions.edition import Edition, Picture
from captions.looks import is_far, is_near
from captions.picture_address import address_key, hosts

# The numbers of the pictures of an article, each with that of the same one in another edition.
_Found = dict[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A picture and the same picture in another edition.

    `placed`: nothing but its place among equally many pictures says that it is the same.
    """

    here: Picture
    there: Picture
    placed: bool = False


def match(article: Article | Edition, edition: Edition) -> list[Match]:
    """The pictures of an article that another edition of it shows as well.

    They have an address in common, the number of a content system, a file, or what it looks like;
    else the same place. Whatever they have in common, no other picture of the two may have.
    """
    here, there = article.pictures, edition.pictures
    found = _told(article, edition)
    matches = [Match(here[index], there[other]) for index, other in found.items()]
    if len(here) == len(there):
        taken = set(found.values())
        matches += [
            Match(one, other, placed=True)
            for index, (one, other) in enumerate(zip(here, there, strict=True))
            if index not in found and index not in taken and not is_far(one.looks, other.looks)
        ]
    return matches


def unmatched(article: Article, edition: Edition) -> tuple[list[int], list[int]]:
    """The numbers of the pictures of both that nothing but their places could match."""
    rest = _rest(article.pictures, edition.pictures, _told(article, edition))
    mine, theirs = ([index for index, _ in side] for side in rest)
    return mine, theirs


def _told(article: Article | Edition, edition: Edition) -> _Found:
    here, there = article.pictures, edition.pictures
    found = _by_address(article, edition)
    known = _ids_in_common(here, there, found)
    found |= _by_value(
        here, there, found, lambda one: [each for each in one.ids if _name(each) in known]
    )
    found |= _by_value(here, there, found, lambda one: [one.content] if one.content else [])
    return found | _by_looks(here, there, found)


# The host of an address where it is known to be another one's, and the address in all sizes.
_Address = tuple[str, tuple[str, ...]]


def _addresses(shown: Article | Edition) -> list[_Address]:
    return [
        (
            next(iter(hosts(one.address) - shown.hosts), "") if shown.hosts else "",
            address_key(one.address, shown.language),
        )
        for one in shown.pictures
    ]


def _by_address(article: Article | Edition, edition: Edition) -> _Found:
    theirs = _addresses(edition)
    by_name: dict[str, list[int]] = {}
    for index, (_, key) in enumerate(theirs):
        by_name.setdefault(key[-1], []).append(index)
    found: _Found = {}
    for index, mine in enumerate(_addresses(article)):
        fits = [other for other in by_name.get(mine[1][-1], ()) if _is_same(mine, theirs[other])]
        if len(fits) > 1:  # of several, the one whose address is the same to the end
            fits = [other for other in fits if theirs[other] == mine]
        if len(fits) == 1:
            found[index] = fits[0]
    return _without_shared(found)


def _is_same(one: _Address, other: _Address) -> bool:
    """Whether the shorter address is the end of the longer one.

    On different hosts one name is not enough: many have a `1.jpg`.
    """
    shorter = min(len(one[1]), len(other[1]))
    least = 1 if one[0] == other[0] else 2
    return shorter >= least and one[1][-shorter:] == other[1][-shorter:]


def _without_shared(found: Mapping[int, int]) -> _Found:
    """Without pictures that several others are the same as."""
    taken = Counter(found.values())
    return {index: other for index, other in found.items() if taken[other] == 1}


def _rest(
    here: Sequence[Picture], there: Sequence[Picture], found: _Found
) -> tuple[Iterator[tuple[int, Picture]], Iterator[tuple[int, Picture]]]:
    """The pictures of both that are not matched yet, with their numbers."""
    taken = set(found.values())
    return (
        ((index, one) for index, one in enumerate(here) if index not in found),
        ((index, one) for index, one in enumerate(there) if index not in taken),
    )


def _by_value(
    here: Sequence[Picture],
    there: Sequence[Picture],
    found: _Found,
    values: Callable[[Picture], Iterable[str]],
) -> _Found:
    """The pictures with a value that one picture on each side has."""
    sides: list[dict[str, list[int]]] = []
    for rest in _rest(here, there, found):
        owners: dict[str, list[int]] = {}
        for index, one in rest:
            for value in dict.fromkeys(values(one)):
                owners.setdefault(value, []).append(index)
        sides.append(owners)
    pairs = {
        (mine[0], theirs[0])
        for value, mine in sides[0].items()
        if len(mine) == 1 and len(theirs := sides[1].get(value, [])) == 1
    }
    firsts = Counter(index for index, _ in pairs)
    return _without_shared({index: other for index, other in pairs if firsts[index] == 1})


def _name(number: str) -> str:
    return number.partition(":")[0]


def _ids_in_common(here: Sequence[Picture], there: Sequence[Picture], found: _Found) -> set[str]:
    """The kinds of numbers that mean the same in both: pictures known to be one have one number.

    Sites that are kept apart number their pictures apart, and then equal numbers are by chance.
    """
    kinds = {_name(number) for one in here for number in one.ids}
    apart = {
        _name(number)
        for index, other in found.items()
        for number in here[index].ids
        if number not in there[other].ids and _name(number) in map(_name, there[other].ids)
    }
    return kinds - apart


def _by_looks(here: Sequence[Picture], there: Sequence[Picture], found: _Found) -> _Found:
    """The pictures that look the same, and like no other one that is left."""
    mine, theirs = (
        [(index, one.looks) for index, one in rest if one.looks is not None]
        for rest in _rest(here, there, found)
    )
    near: _Found = {}
    for index, looks in mine:
        fits = [other for other, its in theirs if not is_far(looks, its)]
        if len(fits) == 1 and is_near(looks, there[fits[0]].looks):
            near[index] = fits[0]
    return _without_shared(near)
