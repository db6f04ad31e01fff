"""The rows that a page has room for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from checker.finding import Finding, Severity

# What the heading of a file takes besides its path.
_HEADING = 120


class File(NamedTuple):
    """The rows of a file: of what was found, and of what a baseline accepts."""

    path: str
    new: list[str]
    accepted: list[str]


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    path: str
    html: str
    size: int
    accepted: bool


@dataclass(slots=True)
class Shelf:
    """Rows of up to a number of bytes; of too many the mildest give way, the latest first.

    Accepted findings are milder than all others. From the first row on that gave way, none that is
    as mild or milder is taken: what is left out of a severity is its end.
    """

    room: int
    _number: int = 0
    _closed: int = -1
    _rows: list[list[_Kept]] = field(default_factory=lambda: [[] for _ in range(len(Severity) + 1)])

    def takes(self, finding: Finding, *, accepted: bool) -> bool:
        """Whether it is worth making a row of a finding."""
        return _rank(finding, accepted) > self._closed

    def put(self, finding: Finding, html: str, *, accepted: bool) -> None:
        """Keep a row, unless there is no room for it."""
        path = finding.path.as_posix()
        size = len(html.encode(errors="replace"))
        rows = self._rows[_rank(finding, accepted)]
        if not rows or rows[-1].path != path:
            size += _HEADING + len(path.encode(errors="replace"))
        rows.append(_Kept(self._number, path, html, size, accepted))
        self._number += 1
        self.room -= size
        for rank, mildest in enumerate(self._rows):
            while self.room < 0 and mildest:
                self._closed = max(self._closed, rank)
                self.room += mildest.pop().size

    @property
    def new(self) -> int:
        """How many rows of findings that no baseline accepts."""
        return sum(map(len, self._rows[1:]))

    @property
    def accepted(self) -> int:
        """How many rows of accepted findings."""
        return len(self._rows[0])

    def files(self) -> Iterator[File]:
        """The files with rows, in the order in which they came."""
        rows = sorted((row for rows in self._rows for row in rows), key=lambda row: row.number)
        for path, group in groupby(rows, key=lambda row: row.path):
            file = File(path, [], [])
            for row in group:
                (file.accepted if row.accepted else file.new).append(row.html)
            yield file


def _rank(finding: Finding, accepted: bool) -> int:
    return 0 if accepted else finding.severity.rank + 1
