"""The fact-mismatch rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import UNDETERMINED
from captions.segment import Kind as SegmentKind
from captions.span import Span
from checker.evidence import Evidence
from checker.facts import Facts, Kind, Mismatch, compare, extract
from checker.finding import Finding, Severity
from checker.reference import Reference

_METRIC = "chrF2++"
# How often a mismatch of a kind is a mistake of the caption, in [0, 1]; names are the least sure,
# since works and institutions may have one in each language.
_CONFIDENCE = {Kind.NAME: 0.8, Kind.NEGATION: 0.8, Kind.WEEKDAY: 0.9, Kind.SIDE: 0.9}
_USUAL = 0.95


@dataclass(frozen=True, slots=True)
class FactMismatch:
    """A caption states another fact than its reference: a number, a date, a name, a side, a credit.

    A translation can read well, score well and still move a date by ten days or give the picture to
    another photographer. Readers of the two editions are told different things, and one is wrong.

    Fires: `The museum opened on 14 July 2015.` whose reference says `24 de julio de 2015`; numbers
    with their units, percentages and currencies, dates in any order, days of the week and times,
    names of people and places, left and right in the picture, photographers and agencies, and
    negations, which are looked for where the caption, or its machine translation, is in the
    language of the reference. The message names the two values.

    Silent: facts that only one of the two states; numbers in words or with the separators of the
    language, rounded ones (`about 3,000` for `3,012`) and amounts in other units; dates that are
    less exact; names transliterated, inflected or known by another name in the other language
    (`Moscú`, `Alemania`), and all names in other editions, whose labels and titles are capitalised
    words with a translation (`ML for Beginners`); facts that another reference confirms; lists of
    more than 40 facts; the political left; captions that have nothing in common with their
    reference, which `inconsistent-translation` reports. Number words, names, sides and negations
    are read in Catalan, Czech, Dutch, English, French, German, Italian, Polish, Portuguese, Russian
    and Spanish; of other languages only digits and dates.

    Options: `names`, whether names of people, places and works are compared; `min-chrf`, the
    chrF2++ (0 to 100) of a caption's machine translation below which it is another picture's.
    """

    name: ClassVar[str] = "fact-mismatch"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    names: bool = True
    min_chrf: float = 20.0

    def wants_translation(self, item: Evidence) -> bool:
        return bool(item.comparable)

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            score = item.score(_METRIC)
            if not item.references or (score and score.value < self.min_chrf):
                continue
            told = _facts(item, item.segment.text, _language(item))
            references = [
                (reference, _facts(item, reference.text, reference.language))
                for reference in item.references
                if reference.sure
            ]
            for mismatch in self._mismatches(item, told, references):
                yield _finding(self.name, article, item, mismatch)

    def _mismatches(
        self, item: Evidence, told: Facts, references: Sequence[tuple[Reference, Facts]]
    ) -> Iterator[Mismatch]:
        """What the caption gets wrong, each fact of it once; the caption's fact is the first."""
        seen: set[Span] = set()
        for reference, facts in references:
            names = self.names and not reference.edition
            for mismatch in compare(told, facts):
                fact = mismatch.one
                if fact.span in seen or (fact.kind is Kind.NAME and not names):
                    continue
                others = (other for _, other in references if other is not facts)
                if any(_confirms(other, mismatch) for other in others):
                    continue
                seen.add(fact.span)
                yield mismatch
        if item.translation:
            language = item.article_language
            hypothesis = _facts(item, item.translation.hypothesis, language)
            for text in item.comparable:
                for mismatch in compare(hypothesis, _facts(item, text, language)):
                    if mismatch.one.kind is Kind.NEGATION:
                        yield mismatch
                        return


def _language(item: Evidence) -> str:
    found = item.detection.language
    return item.expected if found == UNDETERMINED or not item.foreign else found


def _facts(item: Evidence, text: str, language: str) -> Facts:
    return extract(text, language, credit=item.segment.kind is SegmentKind.CREDIT)


def _confirms(reference: Facts, mismatch: Mismatch) -> bool:
    return any(fact.value == mismatch.one.value for fact in reference.of(mismatch.one.kind))


def _finding(rule: str, article: Article, item: Evidence, mismatch: Mismatch) -> Finding:
    one, other = mismatch.one, mismatch.other
    segment = item.segment
    what = segment.kind if segment.kind is not SegmentKind.ALT else "alt text"
    # A negation may stand in the hypothesis alone, and an absent one stands nowhere.
    part = one.span if one.kind is not Kind.NEGATION else None
    if one.kind is Kind.NEGATION:
        message = (
            f"the {what} negates what the reference says ({one.text})"
            if one.text
            else f"the reference negates what the {what} says ({other.text})"
        )
    else:
        message = f"the reference says {other.text}, the {what} {one.text}"
    return Finding(
        rule=rule,
        severity=Severity.ERROR,
        path=article.path,
        span=segment.locate(part.start, part.end) if part else segment.span,
        evidence=item,
        message=message,
        confidence=_CONFIDENCE.get(one.kind, _USUAL),
        suggestion=item.comparable[0] if item.comparable else None,
        part=part,
    )
