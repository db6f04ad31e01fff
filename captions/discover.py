"""Arguments to files: paths, folders and globs."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# Folders that hold other people's or generated files whatever their ignore file says.
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})


def discover(arguments: Iterable[str], suffixes: frozenset[str]) -> Iterator[Path]:
    """Every file that the arguments name, once, in the order of the arguments.

    A file named outright is taken whatever it is called, also when it does not exist: reading it
    will say so, and so it will of a folder that may not be entered. Folders give their files with a
    reader's suffix, sorted, hidden and git-ignored ones left out. What is no path is a glob.
    """
    seen: set[Path] = set()
    for argument in arguments:
        for path in _expand(argument, suffixes):
            key = _absolute(path)
            if key not in seen:
                seen.add(key)
                yield path


def _expand(argument: str, suffixes: frozenset[str]) -> Iterator[Path]:
    path = Path(argument)
    if os.path.isdir(path):
        yield from _folder(path, suffixes)
    elif os.path.exists(path) or not glob.has_magic(argument):
        yield path
    else:
        for match in sorted(glob.glob(argument, recursive=True)):
            if not os.path.isdir(match):
                yield Path(match)
            elif "**" not in argument:  # which names the files in the folder as well
                yield from _folder(Path(match), suffixes)


def _folder(root: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    specs = list(_outer_specs(root))
    if _ignored(root, specs, "/"):
        specs = []  # built sites are ignored, and checked when they are named
    closed: list[Path] = []
    # A folder reached through a link is not entered: links may form cycles.
    for folder, folders, files in os.walk(
        root, onerror=lambda error: closed.append(Path(error.filename))
    ):
        here = Path(folder)
        specs = [(base, spec) for base, spec in specs if _absolute(here).is_relative_to(base)]
        if ".gitignore" in files and (spec := _spec(here)):
            specs.append((_absolute(here), spec))
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _PASSED_OVER
            and not _ignored(here / name, specs, "/")
        )
        for name in sorted(files):
            path = here / name
            hidden = name.startswith(".")
            if not hidden and path.suffix.lower() in suffixes and not _ignored(path, specs):
                yield path
    yield from closed


def _outer_specs(root: Path) -> Iterator[tuple[Path, "GitIgnoreSpec"]]:
    """The ignore files above a folder, up to the top of its repository."""
    above = []
    for folder in _absolute(root).parents:
        above.append(folder)
        if (folder / ".git").exists():
            break
    else:
        return
    if (root / ".git").exists():
        return
    for folder in reversed(above):
        if spec := _spec(folder):
            yield folder, spec


def _spec(folder: Path) -> "GitIgnoreSpec | None":
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore import GitIgnorePatternError

    try:
        text = (folder / ".gitignore").read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    lines = []
    for line in text.splitlines():
        try:
            GitIgnoreSpec.from_lines([line])
        except GitIgnorePatternError:  # git passes over such a line, and so do we
            continue
        lines.append(line)
    return GitIgnoreSpec.from_lines(lines)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _ignored(path: Path, specs: list[tuple[Path, "GitIgnoreSpec"]], end: str = "") -> bool:
    absolute = _absolute(path)
    verdict = False
    for base, spec in specs:
        result = spec.check_file(absolute.relative_to(base).as_posix() + end)
        if result.include is not None:  # a deeper file may take an outer one's pattern back
            verdict = result.include
    return verdict
