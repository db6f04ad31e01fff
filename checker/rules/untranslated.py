"""The untranslated rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name, same_language
from captions.segment import Kind
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity
from checker.reference import Reference


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A caption was copied from another edition and not translated.

    It equals, or nearly, what the edition in the other language says about the same picture, and
    is in that language: readers meet a sentence that they may not understand.

    Fires: `Una vista del puerto al amanecer.` under a picture of the English article that has the
    same caption in the Spanish one. Takes the place of foreign-language, which does not know where
    the text is from. A note where the text is marked with its language (`lang="es"`).

    Silent: names, credits, agencies, brands, numbers and code, which are the same in every edition;
    text too short to tell; the other edition, where the text is right; editions in one language
    (`en-US`, `en-GB`).

    Options: `min-similarity`, how similar the two texts are at least, from 0 to 100 (rapidfuzz'
    ratio, the share of letters in common); `min-confidence`, the least probability, in [0, 1], that
    the text is in the other language.
    """

    name: ClassVar[str] = "untranslated"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    min_similarity: float = 90.0
    min_confidence: float = 0.5

    def wants_translation(self, item: Evidence) -> bool:
        return self._copied_from(item) is not None

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            original = self._copied_from(item)
            if original is None:
                continue
            kind = "alt text" if item.segment.kind is Kind.ALT else item.segment.kind
            language = name(item.detection.language)
            own = [one.text for one in item.references if self._in_own_language(item, one)]
            hypothesis = item.translation.hypothesis if item.translation else None
            yield Finding(
                rule=self.name,
                severity=Severity.NOTE if item.marked else Severity.ERROR,
                path=article.path,
                span=item.segment.span,
                evidence=item,
                message=f"{kind} left in {language}, as in the {language} edition",
                confidence=item.detection.confidence,
                suggestion=own[0] if own else hypothesis,
                related=(Related(original.file, f"the {language} edition", original.line),),
                promised=item.article_language,
                supersedes=frozenset({"foreign-language"}),
            )

    def _copied_from(self, item: Evidence) -> Reference | None:
        """The text of another edition that the segment repeats, in that edition's language."""
        found = item.detection
        if found.confidence < self.min_confidence or not found.differs(item.article_language):
            return None
        for reference in item.references:
            if (
                reference.edition
                and same_language(reference.language, found.language)
                and self._alike(item.segment.text, reference.text)
            ):
                return reference
        return None

    def _alike(self, one: str, other: str) -> bool:
        from rapidfuzz import fuzz

        first, second = " ".join(one.split()).casefold(), " ".join(other.split()).casefold()
        return fuzz.ratio(first, second) >= self.min_similarity

    def _in_own_language(self, item: Evidence, reference: Reference) -> bool:
        return reference.sure and same_language(reference.language, item.article_language)
