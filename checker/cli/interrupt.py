"""Ctrl-C in the middle of a run: what was found so far is still reported."""

import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import FrameType

from checker.checked import Checked, Summary
from checker.score import Metric, totals


def until_interrupted(
    results: Iterable[Checked | Summary], metrics: Iterable[Metric]
) -> Iterator[Checked | Summary]:
    """The results up to Ctrl-C, then the summary of these.

    Results are given up where they stand; one that is being written is written to its end, unless
    Ctrl-C comes again: whoever asks twice does not want to wait.
    """
    summary = Summary()
    making = asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if making or asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # not where a caller ignores it, as nohup does
        signal.signal(signal.SIGINT, ask)
    try:
        stream = iter(results)
        while not asked:
            making = True
            item = next(stream)
            making = False
            yield item
            if isinstance(item, Summary):
                return
            summary += Summary.of(item)
    except KeyboardInterrupt:
        making, asked = False, True
    finally:
        signal.signal(signal.SIGINT, before)
    yield replace(summary, interrupted=True, scores=totals(summary.tally, metrics))
