"""Words one by one: WordNet's nouns, verbs and adjectives, and Apertium's Spanish for them.

    python lexicon.py WORDNET DICTIONARY OUT.tsv --text FILE ...

Each English word goes through Apertium in a short phrase ("the tide"), and back; it is kept when
the way back gives the same phrase. Each Spanish word of a spelling dictionary (Hunspell's
es_ES.dic), and of the first column of the text files, goes one way, alone. What comes out teaches
words that sentences seldom hold.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from grammar.words import Words, an, english_plural
from pivot import apertium
from text import Pair, normalise

_SPANISH = re.compile(r"\b[a-záéíóúüñ]{3,20}\b")
_MARKS = re.compile(r"[*#@/\\]")
CHUNK = 5000
CAPITALS = {country.demonym.english for country in Words().countries}


def lemmas(folder: Path, part: str) -> Iterator[str]:
    """Single lower-case words of WordNet's index of a part of speech."""
    for line in (folder / f"index.{part}").read_text(encoding="utf-8").splitlines():
        word = line.split(" ", 1)[0]
        if re.fullmatch(r"[a-z]{3,18}", word):
            yield word


def past(verb: str) -> str:
    """The regular English past; irregular verbs fail the way back and drop out."""
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def phrases(folder: Path) -> Iterator[str]:
    """The short phrases that words are asked in."""
    for noun in lemmas(folder, "noun"):
        yield from (f"the {noun}", f"the {english_plural(noun)}", an(noun))
    for verb in lemmas(folder, "verb"):
        yield from (f"to {verb}", f"they {verb}", f"they {past(verb)}")
    for adjective in lemmas(folder, "adj"):
        yield from (f"{adjective} people", f"a {adjective} house")


def there_and_back(english: list[str]) -> Iterator[Pair]:
    """Pairs whose Spanish is known and comes back as it went."""
    known = [
        (s, e)
        for s, e in zip(apertium(english, "eng-spa"), english, strict=True)
        if s and not _MARKS.search(s)
    ]
    again = apertium([spanish for spanish, _ in known], "spa-eng")
    for (spanish, phrase), returned in zip(known, again, strict=True):
        if returned.casefold() == phrase.casefold() and spanish.casefold() != phrase:
            yield normalise(spanish[0].lower() + spanish[1:]), phrase


def spanish_words(dictionary: Path) -> list[str]:
    """Lower-case words of a Hunspell dictionary, without their affix flags."""
    lines = dictionary.read_text(encoding="utf-8-sig").splitlines()[1:]
    words = (line.split("/", 1)[0].strip() for line in lines)
    return [word for word in dict.fromkeys(words) if _SPANISH.fullmatch(word)]


def text_words(paths: list[Path]) -> list[str]:
    """Lower-case words that the first columns of pair files hold at least twice."""
    found: Counter[str] = Counter()
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
        for line in text.splitlines():
            found.update(_SPANISH.findall(line.split("\t", 1)[0]))
    return [word for word, count in found.items() if count > 1]


def one_way(spanish: list[str]) -> Iterator[Pair]:
    """Words that Apertium knows, with its translation; several English words are too many."""
    for word, english in zip(spanish, apertium(spanish, "spa-eng"), strict=True):
        if english and not _MARKS.search(english) and english.count(" ") < 3:
            # Apertium begins a line with a capital; only peoples keep theirs.
            text = normalise(english)
            yield word, text if text in CAPITALS else text[0].lower() + text[1:]


def write(path: Path, found: Iterable[Pair]) -> int:
    """Write plain pair lines; how many."""
    lines = [f"{spanish}\t{phrase}\n" for spanish, phrase in found]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--text", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    wanted = list(phrases(options.wordnet))
    words = spanish_words(options.dictionary) + text_words(options.text)
    words = list(dict.fromkeys(words))
    found = itertools.chain(
        *(there_and_back(wanted[i : i + CHUNK]) for i in range(0, len(wanted), CHUNK)),
        *(one_way(words[i : i + CHUNK]) for i in range(0, len(words), CHUNK)),
    )
    print(len(wanted) + len(words), "asked,", write(options.out, found), "kept")


if __name__ == "__main__":
    main()
