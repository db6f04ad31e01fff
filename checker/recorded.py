"""Reports of the wire format, read back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from captions.errors import UserError
from captions.language import same_language
from checker.wire import SCHEMA

_Json = Mapping[str, Any]


class ReportError(UserError):
    """A file is not a report that can be read back."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finding: what it is known by, where it is, and the object that the report has."""

    rule: str
    path: str
    fingerprint: str
    place: str
    text: str
    item: _Json


@dataclass(frozen=True, slots=True)
class Scored:
    """A segment whose hypothesis was scored: once, however many findings are about it."""

    path: str
    id: str
    kind: str
    text: str
    pair: str
    hypothesis: str
    model: str
    references: tuple[str, ...]
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one run found. `failed` are the articles that it could not check."""

    name: str
    version: str
    signature: str
    rules: frozenset[str]
    articles: frozenset[str]
    failed: frozenset[str]
    findings: tuple[Recorded, ...]

    def scored(self) -> list[Scored]:
        """The segments with a hypothesis that was scored, in the order of the report."""
        segments: dict[tuple[str, str], list[Recorded]] = {}
        for one in self.findings:
            if one.item["translation"] and one.item["scores"]:
                segments.setdefault((one.path, one.item["segment"]["id"]), []).append(one)
        return [_scored(many) for many in segments.values()]


def _scored(findings: list[Recorded]) -> Scored:
    item = findings[0].item
    segment, translation = item["segment"], item["translation"]
    return Scored(
        path=findings[0].path,
        id=segment["id"],
        kind=segment["kind"],
        text=" ".join(segment["text"].split()),
        pair=translation["pair"],
        hypothesis=translation["text"],
        model=translation["model"],
        references=tuple(
            one["text"]
            for one in item["references"]
            # Reports made before `sure` was there have no other word for it.
            if one.get("sure", True) and same_language(one["language"], item["article_language"])
        ),
        fingerprints=tuple(one.fingerprint for one in findings),
    )


def read(name: str, lines: Iterable[str]) -> Report:
    """A report in JSON Lines or JSON; raises `ReportError` for anything else."""
    try:
        report, complete = _read(name, lines)
        report.scored()  # which looks at the rest of the findings
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReportError(
            f"{name}: not a report: make one with captioncheck audit --format jsonl"
        ) from error
    if not complete:
        raise ReportError(f"{name}: the report is cut short, it has no summary: make it anew")
    return report


def _read(name: str, lines: Iterable[str]) -> tuple[Report, bool]:
    """The report, and whether it is whole."""
    runs: list[_Json] = []
    articles: set[str] = set()
    failed: set[str] = set()
    findings: list[Recorded] = []
    complete = False
    for item in _objects(lines):
        match item["type"]:
            case "run":
                if item["schema"] != SCHEMA:
                    raise ReportError(
                        f"{name}: a report in {item['schema']}, and only {SCHEMA} can be read: "
                        "make it anew with this version"
                    )
                runs.append(item)
            case "article" if "failure" in item:
                failed.add(item["path"])
            case "article":
                articles.add(item["path"])
                # What a baseline accepts was found all the same; old reports have no such list.
                findings += map(_recorded, [*item["findings"], *item.get("accepted", ())])
            case "summary":
                complete = True
    run = runs[0]
    report = Report(
        name,
        run["version"],
        run["signature"],
        frozenset(run["rules"]),
        frozenset(articles),
        frozenset(failed),
        tuple(findings),
    )
    return report, complete


def _recorded(item: _Json) -> Recorded:
    return Recorded(
        rule=str(item["rule"]),
        path=str(item["path"]),
        fingerprint=str(item["fingerprint"]),
        place=f"{item['path']}:{item['line']}:{item['column']}",
        text=str(item["text"]),
        item=item,
    )


def _objects(lines: Iterable[str]) -> Iterator[_Json]:
    """The objects of a report; one in JSON is told from JSON Lines by its first line."""
    rest = (line for line in lines if line.strip())
    first = next(rest, "").removeprefix("\ufeff")
    try:
        whole = json.loads(first)
    except ValueError:
        whole = json.loads(first + "".join(rest))
    if "type" in whole:
        yield whole
        yield from map(json.loads, rest)
    else:
        yield from chain([whole["run"]], whole["articles"], [whole["summary"]])
