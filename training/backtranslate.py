"""Synthetic pairs from English: neural en->pt, then Apertium pt->es.

    python backtranslate.py ENGLISH.txt OUT.tsv

ENGLISH.txt has one sentence a line. OUT.tsv gets `spanish TAB english TAB portuguese` lines; it
is appended to in order, and a killed run goes on where it was. The Portuguese is what the teacher
reads while the student reads the Spanish.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

from pivot import apertium, neural, unknown_words, unmark
from text import normalise, same_numbers, similar_length

CHUNK = 200
MOST_UNKNOWN = 0.1


def acceptable(marked: str, english: str) -> bool:
    """True when a marked Spanish line keeps the numbers, the length and enough known words."""
    words = marked.count(" ") + 1
    return (
        bool(marked)
        and unknown_words(marked) <= MOST_UNKNOWN * words
        and same_numbers(marked, english)
        and similar_length(marked, english)
    )


def end_alike(spanish: str, english: str) -> str:
    """Give the Spanish line the full stop that the translators may have dropped."""
    if english[-1:] in ".!?" and spanish[-1:] not in '.!?"':
        return spanish + english[-1]
    return spanish


def back(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Synthetic (spanish, english, portuguese) of one chunk of English lines."""
    portuguese = list(neural(lines, "enpt"))
    marked = apertium(portuguese, "pt-es")
    for spanish, english, middle in zip(marked, lines, portuguese, strict=True):
        if acceptable(spanish, english):
            yield normalise(end_alike(unmark(spanish), english)), english, normalise(middle)


def main() -> None:
    """Translate what OUT does not hold yet; OUT.done counts the English lines already read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("english", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    mark = options.out.with_suffix(".done")
    start, size = map(int, mark.read_text().split()) if mark.exists() else (0, 0)
    with options.english.open(encoding="utf-8") as lines, options.out.open("ab") as out:
        out.truncate(size)
        rest = itertools.islice((line.strip() for line in lines), start, None)
        while chunk := list(itertools.islice(rest, CHUNK)):
            for row in back(chunk):
                out.write(("\t".join(row) + "\n").encode())
            out.flush()
            start += len(chunk)
            mark.write_text(f"{start} {out.tell()}")


if __name__ == "__main__":
    main()
