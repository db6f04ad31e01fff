"""Whether two spellings are of one name: transliterated, inflected or abbreviated."""

import re
from collections.abc import Sequence
from functools import lru_cache

_SOUNDS = (
    ("tch", "c"), ("tsch", "c"), ("cz", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "k"),
    ("ph", "f"), ("th", "t"), ("gh", "g"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ae", "e"), ("ai", "e"), ("ay", "e"), ("ei", "e"),
    ("ya", "ia"), ("yu", "iu"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("w", "v"), ("y", "i"), ("j", "i"), ("z", "s"),
)  # fmt: skip
_SIMILAR = 0.9
_STEM = 4
_ENDING = 4  # of what is derived from a whole name
_CASE = 3


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"^i(?=[aeou])", "", word)  # Yeltsin, Eltsine
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=65536)
def alike(one: str, other: str) -> bool:
    """Whether two folded words may be one name, or a name and what is derived from it."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return False
    if long.startswith(short) and len(long) - len(short) <= _ENDING:
        return True
    a, b = _sound(one), _sound(other)
    if a == b:
        return True
    # Endings of cases and of adjectives: Moskva, Moskvě; Boston, bostonský.
    shared = next(
        (index for index, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
        min(len(a), len(b)),
    )
    rest = max(len(a), len(b)) - shared
    if (shared >= _STEM and rest <= _CASE) or (shared == _STEM - 1 and rest < _CASE):
        return True
    if min(len(a), len(b)) < _STEM or a[0] != b[0]:
        return False
    from rapidfuzz.distance import JaroWinkler

    return JaroWinkler.similarity(a, b) >= _SIMILAR


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of two names may name one person: "C. Kaster" is Carolyn Kaster."""
    short, long = sorted((one, other), key=len)
    return all(
        any(alike(word, candidate) or _initial(word, candidate) for candidate in long)
        for word in short
    )


def _initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[:1] == other[:1]
