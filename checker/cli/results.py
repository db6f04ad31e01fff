"""captioncheck cache: the results of earlier runs."""

import argparse

from checker.cli.terminal import CLEAN


def results_command(options: argparse.Namespace) -> int:
    """Count or forget the results that are kept."""
    from checker import cache
    from checker.details import count

    if options.clear:
        cache.forget()
    number, size = cache.size()
    print(f"{count(number, 'result')} ({size / 1e6:.1f} MB) in {cache.path()}")
    return CLEAN
