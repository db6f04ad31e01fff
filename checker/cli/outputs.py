"""The reports that a run writes, on the terminal and into files."""

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import Any

from captions import plugins
from captions.errors import UserError
from checker.checked import Checked, Run, Summary
from checker.cli.terminal import has_colour, write

Output = tuple[str, Path | None]


def outputs_of(options: argparse.Namespace) -> list[Output]:
    """The reporters to run, each with its file; None is standard output."""
    outputs: list[Output] = []
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
    asked = {os.path.abspath(path) for path in options.paths}
    for _, target in outputs:
        if target and os.path.abspath(target) in asked and not target.is_dir():
            raise UserError(f"{target}: a report would take the place of what it is about")
    return outputs


def without_outputs(outputs: list[Output], paths: list[Path]) -> list[Path]:
    """The paths but for the reports of earlier runs, which lie among articles and are none."""
    files = {os.path.abspath(target) for _, target in outputs if target}
    return [path for path in paths if os.path.abspath(path) not in files]


def report(
    outputs: list[Output],
    options: argparse.Namespace,
    run: Run,
    results: Iterable[Checked | Summary],
) -> Summary:
    """Write all reports of a run; its summary comes back."""
    ended: list[Summary] = []
    streams = tee(_slim(results, ended), len(outputs))
    for (name, target), stream in zip(outputs, streams, strict=True):
        write(_reporter(name, options, target).report(run, stream), target)
    (summary,) = ended
    return summary


def _slim(
    results: Iterable[Checked | Summary], ended: list[Summary]
) -> Iterator[Checked | Summary]:
    """The results without what no report needs: one report after another waits for them."""
    for item in results:
        if isinstance(item, Summary):
            ended.append(item)
            yield item
        else:
            yield item.slim()


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
