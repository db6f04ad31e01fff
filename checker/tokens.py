"""What each word of a text says of each candidate language; pages repeat their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from checker import likelihood
from checker.likelihood import CANDIDATES
from checker.mask import PARTICLES
from checker.words import spelt

EDGE = " \t\n.,;:!?…\"'“”„«»()[]¿¡–—-"
# How much an n-gram counts, for they overlap, and a whole word; what one word, or a name, is worth
# at most, in nats.
_NGRAM_WEIGHT = 0.35
_WORD_WEIGHT = 0.8
TOKEN_BOUND = 4.0
_NAME_BOUND = 1.5
# Words that are remembered: their rows take 300 bytes each.
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Told:
    """What words say: [words, candidates] in nats, and how much of it each may say, [words, 1]."""

    nats: NDArray[np.float32]
    bounds: NDArray[np.float32]


class Tokens:
    """Words, as they stand in a text, that were looked up before."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._nats = np.zeros((0, len(CANDIDATES)), dtype=np.float32)
        self._most: dict[str, NDArray[np.float32]] = {}
        # Names, German nouns among them; words rather than numbers or codes; particles of names.
        self._named = np.zeros(0, dtype=bool)
        self._tells = np.zeros(0, dtype=bool)
        self._particle = np.zeros(0, dtype=bool)

    def look_up(self, texts: Sequence[Sequence[str]]) -> Told:
        """What the words of some texts say, one after another."""
        rows, bounds = self._places(texts)
        return Told(self._nats[rows], bounds[:, None])

    def most(self, texts: Sequence[Sequence[str]], expected: str) -> NDArray[np.float32]:
        """The most that each word wins in any language foreign to the expected one, in nats."""
        rows, bounds = self._places(texts)
        known = self._most.get(expected, np.zeros(0, dtype=np.float32))
        if len(known) < len(self._nats):
            models = likelihood.load()
            fresh = self._nats[len(known) :]
            own = fresh[:, models.homes(expected)].max(axis=1)
            best = fresh[:, models.rivals(expected)].max(axis=1)
            self._most[expected] = known = np.concatenate([known, best - own])
        return known[rows].clip(-bounds, bounds)

    def _places(
        self, texts: Sequence[Sequence[str]]
    ) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Where the words are kept, and how much each may say."""
        if len(self._nats) > _REMEMBERED:
            self.__init__()  # type: ignore[misc]
        listed = [word for text in texts for word in text]
        self._learn([word for word in dict.fromkeys(listed) if word not in self._rows])
        rows = np.fromiter(map(self._rows.__getitem__, listed), dtype=np.intp, count=len(listed))
        named = self._named[rows]
        # "van Gaal": a particle belongs to the name behind it.
        followed = np.append(named[1:], False)
        followed[np.cumsum([len(text) for text in texts]) - 1] = False
        tells = self._tells[rows] & ~(self._particle[rows] & followed)
        bounds = np.where(named, _NAME_BOUND, np.where(tells, TOKEN_BOUND, 0))
        return rows, bounds.astype(np.float32)

    def _learn(self, listed: list[str]) -> None:
        if not listed:
            return
        models = likelihood.load()
        bare = [word.strip(EDGE) for word in listed]
        named = np.array([word[:1] != word[:1].lower() for word in bare], dtype=bool)
        letters = models.of_tokens(listed)
        letters *= np.where(named, 0, _NGRAM_WEIGHT)[:, None]
        # Of an elision the word itself tells: "l'homme".
        words = models.of_words([spelt(word)[-1] for word in bare])[:, : len(CANDIDATES)]
        nats = (letters + _WORD_WEIGHT * words).astype(np.float32)
        self._rows |= {word: place for place, word in enumerate(listed, len(self._rows))}
        self._nats = np.concatenate([self._nats, nats])
        self._named = np.append(self._named, named)
        self._tells = np.append(self._tells, np.array([_tells(word) for word in bare], dtype=bool))
        self._particle = np.append(
            self._particle, np.array([word in PARTICLES for word in bare], dtype=bool)
        )


def _tells(word: str) -> bool:
    """Whether a word, without punctuation around it, tells its language: no number, no code."""
    return word.replace("’", "").replace("'", "").replace("-", "").isalpha()


@cache
def load() -> Tokens:
    """The words of this process."""
    return Tokens()
