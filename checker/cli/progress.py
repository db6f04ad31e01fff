"""The bar that says how far a long run is, on a terminal only."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checker.checked import Checked, Summary

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

_MANY = 20
_shown: "list[Progress]" = []


def with_progress(
    results: Iterable[Checked | Summary], files: int, *, quiet: bool
) -> Iterable[Checked | Summary]:
    """The results, with a bar on standard error where there are many files and a person."""
    if quiet or files < _MANY or not sys.stderr.isatty():
        return results
    return _tracked(results, files)


@contextmanager
def hidden() -> Iterator[None]:
    """While something else is written: on one terminal it and the bar would be mixed."""
    for bar in _shown:
        bar.stop()
    try:
        yield
    finally:
        for bar in _shown:
            bar.start()


def _tracked(results: Iterable[Checked | Summary], files: int) -> Iterator[Checked | Summary]:
    bar = _bar()
    task = bar.add_task("checking", total=files)
    _shown.append(bar)
    bar.start()
    try:
        for item in results:
            if isinstance(item, Checked):
                bar.advance(task)
            yield item
    finally:
        _shown.remove(bar)
        bar.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
    from rich.text import Text

    class Pace(ProgressColumn):
        """Results come window by window, so the mean over the whole run is what can be told."""

        def render(self, task: "Task") -> "Text":
            if not task.completed or not task.elapsed:
                return Text("")
            rate = task.completed / task.elapsed
            left = int(((task.total or 0) - task.completed) / rate)
            hours, minutes, seconds = left // 3600, left // 60 % 60, left % 60
            clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
            return Text(f"{rate:.1f} files/s, {clock} left", style="dim")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        Pace(),
        # What goes to standard output is not ours to take; the bar makes room for it.
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
