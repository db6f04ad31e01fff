"""JSON Lines, plain or compressed with gzip or zstd: a line an article."""

import io
import json
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from captions.corpus.files import load, open_file
from captions.corpus.record import Broken, Columns, Part, Record

_CHUNK = 64 * 1024
# Bytes that one byte of an article may take as JSON: "\\u00e9" for two.
_ESCAPED = 6


class _Inflated(io.RawIOBase):
    """The decompressed bytes of a file of one or more members; raises `OSError` where it is cut."""

    def __init__(self, file: IO[bytes], member: Callable[[], Any]) -> None:
        self._file = file
        self._member = member
        self._open: Any = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._open.unused_data if self._open and self._open.eof else b""
            data = data or self._file.read(_CHUNK)
            if not data:
                if self._open and not self._open.eof:
                    raise OSError("it ends before its compressed data does")
                return 0
            if self._open is None or self._open.eof:
                self._open = self._member()
            try:
                self._ready = self._open.decompress(data)
            except Exception as error:  # zlib and zstandard have classes of their own
                raise OSError(f"its compressed data is damaged: {error}") from error
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)


def _gzip() -> Any:
    return zlib.decompressobj(wbits=31)


def _zstd() -> Any:
    return load("zstandard").ZstdDecompressor(max_window_size=2**31).decompressobj()


_MEMBERS = {"gzip-lines": _gzip, "zstd-lines": _zstd}


def split(size: int, part_bytes: int) -> list[tuple[int, int, int]]:
    """(first byte, one past the last, bytes) of each part of a plain file."""
    starts = range(0, size, part_bytes)
    return [
        (start, min(start + part_bytes, size), min(part_bytes, size - start)) for start in starts
    ]


def read(part: Part, columns: Columns, max_bytes: int) -> Iterator[Record | Broken]:
    """The lines that begin within the part; positions are bytes of the decompressed text."""
    limit = _ESCAPED * max_bytes
    at = part.start
    try:
        with open_file(part.source) as file:
            if member := _MEMBERS.get(part.format):
                stream: Any = io.BufferedReader(_Inflated(file, member), 1 << 20)
                end = None
            else:
                stream, end = file, part.end
                at = _first_line(file, part.start)
            while end is None or at < end:
                line = stream.readline(limit)
                if not line:
                    return
                length = len(line)
                if len(line) == limit and not line.endswith(b"\n"):
                    length += _skip_line(stream)
                    yield Broken(at, "TooLarge", f"the line has {length / 1e6:.0f} MB")
                elif not line.isspace():
                    yield _record(line, at, columns)
                at += length
    except OSError as error:
        yield Broken(at, "UnreadableFile", error.strerror or str(error))


def _first_line(file: IO[bytes], start: int) -> int:
    """Go to the first line that begins at `start` or after it; gives its place."""
    if start == 0:
        return 0
    file.seek(start - 1)
    return start - 1 + _skip_line(file)


def _skip_line(stream: IO[bytes]) -> int:
    """Read to the end of the line without holding it; gives its bytes."""
    count = 0
    while piece := stream.readline(_CHUNK):
        count += len(piece)
        if piece.endswith(b"\n"):
            break
    return count


def _record(line: bytes, position: int, columns: Columns) -> Record | Broken:
    try:
        row = json.loads(line)
    except UnicodeDecodeError as error:
        return Broken(position, "MalformedLine", f"it is not UTF-8 at its byte {error.start}")
    except json.JSONDecodeError as error:
        return Broken(position, "MalformedLine", f"it is not JSON: {error.msg} at {error.pos}")
    except RecursionError:
        return Broken(position, "MalformedLine", "its JSON is nested too deeply")
    if not isinstance(row, dict):
        return Broken(position, "MalformedLine", "it is JSON, but no object")
    return columns.record(row, position)
