"""Log-likelihoods of texts in each language, from byte n-grams, for many texts at once.

The model is the multinomial naive Bayes of py3langid (Lui and Baldwin 2012, langid.py): where a
text's last bytes are a known n-gram, the longest such n-gram is a feature, and features count with
log(1 + n). Here it works on arrays over all texts, and its files are mapped, not read.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 6  # bytes of an n-gram
# Features scored, and bytes looked up, at a time: what they need stays in the processor's cache.
_BLOCK = 4_096
_BYTES = 1 << 16


def slots(keys: NDArray[np.uint64], size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The two slots of a cuckoo table of `size` (a power of two) in which a key may lie."""
    shift = np.uint64(64 - size.bit_length() + 1)
    first = (keys * np.uint64(0x9E3779B97F4A7C15)) >> shift
    second = (keys * np.uint64(0xC2B2AE3D27D4EB4F)) >> shift
    return first, second


@dataclass(frozen=True, slots=True)
class Hits:
    """Features in the order of the texts: which text, its byte at the feature's end, which one."""

    texts: NDArray[np.intp]
    ends: NDArray[np.intp]
    features: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Ngrams:
    """The model. `languages` names the columns; scripts of one language may have one each."""

    languages: tuple[str, ...]
    keys: NDArray[np.uint64]  # [slots]
    table: NDArray[np.uint32]  # [slots], feature + 1, 0 where empty
    weights: NDArray[np.uint8]  # [features, languages]
    scale: tuple[float, float]  # the lowest log-probability, and the step of the weights, in nats
    prior: NDArray[np.float32]  # [languages]

    def hits(self, texts: Sequence[bytes]) -> Hits:
        """The features of encoded texts (see `encode`)."""
        lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        starts = np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(lengths)])
        data = np.frombuffer(b"".join(texts), dtype=np.uint8)
        owner = np.repeat(np.arange(len(texts), dtype=np.intp), lengths)
        within = np.arange(len(data), dtype=np.intp) - starts[owner]
        features = np.zeros(len(data), dtype=np.uint32)
        for begin in range(0, len(data), _BYTES):
            end = begin + _BYTES
            context = max(begin - LONGEST, 0)
            found = self._lookup(data[context:end], within[context:end])
            features[begin:end] = found[begin - context :]
        at = np.flatnonzero(features)
        return Hits(owner[at], within[at], features[at] - np.uint32(1))

    def _lookup(self, data: NDArray[np.uint8], within: NDArray[np.intp]) -> NDArray[np.uint32]:
        """The feature + 1 that ends at each byte, 0 where none does; the longest one wins."""
        found = np.zeros(len(data), dtype=np.uint32)
        code = data.astype(np.uint64)
        for length in range(SHORTEST, LONGEST + 1):
            earlier = np.zeros(len(data), dtype=np.uint64)
            earlier[length - 1 :] = data[: max(len(data) - length + 1, 0)]
            code |= earlier << np.uint64(8 * (length - 1))
            keys = code | np.uint64(1 << (8 * length))
            inside = within >= length - 1
            for slot in slots(keys, len(self.table)):
                at = np.flatnonzero((self.keys[slot] == keys) & inside)
                found[at] = self.table[slot[at]]
        return found

    def likelihoods(self, texts: Sequence[str], width: int | None = None) -> NDArray[np.float32]:
        """Log-likelihoods in nats, [texts, languages]; rows of texts without features are zero.

        `width`: only so many of the languages, the first ones.
        """
        return self.score(self.hits([encode(text) for text in texts]), len(texts), width)

    def score(self, hits: Hits, count: int, width: int | None = None) -> NDArray[np.float32]:
        """Log-likelihoods of `count` texts from their features."""
        weights, prior = self.weights[:, :width], self.prior[:width]
        totals = np.zeros((count, weights.shape[1]), dtype=np.float32)
        if not len(hits.texts):
            return totals
        size = len(weights)
        pairs, repeats = np.unique(hits.texts * size + hits.features, return_counts=True)
        owners, features = np.divmod(pairs, size)
        amounts = np.log1p(repeats).astype(np.float32)
        for block in _blocks(owners):
            rows = weights[features[block]].astype(np.float32)
            rows *= amounts[block, None]
            bounds = np.flatnonzero(np.diff(owners[block], prepend=-1))
            totals[owners[block][bounds]] += np.add.reduceat(rows, bounds, axis=0)
        low, step = self.scale
        totals *= np.float32(step)
        totals += low * np.bincount(owners, amounts, count).astype(np.float32)[:, None]
        totals[np.unique(owners)] += prior
        return totals


def _blocks(owners: NDArray[np.intp]) -> Iterator[slice]:
    """Ranges of features to be scored at a time; `owners` are the texts that they are of, in order.

    No text is cut, unless it alone is more than a block, and then from its own start: sums of
    floats depend on how they are parted, and no text's may depend on the texts before it.
    """
    ends = np.append(np.flatnonzero(np.diff(owners)) + 1, len(owners))
    begin = 0
    while begin < len(owners):
        whole = int(np.searchsorted(ends, begin + _BLOCK, side="right"))
        end = int(ends[whole - 1]) if whole and ends[whole - 1] > begin else begin + _BLOCK
        yield slice(begin, end)
        begin = end


def encode(text: str) -> bytes:
    """The bytes that the model reads of a text: composed, lower-case if it is all capitals."""
    if text.isupper():
        text = text.lower()
    return unicodedata.normalize("NFC", text).encode("utf-8", errors="surrogatepass")


@cache
def load() -> Ngrams:
    """The model of the package."""
    folder = Path(str(files("checker") / "languages"))

    def array(name: str) -> NDArray[Any]:
        return cast(
            NDArray[Any], np.load(folder / f"ngrams-{name}.npy", mmap_mode="r").view(np.ndarray)
        )

    low, step = array("scale").tolist()
    return Ngrams(
        languages=tuple((folder / "ngrams-languages.txt").read_text("utf-8").split()),
        keys=array("keys"),
        table=array("table"),
        weights=array("weights"),
        scale=(low, step),
        prior=array("prior"),
    )
