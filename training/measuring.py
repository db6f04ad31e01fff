"""Make pair files out of the measuring data, for `evaluate.py --rows` and for watching a training.

    python measuring.py DATA OUT

DATA is the folder with `wmt_flores_mt` and `ntrex`. OUT gets watch-wmt_flores (the 200 rows that
the project's evaluation draws), watch-ntrex (the first 200), and all-wmt13, all-flores, all-ntrex.
None of this text is ever trained on, and no checkpoint is chosen by it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path

from text import Pair, normalise, write_pairs

ROWS = 200
DRAW = 7


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Write all pair files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    rows = [
        row
        for row in read(options.data / "wmt_flores_mt" / "dev.jsonl.gz")
        if (row["src_lang"], row["tgt_lang"]) == ("es", "en")
    ]
    ntrex = [
        (normalise(row["spa"]), row["eng"].strip())
        for row in read(options.data / "ntrex" / "dev.jsonl.gz")
    ]

    def pairs(some: list[dict[str, str]]) -> list[Pair]:
        return [(normalise(row["src"]), row["ref"].strip()) for row in some]

    sets = {
        "watch-wmt_flores": pairs(random.Random(DRAW).sample(rows, min(ROWS, len(rows)))),
        "watch-ntrex": ntrex[:ROWS],
        "all-wmt13": pairs([row for row in rows if row["set"].startswith("wmt")]),
        "all-flores": pairs([row for row in rows if row["set"].startswith("flores")]),
        "all-ntrex": ntrex,
    }
    for name, some in sets.items():
        print(name, write_pairs(options.out / f"{name}.tsv.gz", some))


if __name__ == "__main__":
    main()
