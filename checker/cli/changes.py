"""What an audit leaves out since it has not changed."""

import argparse
from pathlib import Path

from captions.errors import UserError
from checker.changed import ChangedLines, Changes, changed_since
from checker.cli.inputs import STDIN
from checker.cli.terminal import say


def changes_of(options: argparse.Namespace) -> Changes | None:
    """The changes that are asked for, if any are."""
    if options.changed_since is None:
        if options.changed_lines:
            raise UserError("--changed-lines needs --changed-since REV, to know what has changed")
        return None
    return changed_since(options.changed_since, Path.cwd())


def changed_paths(changes: Changes, paths: list[Path], options: argparse.Namespace) -> list[Path]:
    """The paths that have changed; those that do not exist stay, to be told."""
    kept = []
    for path in paths:
        if path == STDIN:
            raise UserError("--changed-since is for files: git knows nothing of standard input")
        if not path.exists() or changes.has(path):
            kept.append(path)
        elif not changes.knows(path):
            raise UserError(
                f"{path}: git cannot tell whether it has changed, since it is ignored, in a "
                f"submodule or outside of {changes.top}: leave it out, or drop --changed-since"
            )
    if not kept:
        files = "the file has" if len(paths) == 1 else f"none of {len(paths)} files has"
        verb = "not changed" if len(paths) == 1 else "changed"
        say(f"{files} {verb} since {options.changed_since}: nothing to check")
    return kept


def say_left_out(lines: ChangedLines) -> None:
    """Say how many findings there are on lines that have not changed."""
    if lines.left_out:
        what = "1 finding" if lines.left_out == 1 else f"{lines.left_out} findings"
        say(f"{what} left out, on lines that have not changed")
