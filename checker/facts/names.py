"""Names of people, places and works, as far as their spelling tells them from other words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker import words
from checker.facts import cldr, numerals
from checker.facts.exonyms import exonym
from checker.facts.fact import Fact, Kind
from checker.facts.text import WORD, fold
from checker.mask import PARTICLES, quotations

# A word that so many languages know is a name: "Boston", not "costume".
_KNOWN_WIDELY = 10
_SHORTEST = 3
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…|•–—/(\[]|\n|[-*]\s)['\"”’»)\]“«„¿¡(\s]*$")
# English writes what is of a people or a faith with a capital: "Asian", "Buddhist".
_ADJECTIVE = re.compile(r"\w+(?:ian|ean|can|ans?|ese|ish|ist|ists|ic|ern)$")
# Languages whose nouns all have capitals.
_CAPITAL_NOUNS = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words, folded; `place` identifies a place that CLDR knows.

    `sure` holds the words that are names and nothing else: only they can contradict another name.
    """

    words: tuple[str, ...]
    place: str | None
    sure: frozenset[str]


@lru_cache(maxsize=16384)
def _spread(word: str) -> tuple[frozenset[str], int]:
    model = words.load()
    [row] = model.log_probabilities([word])
    known = frozenset(
        language for language, value in zip(model.languages, row, strict=False) if value > words.RARE
    )
    return known, len(known)


@lru_cache(maxsize=16384)
def _is_ordinary(word: str, code: str) -> bool:
    """Whether a word in lower case is vocabulary of its language rather than a name."""
    if word in cldr.months(code) or word in cldr.weekdays(code):
        return True
    known, spread = _spread(word)
    if spread >= _KNOWN_WIDELY:
        return False
    if code in known:
        return True
    # Rare forms of common words.
    return spread == 0 and any(
        code in languages and count < _KNOWN_WIDELY
        for languages, count in (_spread(word[:-cut]) for cut in (1, 2) if len(word) - cut > 4)
    )


def find(text: str, language: str, taken: Sequence[Span]) -> Iterator[Fact]:
    """The names of a text outside of what is taken already."""
    code = primary(language)
    if not numerals.knows(code):
        return
    skipped = [*quotations(text), *((span.start, span.end) for span in taken)]
    tokens = list(WORD.finditer(text))
    lower = [found[0] for found in tokens if found[0][0].islower() and len(found[0]) >= 4]
    titled = not [word for word in lower if word not in PARTICLES]
    for run in _runs(text, tokens, code):
        start, end = run[0].start(), run[-1].end()
        if any(first < end and start < last for first, last in skipped):
            continue
        yield _name(text, run, code, titled)


def _runs(
    text: str, tokens: list[re.Match[str]], code: str
) -> Iterator[list[re.Match[str]]]:
    """Capitalised words that stand together, with the particles between them."""
    run: list[re.Match[str]] = []
    for found in tokens:
        joined = not run or not text[run[-1].end() : found.start()].strip(" .-‑’'")
        if joined and run and "." in text[run[-1].end() : found.start()] and len(run[-1][0]) > 2:
            joined = False  # a sentence ends
        if not joined:
            yield from _trimmed(run)
            run = []
        if found[0][0].isupper() or (run and found[0] in PARTICLES):
            run.append(found)
        elif run:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and not run[-1][0][0].isupper():
        run = run[:-1]
    # "Merkel and Hollande" are two.
    part: list[re.Match[str]] = []
    for found in run:
        if found[0] in _AND:
            if part:
                yield part
            part = []
        elif part or found[0][0].isupper():
            part.append(found)
    while part and not part[-1][0][0].isupper():
        part = part[:-1]
    if part:
        yield part


_AND = frozenset({"and", "y", "e", "et", "und", "en", "i", "a", "и", "in"})


def _name(text: str, run: list[re.Match[str]], code: str, titled: bool) -> Fact:
    start, end = run[0].start(), run[-1].end()
    folded = tuple(fold(found[0]) for found in run if found[0] not in PARTICLES)
    sure = set()
    first = bool(_SENTENCE_START.search(text[max(0, start - 8) : start]))
    capital = [found for found in run if found[0][0].isupper()]
    ordinary = [_is_ordinary(found[0].lower(), code) for found in capital]
    place = cldr.places(code).get(fold(text[start:end])) or exonym(fold(text[start:end]))
    if place and not (first and len(capital) == 1):
        sure.update(folded)
    for index, found in enumerate(capital):
        word = found[0]
        if len(word) < _SHORTEST or word.isupper() or ordinary[index] or titled:
            continue
        if code == "en" and _ADJECTIVE.fullmatch(word.lower()):
            continue
        starts = first and index == 0
        together = len(capital) > 1 and not any(ordinary)
        widely = _spread(word.lower())[1] >= _KNOWN_WIDELY
        if starts and not together:
            continue
        if code in _CAPITAL_NOUNS and not together and not widely and not place:
            continue
        sure.add(fold(word))
    return Fact(Kind.NAME, Name(folded, place, frozenset(sure)), text[start:end], Span(start, end))
