"""The report for a person at a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from captions.article import Article, Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.finding import Finding, Severity
from checker.score import Score
from checker.translation import Untranslated
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
    for label, value in _rows(finding, article):
        table.add_row(label, Styled(visible(value)))
    yield Padding(table, (0, 0, 1, 4))


def _rows(finding: Finding, article: Article) -> Iterator[tuple[str, str]]:
    """What is known about a finding, labelled."""
    evidence = finding.evidence
    bare = "picture" if finding.picture else "declared"
    label = evidence.segment.kind.value if evidence else bare
    yield label, finding.text(article)
    if finding.in_other_language:
        sure = f"{100 * finding.confidence:.1f}" if finding.confidence < 0.9995 else "over 99.9"
        yield "language", f"{finding.language}, {sure} % sure; expected {finding.expected}"
    for one in finding.related:
        line = f":{one.line}" if one.line else ""
        yield "see", f"{one.path.as_posix()}{line}: {one.message}"
    if evidence is None:
        return
    if evidence.segment.image:
        yield "image", evidence.segment.image
    compared = evidence.comparison.translation if evidence.comparison else None
    if translation := evidence.translation or compared:
        yield "translation", translation.hypothesis
    elif isinstance(evidence.outcome, Untranslated):
        yield "translation", f"none: {evidence.outcome.reason}"
    for reference in evidence.references:
        yield ("metadata" if reference.embedded else "reference"), reference.text
    if evidence.scores:
        yield "scores", _scores(evidence.scores)


def _summary(item: Summary) -> Iterator[object]:
    for pair, scores in item.scores.items():
        yield Styled(f"{pair}: {_scores(scores)}")
        for score in scores:
            yield Styled(f"  {score.metric}: {score.signature}", style="dim")
    counts = [
        _count(item.severities[level], level.value)
        for level in reversed(Severity)
        if item.severities.get(level)
    ]
    checked = replace(item, articles=item.articles - item.failures)
    line = f"{_count(checked.articles, 'article')}, {_count(item.segments, 'segment')} checked: "
    line += ", ".join(counts) or "no findings"
    if item.failures:
        line += f"; {_count(item.failures, 'file')} not checked"
    yield Styled(line, style="bold")


def _scores(scores: Iterable[Score]) -> str:
    return ", ".join(f"{score.metric} {score.value:.1f}" for score in scores)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number:,} {word}s".replace(",", " ")
