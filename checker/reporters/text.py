"""The report for a person at a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.color import ColorSystem
from rich.style import Style

from captions.article import Article, Unreadable
from captions.language import UNDETERMINED, name
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.columns import columns, fold
from checker.details import details, in_severities, in_words, totals
from checker.finding import Finding, Severity
from checker.visible import isolated, visible

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_LABELS = len("translation")  # the longest label
_NARROW = 60
# More findings than anybody mends in one go.
_MANY = 50
_Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """Findings by file, with their text, language, translation, references and scores; a summary.

    `width` is the number of columns; `colour` adds terminal colours; `quiet` leaves out the
    summary. `terminal` is for a person who looks at it: long lines are folded, which programs read
    whole, and what to do next is said at the end.
    """

    width: int = 80
    colour: bool = False
    quiet: bool = False
    terminal: bool = False

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        suggested: Counter[str] = Counter()
        for item in results:
            if isinstance(item, Summary):
                lines = [] if self.quiet else self._summary(item, suggested)
            else:
                lines = self._checked(item)
                suggested.update(_suggested(item))
            yield "".join(f"{line.rstrip()}\n" for line in lines)

    def _checked(self, item: Checked) -> Iterator[str]:
        article = item.article
        path = visible(article.path)
        if isinstance(article, Unreadable):
            yield from self._line(path, "not checked", "bold red", article.reason)
            return
        if item.findings:
            yield from self._heading(path, article, item.findings)
        lines = Lines(article.text)
        for finding in item.findings:
            yield from self._finding(finding, article, lines)
        for notice in item.notices:
            yield from self._line(path, "note", "cyan", notice)
        if item.findings and item.notices:
            yield ""

    def _heading(self, path: str, article: Article, findings: Iterable[Finding]) -> Iterator[str]:
        known = article.language != UNDETERMINED
        counts = Counter(finding.severity for finding in findings)
        about = f"· {name(article.language)} ({article.language_source}) " * known
        first, *rest = self._folded(f"{path} ", f"{about}· {in_severities(counts)}")
        yield self._painted(path, "bold underline") + " " + self._painted(first, "dim")
        yield from (self._painted(f"    {line}", "dim") for line in rest)

    def _finding(self, finding: Finding, article: Article, lines: Lines) -> Iterator[str]:
        line, column = lines.place(finding.span.start)
        yield from self._line(
            f"{visible(finding.path)}:{line}:{column}",
            finding.severity.value,
            _STYLES[finding.severity],
            finding.message,
            finding.rule,
        )
        for label, value in details(finding, article):
            yield from self._row(label, visible(value))
        yield ""

    def _line(
        self, place: str, kind: str, style: str, message: str, rule: str | None = None
    ) -> Iterator[str]:
        """`place: kind: message [rule]`. The place stands whole, for terminals to make a link."""
        end = f"[{rule}]" if rule else ""

        def styled(line: str) -> str:
            start = kind if line.startswith(f"{kind}: ") else ""
            text = line.removesuffix(end)
            return (
                self._painted(start, style)
                + isolated(text[len(start) :])
                + self._painted(line[len(text) :], "dim")
            )

        text = f"{kind}: {visible(message)} {end}".rstrip()
        first, *rest = self._folded(f"{place}: ", text)
        yield f"{self._painted(place, 'bold')}: {styled(first)}"
        yield from (f"    {styled(line)}" for line in rest)

    def _folded(self, before: str, text: str) -> list[str]:
        """The text in lines, of which the first one stands after `before`, the others indented."""
        if not self.terminal:
            return [text]
        return fold(text, self.width - 4, self.width - columns(before))

    def _row(self, label: str, value: str) -> Iterator[str]:
        indent = 4 if self.width >= _NARROW else 2
        head = f"{'':{indent}}{label:{_LABELS}}  "
        for line in fold(value, self.width - len(head)):
            yield self._painted(head, "dim") + isolated(line)
            head = " " * len(head)

    def _summary(self, item: Summary, suggested: Counter[str]) -> Iterator[str]:
        for pair, scores in item.scores.items():
            yield f"{pair}: {in_words(scores)}"
            for score in scores:
                yield self._painted(f"  {score.metric}: {score.signature}", "dim")
        line = totals(item)
        yield from (
            self._painted(one, "bold")
            for one in (fold(line, self.width) if self.terminal else [line])
        )
        if self.terminal and item.findings:
            yield from self._next(item, suggested)

    def _next(self, item: Summary, suggested: Counter[str]) -> Iterator[str]:
        """What a person may do now: of each step the command, and what it is good for."""
        steps = _steps(item, suggested)
        widest = max(len(command) for command, _ in steps)
        yield ""
        for command, purpose in steps:
            if widest + 2 + max(len(text) for _, text in steps) <= self.width:
                yield f"{command:{widest}}  " + self._painted(purpose, "dim")
            else:
                yield command
                yield from (
                    self._painted(f"    {line}", "dim") for line in fold(purpose, self.width - 4)
                )

    def _painted(self, text: str, style: str) -> str:
        if not (self.colour and text.strip()):
            return text
        bare = text.rstrip()
        return (
            Style.parse(style).render(bare, color_system=ColorSystem.STANDARD) + text[len(bare) :]
        )


def _suggested(item: Checked) -> Iterator[str]:
    """For each finding with a suggestion, where that comes from."""
    for finding in item.findings:
        evidence = finding.evidence
        if finding.suggestion and evidence and evidence.translation:
            machine = finding.suggestion == evidence.translation.hypothesis
            yield "translation" if machine else "reference"
        elif finding.suggestion:
            yield "reference"


def _steps(item: Summary, suggested: Counter[str]) -> list[_Row]:
    rule = max(item.findings, key=lambda name: item.findings[name])
    steps = [(f"captioncheck explain {rule}", "what it finds, why, and when it is silent")]
    if suggested["reference"]:
        steps.append(("captioncheck suggest PATH…", "a patch of what could be changed"))
    elif suggested["translation"]:
        steps.append(("captioncheck audit --references FILE PATH…", "score it against captions"))
    if sum(item.findings.values()) >= _MANY:
        steps.append(("captioncheck audit --write-baseline FILE PATH…", "report only new ones"))
    return steps
