"""The teacher's own English: sequence-level distillation from the pt->en student.

    python teach.py CORPUS.tsv.gz OUT.tsv [--count N]

For each row with a Portuguese column, the pt->en student that the training starts from translates
that; OUT.tsv gets `spanish TAB its english TAB portuguese`, where that English says about the same
as the row's own (Kim and Rush 2016, "Sequence-Level Knowledge Distillation", section 3.2). The
student's weights already hold this English: learning it moves the Spanish embeddings and little
else, while people's English, which is freer, pulls the whole model towards its own style.
OUT.tsv is appended to; a killed run goes on where it was.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

from sacrebleu.metrics import CHRF

from pivot import neural
from text import Row, normalise, read_rows, same_numbers

CHUNK = 200
# chrF of the student's English against the row's own: below, one of the two says something else.
LEAST_ALIKE = 45.0


def taught(rows: list[Row]) -> Iterator[Row]:
    """The rows with the student's English, where it agrees with their own."""
    chrf = CHRF()
    answers = neural([portuguese for _, _, portuguese in rows], "pten")
    for (spanish, own, portuguese), answer in zip(rows, answers, strict=True):
        text = normalise(answer)
        alike = chrf.sentence_score(text, [own]).score >= LEAST_ALIKE
        if text and alike and same_numbers(spanish, text):
            yield spanish, text, portuguese


def main() -> None:
    """Translate what OUT does not hold yet; OUT.done counts the rows already read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int)
    options = parser.parse_args()
    mark = options.out.with_suffix(".done")
    start, size = map(int, mark.read_text().split()) if mark.exists() else (0, 0)
    rows = [row for row in read_rows(options.corpus) if row[2]][start : options.count]
    with options.out.open("ab") as out:
        out.truncate(size)
        rest = iter(rows)
        while chunk := list(itertools.islice(rest, CHUNK)):
            for row in taught(chunk):
                out.write(("\t".join(row) + "\n").encode())
            out.flush()
            start += len(chunk)
            mark.write_text(f"{start} {out.tell()}")


if __name__ == "__main__":
    main()
