"""A table of findings for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from captions.article import Article, Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import in_words
from checker.finding import Finding
from checker.visible import escaped, visible

_HEADER = (
    "path", "line", "column", "end_line", "end_column", "severity", "rule", "message", "kind",
    "text", "expected", "language", "confidence", "translation", "references", "scores",
    "suggestion", "image", "related", "fingerprint",
)  # fmt: skip

# What spreadsheets take for the beginning of a formula, in any width.
_FORMULA = tuple("=+-@＝＋－＠")


@dataclass(frozen=True, slots=True)
class Csv:
    """Comma-separated values (RFC 4180), a line for each finding below a line of names.

    Files that could not be checked have the rule `not-checked`, notices `notice`. A text that a
    spreadsheet would run as a formula begins with an apostrophe; control characters, and line ends
    in file names, are escapes. It is UTF-8, which Excel has to be told when the file is imported.

    ```sh
    captioncheck audit content/ --format csv=captions.csv
    ```
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield _line(dict(zip(_HEADER, _HEADER, strict=True)))
        for item in results:
            if not isinstance(item, Summary):
                yield "".join(map(_line, _rows(item)))


def _rows(item: Checked) -> Iterator[dict[str, str]]:
    article = item.article
    path = _guarded(escaped(article.path.as_posix()))
    if isinstance(article, Unreadable):
        yield {"path": path, "severity": "error", "rule": "not-checked"} | _texts(
            message=article.reason
        )
        return
    lines = Lines(article.text)
    for finding in item.findings:
        yield {"path": path, **_finding(finding, article, lines)}
    for notice in item.notices:
        yield {"path": path, "severity": "note", "rule": "notice"} | _texts(message=notice)


def _finding(finding: Finding, article: Article, lines: Lines) -> dict[str, str]:
    line, column = lines.place(finding.span.start)
    end_line, end_column = lines.place(finding.span.end)
    item = finding.evidence
    return {
        "line": str(line),
        "column": str(column),
        "end_line": str(end_line),
        "end_column": str(end_column),
        "severity": finding.severity.value,
        "rule": finding.rule,
        "confidence": f"{finding.confidence:.4f}",
        "fingerprint": finding.fingerprint,
    } | _texts(
        message=finding.message,
        kind=item.segment.kind.value if item else "",
        text=finding.text(article),
        expected=finding.expected,
        language=finding.language,
        translation=item.translation.hypothesis if item and item.translation else "",
        references=" | ".join(one.text for one in item.references) if item else "",
        scores=in_words(item.scores) if item else "",
        suggestion=finding.suggestion or "",
        image=(item.segment.image if item else finding.picture) or "",
        related=" | ".join(
            f"{one.path.as_posix()}:{one.line or ''}: {one.message}" for one in finding.related
        ),
    )


def _texts(**values: str) -> dict[str, str]:
    return {name: _guarded(visible(value)) for name, value in values.items()}


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(row: dict[str, str]) -> str:
    page = StringIO()
    csv.writer(page).writerow([row.get(name, "") for name in _HEADER])
    return page.getvalue()
