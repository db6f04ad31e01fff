"""Parquet: a row an article."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from captions.corpus.files import load, open_file
from captions.corpus.record import Broken, Columns, Part, Record

# Rows decoded at a time: memory follows them, not the row group.
_ROWS = 256


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    parquet = load("pyarrow.parquet")
    with open_file(path) as data, parquet.ParquetFile(data) as file:
        yield file


def split(path: str, size: int, part_bytes: int) -> list[tuple[int, int, int]]:
    """(first row group, one past the last, bytes) of each part; one part for an unreadable file.

    Sizes are those of the decoded data, which is what takes time.
    """
    try:
        with _opened(path) as file:
            groups = [
                file.metadata.row_group(number).total_byte_size
                for number in range(file.metadata.num_row_groups)
            ]
    except (OSError, ValueError):  # which reading tells
        return [(0, 0, size)]
    parts: list[tuple[int, int, int]] = []
    for number, held in enumerate(groups):
        if parts and parts[-1][2] + held <= part_bytes:
            first, _, before = parts[-1]
            parts[-1] = (first, number + 1, before + held)
        else:
            parts.append((number, number + 1, held))
    return parts


def read(part: Part, columns: Columns) -> Iterator[Record | Broken]:
    """The rows of some row groups. What is broken in one does not keep the others from being read.

    A footer that cannot be read is told at row 0.
    """
    try:
        with _opened(part.source) as file:
            names = frozenset(file.schema_arrow.names)
            row = sum(file.metadata.row_group(number).num_rows for number in range(part.start))
            if why := columns.missing(names):
                yield Broken(row, "MissingColumn", why)
                return
            wanted = [name for _, name in columns.items() if name in names]
            wanted += [
                name.partition(".")[0]
                for _, name in columns.items()
                if name not in names and name.partition(".")[0] in names
            ]
            for number in range(part.start, part.end):
                yield from _row_group(file, number, row, list(dict.fromkeys(wanted)), columns)
                row += file.metadata.row_group(number).num_rows
    except (OSError, ValueError) as error:
        yield Broken(0, "UnreadableFile", _line(error))


def _row_group(
    file: Any, number: int, row: int, wanted: list[str], columns: Columns
) -> Iterator[Record | Broken]:
    count = file.metadata.row_group(number).num_rows
    place = row
    try:
        for batch in file.iter_batches(
            _ROWS, row_groups=[number], columns=wanted, use_threads=False
        ):
            for values in batch.to_pylist():
                yield columns.record(values, place)
                place += 1
    except (OSError, ValueError) as error:  # of which pyarrow's errors are
        left = row + count - place
        reason = f"row group {number}: {left} rows cannot be read: {_line(error)}"
        yield Broken(place, "UnreadableRows", reason)


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
