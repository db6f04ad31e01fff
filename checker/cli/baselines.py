"""The baselines of an audit: read before it, told of and written after it."""

import argparse
import os
from dataclasses import replace
from pathlib import Path, PurePath

from captions.errors import UserError
from checker.acceptance import Acceptance
from checker.baseline import Baseline, dump, merged, read
from checker.cli.inputs import STDIN
from checker.cli.terminal import CLEAN, say, write
from checker.config import Config


def baseline_command(options: argparse.Namespace) -> int:
    """Merge baselines; paths are relative to where the result is written, else to here."""
    target = Path(options.output) if options.output else None
    whole = Baseline(target or Path("baseline.json"))
    baselines = [read(Path(name)) for name in options.files]
    entries = [
        replace(entry, path=whole.named(baseline.place(entry)))
        for baseline in baselines
        for entry in baseline.entries
    ]
    write(dump(entries), target)
    return CLEAN


def read_baselines(
    options: argparse.Namespace, config: Config, paths: list[Path]
) -> Acceptance | None:
    """What the baselines accept, if there are any; one to be written anew is one of them."""
    files = {os.path.abspath(name): Path(name) for name in config.baseline}
    if options.prune_baseline and not files:
        raise UserError("--prune-baseline has no baseline to prune: name it with --baseline FILE")
    target = options.write_baseline
    if target and os.path.exists(target):
        files.setdefault(os.path.abspath(target), Path(target))
    if not files and not target:
        return None
    inputs = [PurePath(options.stdin_filename) if path == STDIN else path for path in paths]
    folders = [PurePath(path) for path in options.paths if os.path.isdir(path)]
    return Acceptance([read(file) for file in files.values()], inputs, folders)


def without_baselines(options: argparse.Namespace, config: Config, paths: list[Path]) -> list[Path]:
    """The paths but for the baselines of the run, which lie among articles and are none."""
    named = [*config.baseline, *filter(None, [options.write_baseline])]
    files = {os.path.abspath(name) for name in named}
    return [path for path in paths if os.path.abspath(path) not in files]


def settle_baselines(options: argparse.Namespace, acceptance: Acceptance) -> None:
    """Write the baselines that are to be written, and say what the others could do without."""
    target = options.write_baseline
    for baseline in acceptance.baselines:
        if target and os.path.abspath(baseline.file) == os.path.abspath(target):
            continue  # it is written below
        unused, total = acceptance.unused(baseline), sum(one.count for one in baseline.entries)
        if options.prune_baseline:
            entries = acceptance.pruned(baseline)
            if merged(entries) != merged(baseline.entries):
                write(dump(entries), baseline.file)
            say(f"{baseline.file}: {unused} of {_findings(total)} dropped")
        elif unused and not options.quiet:
            say(
                f"{baseline.file}: {unused} of {_findings(total)} not found any more: "
                "--prune-baseline drops them"
            )
    if target:
        own = Baseline(Path(target))
        entries = acceptance.whole(own)
        write(dump(entries), own.file)
        new = f"{acceptance.new} of them new" if acceptance.new else "none of them new"
        say(f"{target}: {_findings(sum(one.count for one in entries))} accepted, {new}")


def _findings(count: int) -> str:
    return f"{count} finding" if count == 1 else f"{count} findings"
