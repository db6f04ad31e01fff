"""Annotations of GitHub Actions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from captions.article import Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import count, told, totals
from checker.finding import Finding, Severity
from checker.levels import GITHUB
from checker.visible import escaped, visible

# GitHub shows as many annotations of a level as this for a step, and says nothing of the rest.
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Github:
    """Workflow commands, which GitHub Actions shows as annotations, and a line of totals.

    GitHub shows ten annotations of each level for a step, and fifty for a job; that there are more
    stands in the log, and `sarif` has all of them. What could not be read is an error, a notice is
    a notice. Paths are relative to where it is run: the root of the repository.

    ```yaml
    - run: captioncheck audit content/ --format github
    ```
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        annotated = dict.fromkeys(Severity, 0)
        for item in results:
            if isinstance(item, Summary):
                for level, number in annotated.items():
                    if number > _SHOWN:
                        what = count(number, level.value)
                        yield f"{what}, of which GitHub shows {_SHOWN} as annotations\n"
                yield f"{visible(totals(item))}\n"
                continue
            commands = list(_commands(item))
            for level, _ in commands:
                annotated[level] += 1
            yield "".join(command for _, command in commands)


def _commands(item: Checked) -> Iterator[tuple[Severity, str]]:
    article = item.article
    path = _path(article.path)
    if isinstance(article, Unreadable):
        yield _command(Severity.ERROR, {"file": path, "title": "not checked"}, [article.reason])
        return
    lines = Lines(article.text)
    for finding in item.findings:
        properties = {**_place(finding, lines), "title": finding.rule}
        yield _command(finding.severity, {"file": path, **properties}, told(finding, article))
    for notice in item.notices:
        yield _command(Severity.NOTE, {"file": path, "title": "captioncheck"}, [notice])


def _path(path: PurePath) -> str:
    """The name of a file as it is, but for what would steer a terminal; line ends are escaped."""
    return "".join(char if char in "\r\n\t" else escaped(char) for char in path.as_posix())


def _place(finding: Finding, lines: Lines) -> dict[str, str]:
    """Lines, and columns where they are of the same line: GitHub takes no others."""
    line, column = lines.place(finding.span.start)
    end_line, end_column = lines.place(finding.span.end)
    place = {"line": str(line), "endLine": str(end_line)}
    if line == end_line:
        place |= {"col": str(column), "endColumn": str(end_column)}
    return place


def _command(
    level: Severity, properties: dict[str, str], message: Iterable[str]
) -> tuple[Severity, str]:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = "\n".join(map(visible, message))
    return level, f"::{GITHUB[level]} {given}::{_data(text)}\n"


def _data(text: str) -> str:
    """As the toolkit of GitHub Actions escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
