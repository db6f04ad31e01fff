"""The wrong-part-language rule."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from captions.article import Article
from captions.language import effective, name
from captions.span import Span
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class WrongPartLanguage:
    """A part of a page is marked as being in another language than it is in.

    Screen readers switch to the wrong voice for just this part (WCAG 2.2, success criterion 3.1.2;
    technique H58). Usually text was translated and its `lang` was not, or the other way round.

    Fires: `<p lang="es">A view of the harbour at dawn.</p>`, also for the `alt` and `title` of an
    element, which are in its language. One finding for a part, however much text it holds.

    Silent: text of elements inside that have a `lang` of their own; hidden text; text that may be
    in both languages, and names; `lang=""`, which says that the language is not known; tags of
    languages that do not exist, which invalid-part-language reports.

    Options: `min-confidence`, the least probability, in [0, 1], that the text is in the language
    found.
    """

    name: ClassVar[str] = "wrong-part-language"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    min_confidence: float = 0.9

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        marked = sorted(
            (item for item in evidence if item.marked and effective(item.expected)),
            key=lambda item: _mark(item).start,
        )
        for mark, items in groupby(marked, key=_mark):
            finding = self._part(article, mark, list(items))
            if finding:
                yield finding

    def _part(self, article: Article, mark: Span, items: Sequence[Evidence]) -> Finding | None:
        """The finding on all segments that one mark is for."""
        letters: Counter[str] = Counter()
        for item in items:
            if item.detection.told:
                letters[item.detection.language] += len(item.segment.text)
        if not letters:
            return None
        found = letters.most_common(1)[0][0]
        item = max(
            (item for item in items if item.detection.language == found),
            key=lambda item: item.detection.confidence,
        )
        if not item.foreign or item.detection.confidence < self.min_confidence:
            return None
        return Finding(
            rule=self.name,
            severity=Severity.ERROR,
            path=article.path,
            span=mark,
            evidence=item,
            message=f"marked as {name(item.expected)} but written in {name(found)}",
            confidence=item.detection.confidence,
            suggestion=found,
        )


def _mark(item: Evidence) -> Span:
    """Where the mark stands, the segment itself where its format has no place for it."""
    return item.segment.declared or item.segment.span
