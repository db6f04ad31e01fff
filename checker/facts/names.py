"""Names of people, places and works, as far as their spelling tells them from other words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts import cldr, numerals
from checker.facts.exonyms import PLACE, exonyms
from checker.facts.fact import Fact, Kind
from checker.letters import WORD, fold, stem
from checker.mask import PARTICLES, quotations

# A word that so many languages know is a name: "Boston", not "costume".
_KNOWN_WIDELY = 10
# Log-probability in nats above which a word is no name in its language, and how far below that in
# other languages its own may be.
_FREQUENT = -7.6
_OWN = 1.0
# How much rarer, in nats, a name may be in the tenth of the languages that know it best.
_RARER = 1.45
# Words that so many languages share that they look like names.
_INTERNATIONAL = frozenset(
    "museum hotel park port bank unit union red festival opera radio film baby bus taxi club sport "
    "stadion stadium president hospital central national international royal forum casino bar café "
    "motor auto foto photo video internet internet metro general doctor director minister".split()
)
_SHORTEST = 3
_ENDINGS = ("s", "es", "n", "en", "e", "er")
_LONGEST_NOUN = 8  # longer nouns that are not common are compounds
_TITLE = 3  # a text of more words that all have capitals shows no names by them
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…|•–—/]|\n|[-*]\s)['\"”’»)\]“«„¿¡(\s]*$")
# English writes what is of a people, a faith or a quarter of the world with a capital: "Asian".
_ADJECTIVE = re.compile(
    r"\w+(?:ian|ean|ican|ese|ish)s?|(?:afghan|roman|american|dutch|french|german|greek|swiss|czech"
    r"|turk|arab|thai|iraqi|israeli|pakistani|catholic|protestant|buddhist|hindu|islamic|muslim"
    r"|sikh|jew|northern|southern|eastern|western|arctic|atlantic|baltic|pacific)s?"
)
_TITLES = frozenset(
    "mr mrs ms dr sr sra srta mme mlle frau herr sen rep gen sir lady lord pan pani".split()
)
# Languages whose nouns all have capitals.
CAPITAL_NOUNS = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words, folded; `places` identify the places in it that are known.

    `sure` holds the words that are names and nothing else, `likely` those that may be: it takes a
    sure one for a contradiction.
    """

    words: tuple[str, ...]
    places: frozenset[str]
    sure: frozenset[str]
    likely: frozenset[str]
    loose: bool  # quoted, or in a title: it takes half of the same name to contradict it


@lru_cache(maxsize=16384)
def _known(word: str) -> dict[str, float]:
    """The languages in which a word in lower case is common, with its log-probability in nats."""
    from checker import words  # with numpy

    model = words.load()
    [row] = model.log_probabilities([word])
    return {
        language: float(value)
        for language, value in zip(model.languages, row, strict=False)
        if value > words.RARE
    }


@lru_cache(maxsize=16384)
def _is_ordinary(word: str, code: str) -> bool:
    """Whether a word in lower case is vocabulary of its language rather than a name."""
    if word in cldr.months(code) or word in cldr.weekdays(code):
        return True
    known = _known(word)
    own = known.get(code)
    if own is None:
        return any(_known(word.removesuffix(ending)).get(code) for ending in _ENDINGS) and (
            len(known) < _KNOWN_WIDELY
        )
    # A name is as common elsewhere: "Boston" nearly, "house" by far not.
    others = sorted((value for language, value in known.items() if language != code), reverse=True)
    if own > _FREQUENT or word in _INTERNATIONAL:
        return True
    if len(others) < _KNOWN_WIDELY:
        return own > max(others, default=own) - _OWN
    return own - others[_KNOWN_WIDELY - 1] > _RARER


def find(text: str, language: str, taken: Sequence[Span]) -> Iterator[Fact]:
    """The names of a text outside of what is taken already."""
    code = primary(language)
    if not numerals.knows(code):
        return
    quoted = quotations(text)
    tokens = list(WORD.finditer(text))
    lower = [found[0] for found in tokens if found[0][0].islower() and len(found[0]) >= 4]
    prose = [word for word in lower if word not in PARTICLES]
    titled = not prose and len(tokens) > _TITLE and code not in CAPITAL_NOUNS
    for run in _runs(text, tokens):
        start, end = run[0].start(), run[-1].end()
        if any(span.start < end and start < span.end for span in taken):
            continue
        name = _read(text, run, code, titled)
        if any(first < end and start < last for first, last in quoted):
            name = replace(name, loose=True)
        yield Fact(Kind.NAME, name, text[start:end], Span(start, end))


def _runs(text: str, tokens: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
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


def _read(text: str, run: list[re.Match[str]], code: str, titled: bool) -> Name:
    start, end = run[0].start(), run[-1].end()
    folded = tuple(fold(stem(found[0])) for found in run if found[0] not in PARTICLES)
    sure: set[str] = set()
    likely: set[str] = set()
    first = bool(_SENTENCE_START.search(text[max(0, start - 8) : start]))
    capital = [found for found in run if found[0][0].isupper()]
    ordinary = [_is_ordinary(stem(found[0]).lower(), code) for found in capital]
    if first and len(capital) > 1 and ordinary[0]:  # "The Moscow …", "Ein Baby"
        first, capital, ordinary = False, capital[1:], ordinary[1:]
    places = frozenset(_places(folded, code))
    if places:
        sure.update(word for word in folded if _places((word,), code, things=False))
        sure.update(folded if _places((" ".join(folded),), code, things=False) else ())
        sure -= {fold(found[0]) for found in capital if found[0].isupper()}  # USA, США, EE. UU.
    nouns = code in CAPITAL_NOUNS
    together = len(capital) > 1 and not any(ordinary) and "-" not in text[start:end]
    if nouns and len(capital) < len([found for found in run if found[0][0].isupper()]):
        together = False  # "Eine Tasse Tee"
    for index, found in enumerate(capital):
        word = stem(found[0])
        if len(word) < _SHORTEST or word.isupper() or word.lower() in _TITLES:
            continue
        if code == "en" and _is_adjective(word.lower()):
            continue
        if first and index == 0 and not together:
            continue
        if not ordinary[index] and (not nouns or together or _is_place_of(text, start, word)):
            sure.add(fold(word))
        elif not nouns or not (ordinary[index] or len(word) > _LONGEST_NOUN):
            likely.add(fold(word))
    return Name(folded, places, frozenset(sure), frozenset(likely), loose=titled)


def _places(folded: Sequence[str], code: str, *, things: bool = True) -> list[str]:
    """The places, and other things with a name in each language, that a name's words name."""
    known = cldr.places(code)
    spelt = {*folded, " ".join(folded)}
    stems = cldr.place_stems(code)
    found = [known[name] for name in spelt if name in known] or [
        stems[stem] for name in spelt for stem in (name[:-1], name[:-2]) if stem in stems
    ]
    other = [place for name in spelt for place in exonyms(name)]
    return found + [place for place in other if things or place.startswith(PLACE)]


def _is_adjective(word: str) -> bool:
    """Whether an English word is one of those that have capitals as adjectives."""
    return bool(_ADJECTIVE.fullmatch(word)) or word in cldr.languages("en")


def _is_place_of(text: str, start: int, word: str) -> bool:
    """Whether a noun stands after a preposition as names do, without an article."""
    return len(_known(word.lower())) >= _KNOWN_WIDELY and bool(
        re.search(r"\b(?:in|nach|aus|von|bei|namens) $", text[max(0, start - 8) : start])
    )
