"""The rows that a page has room for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from checker.finding import Severity

# What the heading of a file takes besides its path, twice.
_HEADING = 120


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    path: str
    html: str
    size: int


@dataclass(slots=True)
class Shelf:
    """Rows of up to a number of bytes; of too many the mildest give way, the latest first.

    From the first row on that gave way or found no room, none of its severity or milder is taken:
    what is left out of a severity is its end.
    """

    room: int
    number: int = 0
    closed: int = -1
    rows: dict[Severity, list[_Kept]] = field(default_factory=lambda: {one: [] for one in Severity})

    def takes(self, severity: Severity) -> bool:
        """Whether it is worth making a row of this severity."""
        return severity.rank > self.closed

    def put(self, severity: Severity, path: str, html: str) -> None:
        """Keep a row, unless there is no room for it."""
        size = len(html.encode(errors="replace"))
        rows = self.rows[severity]
        if not rows or rows[-1].path != path:
            size += _HEADING + 2 * len(path)
        rows.append(_Kept(self.number, path, html, size))
        self.number += 1
        self.room -= size
        for mildest in Severity:
            while self.room < 0 and self.rows[mildest]:
                self.closed = max(self.closed, mildest.rank)
                self.room += self.rows[mildest].pop().size

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def files(self) -> Iterator[tuple[str, list[str]]]:
        """The paths of files, each with its rows, in the order in which they came."""
        rows = sorted(
            (row for rows in self.rows.values() for row in rows), key=lambda row: row.number
        )
        for path, group in groupby(rows, key=lambda row: row.path):
            yield path, [row.html for row in group]
