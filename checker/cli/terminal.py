"""The terminal's side of every command: exit codes, what is said, and what is written."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from captions.errors import UserError
from checker.cli import progress

CLEAN, FOUND, FAILED, NO_INPUT, INTERRUPTED = 0, 1, 2, 3, 130


def say(message: str) -> None:
    """Tell a person something; results go to standard output, this to standard error."""
    tell(f"captioncheck: {message}")


def tell(line: str) -> None:
    """Print a line to standard error."""
    with progress.hidden():
        print(line, file=sys.stderr)


def has_colour() -> bool:
    """Whether standard output is coloured: NO_COLOR goes before FORCE_COLOR, as in Python."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def write(pieces: Iterable[str], target: Path | None) -> None:
    """Print the pieces, or write them beside the target and rename: never half a report."""
    if target is None:
        for piece in filter(None, pieces):
            with progress.hidden():
                sys.stdout.write(piece)
                sys.stdout.flush()
        return
    if not target.name or target.is_dir():
        raise UserError(f"{target}: cannot be written: it is a folder; name a file")
    try:
        if target.exists() and not target.is_file():  # a device or a pipe, which is to stay one
            _fill(target, pieces)
        else:
            _replace(Path(os.path.realpath(target)), pieces)
    except OSError as error:
        raise UserError(f"{target}: cannot be written: {error.strerror or error}") from error


def _replace(target: Path, pieces: Iterable[str]) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _fill(beside, pieces)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _fill(target: Path, pieces: Iterable[str]) -> None:
    # File names that are not UTF-8 come in, and go out, as the bytes that they are.
    with target.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        file.writelines(pieces)


def open_lines(name: str, errors: str = "strict") -> TextIO:
    """The named file, or standard input for "-", to read lines from."""
    if name == "-":
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8", errors=errors)
    except OSError as error:
        raise UserError(f"{name}: cannot be read: {error.strerror}") from error
