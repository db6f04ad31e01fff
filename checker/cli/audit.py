"""captioncheck audit: the main job."""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, tee
from pathlib import Path
from typing import Any

from captions import plugins
from captions.errors import UserError
from checker import config as configuration
from checker.checked import Checked, Summary
from checker.cli.inputs import STDIN, find_paths, read_all, settings_of
from checker.cli.terminal import CLEAN, FAILED, FOUND, NO_INPUT, say, write


def audit_command(options: argparse.Namespace) -> int:
    """Check articles and report what was found."""
    from checker import audit

    config = settings_of(options)
    outputs = _outputs(options)
    reader = audit.read_settings(config)
    paths = find_paths(options.paths, audit.suffixes(reader))
    if not paths:
        return NO_INPUT
    entries, broken = audit.references(config, [path for path in paths if path != STDIN])
    tools = audit.tools(config, entries)
    articles = read_all(paths, options.stdin_filename, reader, quiet=options.quiet)
    whole = audit.with_surroundings(config, reader, articles)
    inputs = chain(broken, whole)
    results = audit.audit(config, inputs, tools)
    ended: list[Summary] = []
    streams = tee(_keeping_summary(results, ended), len(outputs))
    for (name, target), stream in zip(outputs, streams, strict=True):
        reporter = _reporter(name, options, target)
        write(reporter.report(audit.describe(config), stream), target)
    (summary,) = ended
    say_untranslated(summary)
    if summary.failures:
        return FAILED
    worst = summary.worst()
    if worst is None or config.fail_on == configuration.NEVER:
        return CLEAN
    return FOUND if worst.rank >= type(worst)(config.fail_on).rank else CLEAN


def _keeping_summary(
    results: Iterable[Checked | Summary], ended: list[Summary]
) -> Iterator[Checked | Summary]:
    """The results as they come, so that none is held for the summary at their end."""
    for item in results:
        if isinstance(item, Summary):
            ended.append(item)
        yield item


def say_untranslated(summary: Summary) -> None:
    """Say how many texts were not translated, by reason."""
    for reason, count in sorted(summary.untranslated.items()):
        say(f"{count} not translated: {reason}")


def _outputs(options: argparse.Namespace) -> list[tuple[str, Path | None]]:
    """The reporters to run, each with its file; None is standard output."""
    outputs: list[tuple[str, Path | None]] = []
    for word in options.format or ["text"]:
        name, _, file = word.partition("=")
        plugins.plugin_class("reporters", name)
        outputs.append((name, Path(file) if file else None))
    bare = [index for index, (_, target) in enumerate(outputs) if target is None]
    if len(bare) > 1:
        raise UserError("two formats for standard output: give all but one a file, NAME=FILE")
    if options.output:
        if not bare:
            raise UserError("--output has no format left to write: drop it or a =FILE")
        outputs[bare[0]] = (outputs[bare[0]][0], Path(options.output))
    for target, times in Counter(target for _, target in outputs).items():
        if times > 1:
            raise UserError(f"two formats for {target}: give each a file of its own")
    return outputs


def _reporter(name: str, options: argparse.Namespace, target: Path | None) -> Any:
    if name != "text":
        return plugins.create("reporters", name)
    colour = target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((80, 24)).columns if target is None else 80
    given = {"width": max(width, 40), "colour": colour, "quiet": options.quiet}
    return plugins.create("reporters", name, given)
