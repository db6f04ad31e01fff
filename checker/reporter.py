"""What a reporter is."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from checker.checked import Checked, Run, Summary


class Reporter(Protocol):
    """Turns results into text. Lines and columns exist only here and beyond."""

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        """Pieces of text, to be written one after the other.

        `results` holds one `Checked` for each input, in order, and at the end the `Summary`.
        """
        ...
