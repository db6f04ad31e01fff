"""How alike two texts in one language are: the share of the words of each that the other has.

chrF counts every letter alike, so that two captions about different things are alike by their
articles and prepositions, and a caption that says the same in fewer words is not. Here a word
counts by how much it tells: a word that is common in any language next to nothing, a name, a number
or a rare word all. Words are compared by the letters that they have in common, which inflections
mostly keep. The shares of both texts are averaged: where all of one is in the other, as in a
shorter version, half is certain.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from checker.letters import fold, western
from checker.script import main_script

# What is written without spaces between words cannot be compared by words.
_UNSPACED = frozenset({"Hani", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
# Vowel signs and points are no letters to `re`.
_SIGNS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0df3"
_WORD = re.compile(rf"(?:[^\W_]|[{_SIGNS}])+(?:['’](?:[^\W_]|[{_SIGNS}])+)*")
# Texts are compared as far as this many words: no caption is longer, and the work is the product.
_LONGEST = 400
# From this share of letters in common on (Indel similarity), two words are forms of one.
_ALIKE = 0.7
# Shorter words have too few letters for that.
_SHORT = 4
# A word's weight, in thousandths, rises with its surprise, in nats, from the first of these to the
# second. Whole numbers: sums must not depend on their order.
_COMMON, _TELLING = 3.0, 10.0
_LEAST, _MOST = 100, 1000
SIGNATURE = f"words:surprise|exact:<{_SHORT}|alike:indel>={_ALIKE:g}|version:1"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of words, of each of two texts: those that the other has (`shared`), and all.

    `words` is the number of words of the shorter text; 0 where there is nothing to compare.
    """

    shared: tuple[int, int]
    whole: tuple[int, int]
    words: int

    @property
    def value(self) -> float:
        """From 0, nothing in common, to 100: each has all that the other has."""
        return likeness(self.shared, self.whole)


def likeness(shared: tuple[float, float], whole: tuple[float, float]) -> float:
    """The mean of the two shares, 0 to 100; the sums over any number of pairs have one as well."""
    shares = [part / all_ if all_ else 0.0 for part, all_ in zip(shared, whole, strict=True)]
    return round(50 * sum(shares), 2)


def compare(one: str, other: str) -> Likeness:
    """How alike two texts are, in languages that are written with spaces between words."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return Likeness((0, 0), (_weight(first), _weight(second)), 0)
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    table = process.cdist(
        [_spelling(word) for word in first],
        [_spelling(word) for word in second],
        scorer=Indel.normalized_similarity,
        score_cutoff=_ALIKE,
    )
    # Numbers and short words are the same or they are not.
    exact = np.logical_or.outer(*(list(map(_is_exact, some)) for some in (first, second)))
    table[exact & np.not_equal.outer(np.array(first), np.array(second))] = 0
    mine, theirs = _shared(first, table.max(1)), _shared(second, table.max(0))
    whole = _weight(first), _weight(second)
    return Likeness((mine, theirs), whole, min(len(first), len(second)))


def _words(text: str) -> list[str]:
    if main_script(text) in _UNSPACED:
        return []
    found = islice(_WORD.finditer(western(text)), _LONGEST)
    return [word[0].replace("’", "'").lower() for word in found]


def _is_exact(word: str) -> bool:
    return word[0].isdigit() or len(word) < _SHORT


def _weight(some: list[str]) -> int:
    return sum(map(_tells, some))


def _shared(some: list[str], best: Iterable[float]) -> int:
    """The weight of the words that the other text has; `best` is how like its likest each is."""
    return sum(round(_tells(word) * like) for word, like in zip(some, best, strict=True))


@lru_cache(maxsize=65536)
def _tells(word: str) -> int:
    """What a word in lower case tells, by the language in which it is commonest."""
    if word[0].isdigit():
        return _MOST
    if len(word) == 1:  # the frequencies have none of these
        return _LEAST
    from checker import words

    surprise = -float(words.load().log_probabilities([word]).max())
    return max(_LEAST, min(_MOST, round(_MOST * (surprise - _COMMON) / (_TELLING - _COMMON))))


@lru_cache(maxsize=65536)
def _spelling(word: str) -> str:
    return fold(word) or word
