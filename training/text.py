"""Small text helpers shared by the training scripts: normalisation, pair filters, pair files."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

Pair = tuple[str, str]
# Spanish, English, and the Portuguese that a teacher reads in the place of the Spanish, or nothing.
Row = tuple[str, str, str]

_QUOTES = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "`": "'",
        "´": "'",
        "\u00a0": " ",
        "\u200b": "",
        "\u2011": "-",
        "\u2026": "...",
    }
)
_SPACES = re.compile(r"\s+")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_MONTH_YEAR = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTHS}),? (\d{{4}})\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTHS})\b(?! \d)")
_DIGITS = re.compile(r"\d+")


def normalise(text: str) -> str:
    """Straight quotes, single spaces: what the model sees, in training and in use."""
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip()


def american_dates(text: str) -> str:
    """Dates of an English text as American captions write them: "July 24, 2015"."""
    text = _DAY_MONTH_YEAR.sub(r"\2 \1, \3", text)
    return _DAY_MONTH.sub(r"\2 \1", text)


def same_numbers(left: str, right: str) -> bool:
    """True when both texts hold the same digit groups, in any order."""
    return sorted(_DIGITS.findall(left)) == sorted(_DIGITS.findall(right))


def similar_length(left: str, right: str, most: float = 2.0) -> bool:
    """True when neither text is more than `most` times as long as the other."""
    return 1 / most < (len(left) + 8) / (len(right) + 8) < most


def read_rows(path: Path) -> Iterator[Row]:
    """The columns of a tab-separated, gzipped file of pairs or of rows."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= 2 and columns[0] and columns[1]:
                yield columns[0], columns[1], columns[2] if len(columns) > 2 else ""


def read_pairs(path: Path) -> Iterator[Pair]:
    """The first two columns of such a file."""
    for left, right, _ in read_rows(path):
        yield left, right


def write_pairs(path: Path, pairs: Iterable[Pair | Row]) -> int:
    """Write pairs or rows, whole or not at all, with no time stamp; how many there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    count = 0
    with part.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        for columns in pairs:
            packed.write(("\t".join(columns) + "\n").encode())
            count += 1
    part.replace(path)
    return count
