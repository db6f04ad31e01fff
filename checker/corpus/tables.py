"""The files of a part: written beside their places and renamed, so that none is ever half there."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checker.checked import Summary
from checker.corpus import schema, totals
from checker.corpus.rows import Row

ARTICLES, FINDINGS = "articles", "findings"
# Rows held before they are written.
_ROWS = 4096


def place(output: Path, table: str, part: str) -> Path:
    """Where a part's rows of a table stand."""
    return output / table / f"{part}.parquet"


def prepare(output: Path) -> None:
    """Make the folders, and take away what a killed run left unfinished."""
    for table in (ARTICLES, FINDINGS):
        (output / table).mkdir(parents=True, exist_ok=True)
        for left in (output / table).glob(".*.tmp"):
            left.unlink(missing_ok=True)


def finished(output: Path, part: str) -> Summary | None:
    """The totals of a part whose files are there and whole; None where it is to be done."""
    from pyarrow import ArrowException, parquet

    try:
        rows = {}
        for table in (ARTICLES, FINDINGS):
            with parquet.ParquetFile(place(output, table, part)) as file:
                about = file.metadata.metadata or {}
                rows[table] = file.metadata.num_rows
            if about.get(schema.PART_KEY) != part.encode():
                return None
        summary = totals.read(about[schema.TOTALS_KEY])
    except (OSError, ValueError, KeyError, ArrowException):
        return None
    whole = rows == {ARTICLES: summary.articles, FINDINGS: sum(summary.findings.values())}
    return summary if whole else None


@dataclass(slots=True)
class Writer:
    """Collects the rows of one table and writes them a few thousand at a time."""

    file: Any
    shape: Any
    rows: list[Row] = field(default_factory=list)

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows, in order."""
        self.rows += rows
        if len(self.rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        import pyarrow as pa

        if self.rows:
            self.file.write_table(pa.Table.from_pylist(self.rows, self.shape))
            self.rows = []


@dataclass(frozen=True, slots=True)
class Tables:
    """The two tables of a part while they are written."""

    articles: Writer
    findings: Writer

    def close(self, part: str, summary: Summary) -> None:
        """Write the rest, and into both files which part they are and what is in it."""
        about = {schema.PART_KEY: part.encode(), schema.TOTALS_KEY: totals.write(summary)}
        for writer in (self.articles, self.findings):
            writer.flush()
            writer.file.add_key_value_metadata(about)


@contextmanager
def written(output: Path, part: str) -> Iterator[Tables]:
    """The tables of a part; they get their names when all is in them, the articles last."""
    from pyarrow import parquet

    shapes = {FINDINGS: schema.findings(), ARTICLES: schema.articles()}
    beside = {table: output / table / f".{part}.{os.getpid()}.tmp" for table in shapes}
    writers = {}
    try:
        for table, shape in shapes.items():
            file = parquet.ParquetWriter(beside[table], shape, compression="zstd")
            writers[table] = Writer(file, shape)
        yield Tables(writers[ARTICLES], writers[FINDINGS])
        for table in shapes:
            writers[table].file.close()
            _sync(beside[table])
        for table in shapes:
            beside[table].replace(place(output, table, part))
    finally:
        for table, path in beside.items():
            if table in writers:
                writers[table].file.close()
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """See to it that the file survives a crash of the machine before it gets its name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
