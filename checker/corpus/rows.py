"""Results to rows of the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from captions.article import Unreadable
from captions.corpus.record import Broken, Part, Record
from captions.language import NO_LANGUAGE, UNDETERMINED, same_language
from captions.lines import Lines
from captions.span import Span
from checker import wire
from checker.checked import Checked, Summary
from checker.evidence import Evidence
from checker.finding import Finding

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """Which article a row is of."""

    file: str
    position: int
    id: str | None
    url: str | None

    @classmethod
    def of(cls, part: Part, record: Record | Broken) -> "Key":
        """The key of a record of a part."""
        return cls(part.path, record.position, record.id, record.url)

    @property
    def path(self) -> str:
        """What names the article in results: no two have the same."""
        return f"{self.file}#{self.position}"

    def columns(self) -> Row:
        """The columns that both tables begin with."""
        return {
            "path": self.path,
            "file": self.file,
            "position": self.position,
            "id": self.id,
            "url": self.url,
            "domain": _domain(self.url) if self.url else None,
        }


def _domain(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def article_row(key: Key, checked: Checked) -> Row:
    """The row of an article, or of what could not be read."""
    article = checked.article
    if isinstance(article, Unreadable):
        failure = {"kind": article.kind, "reason": article.reason}
        return {**key.columns(), "clean": False, "findings": 0, "failure": failure}
    told = {tag: count for tag, count in checked.characters.items() if count and tag != NO_LANGUAGE}
    total = sum(told.values())
    shares = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    strange = sum(
        count
        for tag, count in shares
        if tag != UNDETERMINED and not same_language(tag, article.language)
    )
    worst = Summary.of(checked).worst()
    return {
        **key.columns(),
        "language": article.language,
        "language_source": article.language_source,
        "segments": len(article.segments),
        "characters": len(article.text),
        "languages": [
            {"language": tag, "characters": count, "share": count / total} for tag, count in shares
        ],
        "foreign_share": strange / total if total else 0.0,
        "foreign": list(_foreign(checked.findings)),
        "clean": not checked.findings and article.language != UNDETERMINED,
        "findings": len(checked.findings),
        "worst": worst.value if worst else None,
        "notices": list(checked.notices),
        "failure": None,
    }


def finding_rows(key: Key, checked: Checked) -> Iterator[Row]:
    """The rows of an article's findings."""
    article = checked.article
    if isinstance(article, Unreadable) or not checked.findings:
        return
    lines = Lines(article.text)
    columns = key.columns()
    for finding in checked.findings:
        yield {**wire.finding(finding, article, lines), **columns}


def _foreign(findings: tuple[Finding, ...]) -> Iterator[Row]:
    """The ranges of the article that are in another language than it, in order, apart."""
    found = [
        (_range(finding, item), finding, item)
        for finding in findings
        if (item := finding.evidence) and _is_foreign(finding, item)
    ]
    reached = 0
    for span, finding, item in sorted(found, key=lambda one: (one[0].start, -one[0].end)):
        if span.start < reached:
            continue
        reached = span.end
        part = finding.part
        text = item.segment.text
        yield {
            "start": span.start,
            "end": span.end,
            "kind": item.segment.kind.value,
            "severity": finding.severity.value,
            "language": finding.language,
            "confidence": finding.confidence,
            "text": text[part.start : part.end] if part else text,
        }


def _range(finding: Finding, item: Evidence) -> Span:
    return item.segment.locate(*finding.part.bounds) if finding.part else item.segment.span


def _is_foreign(finding: Finding, item: Evidence) -> bool:
    known = UNDETERMINED not in (finding.language, item.article_language)
    return known and not same_language(finding.language, item.article_language)
