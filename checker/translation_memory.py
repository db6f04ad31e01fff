"""A translation memory: what was translated before, looked up by a text or by one much like it."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from captions.language import same_language

# Units that are looked at closely for one text, those with its rarest words.
_CANDIDATES = 1000
_RAREST = 5
# References of one text: of a sentence that was translated a hundred times, the first are enough.
_MOST = 5

_WORD = re.compile(
    # Scripts without spaces in pairs of letters, each of which is about a word.
    r"(?=([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2}))"
    r"|([^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)"
)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Unit:
    """Texts that say the same, each with its language; `file` and `line` are where they stand."""

    texts: tuple[tuple[str, str], ...]  # language, text
    file: str
    line: int

    @property
    def origin(self) -> str:
        """The `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A unit for a text, and those of its texts, each with its language, that translate it.

    `equal`: the unit has the text itself, not only one like it.
    """

    unit: Unit
    texts: tuple[tuple[str, str], ...]
    equal: bool


def fold(text: str) -> str:
    """The text as it is compared: white space, case and composed letters make no difference."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@dataclass(slots=True)
class _Words:
    """The texts of a memory by their words, made when a text is first not found as it is.

    They are numbered in the order of their lengths, so that a range of lengths is a range of
    numbers.
    """

    texts: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    postings: dict[str, list[int]] = field(default_factory=dict)

    def index(self, texts: Iterable[str]) -> None:
        self.texts = sorted(texts, key=len)
        self.lengths = [len(text) for text in self.texts]
        for number, text in enumerate(self.texts):
            for word in _words(text):
                if word in self.postings:
                    self.postings[word].append(number)
                else:
                    self.postings[word] = [number]

    def sharing(self, text: str, least: float, most: float) -> list[str]:
        """Texts of some lengths that share this text's rarest words, the rarest first."""
        first, end = bisect_left(self.lengths, least), bisect_right(self.lengths, most)
        ranges = []
        for word in _words(text):
            numbers = self.postings.get(word, [])
            start, stop = bisect_left(numbers, first), bisect_left(numbers, end)
            if start < stop:
                ranges.append((stop - start, start, word))
        found: dict[int, None] = {}
        for count, start, word in sorted(ranges)[:_RAREST]:
            stop = start + min(count, _CANDIDATES - len(found))
            found.update(dict.fromkeys(self.postings[word][start:stop]))
        return [self.texts[number] for number in found]


@dataclass(frozen=True, slots=True)
class TranslationMemory:
    """Units, by each of their texts.

    `similarity`, from 0 to 100, is how similar to a unit's text (rapidfuzz' ratio, the share of
    letters in common) a text must be; at 100 only equal texts are found. Texts that are like each
    other but for a number are never taken for one another.
    """

    similarity: float = 100.0
    _exact: dict[str, list[Unit]] = field(default_factory=dict, repr=False)
    _words: _Words = field(default_factory=_Words, repr=False)

    @classmethod
    def of(cls, units: Iterable[Unit], similarity: float = 100.0) -> "TranslationMemory":
        """A memory of some units; equal ones count once."""
        memory = cls(similarity)
        seen: set[tuple[tuple[str, str], ...]] = set()
        for unit in units:
            if unit.texts in seen:
                continue
            seen.add(unit.texts)
            for text in {fold(text) for _, text in unit.texts}:
                memory._exact.setdefault(text, []).append(unit)
        return memory

    def __bool__(self) -> bool:
        return bool(self._exact)

    def find(self, text: str, language: str) -> Iterator[Remembered]:
        """Units for a text, the likest first.

        Of their texts those in `language` translate it, or where there are none, all that are in
        another language than the text's counterpart.
        """
        folded = fold(text)
        if not folded or not self._exact:
            return
        found = 0
        for key in self._keys(folded):
            for unit in self._exact[key]:
                if others := _others(unit, key, language):
                    yield Remembered(unit, others, key == folded)
                    found += 1
                if found == _MOST:
                    return

    def _keys(self, text: str) -> Sequence[str]:
        """The texts of the memory that are near enough, the nearest first."""
        if text in self._exact:
            return [text]
        if self.similarity >= 100:
            return []
        from rapidfuzz import fuzz, process

        if not self._words.texts:
            self._words.index(self._exact)
        numbers = _NUMBER.findall(text)
        # Texts with so much in common do not differ more than this in length.
        least = len(text) * self.similarity / (200 - self.similarity)
        most = len(text) * (200 - self.similarity) / max(self.similarity, 1)
        near = self._words.sharing(text, least, most)
        best = process.extract(
            text, near, scorer=fuzz.ratio, score_cutoff=self.similarity, limit=None
        )
        return [key for key, _, _ in best if _NUMBER.findall(key) == numbers]


def _others(unit: Unit, key: str, language: str) -> tuple[tuple[str, str], ...]:
    """A unit's texts that are translations of the one that was found."""
    matched = {tag for tag, text in unit.texts if fold(text) == key}
    others = [one for one in unit.texts if not any(same_language(one[0], tag) for tag in matched)]
    wanted = [one for one in others if same_language(one[0], language)]
    return tuple(wanted or others)


def _words(text: str) -> set[str]:
    return {first or second for first, second in _WORD.findall(text)}
