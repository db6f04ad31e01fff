"""The inconsistent-translation rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name
from captions.segment import Kind
from checker.consistency import GENERAL, Comparison, Standing
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity
from checker.likeness import compare
from checker.reference import Reference

# Of pairs that should say the same, how many may say something else: what confidence rests on.
_RATE = 0.05
# What a caption that says what is said of another picture is worth; of 266 true ones none did.
_EXCHANGED = 0.95
# Captions change places with near ones; so many before and after are looked at.
_NEAR = 20


@dataclass(frozen=True, slots=True)
class InconsistentTranslation:
    """A caption says something else than the reference that it should correspond to.

    The caption of another picture was left in, or one edition was rewritten and the other was not:
    the two editions then tell their readers different things.

    Fires: `Un gato duerme en el tejado de la casa.` whose reference is `The president signs the
    bill in his office.`, or that is under the picture of which the English edition says so. The
    machine translation of the caption is then as unlike the other text as captions of different
    pictures are, which the message says in figures: what share of those is no more alike, and what
    share of true translations. Or it is unlike that text and like what is said of another picture
    near by: captions changed places. Two editions are compared in one of them alone, which is not
    the English one, with models that are on this machine. Takes the place of fact-mismatch.

    Silent: honest variants of a translation; a shorter version of what the other text says;
    captions without a reference or another edition; captions without a usable machine translation;
    captions of seven words or fewer, of which more than one true translation in a hundred shares no
    word with the other text, unless they say what is said of another picture; texts in languages
    that are written without spaces between words.

    Options: `max-true-share`, how many of a hundred true translations of that length are at most as
    alike as two texts that are reported; `min-elsewhere`, how like what is said of another picture
    a caption is at least, and `min-gain`, how much more than like its own, both of 100
    (the metric `likeness`).
    """

    name: ClassVar[str] = "inconsistent-translation"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    max_true_share: float = 1.0
    min_elsewhere: float = 50.0
    min_gain: float = 35.0

    def wants_translation(self, item: Evidence) -> bool:
        return bool(item.comparable) or item.counterpart is not None

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        compared = [
            (item, item.comparison, item.comparison.standing)
            for item in evidence
            if item.comparison and item.comparison.standing
        ]
        for number, (item, comparison, place) in enumerate(compared):
            near = compared[max(0, number - _NEAR) : number + _NEAR + 1]
            taken = self._elsewhere(item, comparison, [(one, other) for one, other, _ in near])
            if taken:
                message, confidence = _exchanged(item, *taken), _EXCHANGED
            elif 100 * place.true <= self.max_true_share:
                message, confidence = _unlike(item, comparison, place), _confidence(place)
            else:
                continue
            reference = comparison.reference
            yield Finding(
                rule=self.name,
                severity=Severity.WARNING,
                path=article.path,
                span=item.segment.span,
                evidence=item,
                message=message,
                confidence=confidence,
                suggestion=reference.text if reference in item.scored_against else None,
                related=tuple(
                    Related(one.file, f"the {name(one.language)} edition", one.line)
                    for one in (reference, *([taken[1]] if taken else []))
                    if one.edition
                ),
                supersedes=frozenset({"fact-mismatch"}),
            )

    def _elsewhere(
        self, item: Evidence, own: Comparison, near: Sequence[tuple[Evidence, Comparison]]
    ) -> tuple[Evidence, Reference] | None:
        """The segment of another picture of which is said what this one says, and where that is."""
        if own.likeness.value > 100 - self.min_gain:
            return None
        found, most = None, max(self.min_elsewhere, own.likeness.value + self.min_gain)
        for one, comparison in near:
            other = comparison.reference
            if (
                one.segment.image != item.segment.image
                and other.language == own.reference.language
                and other.text.casefold() != own.reference.text.casefold()
                and (like := compare(own.translation.hypothesis, other.text).value) >= most
            ):
                found, most = (one, other), like
        return found


def _unlike(item: Evidence, compared: Comparison, place: Standing) -> str:
    general = f" (general figures, none for {compared.translation.pair} with this model)"
    return (
        f"{_what(item)} as unlike {_beside(compared.reference)} as captions of different pictures "
        f"are: {_percent(place.different)} of those are no more alike, and {_percent(place.true)} "
        f"of true translations{general if place.basis == GENERAL else ''}"
    )


def _exchanged(item: Evidence, other: Evidence, reference: Reference) -> str:
    return f"{_what(item)} is {_beside(reference)} of another picture, {other.segment.image}"


def _what(item: Evidence) -> str:
    return "alt text" if item.segment.kind is Kind.ALT else item.segment.kind


def _beside(reference: Reference) -> str:
    if reference.edition:
        return f"what the {name(reference.language)} edition says"
    return "the reference"


def _percent(share: float) -> str:
    return f"{100 * share:.{0 if share >= 0.1 else 1}f} %"


def _confidence(place: Standing) -> float:
    different, true = _RATE * place.different, (1 - _RATE) * place.true
    return round(different / (different + true), 4)
