"""Files to articles."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePath

from captions.article import UNKNOWN, Article, Unreadable
from captions.decode import DecodeError, decode, is_binary
from captions.language import normalise
from captions.layout import Pattern
from captions.reader import Reader, choose, segments
from captions.source import Source

# The sources of a language that somebody answers for: it is what the reader was promised.
PROMISED = frozenset({"option", "config", "editions"})
# Enough of a file to tell its format from.
_HEAD = 2048


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


def read(path: Path, settings: ReadSettings) -> Article | Unreadable:
    """Read one file; whatever is wrong with it comes back as `Unreadable`."""
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            return _too_large(path, size, settings)
        data = path.read_bytes()
    except FileNotFoundError:
        return Unreadable(path, "MissingFile", "there is no such file; check the path")
    except OSError as error:
        return Unreadable(path, "InaccessibleFile", error.strerror or str(error))
    return read_bytes(path, data, settings)


def read_bytes(path: PurePath, data: bytes, settings: ReadSettings) -> Article | Unreadable:
    """Read an article from memory; `path` says its format and names it in reports."""
    if len(data) > settings.max_bytes:
        return _too_large(path, len(data), settings)
    try:
        reader = _reader(path, data, settings)
        if reader is None and is_binary(data):
            return Unreadable(path, "BinaryFile", "it is a binary file, not text; leave it out")
        if reader is None:
            return Unreadable(
                path,
                "UnknownFormat",
                f"no reader for {path.suffix!r} files; "
                f'say which one reads it: [formats] "*{path.suffix}" = "text"',
            )
        text = decode(data, reader.encoding)
    except DecodeError as error:
        return Unreadable(path, "UndecodableText", str(error))
    try:
        reading = reader.read(Source.of(text))
    except ValueError as error:
        return Unreadable(path, "MalformedArticle", str(error))
    language, source = _language(path, reading.language, reading.language_source, settings)
    return Article(
        path,
        text,
        tuple(segments(reading.drafts)),
        language,
        source,
        reading.notices,
        reading.declarations,
        reading.page,
    )


def _too_large(path: PurePath, size: int, settings: ReadSettings) -> Unreadable:
    return Unreadable(
        path,
        "TooLarge",
        f"it has {_size(size)}, the limit is {_size(settings.max_bytes)}; "
        "raise max-bytes if it really is one article",
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB" if count >= 10**6 else f"{count:,} bytes"


def _reader(path: PurePath, data: bytes, settings: ReadSettings) -> Reader | None:
    chosen = first_match(path, settings.formats)
    if chosen is not None:
        return settings.readers[chosen]
    head = data[:_HEAD].decode("utf-8", errors="replace").lstrip("\ufeff")
    return choose(settings.readers, path.suffix, head)


def _language(
    path: PurePath, declared: str | None, source: str | None, settings: ReadSettings
) -> tuple[str, str]:
    if settings.language:
        return settings.language, "option"
    if by_path := first_match(path, settings.languages):
        return by_path, "config"
    if declared and (tag := normalise(declared)):
        return tag, source or "declared"
    for pattern in settings.editions:
        if tag := pattern.language(path):
            return tag, "editions"
    return UNKNOWN, "none"


def first_match(path: PurePath, globs: Mapping[str, str] | None) -> str | None:
    """What the first glob that fits the path maps to; `**` and `*` both cross folders."""
    shown = PurePath(os.path.abspath(path)).as_posix() if globs else ""
    for glob, value in (globs or {}).items():
        if fnmatch(shown, glob) or fnmatch(shown, "*/" + glob):
            return value
    return None
