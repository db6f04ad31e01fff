"""captioncheck audit: the main job."""

import argparse
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
from checker.changed import ChangedLines
from checker.checked import Checked, Summary
from checker.cli.baselines import read_baselines, settle_baselines, without_baselines
from checker.cli.changes import changed_paths, changes_of, say_left_out
from checker.cli.inputs import STDIN, find_paths, load_all, settings_of
from checker.cli.interrupt import until_interrupted
from checker.cli.progress import with_progress
from checker.cli.terminal import (
    CLEAN,
    FAILED,
    FOUND,
    INTERRUPTED,
    NO_INPUT,
    has_colour,
    say,
    write,
)


def audit_command(options: argparse.Namespace) -> int:
    """Check articles and report what was found."""
    from checker import audit

    config = settings_of(options)
    outputs = _outputs(options)
    reader = audit.read_settings(config)
    changes = changes_of(options)
    paths = find_paths(options.paths, audit.suffixes(reader))
    paths = without_baselines(options, config, paths)
    if not paths:
        return NO_INPUT
    if changes:
        paths = changed_paths(changes, paths, options)
    acceptance = read_baselines(options, config, paths)
    names = [Path(options.stdin_filename) if path == STDIN else path for path in paths]
    entries, broken = audit.references(config, names)
    tools = audit.tools(config, entries)
    loaded = load_all(paths, options.stdin_filename, reader)
    lines = ChangedLines(changes) if changes and options.changed_lines else None
    sifts = [one for one in (acceptance and acceptance.accept, lines and lines.keep) if one]
    ended: list[Summary] = []
    with audit.open_cache(config) as cache:
        inputs = chain(broken, audit.inputs(config, reader, loaded, cache))
        found = until_interrupted(audit.audit(config, inputs, tools, sifts, cache), tools.metrics)
        results = with_progress(found, len(paths), quiet=options.quiet)
        streams = tee(_keeping_summary(results, ended), len(outputs))
        for (name, target), stream in zip(outputs, streams, strict=True):
            reporter = _reporter(name, options, target)
            write(reporter.report(audit.describe(config), stream), target)
    (summary,) = ended
    say_untranslated(summary)
    if lines and not options.quiet:
        say_left_out(lines)
    if summary.interrupted:  # and a baseline of a part would forget the rest
        say(f"interrupted after {summary.articles} of {len(broken) + len(paths)} files")
        return INTERRUPTED
    if acceptance:
        settle_baselines(options, acceptance)
    if summary.failures:
        return FAILED
    if options.write_baseline:
        return CLEAN
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
    """Say how many texts were not translated, or not compared, by reason."""
    for reason, count in sorted(summary.untranslated.items()):
        say(f"{count} not translated: {reason}")
    for reason, count in sorted(summary.uncompared.items()):
        say(f"{count} not compared with another edition: {reason}")


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
    printed = target is None
    width = shutil.get_terminal_size((80, 24)).columns if printed else 80
    given = {
        "width": max(width, 40),
        "colour": printed and has_colour(),
        "quiet": options.quiet,
        "terminal": printed and sys.stdout.isatty(),
    }
    return plugins.create("reporters", name, given)
