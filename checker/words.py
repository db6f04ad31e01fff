"""How common words are in each language: whole-word frequencies, which n-grams know nothing of.

The frequencies are those of langidentify, counted in Wikipedia: about 13,000 words a language.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

# The unit of the stored weights, in nats, and what a word that is not common counts.
_STEP = 0.05
RARE = -12.5


# Endings after an apostrophe that are no words: "it's", "don't", "we'll".
_ENDING = 2


def spelt(word: str) -> list[str]:
    """A word as the frequencies have it: in lower case, elisions parted (`l'`, `homme`)."""
    word = word.lower().replace("’", "'")
    first, apostrophe, rest = word.partition("'")
    if not apostrophe:
        return [word]
    if not rest or len(rest) <= _ENDING:
        return [first]
    return [first + apostrophe, *spelt(rest)]


@dataclass(frozen=True, slots=True)
class Words:
    """The model. `languages` names the columns of `log_probabilities`."""

    languages: tuple[str, ...]
    hashes: NDArray[np.uint32]  # [entries], ascending: CRC-32 of the word in UTF-8
    owners: NDArray[np.uint8]  # [entries], the column
    weights: NDArray[np.uint8]  # [entries], -log probability in steps

    def log_probabilities(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Log-probabilities in nats of words in lower case, [words, languages + 1].

        The last column stands for languages without frequencies: every word is rare.
        """
        keys = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], np.uint32)
        found = np.full((len(words), len(self.languages) + 1), RARE, dtype=np.float32)
        first = np.searchsorted(self.hashes, keys, side="left")
        counts = np.searchsorted(self.hashes, keys, side="right") - first
        rows = np.repeat(np.arange(len(words)), counts)
        entries = np.arange(len(rows)) + np.repeat(first - np.cumsum(counts) + counts, counts)
        found[rows, self.owners[entries]] = self.weights[entries] * np.float32(-_STEP)
        return found


@cache
def load() -> Words:
    """The model of the package."""
    folder = Path(str(files("checker") / "languages"))

    def array(name: str) -> NDArray[Any]:
        return cast(
            NDArray[Any], np.load(folder / f"words-{name}.npy", mmap_mode="r").view(np.ndarray)
        )

    return Words(
        languages=tuple((folder / "words-languages.txt").read_text("utf-8").split()),
        hashes=array("hashes"),
        owners=array("owners"),
        weights=array("weights"),
    )
