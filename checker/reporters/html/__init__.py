"""HTML: one page for an editor, with everything that it needs in the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captions.article import Article
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.reporters.html.page import page, row_of
from checker.reporters.html.pictures import Pictures
from checker.reporters.html.rows import Rows
from checker.reporters.html.shelf import Shelf
from checker.reporters.html.totals import Totals

# Bytes for all that is around the rows, and the share of the size that pictures in them may take.
_AROUND, _PICTURES = 200_000, 0.2


@dataclass(frozen=True, slots=True)
class Html:
    """One self-contained page for editors: a summary, and a row for each finding.

    It loads nothing, and reads well without scripts and styles; with them it filters, steps
    through the findings and collects those to be accepted in a baseline file. `size` is about how
    many bytes it may have: of more findings than fit, the severest are shown, and the page says
    how many there are. [report.md](report.md) says what is on it.

    ```sh
    captioncheck audit content/ --format html=report.html --format text
    ```
    """

    size: int = 5_000_000

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        totals, summary = Totals(), Summary()
        shelf = Shelf(self.size - _AROUND)
        rows = Rows(Pictures(int(self.size * _PICTURES)))
        for item in results:
            if isinstance(item, Summary):
                summary = item
                continue
            totals.add(item)
            if not isinstance(item.article, Article):
                continue
            lines = Lines(item.article.text)
            found = [(finding, False) for finding in item.findings]
            for finding, accepted in [*found, *((finding, True) for finding in item.accepted)]:
                if shelf.takes(finding, accepted=accepted):
                    row = rows.row(finding, item.article, lines, accepted=accepted)
                    shelf.put(finding, row_of(row), accepted=accepted)
        yield from page(run, summary, totals, shelf, rows.signatures)
