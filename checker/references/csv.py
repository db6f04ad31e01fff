"""References in CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from checker.reference import (
    Entry,
    ReferencesError,
    checked_names,
    checked_units,
    make_entry,
    without_repeats,
)


@dataclass(frozen=True, slots=True)
class Csv:
    """CSV with a header line naming the columns.

    These are `text`, `language`, `path`, `image`, `source` and `kind`. Commas, semicolons or tabs
    part the columns, whichever the header uses.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".csv", ".tsv"})

    def read(self, path: Path) -> list[Entry]:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = lines.readline()
            delimiter = max(",;\t", key=header.count)
            lines.seek(0)
            rows = csv.DictReader(lines, delimiter=delimiter, strict=True)
            try:
                names = [(name.strip().lower(), name) for name in rows.fieldnames or ()]
                checked_names(without_repeats(names, f"{path}:1"), f"{path}:1")
                return list(self._entries(rows, path))
            except csv.Error as error:
                raise ReferencesError(f"{path}:{rows.line_num}: not CSV: {error}") from error

    def _entries(self, rows: "csv.DictReader[str]", path: Path) -> Iterator[Entry]:
        for number, row in enumerate(rows, 1):
            origin = f"{path}:{rows.line_num}"
            checked_units(number, origin)
            yield self._entry(row, origin)

    def _entry(self, row: dict[str | None, object], origin: str) -> Entry:
        if None in row:
            raise ReferencesError(f"{origin}: more columns than the header names")
        return make_entry({str(key).strip().lower(): value for key, value in row.items()}, origin)
