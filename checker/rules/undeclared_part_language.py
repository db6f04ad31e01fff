"""The undeclared-part-language rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name
from captions.segment import Kind
from checker.detection import Passage
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class UndeclaredPartLanguage:
    """A passage in another language is not marked with its language.

    Screen readers read it with the voice of the page's language (WCAG 2.2, success criterion 3.1.2;
    technique H58). A passage may well be meant to be in another language, and still has to be
    marked. Runs only where it is asked for, on web pages.

    Fires: a Spanish sentence without `lang="es"` in an English page, quotations too.

    Silent: names, technical terms, words that have become part of the language, and passages that
    are too short to tell.

    Options: `min-confidence`, the least probability, in [0, 1], that the passage is in another
    language; `min-words`, how many words a passage inside a text has at least: shorter ones are
    mostly loanwords and titles.
    """

    name: ClassVar[str] = "undeclared-part-language"
    group: ClassVar[str] = "accessibility"
    opt_in: ClassVar[bool] = True

    min_confidence: float = 0.9
    min_words: int = 6

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        if not article.page:
            return
        for item in evidence:
            if item.segment.kind is Kind.CREDIT:
                continue
            if item.foreign and not item.marked:
                if item.detection.confidence >= self.min_confidence:
                    yield self._finding(article, item, item.detection.language)
                continue
            for passage in item.detection.passages:
                if passage.confidence >= self.min_confidence and passage.words >= self.min_words:
                    yield self._finding(article, item, passage.language, passage)

    def _finding(
        self, article: Article, item: Evidence, language: str, passage: Passage | None = None
    ) -> Finding:
        span = item.segment.locate(*passage.span.bounds) if passage else item.segment.span
        return Finding(
            rule=self.name,
            severity=Severity.ERROR,
            path=article.path,
            span=span,
            evidence=item,
            message=f"{name(language)} that is not marked as such; write lang={language!r}",
            confidence=passage.confidence if passage else item.detection.confidence,
            part=passage.span if passage else None,
            found=language,
        )
