"""The report for a person at a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from captions.article import Article, Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import details, in_words, totals
from checker.finding import Finding, Severity
from checker.visible import visible

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(frozen=True, slots=True)
class Text:
    """Findings with their text, language, translation, references and scores, and a summary.

    `width` is the number of columns; `colour` adds terminal colours; `quiet` leaves out the
    summary.
    """

    width: int = 80
    colour: bool = False
    quiet: bool = False

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        for item in results:
            if isinstance(item, Summary):
                if not self.quiet:
                    yield self._shown(_summary(item))
            else:
                yield self._shown(_checked(item))

    def _shown(self, blocks: Iterable[object]) -> str:
        page = StringIO()
        console = Console(
            file=page,
            width=self.width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        for block in blocks:
            # Paths and headings stay whole, so that a terminal can make them clickable.
            console.print(block, soft_wrap=isinstance(block, Styled))
        lines = page.getvalue().split("\n")
        return "\n".join(line.rstrip() if not self.colour else line for line in lines)


def _checked(item: Checked) -> Iterator[object]:
    article = item.article
    if isinstance(article, Unreadable):
        yield Styled.assemble(
            f"{visible(article.path)}: ",
            ("not checked", "bold red"),
            f": {visible(article.reason)}",
        )
        return
    lines = Lines(article.text)
    for finding in item.findings:
        yield from _finding(finding, article, lines)
    for notice in item.notices:
        yield Styled.assemble(
            f"{visible(article.path)}: ", ("note", "cyan"), f": {visible(notice)}"
        )


def _finding(finding: Finding, article: Article, lines: Lines) -> Iterator[object]:
    line, column = lines.place(finding.span.start)
    yield Styled.assemble(
        (f"{visible(finding.path)}:{line}:{column}", "bold"),
        ": ",
        (finding.severity.value, _STYLES[finding.severity]),
        f": {finding.message} ",
        (f"[{finding.rule}]", "dim"),
    )
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, width=11)
    table.add_column(overflow="fold")
    for label, value in details(finding, article):
        table.add_row(label, Styled(visible(value)))
    yield Padding(table, (0, 0, 1, 4))


def _summary(item: Summary) -> Iterator[object]:
    for pair, scores in item.scores.items():
        yield Styled(f"{pair}: {in_words(scores)}")
        for score in scores:
            yield Styled(f"  {score.metric}: {score.signature}", style="dim")
    yield Styled(totals(item), style="bold")
