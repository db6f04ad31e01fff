"""Make the verifier's model files from the published models that it rests on.

    pip install py3langid==0.4.0 langidentify==1.0.2
    python build.py ../../checker/languages

`ngrams-*.npy` hold the naive Bayes model of py3langid (BSD-3-Clause), its log-probabilities rounded
to 8 bits; `words-*.npy` the word frequencies of langidentify (Apache-2.0, counted in Wikipedia).
"""

import argparse
import gzip
import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
from checker.likelihood import CANDIDATES, column
from checker.ngrams import LONGEST, slots
from py3langid.langid import MODEL_DIR, MODEL_FILE
from py3langid.modelio import load_model

SLOTS = 1 << 18
EMPTY = 0


def patterns(moves: np.ndarray, rows: np.ndarray, outputs: np.ndarray) -> dict[bytes, int]:
    """The byte n-grams of the automaton with the feature that each stands for."""
    found: dict[bytes, int] = {}
    seen = {0}
    states = [(0, b"")]
    while states:
        state, read = states.pop(0)
        for byte, after in enumerate(moves[rows[state]].tolist()):
            if after in seen:
                continue
            seen.add(after)
            states.append((after, read + bytes([byte])))
            if outputs[after] >= 0:
                found[read + bytes([byte])] = int(outputs[after])
    return found


def hash_table(keys: np.ndarray) -> np.ndarray:
    """A cuckoo table: the position + 1 of each key at one of its two slots."""
    first, second = slots(keys, SLOTS)
    places = np.stack([first, second], axis=1).tolist()
    table = [EMPTY] * SLOTS
    for index in range(len(keys)):
        homeless, slot = index + 1, places[index][0]
        for _ in range(10_000):
            homeless, table[slot] = table[slot], homeless
            if homeless == EMPTY:
                break
            one, other = places[homeless - 1]
            slot = other if slot == one else one
        else:
            raise RuntimeError("the table is too small")
    return np.array(table, dtype=np.uint32)


def rank(label: str) -> int:
    """Where a column stands."""
    language = column(label)
    return CANDIDATES.index(language) if language in CANDIDATES else len(CANDIDATES)


def build_ngrams(target: Path) -> None:
    """Write the n-gram model."""
    ptc, prior, classes, moves, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    moves = np.frombuffer(moves, dtype=f"u{moves.itemsize}").reshape(-1, 256)
    found = patterns(moves, np.asarray(rows), np.asarray(outputs))
    grams = sorted(found, key=lambda gram: (len(gram), gram))
    if max(map(len, grams)) != LONGEST:
        raise ValueError(f"n-grams of other lengths than {LONGEST} at most")
    keys = np.array([int.from_bytes(b"\1" + gram, "big") for gram in grams], dtype=np.uint64)
    features = np.array([0] + [found[gram] + 1 for gram in grams], dtype=np.uint32)
    # The candidates first, in their order: most texts need no other column.
    order = sorted(range(len(classes)), key=lambda place: rank(classes[place]))
    classes = [classes[place] for place in order]
    prior = np.asarray(prior)[order]
    weights = np.asarray(ptc, dtype=np.float32)[:, order]
    low, high = float(weights.min()), float(weights.max())
    step = (high - low) / 255
    table = hash_table(keys)
    np.save(target / "ngrams-keys.npy", np.where(table > 0, keys[np.maximum(table, 1) - 1], 0))
    np.save(target / "ngrams-table.npy", features[table])
    np.save(target / "ngrams-weights.npy", np.rint((weights - low) / step).astype(np.uint8))
    np.save(target / "ngrams-scale.npy", np.array([low, step], dtype=np.float32))
    np.save(target / "ngrams-prior.npy", np.asarray(prior, dtype=np.float32))
    (target / "ngrams-languages.txt").write_text("\n".join(classes) + "\n", encoding="utf-8")
    print(f"{len(grams):,} n-grams, {len(classes)} columns, rounded to {step:.3f} nats")


def build_words(target: Path) -> None:
    """Write the word frequencies."""
    folder = files("langidentify") / "models" / "lite"
    names = sorted(file.name for file in folder.iterdir() if file.name.startswith("topwords-"))
    languages = [name.removeprefix("topwords-").removesuffix(".txt.gz") for name in names]
    hashes, owners, weights = [], [], []
    for index, name in enumerate(names):
        lines = gzip.decompress((folder / name).read_bytes()).decode("utf-8").splitlines()
        for line in lines:
            if line.startswith("#"):
                continue
            word, _, value = line.rpartition(" ")
            hashes.append(zlib.crc32(word.encode()))
            owners.append(index)
            weights.append(min(round(-float(value) / 0.05), 255))
    order = np.lexsort((owners, hashes))
    np.save(target / "words-hashes.npy", np.array(hashes, dtype=np.uint32)[order])
    np.save(target / "words-owners.npy", np.array(owners, dtype=np.uint8)[order])
    np.save(target / "words-weights.npy", np.array(weights, dtype=np.uint8)[order])
    (target / "words-languages.txt").write_text("\n".join(languages) + "\n", encoding="utf-8")
    print(f"{len(hashes):,} words of {len(languages)} languages")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    build_ngrams(arguments.target)
    build_words(arguments.target)
