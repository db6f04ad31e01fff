"""captioncheck suggest: a patch of what could be changed."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from captions.article import Unreadable
from captions.errors import UserError
from checker.checked import Summary
from checker.cli.audit import say_untranslated
from checker.cli.inputs import find_paths, load_all, settings_of
from checker.cli.progress import with_progress
from checker.cli.terminal import CLEAN, FAILED, NO_INPUT, say, tell, write


def suggest_command(options: argparse.Namespace) -> int:
    """Write the patch."""
    from checker import audit

    config = settings_of(options)
    reader = audit.read_settings(config)
    if "-" in options.paths:
        raise UserError("a patch is for files: name them instead of standard input")
    paths = find_paths(options.paths, audit.suffixes(reader))
    if not paths:
        return NO_INPUT
    entries, broken = audit.references(config, paths)
    tools = audit.tools(config, entries)
    loaded = load_all(paths, "", reader)
    # What pictures say is no text to put into an article.
    inputs = chain(broken, audit.inputs(replace(config, picture_metadata=False), reader, loaded))
    code = CLEAN

    def lines() -> Iterator[str]:
        nonlocal code
        results = audit.audit(config, inputs, tools)
        for checked in with_progress(results, len(paths), quiet=options.quiet):
            if isinstance(checked, Summary):
                if options.machine:
                    say_untranslated(checked)
                continue
            for notice in () if options.quiet else checked.notices:
                say(f"{checked.article.path}: {notice}")
            if isinstance(checked.article, Unreadable):
                say(f"{checked.article.path}: {checked.article.reason}")
                code = FAILED
            elif checked.findings:
                yield from _suggestions(checked, reader, options)

    write(lines(), Path(options.output) if options.output else None)
    return code


def _suggestions(checked: Any, settings: Any, options: argparse.Namespace) -> Iterator[str]:
    """The diff of one file; what it changes and what it leaves out goes to standard error."""
    from checker.suggest import suggest

    path = checked.article.path
    try:
        name = Path(os.path.relpath(path)).as_posix()
    except ValueError:  # on another drive
        name = "../"
    if name.startswith("../") or any(sign in name for sign in '\n\r\t"\\'):
        say(f"{path}: left out: no patch can name it from here; run it in a folder above the file")
        return
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        say(f"{path}: left out: cannot be read again: {error.strerror}")
        return
    found = suggest(checked, data, name, settings, machine=options.machine)
    yield from found.diff
    for line in found.changes:
        tell(line)
    if not options.quiet:
        for line in found.left_out:
            tell(line)
