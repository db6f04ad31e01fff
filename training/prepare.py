"""Make the training corpora.

    python prepare.py english WORK --factbook WHEEL --wordnet FOLDER
    python prepare.py corpora WORK --parallel FOLDER

`english` writes the sentences that `backtranslate.py` then turns into pairs; `corpora` writes
WORK/corpora/*.tsv.gz and WORK/heldout/select-*.tsv.gz out of the parallel text, of what
`backtranslate.py` and `lexicon.py` have made so far, and of the caption grammar.
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
from text import Pair, american_dates, normalise, read_pairs, similar_length, write_pairs

HERE = Path(__file__).resolve().parent
GLOSSES = 60_000
GRAMMAR = 200_000
INVENTED = 20_000
HELDOUT = {"tatoeba": 400, "europarl": 200, "grammar": 200}
PARALLEL = {
    "tatoeba": ("tatoeba_manythings", "tatoeba_test"),
    "europarl": ("europarl20k",),
    "tico": ("tico19",),
}
SYNTHETIC = ("factbook", "example", "gloss", "lexicon")
MOST_ALIKE = 3


def write_english(work: Path, wheel: Path, folder: Path) -> None:
    """WORK/en.factbook.txt, en.example.txt and en.gloss.txt, the last two shuffled."""
    found: dict[str, list[str]] = {"example": [], "gloss": []}
    for kind, text in english.wordnet(folder):
        found[kind].append(text)
    rng = random.Random(11)
    for texts in found.values():
        rng.shuffle(texts)
    found["factbook"] = list(english.factbook(wheel))
    found["gloss"] = found["gloss"][:GLOSSES]
    for kind, texts in found.items():
        (work / f"en.{kind}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
        print(kind, len(texts))


def cleaned(raw: Iterable[Pair]) -> Iterator[Pair]:
    """Normalised pairs of similar length; no text more than a few times, on either side."""
    seen: Counter[str] = Counter()
    for left, right in raw:
        spanish, english_text = normalise(left), american_dates(normalise(right))
        if not similar_length(spanish, english_text) or spanish == english_text:
            continue
        keys = (f"es {spanish.casefold()}", f"en {english_text.casefold()}")
        if any(seen[key] >= MOST_ALIKE for key in keys):
            continue
        seen.update(keys)
        yield spanish, english_text


def synthetic(path: Path) -> Iterator[Pair]:
    """What `backtranslate.py` or `lexicon.py` wrote; a last line that is not whole is left out."""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        columns = line.rstrip("\n").split("\t")
        if line.endswith("\n") and len(columns) == 2:
            yield columns[0], columns[1]


def split(name: str, all_pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Held-out pairs, among the longer ones, and those that share no side with them."""
    long = [pair for pair in all_pairs if len(pair[0]) > 45]
    random.Random(f"heldout {name}").shuffle(long)
    held = long[: HELDOUT.get(name, 0)]
    sides = {side for pair in held for side in pair}
    return held, [pair for pair in all_pairs if not sides & set(pair)]


def captions(count: int, seed: int, heldout: bool) -> list[Pair]:
    """Pairs of the grammar; the held-out ones have last names that the others never have."""
    words = Words(books=names.books(heldout))
    words.names["last"] = [n for n in words.names["last"] if names.withheld(n[0]) == heldout]
    known = [name for book in words.books for name, _ in book["last"]]
    known += [name for name, _ in words.names["last"]]
    made = [(name, name) for name in names.invented(seed, known, INVENTED)]
    words.books += [{**words.names, "last": made}] * (len(words.books) // 2)
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
    made: dict[str, list[Pair]] = {}
    for name, files in PARALLEL.items():
        raw = (pair for file in files for pair in read_pairs(parallel / f"{file}.tsv.gz"))
        made[name] = list(cleaned(raw))
    for name in SYNTHETIC:
        path = work / f"bt.{name}.tsv"
        if path.exists():
            made[name] = list(cleaned(synthetic(path)))
    for name, all_pairs in made.items():
        held, rest = split(name, all_pairs)
        if held:
            write_pairs(work / "heldout" / f"select-{name}.tsv.gz", held)
        print(name, write_pairs(work / "corpora" / f"{name}.tsv.gz", rest))
    held = captions(HELDOUT["grammar"], 2, heldout=True)
    write_pairs(work / "heldout" / "select-grammar.tsv.gz", held)
    rest = captions(GRAMMAR, 1, heldout=False)
    print("grammar", write_pairs(work / "corpora" / "grammar.tsv.gz", rest))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["english", "corpora"])
    parser.add_argument("work", type=Path)
    parser.add_argument("--factbook", type=Path)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--parallel", type=Path)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.what == "english":
        if options.factbook is None:
            parser.error("english needs --factbook")
        write_english(options.work, options.factbook, options.wordnet)
    else:
        if options.parallel is None:
            parser.error("corpora needs --parallel")
        write_corpora(options.work, options.parallel)


if __name__ == "__main__":
    main()
