"""Files to articles."""

import codecs
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import TypeVar

from captions.article import UNKNOWN, Article, Unreadable
from captions.comment import NAME, Comment
from captions.damage import damage
from captions.decode import DecodeError, decode, is_binary
from captions.language import effective
from captions.layout import Pattern
from captions.reader import Commented, Decoder, Reader, choose, segments
from captions.source import Source

# The sources of a language that somebody answers for: it is what the reader was promised.
PROMISED = frozenset({"option", "config", "editions"})
_T = TypeVar("_T")
# Enough of a file to tell its format from: keys of JSON stand in any order.
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How files are read.

    `language` is what the caller says of every article; `languages` and `formats` map globs of
    paths to language tags and to reader names, the first that matches counts; `editions` are
    patterns of paths with the language in them; `max_bytes` bounds a file.
    """

    readers: Mapping[str, Reader]
    language: str | None = None
    languages: Mapping[str, str] | None = None
    formats: Mapping[str, str] | None = None
    editions: tuple[Pattern, ...] = ()
    max_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's path, as reports name it, and what is in it."""

    path: PurePath
    data: bytes


def read(path: Path, settings: ReadSettings) -> Article | Unreadable:
    """Read one file; whatever is wrong with it comes back as `Unreadable`."""
    loaded = load(path, settings)
    return loaded if isinstance(loaded, Unreadable) else read_bytes(path, loaded.data, settings)


def load(path: Path, settings: ReadSettings) -> Loaded | Unreadable:
    """Load one file without reading what it says."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Unreadable(path, "InaccessibleFile", _not_a_file(path, status.st_mode))
        if status.st_size > settings.max_bytes:
            return too_large(path, status.st_size, settings)
        with path.open("rb") as file:
            return Loaded(path, file.read(settings.max_bytes + 1))  # it may have grown since
    except FileNotFoundError:
        return Unreadable(path, "MissingFile", "there is no such file; check the path")
    except OSError as error:
        return Unreadable(path, "InaccessibleFile", error.strerror or str(error))


def _not_a_file(path: Path, mode: int) -> str:
    if not stat.S_ISDIR(mode):
        return "it is no regular file; write it to standard input"
    try:
        os.listdir(path)
    except OSError as error:
        return f"{error.strerror or error}: check who may enter the folder"
    return "it is a folder; name the files in it"


def read_bytes(path: PurePath, data: bytes, settings: ReadSettings) -> Article | Unreadable:
    """Read an article from memory; `path` says its format and names it in reports."""
    if len(data) > settings.max_bytes:
        return too_large(path, len(data), settings)
    try:
        reader = _reader(path, data, settings)
        if reader is None and is_binary(data):
            return Unreadable(path, "BinaryFile", "it is a binary file, not text; leave it out")
        if reader is None:
            return Unreadable(
                path,
                "UnknownFormat",
                f"no reader {_of(path.suffix, settings.readers)}; "
                f'say which one reads it: [formats] "*{path.suffix}" = "text"',
            )
        text = _text(reader, data)
    except DecodeError as error:
        return Unreadable(path, "UndecodableText", str(error))
    return read_text(path, text, reader, settings)


def read_text(
    path: PurePath, text: str, reader: Reader, settings: ReadSettings
) -> Article | Unreadable:
    """Read an article that is decoded, with the reader of its format."""
    try:
        source = Source.of(text)
        reading = reader.read(source)
        comments = _comments(reader, source)
    except ValueError as error:
        return Unreadable(path, "MalformedArticle", str(error))
    except RecursionError:
        return Unreadable(
            path, "MalformedArticle", "its markup is nested too deeply; check that it is an article"
        )
    language, declarer = _language(path, reading.language, reading.language_source, settings)
    drafts, reading = list(reading.drafts), replace(reading, drafts=())
    found = tuple(segments(drafts))
    return Article(
        path,
        text,
        found,
        language,
        declarer,
        (*reading.notices, *damage(found, text)),
        reading.declarations,
        reading.page,
        reading.alternates,
        reading.keys,
        reading.hosts,
        comments=comments,
    )


def _comments(reader: Reader, source: Source) -> tuple[Comment, ...]:
    if NAME not in source.text or not isinstance(reader, Commented):
        return ()
    return tuple(reader.comments(source))


def _of(suffix: str, readers: Mapping[str, Reader]) -> str:
    if any(suffix.lower() in reader.suffixes for reader in readers.values()):
        return f"of {suffix!r} files recognises it"
    return f"for {suffix!r} files"


def _text(reader: Reader, data: bytes) -> str:
    if isinstance(reader, Decoder):
        return reader.decode(data)
    return decode(data, reader.encoding)


def too_large(path: PurePath, size: int, settings: ReadSettings) -> Unreadable:
    """What stands for an article beyond the limit."""
    return Unreadable(
        path,
        "TooLarge",
        f"it has {_size(size)}, the limit is {_size(settings.max_bytes)}; "
        "raise max-bytes if it really is one article",
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB" if count >= 10**6 else f"{count:,} bytes"


def reader_of(path: PurePath, data: bytes, settings: ReadSettings) -> str | None:
    """The name of the reader that reads a file; None where none does."""
    chosen = _reader(path, data, settings)
    return next((name for name, one in settings.readers.items() if one is chosen), None)


def _reader(path: PurePath, data: bytes, settings: ReadSettings) -> Reader | None:
    chosen = first_match(path, settings.formats)
    if chosen is not None:
        return settings.readers[chosen]
    wide = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    head = data[:_HEAD].decode("utf-16" if wide else "utf-8", errors="replace").lstrip("\ufeff")
    return choose(settings.readers, path.suffix, head)


def _language(
    path: PurePath, declared: str | None, source: str | None, settings: ReadSettings
) -> tuple[str, str]:
    if settings.language:
        return settings.language, "option"
    if by_path := first_match(path, settings.languages):
        return by_path, "config"
    if declared and (tag := effective(declared)):
        return tag, source or "declared"
    for pattern in settings.editions:
        if tag := pattern.language(path):
            return tag, "editions"
    return UNKNOWN, "none"


def first_match(path: PurePath, globs: Mapping[str, str] | None) -> str | None:
    """What the first glob that fits the path maps to; `**` and `*` both cross folders."""
    return next(iter(matches(path, globs)), None)


def matches(path: PurePath, globs: Mapping[str, _T] | None) -> Iterator[_T]:
    """What the globs that fit the path map to, in their order."""
    shown = PurePath(os.path.abspath(path)).as_posix() if globs else ""
    for glob, value in (globs or {}).items():
        if fnmatch(shown, glob) or fnmatch(shown, "*/" + glob):
            yield value
