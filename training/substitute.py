"""Rare words in sentences: a corpus's nouns, adjectives and verbs exchanged for others.

    python substitute.py DICTIONARY OUT.tsv ROWS.tsv.gz ... [--count 40000]

A lexicon's words are met alone; the texts hold only the common ones. So each sentence gets, in the
place of some of its words, rarer ones of the same part of speech, gender, number and tense, with
Apertium's analyser, tagger and generator of Spanish. Apertium's Portuguese of that, and the pt->en
student's English of the Portuguese, make a row: what it says may be odd, its words are right.
DICTIONARY is a Hunspell dictionary. OUT.tsv is appended to; a killed run begins a new draw.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from lexicon import spanish_words
from pivot import apertium, bridged, neural, unknown_words, unmark
from text import Row, normalise, read_pairs, same_numbers, similar_length

DATA = Path("/usr/share/apertium/apertium-eng-spa")
ANALYSE = ["lt-proc", "-a", str(DATA / "spa-eng.automorf.bin")]
TAG = ["apertium-tagger", "-g", "-p", str(DATA / "spa-eng.prob")]
GENERATE = ["lt-proc", "-g", str(DATA / "eng-spa.autogen.bin")]
CHUNK = 500
# At most this share of a sentence's content words is exchanged.
EXCHANGED = 0.5

_READING = re.compile(r"([a-záéíóúüñ]{3,})<(n|adj|vblex)>((?:<\w+>)*)")
_TOKEN = re.compile(r"\^([^/^$]+)/([^$]*)\$")
_PLAIN = re.compile(r"[^\^$/<>\[\]{}\\@*\n]+")
# Verbs that other words lean on.
_AUXILIARIES = {"ser", "estar", "haber", "tener", "poder", "deber", "ir", "hacer", "querer"}
_PERSONS = {"<p1>", "<p2>"}


def run(command: list[str], text: str) -> str:
    """One program of Apertium's, as a filter."""
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def kind(part: str, tags: str) -> str:
    """What must be alike for one word to stand in another's place."""
    if part == "vblex":
        return part
    gender = next((tag for tag in re.findall(r"<\w+>", tags) if tag in ("<m>", "<f>", "<mf>")), "")
    return part + gender if part == "n" else part + str(gender == "<mf>")


def lemmas(dictionary: Path) -> dict[str, list[str]]:
    """Lemmas of Apertium's that the dictionary holds, by their kind."""
    found: dict[str, set[str]] = defaultdict(set)
    readings = run(ANALYSE, "\n".join(spanish_words(dictionary)) + "\n")
    for lemma, part, tags in _READING.findall(readings):
        # "el arma", but "la alta": which, only the stress tells.
        if not (part == "n" and "<f>" in tags and re.match("h?[aá]", lemma)):
            found[kind(part, tags)].add(lemma)
    return {key: sorted(words) for key, words in found.items()}


def exchangeable(surface: str, reading: str) -> re.Match[str] | None:
    """The one reading of a token that may give way to another word."""
    match = _READING.fullmatch(reading)
    if match is None or not surface.islower() or match[1] in _AUXILIARIES:
        return None
    return None if any(person in match[3] for person in _PERSONS) else match


class Exchange:
    """Draws words, the rarer the likelier; `seen` counts the lemmas of the texts."""

    def __init__(self, words: dict[str, list[str]], seen: Counter[str], rng: random.Random) -> None:
        self.words, self.rng = words, rng
        self.weights = {
            key: [(1 + seen[lemma]) ** -0.5 for lemma in some] for key, some in words.items()
        }

    def draw(self, match: re.Match[str]) -> str:
        """An analysis with another lemma and the same tags."""
        key = kind(match[2], match[3])
        if key not in self.words:
            return f"^{match[0]}$"
        [lemma] = self.rng.choices(self.words[key], self.weights[key])
        return f"^{lemma}<{match[2]}>{match[3]}$"

    def sentences(self, tagged: list[str]) -> list[str]:
        """Plain sentences with new words; the generator runs once for all."""
        drawn: list[str] = []
        drafts = []
        for line in tagged:
            open_ = [t for t in _TOKEN.finditer(line) if exchangeable(t[1], t[2])]
            most = max(1, round(EXCHANGED * len(open_)))
            chosen = {t.start() for t in self.rng.sample(open_, min(len(open_), most))}
            parts, at = [], 0
            for token in _TOKEN.finditer(line):
                parts.append(line[at : token.start()])
                match = exchangeable(token[1], token[2])
                if token.start() in chosen and match:
                    parts.append(None)
                    drawn.append(self.draw(match))
                else:
                    parts.append(token[1])
                at = token.end()
            drafts.append([*parts, line[at:]])
        made = iter(run(GENERATE, "\n".join(drawn) + "\n").split("\n"))
        return ["".join(next(made) if part is None else part for part in parts) for parts in drafts]


def rows(sentences: list[str]) -> Iterator[Row]:
    """Sentences with the student's English, and the Portuguese between."""
    good = [
        text for text in map(normalise, sentences) if _PLAIN.fullmatch(text) and "#" not in text
    ]
    marked = bridged(apertium(good, "es-pt_BR"))
    told = [(s, normalise(unmark(m))) for s, m in zip(good, marked, strict=True) if m]
    unknown = [unknown_words(m) for m in marked if m]
    english = neural([portuguese for _, portuguese in told], "pten")
    for (spanish, portuguese), translation, lacking in zip(told, english, unknown, strict=True):
        text = normalise(translation)
        if not lacking and same_numbers(spanish, text) and similar_length(spanish, text):
            yield spanish, text, portuguese


def main() -> None:
    """Read the command line, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts = [
        spanish
        for path in options.rows
        for spanish, _ in read_pairs(path)
        if 6 <= len(spanish.split()) <= 18 and _PLAIN.fullmatch(spanish)
    ]
    rng.shuffle(texts)
    texts = texts[: options.count]
    tagged = run(TAG, run(ANALYSE[:1] + ANALYSE[2:], "\n".join(texts) + "\n")).split("\n")
    seen = Counter(
        match[1]
        for line in tagged
        for token in _TOKEN.finditer(line)
        if (match := exchangeable(token[1], token[2]))
    )
    exchange = Exchange(lemmas(options.dictionary), seen, rng)
    with options.out.open("a", encoding="utf-8") as out:
        for start in range(0, len(tagged), CHUNK):
            for row in rows(exchange.sentences(tagged[start : start + CHUNK])):
                out.write("\t".join(row) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
