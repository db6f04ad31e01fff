"""What a rule found."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from captions.article import Article
from captions.span import Span
from checker.evidence import Evidence


class Severity(StrEnum):
    """SARIF's levels, mildest first."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about."""

    path: PurePath
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place.

    `confidence` is the probability, in [0, 1], that the finding is true; `suggestion` is text that
    may stand there instead.
    """

    rule: str
    severity: Severity
    path: PurePath
    span: Span
    evidence: Evidence
    message: str
    confidence: float
    suggestion: str | None = None
    related: tuple[Related, ...] = ()

    def text(self, article: Article) -> str:
        """The flagged text as a reader sees it: the whole segment's clean text, or the part."""
        segment = self.evidence.segment
        if self.span == segment.span:
            return segment.text
        return article.text[self.span.start : self.span.end]

    @property
    def fingerprint(self) -> str:
        """What stays the same when text above it, or its file's name, changes."""
        segment = self.evidence.segment
        parts = [self.rule, segment.kind, self.evidence.expected, " ".join(segment.text.split())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
