"""The grammar's word lists, and the inflection of both languages that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
_PLAIN = str.maketrans("áéíóú", "aeiou")
_SIBILANT = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun with both languages' forms; `feminine` is its Spanish gender."""

    spanish: str
    plural: str
    english: str
    english_plural: str
    feminine: bool


@dataclass(frozen=True, slots=True)
class Adjective:
    """A Spanish adjective, masculine singular, with its irregular plural if any, and English."""

    spanish: str
    plural: str
    english: str

    def agree(self, feminine: bool, many: bool) -> str:
        """The form that goes with a noun."""
        word = self.spanish
        if " de " in f" {word} " or word.startswith("de "):
            return word
        if self.plural:
            return self.plural if many else word
        if feminine:
            word = feminine_of(word)
        return plural_of(word) if many else word


@dataclass(frozen=True, slots=True)
class Verb:
    """Spanish and English: third singular, third plural, past singular, past plural."""

    spanish: tuple[str, str, str, str]
    english: tuple[str, str, str, str]
    objects: tuple[str, ...]

    def forms(self, many: bool, past: bool) -> tuple[str, str]:
        """The Spanish and the English form."""
        return self.spanish[2 * past + many], (
            self.english[2] if past else self.english[1 if many else 0]
        )


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name, demonym and capital in both languages."""

    spanish: str
    english: str
    demonym: Adjective
    capital: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Title:
    """What stands before a name: Spanish by gender, English after a "the" and without one."""

    masculine: str
    feminine: str
    article: tuple[str, str]
    bare: tuple[str, str]


def plural_of(word: str) -> str:
    """The regular Spanish plural of a word, or of a phrase's first and second word."""
    if " " in word and not word.startswith("recién "):
        head, _, rest = word.partition(" ")
        if rest.startswith(("de ", "del ", "a ")):
            return f"{plural_of(head)} {rest}"
        return f"{plural_of(head)} {plural_of(rest)}"
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word[-1] in "aeiouáéó":
        return word + "s"
    if re.search(r"[áéíóú][ns]$", word):
        return word[:-2] + word[-2].translate(_PLAIN) + word[-1] + "es"
    return word + "es"


def feminine_of(word: str) -> str:
    """The feminine of a Spanish adjective."""
    if word.endswith("o"):
        return word[:-1] + "a"
    if word.endswith(("és", "án", "ón")):
        return word[:-2] + word[-2].translate(_PLAIN) + word[-1] + "a"
    return word + "a" if word in ("español", "mongol") else word


def english_plural(word: str) -> str:
    """The regular English plural."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANT) else "s")


def an(words: str) -> str:
    """English words behind "a" or "an"."""
    vowel = re.match(r"[aeiou]", words, re.I) and not re.match(r"(?:uni|eu|one|use)", words, re.I)
    return f"{'an' if vowel or words.startswith('hour') else 'a'} {words}"


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for entry in text.split(","):
        spanish, _, english = entry.strip().partition("=")
        yield spanish, english or spanish


def _noun(spanish: str, english: str, feminine: bool) -> Noun:
    one, _, many = spanish.partition("/")
    single, _, several = english.partition("/")
    return Noun(one, many or plural_of(one), single, several or english_plural(single), feminine)


def _adjective(spanish: str, english: str) -> Adjective:
    one, _, many = spanish.partition("/")
    return Adjective(one, many, english)


def _read_nouns() -> dict[str, list[Noun]]:
    nouns: dict[str, list[Noun]] = {}
    for line in _lines("nouns.txt"):
        head, _, rest = line.partition(": ")
        kind, gender = head.split()
        made = (_noun(es, en, gender == "f") for es, en in _entries(rest))
        nouns.setdefault(kind, []).extend(made)
    return nouns


def _read_verbs() -> list[Verb]:
    verbs = []
    for line in _lines("verbs.txt"):
        forms, _, kinds = line.rpartition(": ")
        spanish, _, english = forms.partition("=")
        first, second, third, fourth = spanish.split("/")
        one, two, three, four = english.split("/")
        verbs.append(
            Verb((first, second, third, fourth), (one, two, three, four), tuple(kinds.split()))
        )
    return verbs


def _read_countries() -> list[Country]:
    countries = []
    for line in _lines("countries.txt"):
        name, _, rest = line.partition(": ")
        demonym, _, capital = rest.partition("; ")
        spanish, _, english = name.partition("=")
        left, _, right = demonym.partition("=")
        city = next(_entries(capital))
        countries.append(Country(spanish, english, _adjective(left, right), city))
    return countries


def _read_titles() -> list[Title]:
    titles = []
    for line in _lines("titles.txt"):
        left, _, right = line.partition("=")
        masculine, _, feminine = left.partition("|")
        article, _, bare = right.partition("|")

        def both(text: str) -> tuple[str, str]:
            one, _, other = text.partition(";")
            return one, other or one

        titles.append(Title(masculine, feminine, both(article), both(bare)))
    return titles


def _read_names() -> dict[str, list[tuple[str, str]]]:
    names = {}
    for line in _lines("names.txt"):
        kind, _, rest = line.partition(": ")
        names[kind] = list(dict.fromkeys(_entries(rest)))
    return names


@dataclass(slots=True)
class Words:
    """All lists of the grammar; `books` are further lists of names, one for each language."""

    nouns: dict[str, list[Noun]] = field(default_factory=_read_nouns)
    verbs: list[Verb] = field(default_factory=_read_verbs)
    countries: list[Country] = field(default_factory=_read_countries)
    titles: list[Title] = field(default_factory=_read_titles)
    names: dict[str, list[tuple[str, str]]] = field(default_factory=_read_names)
    cities: list[tuple[str, str]] = field(
        default_factory=lambda: [e for line in _lines("cities.txt") for e in _entries(line)]
    )
    adjectives: dict[str, list[Adjective]] = field(
        default_factory=lambda: {
            line.partition(": ")[0]: [_adjective(*e) for e in _entries(line.partition(": ")[2])]
            for line in _lines("adjectives.txt")
        }
    )
    books: list[dict[str, list[tuple[str, str]]]] = field(default_factory=list)
