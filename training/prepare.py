"""Make the training corpora.

    python prepare.py english WORK --factbook WHEEL --messages WHEEL --wordnet FOLDER
    python prepare.py corpora WORK --parallel FOLDER

`english` writes the sentences that `backtranslate.py` then turns into pairs; `corpora` writes
WORK/corpora/*.tsv.gz and WORK/heldout/select-*.tsv.gz out of the parallel text, of what
`backtranslate.py`, `lexicon.py`, `substitute.py` and `teach.py` have made so far, and of the
caption grammar. Parallel text gets its Portuguese, which `teach.py` reads, from Apertium, where
Apertium knows the words.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import english
import names
from grammar import Words, pairs
from pivot import apertium, unknown_words, unmark
from text import (
    Pair,
    Row,
    american_dates,
    normalise,
    read_rows,
    same_numbers,
    similar_length,
    write_pairs,
)

HERE = Path(__file__).resolve().parent
GLOSSES = 60_000
GRAMMAR = 200_000
INVENTED = 20_000
TOWNS = 600
RENAMED = 40_000
HELDOUT = {"tatoeba": 100, "europarl": 100, "message": 150, "factbook": 50, "grammar": 100}
PARALLEL = {
    "tatoeba": ("tatoeba_manythings", "tatoeba_test"),
    "europarl": ("europarl20k",),
    "tico": ("tico19",),
}
SYNTHETIC = ("message", "factbook", "example", "gloss", "rare", "lexicon")
TAUGHT = ("told-message", "told-europarl")
NAMED = ("tatoeba", "europarl", "message", "factbook")
MOST_ALIKE = 3
MOST_UNKNOWN = 0.05
CHUNK = 2000


def write_english(work: Path, factbook: Path, messages: Path, folder: Path) -> None:
    """WORK/en.factbook.txt, en.message.txt, en.example.txt, en.gloss.txt; the last two shuffled."""
    found: dict[str, list[str]] = {"example": [], "gloss": []}
    for kind, text in english.wordnet(folder):
        found[kind].append(text)
    rng = random.Random(11)
    for texts in found.values():
        rng.shuffle(texts)
    found["factbook"] = list(english.factbook(factbook))
    found["message"] = list(dict.fromkeys(english.messages(messages)))
    found["gloss"] = found["gloss"][:GLOSSES]
    for kind, texts in found.items():
        (work / f"en.{kind}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
        print(kind, len(texts))


def cleaned(raw: Iterable[Row]) -> Iterator[Row]:
    """Normalised rows of similar length; no text more than a few times, on either side."""
    seen: Counter[str] = Counter()
    for left, right, middle in raw:
        spanish, english_text = normalise(left), american_dates(normalise(right))
        if not similar_length(spanish, english_text) or spanish == english_text:
            continue
        keys = (f"es {spanish.casefold()}", f"en {english_text.casefold()}")
        if any(seen[key] >= MOST_ALIKE for key in keys):
            continue
        seen.update(keys)
        yield spanish, english_text, middle


def pivoted(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows with Apertium's Portuguese, or none where it would mislead the teacher."""
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        marked = apertium([spanish for spanish, _, _ in chunk], "es-pt_BR")
        for (spanish, english_text, _), portuguese in zip(chunk, marked, strict=True):
            words = portuguese.count(" ") + 1
            good = (
                unknown_words(portuguese) <= MOST_UNKNOWN * words
                and same_numbers(spanish, portuguese)
                and similar_length(spanish, portuguese)
            )
            yield spanish, english_text, normalise(unmark(portuguese)) if good else ""


def synthetic(path: Path) -> Iterator[Row]:
    """What the other scripts wrote; a last line that is not whole is left out."""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        columns = line.rstrip("\n").split("\t")
        if line.endswith("\n") and len(columns) in (2, 3):
            yield columns[0], columns[1], columns[2] if len(columns) == 3 else ""


def split(name: str, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Held-out rows, among the longer ones, and those that share no side with them."""
    long = [row for row in rows if len(row[0]) > 45]
    random.Random(f"heldout {name}").shuffle(long)
    held = long[: HELDOUT.get(name, 0)]
    sides = {side for row in held for side in row[:2]}
    return held, [row for row in rows if not sides & set(row[:2])]


def lexis(seed: int, heldout: bool) -> Words:
    """The grammar's words with Faker's names and invented ones, which serve as towns too.

    The held-out ones have last names that the others never have.
    """
    words = Words(books=names.books(heldout))
    words.names["last"] = [n for n in words.names["last"] if names.withheld(n[0]) == heldout]
    known = [name for book in words.books for name, _ in book["last"]]
    known += [name for name, _ in words.names["last"]]
    made = [(name, name) for name in names.invented(seed, known, INVENTED)]
    words.books += [{**words.names, "last": made}] * (len(words.books) // 2)
    words.cities = words.cities * 3 + random.Random(seed).sample(made, TOWNS)
    return words


def captions(words: Words, count: int, seed: int) -> list[Pair]:
    """Pairs of the grammar."""
    return [(normalise(a), normalise(b)) for a, b in itertools.islice(pairs(seed, words), count)]


def verify(folder: Path) -> None:
    """Hold the parallel files against the manifest; ValueError for one that is another."""
    manifest = tomllib.loads((HERE / "data.toml").read_text(encoding="utf-8"))
    for corpus in manifest["corpus"]:
        for file in corpus.get("file", ()):
            path = folder / file["name"]
            if corpus["name"] not in PARALLEL:
                continue
            if hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
                raise ValueError(f"{path} is not the file that data.toml means")


def write_corpora(work: Path, parallel: Path) -> None:
    """All corpora and all held-out text that the choice of a checkpoint rests on."""
    verify(parallel)
    made: dict[str, list[Row]] = {}
    for name, files in PARALLEL.items():
        raw = (row for file in files for row in read_rows(parallel / f"{file}.tsv.gz"))
        made[name] = list(pivoted(cleaned(raw)))
    for name in (*SYNTHETIC, *TAUGHT):
        path = work / f"bt.{name}.tsv"
        if path.exists():
            made[name] = list(cleaned(synthetic(path)))
    shared: list[Row] = []
    for name, rows in made.items():
        held, rest = split(name, rows)
        if held:
            write_pairs(work / "heldout" / f"select-{name}.tsv.gz", held)
        print(name, write_pairs(work / "corpora" / f"{name}.tsv.gz", rest))
        shared += rest if name in NAMED else []
    held = captions(lexis(2, heldout=True), HELDOUT["grammar"], 2)
    write_pairs(work / "heldout" / "select-grammar.tsv.gz", held)
    words = lexis(1, heldout=False)
    known = captions(words, GRAMMAR, 1)
    print("grammar", write_pairs(work / "corpora" / "grammar.tsv.gz", known))
    rng = random.Random("renamed")
    rng.shuffle(shared)
    pool = [name for book in words.books for name, _ in book["last"]]
    again = itertools.islice(names.renamed(shared, pool, rng), RENAMED)
    print("renamed", write_pairs(work / "corpora" / "renamed.tsv.gz", again))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["english", "corpora"])
    parser.add_argument("work", type=Path)
    parser.add_argument("--factbook", type=Path)
    parser.add_argument("--messages", type=Path)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--parallel", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.what == "english":
        if options.factbook is None or options.messages is None:
            parser.error("english needs --factbook and --messages")
        write_english(options.work, options.factbook, options.messages, options.wordnet)
    else:
        if options.parallel is None:
            parser.error("corpora needs --parallel")
        write_corpora(options.work, options.parallel)


if __name__ == "__main__":
    main()
