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

# Of pairs that should say the same, how many may say something else: what confidence rests on.
_RATE = 0.05


@dataclass(frozen=True, slots=True)
class InconsistentTranslation:
    """A caption says something else than the reference that it should correspond to.

    The caption of another picture was left in, or one edition was rewritten and the other was not:
    the two editions then tell their readers different things.

    Fires: `Un gato duerme en el tejado de la casa.` whose reference is `The president signs the
    bill in his office.`, or that is under the picture of which the English edition says so. The
    machine translation of the caption is then as unlike the other text as captions of different
    pictures are, which the message says in figures: what share of those is no more alike, and what
    share of true pairs. Two editions are compared in one of them alone, which is not the English
    one, with models that are on this machine. Takes the place of fact-mismatch.

    Silent: honest variants of a translation; a shorter version of what the other text says;
    captions without a reference or another edition; captions without a usable machine translation;
    captions of three words or fewer, which a small model gets wrong too often to be told; texts in
    languages that are written without spaces between words.

    Options: `max-true-share`, how many of a hundred true pairs of that length are at most as alike
    as two texts that are reported.
    """

    name: ClassVar[str] = "inconsistent-translation"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    max_true_share: float = 1.0

    def wants_translation(self, item: Evidence) -> bool:
        return bool(item.comparable) or item.counterpart is not None

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            compared = item.comparison
            place = compared.standing if compared else None
            if compared is None or place is None or 100 * place.true > self.max_true_share:
                continue
            other = compared.reference
            edition = f"the {name(other.language)} edition"
            related = Related(other.file, edition, other.line)
            yield Finding(
                rule=self.name,
                severity=Severity.WARNING,
                path=article.path,
                span=item.segment.span,
                evidence=item,
                message=_message(item, compared, place),
                confidence=_confidence(place),
                suggestion=other.text if other in item.comparable_references else None,
                related=(related,) if other.edition else (),
                supersedes=frozenset({"fact-mismatch"}),
            )


def _message(item: Evidence, compared: Comparison, place: Standing) -> str:
    other = compared.reference
    what = "alt text" if item.segment.kind is Kind.ALT else item.segment.kind
    beside = f"what the {name(other.language)} edition says" if other.edition else "its reference"
    general = f" (general figures, none for {compared.translation.pair} with this model)"
    return (
        f"{what} as unlike {beside} as captions of different pictures are: "
        f"{_percent(place.different)} of those are no more alike, and {_percent(place.true)} of "
        f"true pairs{general if place.basis == GENERAL else ''}"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.{0 if share >= 0.1 else 1}f} %"


def _confidence(place: Standing) -> float:
    different, true = _RATE * place.different, (1 - _RATE) * place.true
    return round(different / (different + true), 4)
