"""The unused-suppression rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from checker.evidence import Evidence
from checker.finding import Finding, Severity
from checker.suppression import Suppression


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A comment asks to leave out findings, and there are none.

    What it was for is mended, or it stands in the wrong place; left there, it would hide the next
    mistake.

    Fires: `<!-- captioncheck: ignore foreign-language -->` beside a caption in the right language.

    Silent: comments that name a rule that did not run, or that had nothing to compare the article
    with; `[ignores]` in the configuration. A comment that names this rule silences it.
    """

    name: ClassVar[str] = "unused-suppression"
    group: ClassVar[str] = "hygiene"
    opt_in: ClassVar[bool] = False

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        return iter(())

    def review(self, article: Article, unused: Sequence[Suppression]) -> Iterator[Finding]:
        for one in unused:
            of = f" of {one.word}" if one.word else ""
            yield Finding(
                rule=self.name,
                severity=Severity.WARNING,
                path=article.path,
                span=one.comment.span,
                evidence=None,
                message=f"this silences no finding{of}",
                confidence=1.0,
                subject=f"{one.word or ''} {one.comment.text}",
            )
