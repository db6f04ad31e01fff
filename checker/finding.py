"""What a rule found."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from captions.article import Article
from captions.language import UNDETERMINED, same_language
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

    `evidence` is what is known of the segment that it is about, None where it is about the whole
    article; `part` is the range of the segment's text that is meant, None for all of it. `found`
    and `promised` are the language that is there and the one that should be, where they are not
    the segment's. `picture` is the address of a picture of which nothing is said, `subject` what
    else it is about that is no text of the article, such as a comment. Findings of the
    rules that it `supersedes`, about the same segment, have the same cause and are left out.
    `confidence` is the probability, in [0, 1], that the finding is true;
    `suggestion` is text that may stand there instead.
    """

    rule: str
    severity: Severity
    path: PurePath
    span: Span
    evidence: Evidence | None
    message: str
    confidence: float
    suggestion: str | None = None
    related: tuple[Related, ...] = ()
    part: Span | None = None
    found: str | None = None
    promised: str | None = None
    picture: str | None = None
    supersedes: frozenset[str] = frozenset()
    subject: str | None = None

    @property
    def language(self) -> str:
        """The language that is there."""
        if self.found or not self.evidence:
            return self.found or UNDETERMINED
        return self.evidence.detection.language

    @property
    def expected(self) -> str:
        """The language that should be there."""
        if self.promised or not self.evidence:
            return self.promised or UNDETERMINED
        return self.evidence.expected

    @property
    def in_other_language(self) -> bool:
        """Whether it is about text in another language than should be there."""
        known = UNDETERMINED not in (self.language, self.expected)
        return known and not same_language(self.language, self.expected)

    def text(self, article: Article) -> str:
        """The flagged text as a reader sees it: the segment's clean text or the part of it."""
        if self.evidence is None:
            return article.text[self.span.start : self.span.end]
        text = self.evidence.segment.text
        return text[self.part.start : self.part.end] if self.part else text

    @property
    def fingerprint(self) -> str:
        """What stays the same when text above it, or its file's name, changes."""
        parts = [self.rule, self.expected]
        if self.evidence is None:
            parts += [self.language, *filter(None, [self.picture, self.subject])]
        else:
            segment = self.evidence.segment
            text = segment.text[self.part.start : self.part.end] if self.part else segment.text
            parts += [segment.kind, " ".join(text.split())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def tell_apart(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """The findings of one article, each with an identity that no other finding of a run has.

    It is of the path, the fingerprint, and which of its like it is in its article: it outlives
    edits of other text and of other files.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        fingerprint = finding.fingerprint
        seen[fingerprint] += 1
        place = f"{finding.path.as_posix()}\0{fingerprint}".encode(errors="surrogatepass")
        yield finding, f"{hashlib.sha256(place).hexdigest()[:16]}:{seen[fingerprint]}"
