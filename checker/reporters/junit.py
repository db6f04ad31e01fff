"""Test results, as JUnit writes them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from captions.article import Article, Unreadable
from captions.lines import Lines
from checker.checked import Checked, Run, Summary
from checker.details import told
from checker.finding import Finding
from checker.levels import JUNIT
from checker.visible import encodable, visible

# https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(frozen=True, slots=True)
class Junit:
    """JUnit XML: a suite for each file, a test for each finding.

    Errors and warnings fail, whatever `--fail-on` says, which is for the exit code; notes are
    skipped, a file without findings is a test that passes, and one that could not be read is an
    error. Notices are the output of their suite. It is valid for Jenkins' xunit plugin; characters
    that XML cannot hold are replaced.

    ```groovy
    steps { sh 'captioncheck audit content/ --fail-on never --format junit=captions.xml' }
    post { always { junit 'captions.xml' } }
    ```

    In GitLab: `artifacts: { when: always, reports: { junit: captions.xml } }`.
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="captioncheck">\n'
        for item in results:
            if not isinstance(item, Summary):
                yield _suite(item, run)
        yield "</testsuites>\n"


def _suite(item: Checked, run: Run) -> str:
    path = item.article.path.as_posix()
    tests = list(_tests(item, path))
    outcomes = Counter(outcome for outcome, _ in tests)
    attributes = {
        "name": path,
        "tests": str(len(tests)),
        "failures": str(outcomes["failure"]),
        "errors": str(outcomes["error"]),
        "skipped": str(outcomes["skipped"]),
    }
    properties = {"version": run.version, "signature": run.signature} | _about(item.article)
    lines = [
        _open("testsuite", **attributes),
        "<properties>",
        *(_empty("property", name=name, value=value) for name, value in properties.items()),
        "</properties>",
        *(test for _, test in tests),
    ]
    if item.notices:
        notices = "\n".join(visible(notice) for notice in item.notices)
        lines.append(f"<system-out>{_text(notices)}</system-out>")
    return "\n".join([*lines, "</testsuite>", ""])


def _about(article: Article | Unreadable) -> dict[str, str]:
    if isinstance(article, Unreadable):
        return {}
    return {"language": article.language, "language-source": article.language_source}


def _tests(item: Checked, path: str) -> Iterator[tuple[str, str]]:
    """The outcome of each test, and the test."""
    article = item.article
    if isinstance(article, Unreadable):
        yield "error", _test("read", path, "error", article.kind, [visible(article.reason)])
        return
    lines = Lines(article.text)
    for finding in item.findings:
        yield JUNIT[finding.severity], _finding(finding, article, lines, path)
    if not item.findings:
        yield "passed", _empty("testcase", name="captions", classname=path)


def _finding(finding: Finding, article: Article, lines: Lines, path: str) -> str:
    line, column = lines.place(finding.span.start)
    words = told(finding, article)
    words[1:1] = [f"{path}:{line}:{column}"]
    return _test(
        f"{finding.rule} at {line}:{column}",
        path,
        JUNIT[finding.severity],
        finding.severity.value,
        words,
    )


def _test(name: str, path: str, outcome: str, kind: str, words: list[str]) -> str:
    opened = _open(outcome, type=kind, message=words[0])
    body = _text("\n".join(words))
    test = _open("testcase", name=name, classname=path)
    return f"{test}\n{opened}{body}</{outcome}>\n</testcase>"


def _open(tag: str, /, **attributes: str) -> str:
    given = (f' {key}="{escape(_valid(value), _ATTRIBUTE)}"' for key, value in attributes.items())
    return f"<{tag}{''.join(given)}>"


def _empty(tag: str, /, **attributes: str) -> str:
    return f"{_open(tag, **attributes)[:-1]}/>"


def _text(text: str) -> str:
    return escape(_valid(text))


def _valid(text: str) -> str:
    """Text that XML 1.0 can hold: other characters become the replacement character."""
    return _NO_XML.sub("\ufffd", encodable(text))
