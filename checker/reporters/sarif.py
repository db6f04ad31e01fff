"""SARIF 2.1.0, the format of code scanning."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import fsencode
from pathlib import PurePath
from urllib.parse import quote

from captions.article import Article, Unreadable
from captions.lines import Lines
from captions.span import Span
from checker.checked import Checked, Run, Summary
from checker.details import count, told
from checker.finding import Finding, Related, Severity, tell_apart
from checker.severest import Severest
from checker.suggest import exact_change
from checker.visible import encodable, visible

_Json = dict[str, object]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_LOCATIONS = 100
_NOTIFICATIONS = 1_000
_SNIPPET = 1_000
# GitHub takes 10 MB: there is room for the rest of the file and what a packer holds back.
_MOST_BYTES = 9_500_000
_BYTES_OF_A_CHARACTER = 4  # at most, so that small files need not be packed to be measured


@dataclass(frozen=True, slots=True)
class Sarif:
    """SARIF 2.1.0, for code scanning in GitHub and for editors.

    Paths are relative to where it is run: the root of the repository. The fingerprint
    `captioncheck/v1` is of the file and the text: no other result of the run has it, and it
    outlives edits of other text. GitHub tells alerts apart by a hash of its own, of the line, which
    its action `upload-sarif` adds. A fix is a language tag, or a reference, that is spelt alike in
    every format. What could not be checked or translated is a notification of the invocation.

    It keeps within GitHub's limits: `max_results` findings, of which GitHub shows 5 000, and
    `max_bytes` after gzip. The severest are kept, and a notification says how many are left out.

    ```yaml
    permissions: { security-events: write }
    steps:
      - run: captioncheck audit content/ --format sarif=captions.sarif
      - uses: github/codeql-action/upload-sarif@v4
        if: always()
        with: { sarif_file: captions.sarif, category: captioncheck }
    ```

    In Jenkins, with the plugin warnings-ng: `recordIssues tool: sarif(pattern: 'captions.sarif')`.
    """

    max_results: int = 25_000
    max_bytes: int = _MOST_BYTES

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        found: Severest[str] = Severest(self.max_results)
        told_of: Severest[_Json] = Severest(_NOTIFICATIONS)
        summary = Summary()
        for item in results:
            if isinstance(item, Summary):
                summary = item
                continue
            for level, result in _results(item, run):
                found.add(level, _text(result))
            for level, notification in _notifications(item):
                told_of.add(level, notification)
        kept = self._fitting(found)
        left_out = found.added - len(kept)
        yield f'{{\n"$schema": {_text(_SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n'
        yield f'"tool": {_text(_tool(run))},\n"results": ['
        for index, text in enumerate(kept):
            yield ("," if index else "") + "\n" + text
        notifications = [*_general(summary, left_out, told_of.left_out), *_in_order(told_of)]
        invocation = {
            "executionSuccessful": not (summary.failures or summary.interrupted),
            "toolExecutionNotifications": notifications,
        }
        yield f'\n],\n"invocations": [{_text(invocation)}],\n{_settings(run)}\n}}]\n}}\n'

    def _fitting(self, found: Severest[str]) -> list[str]:
        """The severest results that fit, in the order that they came in."""
        ranked = found.ranked()
        if sum(len(result) for _, result in ranked) * _BYTES_OF_A_CHARACTER > self.max_bytes:
            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            size = 0
            for index, (_, result) in enumerate(ranked):
                size += len(packer.compress(result.encode()))
                if size > self.max_bytes:
                    ranked = ranked[:index]
                    break
        return [result for _, result in sorted(ranked)]


def _in_order(told_of: Severest[_Json]) -> list[_Json]:
    return [item for _, item in sorted(told_of.ranked(), key=lambda entry: entry[0])]


def _text(item: object) -> str:
    return json.dumps(item, ensure_ascii=False)


def _tool(run: Run) -> _Json:
    driver: _Json = {
        "name": "captioncheck",
        "version": run.version,
        "rules": [_rule(name, run) for name in run.rules],
    }
    return {"driver": driver}


def _rule(name: str, run: Run) -> _Json:
    page = run.pages.get(name)
    # GitHub wants a description and help of every rule.
    summary, text = (page.summary, page.text) if page else (name, name)
    return {
        "id": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": text, "markdown": text},
        "properties": {"tags": ["captions", *([page.group] if page else [])]},
    }


def _settings(run: Run) -> str:
    """What holds for the whole run."""
    bases = {_ROOT: {"description": {"text": "The folder in which captioncheck was run."}}}
    parts = {
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": bases,
        "properties": {"signature": run.signature},
    }
    return ",\n".join(f"{_text(key)}: {_text(value)}" for key, value in parts.items())


def _results(item: Checked, run: Run) -> Iterator[tuple[Severity, _Json]]:
    article = item.article
    if isinstance(article, Unreadable):
        return
    lines = Lines(article.text)
    for finding, identity in tell_apart(item.findings):
        result: _Json = {"ruleId": finding.rule}
        if finding.rule in run.rules:
            result["ruleIndex"] = run.rules.index(finding.rule)
        result |= {
            "level": finding.severity.value,
            "message": {"text": _message(finding, article)},
            "locations": [_location(finding.path, _region(finding.span, article, lines))],
            "relatedLocations": [
                _related(number, one) for number, one in enumerate(finding.related[:_LOCATIONS])
            ],
            "partialFingerprints": {
                "captioncheck/v1": identity,
                "captioncheckText/v1": finding.fingerprint,
            },
            "fixes": list(_fixes(finding, article, lines)),
            "properties": {
                "confidence": finding.confidence,
                "language": finding.language,
                "expected": finding.expected,
            },
        }
        yield finding.severity, result


# [text](target) is a link in SARIF's messages, and {0} an argument.
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_ARGUMENT = re.compile(r"\{(\d+)\}")


def _message(finding: Finding, article: Article) -> str:
    words = told(finding, article)
    if len(finding.related) > _LOCATIONS:
        words.append(f"{len(finding.related) - _LOCATIONS} more places are left out")
    return _plain("\n".join(words))


def _plain(text: str) -> str:
    return _ARGUMENT.sub(r"{{\1}}", _LINK.sub(r"\\[", text))


def _related(number: int, one: Related) -> _Json:
    region: _Json | None = {"startLine": one.line} if one.line else None
    text = _plain(visible(one.message))
    return {"id": number, **_location(one.path, region), "message": {"text": text}}


def _location(path: PurePath, region: _Json | None = None) -> _Json:
    place: _Json = {"artifactLocation": _artifact(path)}
    return {"physicalLocation": place | ({"region": region} if region else {})}


def _artifact(path: PurePath) -> _Json:
    if path.is_absolute():
        return {"uri": path.as_uri()}
    # As bytes, so that names that are not UTF-8 are addresses, too.
    return {"uri": quote(fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _region(span: Span, article: Article, lines: Lines, *, snippet: bool = True) -> _Json:
    line, column = lines.place(span.start)
    end_line, end_column = lines.place(span.end)
    region: _Json = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    if snippet and 0 < len(span) <= _SNIPPET:
        text = article.text[span.start : span.end]
        region["snippet"] = {"text": encodable(text)}
    return region


def _fixes(finding: Finding, article: Article, lines: Lines) -> Iterator[_Json]:
    change = exact_change(article, finding)
    if change:
        replacement = {
            "deletedRegion": _region(change.span, article, lines, snippet=False),
            "insertedContent": {"text": change.text},
        }
        yield {
            "description": {"text": "What should stand there instead."},
            "artifactChanges": [
                {"artifactLocation": _artifact(finding.path), "replacements": [replacement]}
            ],
        }


def _notifications(item: Checked) -> Iterator[tuple[Severity, _Json]]:
    article = item.article
    if isinstance(article, Unreadable):
        text = f"not checked: {article.reason}"
        yield Severity.ERROR, _notification(Severity.ERROR, article.kind, text, article.path)
    for notice in item.notices:
        yield Severity.NOTE, _notification(Severity.NOTE, "notice", notice, article.path)


def _general(summary: Summary, findings: int, notifications: int) -> Iterator[_Json]:
    """What is said of the run as a whole: what is left out, not translated, not compared."""
    if summary.interrupted:
        text = "interrupted: not every file was checked"
        yield _notification(Severity.ERROR, "interrupted", text)
    for number, what in ((findings, "finding"), (notifications, "notification")):
        if number:
            text = f"left out, the mildest: {count(number, what)}; GitHub takes no more"
            yield _notification(Severity.WARNING, "left-out", text)
    for reason, number in sorted(summary.untranslated.items()):
        yield _notification(Severity.NOTE, "untranslated", f"{number} not translated: {reason}")
    for reason, number in sorted(summary.uncompared.items()):
        text = f"{number} not compared with another edition: {reason}"
        yield _notification(Severity.NOTE, "uncompared", text)


def _notification(level: Severity, name: str, text: str, path: PurePath | None = None) -> _Json:
    return {
        "descriptor": {"id": name},
        "level": level.value,
        "message": {"text": _plain(visible(text))},
        "locations": [_location(path)] if path else [],
    }
