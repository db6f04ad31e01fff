"""A comment on a pull request."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from captions.article import Article, Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import count, details, totals
from checker.finding import Finding, Severity
from checker.severest import Severest
from checker.visible import escaped, shortened, visible

_TABLE = "| place | severity | finding | what is known |\n|---:|---|---|---|\n"
_NOT_CHECKED = "### Not checked\n\n"
_NOTES = "### Notes\n\n"
_LENGTH = 200
# The end says what is left out.
_RESERVE = 500
# No row is shorter than this, so that no more of them than fit are kept.
_SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Markdown:
    """A comment on a pull request: totals, then a table of findings for each file.

    It has at most as many characters as GitHub takes, `max_characters`: the severest lines are
    shown, and the last one says how many are not. Texts of articles are nothing but text in it: no
    markup, no link, no mention.

    ```sh
    captioncheck audit content/ --fail-on never --format markdown=comment.md
    gh pr comment "$NUMBER" --body-file comment.md
    cat comment.md >> "$GITHUB_STEP_SUMMARY"     # or on the page of a run of GitHub Actions
    ```
    """

    max_characters: int = 65_536

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        rows: Severest[_Row] = Severest(self.max_characters // _SHORTEST)
        summary = Summary()
        for item in results:
            if isinstance(item, Summary):
                summary = item
                continue
            for row in _rows(item):
                rows.add(row.severity, row)
        head = f"## captioncheck\n\n{totals(summary)}\n"
        shown = self._fitting(rows, self.max_characters - len(head) - _RESERVE)
        yield head
        for section, own in groupby(shown, key=lambda row: row.section):
            yield f"\n{section}"
            yield from (row.text for row in own)
        if rows.added > len(shown):
            missing = count(rows.added - len(shown), "line")
            yield f"\n{missing} more, the mildest, would not fit into a comment.\n"

    def _fitting(self, rows: "Severest[_Row]", space: int) -> "list[_Row]":
        """The severest rows that fit, in the order that they came in, what has no place last."""
        sections = set()
        shown = []
        for place, row in rows.ranked():
            space -= len(row.text) + (len(row.section) + 1) * (row.section not in sections)
            if space < 0:
                break
            sections.add(row.section)
            shown.append((place, row))
        shown.sort(key=lambda entry: (_LAST.get(entry[1].section, 0), entry[0]))
        return [row for _, row in shown]


_LAST = {_NOT_CHECKED: 1, _NOTES: 2}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the report and what stands above the lines of its kind."""

    severity: Severity
    section: str
    text: str


def _rows(item: Checked) -> Iterator[_Row]:
    article = item.article
    path = _safe(escaped(article.path.as_posix()))
    if isinstance(article, Unreadable):
        yield _Row(Severity.ERROR, _NOT_CHECKED, f"- **{path}**: {_cell(article.reason)}\n")
        return
    lines = Lines(article.text)
    for finding in item.findings:
        yield _Row(finding.severity, f"### {path}\n\n{_TABLE}", _finding(finding, article, lines))
    for notice in item.notices:
        yield _Row(Severity.NOTE, _NOTES, f"- **{path}**: {_cell(notice)}\n")


def _finding(finding: Finding, article: Article, lines: Lines) -> str:
    line, column = lines.place(finding.span.start)
    words = "<br>".join(
        f"{label}: {_cell(value)}" for label, value in details(finding, article) if value
    )
    message = f"{_cell(finding.message)} (`{finding.rule}`)"
    return f"| {line}:{column} | {finding.severity} | {message} | {words} |\n"


def _cell(text: str) -> str:
    return _safe(shortened(visible(text), _LENGTH))


_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What GitHub and GitLab make links, mentions and pictures of, whatever is before it.
_LINKED = re.compile(
    r"[@#!](?=\w)|:(?=//|[\w+-]*[^\W\d][\w+-]*:)|\bwww(?=\.)|\bGH(?=-)", re.IGNORECASE
)


def _safe(text: str) -> str:
    """Text that is nothing but itself in Markdown: no markup, no mention, no link."""
    parted = _LINKED.sub("\\g<0>\u200b", text)
    return _MARKUP.sub(r"\\\g<0>", parted.translate(_HTML)).replace("\u200b", "&#8203;")
