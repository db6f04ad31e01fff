"""A corpus cut into named parts, and a part read."""

from collections.abc import Iterator, Sequence

from captions.corpus import lines, parquet, warc
from captions.corpus.files import CorpusFile
from captions.corpus.record import Broken, Columns, Part, Record


def plan(files: Sequence[CorpusFile], part_bytes: int) -> list[Part]:
    """The parts of all files, of about so many bytes where a file can be cut, in order.

    The same files give the same parts under the same names.
    """
    parts: list[Part] = []
    for number, file in enumerate(files):
        if file.format == "parquet":
            pieces = parquet.split(file.source, file.size, part_bytes)
        elif file.format == "lines":
            pieces = lines.split(file.size, part_bytes)
        else:
            pieces = [(0, file.size, file.size)]
        for piece, (start, end, size) in enumerate(pieces):
            name = f"{number:05}-{piece:05}"
            parts.append(Part(name, file.path, file.source, file.format, start, end, size))
    return parts


def read(part: Part, columns: Columns, max_bytes: int) -> Iterator[Record | Broken]:
    """The records of a part, in order; memory holds a few of them.

    `max_bytes` bounds an article.
    """
    if part.format == "parquet":
        return parquet.read(part, columns)
    if part.format == "warc":
        return warc.read(part, max_bytes)
    return lines.read(part, columns, max_bytes)
