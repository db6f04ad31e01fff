"""The foreign-passage rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name
from captions.segment import Kind, Region
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class ForeignPassage:
    """Part of a text is written in another language: a sentence inside a paragraph.

    Two editions were pasted together, or a sentence was overlooked when the rest was translated.

    Fires: `The mayor spoke to the press. El puerto sigue cerrado desde el lunes. Nobody was hurt.`
    in an English article, at exactly the Spanish words. A note inside quotation marks and brackets:
    what somebody said may be left as it was, and a gloss is meant to be in another language.

    Silent: names, titles of works, terms of a few words; a gloss after them ("the
    Nationalrat (national council)"); text that is foreign as a whole, which foreign-language
    reports.

    Options: `min-confidence`, the least probability, in [0, 1], that the passage is in the
    language found; `min-words`, how many words a passage has at least.
    """

    name: ClassVar[str] = "foreign-passage"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    min_confidence: float = 0.8
    min_words: int = 6

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            if item.segment.kind is Kind.CREDIT or item.segment.region is not Region.ARTICLE:
                continue
            for passage in item.detection.passages:
                if passage.confidence < self.min_confidence or passage.words < self.min_words:
                    continue
                quoted = passage.quoted or item.segment.kind is Kind.QUOTE
                yield Finding(
                    rule=self.name,
                    severity=Severity.NOTE if quoted else Severity.WARNING,
                    path=article.path,
                    span=item.segment.locate(*passage.span.bounds),
                    evidence=item,
                    message=f"{name(passage.language)} {'quotation' if quoted else 'passage'} "
                    f"in text in {name(item.expected)}",
                    confidence=passage.confidence,
                    part=passage.span,
                    found=passage.language,
                )
