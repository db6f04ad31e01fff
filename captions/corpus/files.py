"""The files of a corpus: local, or on whatever fsspec opens (`s3://`, `hf://`)."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any

from captions.errors import UserError

FORMATS = {
    "parquet": (".parquet", ".pq"),
    "lines": (".jsonl", ".ndjson", ".json"),
    "gzip-lines": (".jsonl.gz", ".ndjson.gz", ".json.gz"),
    "zstd-lines": (
        ".jsonl.zst", ".ndjson.zst", ".json.zst", ".jsonl.zstd", ".ndjson.zstd", ".json.zstd",
    ),
    "warc": (".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wet.zst"),
}  # fmt: skip
# What says that a file is another one than before, the surest first: of object stores what is in
# it, of file systems when it was written.
_VERSIONS = (
    "ETag", "etag", "blob_id", "md5Hash", "generation", "checksum", "mtime", "LastModified",
    "last_modified",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file, its format, and what tells it from another state of itself.

    `path` names it in results, `source` opens it in any working folder.
    """

    path: str
    source: str
    format: str
    size: int
    version: str


def load(module: str, extra: str = "corpus") -> Any:
    """A module that comes with an extra of captioncheck; raises `UserError` where it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise UserError(
            f"{package} is not installed; it comes with: pip install 'captioncheck[{extra}]'"
        ) from error


def format_of(path: str) -> str | None:
    """The format that a file's name says."""
    lower = path.lower()
    return next((name for name, ends in FORMATS.items() if lower.endswith(ends)), None)


def find(arguments: Iterable[str], apart: str = "") -> Iterator[CorpusFile]:
    """The files that paths, folders and globs name, each once, in order; none inside `apart`.

    Folders give what has a corpus' suffix and is not hidden; what is named outright must have one.
    """
    seen = set()
    for argument in arguments:
        system, place = _system(argument)
        for path, info in _expand(system, place, argument):
            shown = path if _is_local(system) else system.unstrip_protocol(path)
            if shown in seen or (apart and _is_local(system) and _inside(path, apart)):
                continue
            seen.add(shown)
            kind = format_of(path)
            if kind is None:
                ends = ", ".join(end for some in FORMATS.values() for end in some)
                raise UserError(f"{shown}: no corpus is read from it; its name must end in {ends}")
            version = next((str(info[key]) for key in _VERSIONS if info.get(key)), "")
            source = os.path.abspath(path) if _is_local(system) else shown
            yield CorpusFile(shown, source, kind, int(info["size"]), version)


def open_file(path: str) -> IO[bytes]:
    """A file to read bytes from; raises `OSError`."""
    system, place = _system(path)
    opened: IO[bytes] = open(place, "rb") if _is_local(system) else system.open(place, "rb")  # noqa: SIM115
    return opened


def _system(path: str) -> tuple[Any, str]:
    core = load("fsspec.core")
    try:
        system, place = core.url_to_fs(path)
    except (ImportError, ValueError) as error:  # its message names the package that is missing
        raise UserError(f"{path}: cannot be opened: {error}") from error
    # fsspec makes local paths absolute; messages and results show what was asked for.
    return system, path if _is_local(system) and "://" not in path else place


def _is_local(system: Any) -> bool:
    return isinstance(system, load("fsspec.implementations.local").LocalFileSystem)


def _inside(path: str, folder: str) -> bool:
    return os.path.abspath(path).startswith(os.path.abspath(folder) + os.sep)


def _expand(system: Any, place: str, argument: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Paths below an argument, sorted, each with what its file system says of it."""
    local = _is_local(system)
    try:
        if not system.exists(place) and load("fsspec.core").has_magic(place):
            found = system.glob(place)
        elif system.isdir(place):
            found = [path for path in system.find(place) if format_of(path)]
            top = os.path.abspath(place) if local else place
            found = [path for path in found if not _hidden(path[len(top) :])]
        else:
            found = [place]
        for path in sorted(found):
            info = system.info(path)
            if info["type"] == "file" or path == place:
                yield (_as_given(path, place) if local else path), info
    except OSError as error:
        why = error.strerror or "there is no such file"
        raise UserError(f"{argument}: cannot be read: {why}") from error


def _hidden(path: str) -> bool:
    return any(word.startswith(".") for word in path.split("/"))


def _as_given(path: str, place: str) -> str:
    """A path as it was asked for: relative ones stay relative."""
    return path if os.path.isabs(place) or path == place else os.path.relpath(path)
