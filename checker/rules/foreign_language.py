"""The foreign-language rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name
from captions.segment import Kind, Region
from checker.evidence import Evidence
from checker.finding import Finding, Severity

_SHOWN_WITH_PICTURES = frozenset({Kind.CAPTION, Kind.ALT})
# Where a reader cannot do without the text, the finding is an error.
_SEVERE = _SHOWN_WITH_PICTURES | {Kind.HEADLINE, Kind.TITLE}


@dataclass(frozen=True, slots=True)
class ForeignLanguage:
    """A whole segment is written in another language than its reader was promised.

    Readers meet a sentence that they may not understand; screen readers pronounce it by the wrong
    rules. Usually a caption was pasted from an agency or another edition and never translated.

    Fires: `Una vista del puerto al amanecer.` as a caption of an English article. An error in
    captions, alternative texts, titles and headlines, a warning elsewhere. A caption that its
    markup declares to be in the other language (`lang="es"`) is a note: it is announced rightly,
    and may still want translating; so is a quotation, which may be left as it was said.

    Silent: names, credits, agencies, numbers, addresses, hashtags and code, in any language; text
    too short to tell; text in a language that the detector does not know; what stands around
    the article: navigation, cookie notices, teasers of other articles, comments.

    Options: `min-confidence`, the least probability, in [0, 1], that a language must have to be
    reported; `min-words`, the least words, outside captions and alternative texts, of which a
    heading or a paragraph is reported (buttons and labels are full of borrowed terms);
    `everywhere`, whether what stands around the article is reported as well; `marked`, whether
    captions marked with their own language are reported as notes.
    """

    name: ClassVar[str] = "foreign-language"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    min_confidence: float = 0.55
    min_words: int = 4
    everywhere: bool = False
    marked: bool = True

    def wants_translation(self, item: Evidence) -> bool:
        return self._severity(item) is not None

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            severity = self._severity(item)
            if severity is None:
                continue
            found = item.detection.language
            kind = item.segment.kind
            what = "text" if kind is Kind.BODY else "alt text" if kind is Kind.ALT else kind
            marked = ", marked as such" if item.marked else ""
            yield Finding(
                rule=self.name,
                severity=severity,
                path=article.path,
                span=item.segment.span,
                evidence=item,
                message=f"{name(found)} {what} in an article in "
                f"{name(item.article_language)}{marked}",
                promised=item.article_language,
                confidence=item.detection.confidence,
                suggestion=_suggestion(item),
            )

    def _severity(self, item: Evidence) -> Severity | None:
        severity = self._by_place(item)
        if severity is None or item.detection.confidence < self.min_confidence:
            return None
        if item.segment.region is not Region.ARTICLE and not self.everywhere:
            return None
        if item.segment.kind not in _SHOWN_WITH_PICTURES and item.segment.words < self.min_words:
            return None
        return severity

    def _by_place(self, item: Evidence) -> Severity | None:
        kind = item.segment.kind
        if kind is Kind.CREDIT:
            return None
        if not item.foreign:
            translated = self.marked and item.marked and kind in _SHOWN_WITH_PICTURES
            other = translated and item.detection.differs(item.article_language)
            return Severity.NOTE if other else None
        if item.marked:
            return None  # its mark is what is wrong: wrong-part-language
        if kind is Kind.QUOTE:
            return Severity.NOTE
        return Severity.ERROR if kind in _SEVERE else Severity.WARNING


def _suggestion(item: Evidence) -> str | None:
    if item.comparable:
        return item.comparable[0]
    return item.translation.hypothesis if item.translation else None
