"""Diagnostics for reviewdog."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captions.article import Article, Unreadable
from captions.lines import Lines
from captions.span import Span
from checker.checked import Checked, Run, Summary
from checker.details import told
from checker.finding import Finding, Severity
from checker.levels import RDFORMAT
from checker.suggest import exact_change
from checker.visible import encodable, visible

_Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rdjson:
    """The Reviewdog Diagnostic Format: findings as comments of a review, with suggestions.

    A suggestion is a language tag, or a reference, never a machine translation; and only where it
    is spelt alike in every format: `captioncheck suggest` makes a patch of all of them. Columns are
    counted in bytes of UTF-8. What could not be checked is a diagnostic of its file.

    ```sh
    captioncheck audit content/ --format rdjson | reviewdog -f=rdjson -reporter=github-pr-review
    ```
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield '{"source": {"name": "captioncheck"}, "diagnostics": ['
        before = "\n"
        for item in results:
            if not isinstance(item, Summary):
                for diagnostic in _diagnostics(item):
                    yield before + json.dumps(diagnostic, ensure_ascii=False)
                    before = ",\n"
        yield "\n]}\n"


def _diagnostics(item: Checked) -> Iterator[_Json]:
    article = item.article
    path = encodable(article.path.as_posix())
    if isinstance(article, Unreadable):
        yield _of_file(Severity.ERROR, path, f"not checked: {article.reason}")
        return
    lines = Lines(article.text)
    for finding in item.findings:
        yield {
            "message": "\n".join(told(finding, article)),
            "location": {"path": path, "range": _range(finding.span, article, lines)},
            "severity": RDFORMAT[finding.severity],
            "code": {"value": finding.rule},
            "suggestions": list(_suggestions(finding, article, lines)),
        }
    for notice in item.notices:
        yield _of_file(Severity.NOTE, path, notice)


def _of_file(level: Severity, path: str, text: str) -> _Json:
    return {"message": visible(text), "location": {"path": path}, "severity": RDFORMAT[level]}


def _suggestions(finding: Finding, article: Article, lines: Lines) -> Iterator[_Json]:
    change = exact_change(article, finding)
    if change:
        yield {"range": _range(change.span, article, lines), "text": change.text}


def _range(span: Span, article: Article, lines: Lines) -> _Json:
    return {
        "start": _position(span.start, article, lines),
        "end": _position(span.end, article, lines),
    }


def _position(offset: int, article: Article, lines: Lines) -> _Json:
    line, column = lines.place(offset)
    before = article.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode(errors="surrogatepass")) + 1}
