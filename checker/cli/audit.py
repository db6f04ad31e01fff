"""captioncheck audit: the main job."""

import argparse
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from checker import config as configuration
from checker.changed import ChangedLines
from checker.checked import Summary
from checker.cli.baselines import read_baselines, settle_baselines, without_baselines
from checker.cli.changes import changed_paths, changes_of, say_left_out
from checker.cli.inputs import STDIN, find_paths, load_all, settings_of
from checker.cli.interrupt import until_interrupted
from checker.cli.outputs import outputs_of, report, without_outputs
from checker.cli.progress import with_progress
from checker.cli.terminal import CLEAN, FAILED, FOUND, INTERRUPTED, NO_INPUT, say
from checker.config import Config
from checker.finding import Severity

# Reasons for what was left undone that are told in full.
_REASONS = 5


def audit_command(options: argparse.Namespace) -> int:
    """Check articles and report what was found."""
    from checker import audit

    config = settings_of(options)
    outputs = outputs_of(options)
    reader = audit.read_settings(config)
    changes = changes_of(options)
    paths = find_paths(options.paths, audit.suffixes(reader))
    paths = without_outputs(outputs, without_baselines(options, config, paths))
    if not paths:
        return NO_INPUT
    if changes:
        paths = changed_paths(changes, paths, options)
    acceptance = read_baselines(options, config, paths)
    names = [Path(options.stdin_filename) if path == STDIN else path for path in paths]
    loaded = load_all(paths, options.stdin_filename, reader)
    lines = ChangedLines(changes) if changes and options.changed_lines else None
    sifts = [one for one in (acceptance and acceptance.accept, lines and lines.keep) if one]
    with audit.open_cache(config) as cache:  # before the references are read, which it depends on
        entries, broken = audit.references(config, names, cache)
        tools = audit.tools(config, entries)
        inputs = chain(broken, audit.inputs(config, reader, loaded, cache))
        found = until_interrupted(audit.audit(config, inputs, tools, sifts, cache), tools.metrics)
        results = with_progress(found, len(paths), quiet=options.quiet)
        summary = report(outputs, options, audit.describe(config), results)
    say_untranslated(summary)
    if lines and not options.quiet:
        say_left_out(lines)
    if summary.interrupted:  # and a baseline of a part would forget the rest
        say(f"interrupted after {summary.articles} of {len(broken) + len(paths)} files")
        return INTERRUPTED
    if acceptance:
        settle_baselines(options, acceptance)
    return CLEAN if options.write_baseline and not summary.failures else _code(summary, config)


def _code(summary: Summary, config: Config) -> int:
    if summary.failures:
        return FAILED
    worst = summary.worst()
    if worst is None or config.fail_on == configuration.NEVER:
        return CLEAN
    return FOUND if worst.rank >= Severity(config.fail_on).rank else CLEAN


def say_untranslated(summary: Summary) -> None:
    """Say how many texts were not translated, or not compared, by reason."""
    _say_reasons(summary.untranslated, "not translated")
    _say_reasons(summary.uncompared, "not compared with another edition")


def _say_reasons(reasons: Mapping[str, int], what: str) -> None:
    """The most frequent reasons: a site in ten languages may have ninety."""
    ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    for reason, count in ranked[:_REASONS]:
        say(f"{count} {what}: {reason}")
    if rest := ranked[_REASONS:]:
        total = sum(count for _, count in rest)
        say(f"{total} {what} for {len(rest)} other reasons, which --format json lists")
