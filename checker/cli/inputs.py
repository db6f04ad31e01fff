"""What every command is given: settings, and files to read."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from checker import config as configuration
from checker.cli.terminal import say
from checker.config import Config

if TYPE_CHECKING:
    from captions.article import Unreadable
    from captions.read import Loaded, ReadSettings

STDIN = Path("-")


def settings_of(options: argparse.Namespace) -> Config:
    """The configuration: defaults, the file, and the options of this call."""
    path = Path(options.config) if options.config else configuration.find(Path.cwd())
    config = configuration.load(path) if path else Config()
    given = {
        name: getattr(options, name.replace("-", "_"), None)
        for name in (
            "language", "references", "select", "extend-select", "ignore", "fail-on", "detector",
            "site-languages", "article-evidence", "picture-metadata", "translator", "translate",
            "model", "offline", "metrics", "cache", "baseline",
        )
    }  # fmt: skip
    return configuration.merge(
        config, {key: value for key, value in given.items() if value is not None}
    )


def find_paths(arguments: list[str], suffixes: frozenset[str]) -> list[Path]:
    """The files that the arguments name, each once, in their order."""
    from captions.discover import discover

    paths: dict[str, Path] = {}
    for argument in arguments:
        found = [STDIN] if argument == "-" else list(discover([argument], suffixes))
        if not found:
            say(f"{argument}: no articles there")
        for path in found:
            paths.setdefault(os.path.abspath(path), path)
    return list(paths.values())


def load_all(
    paths: list[Path], stdin_name: str, settings: "ReadSettings"
) -> Iterator["Loaded | Unreadable"]:
    """The files, loaded one after another; standard input goes by the name `stdin_name`."""
    from captions.read import Loaded, load

    for path in paths:
        if path == STDIN:
            yield Loaded(PurePath(stdin_name), sys.stdin.buffer.read())
        else:
            yield load(path, settings)
