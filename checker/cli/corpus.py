"""captioncheck corpus: many articles, from tables and archives into tables."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker import config as configuration
from checker.checked import Summary
from checker.cli.inputs import settings_of
from checker.cli.terminal import CLEAN, FAILED, FOUND, NO_INPUT, say, write
from checker.visible import visible

if TYPE_CHECKING:
    from captions.corpus.record import Part
    from checker.corpus.job import Done, Job

# Of so many failures it is said where and why; all are in the rows.
_SAID = 20


def corpus_run_command(options: argparse.Namespace) -> int:
    """Check a corpus, or what is left of it, and write the tables."""
    from captions.corpus.files import find
    from captions.corpus.plan import plan
    from checker.cli.audit import say_untranslated
    from checker.corpus import job as jobs
    from checker.corpus import manifest, tables

    config = settings_of(options)
    output = Path(options.output)
    files = list(find(options.inputs, apart=options.output))
    if not files:
        say(f"{', '.join(options.inputs)}: no corpus files there")
        return NO_INPUT
    part_bytes = options.part_size * 1_000_000
    job = jobs.Job.of(config, output)
    parts = plan(files, part_bytes)
    manifest.settle(output, manifest.describe(config, files, part_bytes, len(parts)))
    tables.prepare(output)
    left, summary = jobs.pending(output, parts)
    if len(left) < len(parts) and not options.quiet:
        say(f"{len(parts) - len(left)} of {len(parts)} parts were finished before")
    told = 0
    for done in _progress(_engine(options, job, left), sum(part.size for part in left), options):
        summary += done.summary
        for place, reason in done.failures[: _SAID - told]:
            say(visible(f"{place}: {reason}"))
        told += len(done.failures[: _SAID - told])
    if summary.failures:
        say(f"{summary.failures} could not be read: the rows of {output}/articles with a failure")
    say_untranslated(summary)
    write([_last_line(summary, output)], None)
    return _exit_code(summary, config.fail_on)


def corpus_stats_command(options: argparse.Namespace) -> int:
    """Print the sums of a run."""
    from checker.corpus import stats

    made = stats.collect(Path(options.folder), options.samples)
    show = stats.as_json if options.format == "json" else stats.as_text
    write(show(made, options.domains), None)
    return CLEAN


def _engine(options: argparse.Namespace, job: "Job", left: Sequence["Part"]) -> Iterator["Done"]:
    if options.engine == "ray":
        from checker.corpus import ray

        return ray.run(job, left, options.address)
    from checker.corpus import local

    return local.run(job, left, options.jobs or os.cpu_count() or 1)


def _exit_code(summary: Summary, fail_on: str) -> int:
    if summary.failures:
        return FAILED
    worst = summary.worst()
    if worst is None or fail_on == configuration.NEVER:
        return CLEAN
    return FOUND if worst.rank >= type(worst)(fail_on).rank else CLEAN


def _last_line(summary: Summary, output: Path) -> str:
    found = [_count(count, level.value) for level, count in sorted(summary.severities.items())]
    return (
        f"{_count(summary.articles, 'article')}, {_count(summary.segments, 'segment')} checked: "
        f"{', '.join(found) or 'nothing found'} → {output}\n"
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _progress(
    results: Iterable["Done"], size: int, options: argparse.Namespace
) -> Iterator["Done"]:
    """The results, with a bar on a terminal: articles a second, time left by bytes."""
    if options.quiet or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[articles]:,} articles"),
        TextColumn("{task.fields[rate]:,.0f}/s"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=size, articles=0, rate=0.0)
        articles = 0
        for done in results:
            articles += done.summary.articles
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = articles / elapsed if elapsed else 0.0
            bar.update(task, advance=done.part.size, articles=articles, rate=rate)
            yield done
