"""captioncheck compare: two runs side by side."""

import argparse
from collections.abc import Iterator

from captions.errors import UserError
from checker.cli.inputs import settings_of
from checker.cli.terminal import CLEAN, open_lines, write


def compare_command(options: argparse.Namespace) -> int:
    """Compare two reports."""
    from checker import audit, compare, comparison, recorded

    metrics = audit.metrics(settings_of(options))
    a, b = (recorded.read(name, _report_lines(name)) for name in (options.a, options.b))
    found = compare.compare(a, b, metrics)
    write((comparison.as_json if options.format == "json" else comparison.as_text)(found), None)
    if found.unscored:
        raise UserError(found.unscored)
    return CLEAN


def _report_lines(name: str) -> Iterator[str]:
    # File names that are not UTF-8 stand in a report as the bytes that they are.
    with open_lines(name, errors="surrogateescape") as lines:
        yield from lines
