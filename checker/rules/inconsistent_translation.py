"""The inconsistent-translation rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from checker.evidence import Evidence
from checker.finding import Finding, Severity

_METRIC = "chrF2++"


@dataclass(frozen=True, slots=True)
class InconsistentTranslation:
    """A caption says something else than the reference that it should correspond to.

    The caption of another picture was left in, or one edition was rewritten and the other was not:
    the two editions then tell their readers different things.

    Fires: `Un gato duerme en el tejado.` whose reference is `The president signs the bill.`: the
    machine translation of the caption and the reference share next to nothing (chrF2++ below
    `min-chrf`).

    Silent: honest variants of a translation; captions without a reference in the article's
    language; captions without a usable machine translation.

    Options: `min-chrf`, the chrF2++ (0 to 100) below which hypothesis and reference do not say the
    same.
    """

    name: ClassVar[str] = "inconsistent-translation"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    min_chrf: float = 20.0

    def wants_translation(self, item: Evidence) -> bool:
        return bool(item.comparable)

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for item in evidence:
            score = item.score(_METRIC)
            if score is None or score.value >= self.min_chrf:
                continue
            yield Finding(
                rule=self.name,
                severity=Severity.WARNING,
                path=article.path,
                span=item.segment.span,
                evidence=item,
                message=f"the {item.segment.kind} and its reference do not say the same "
                f"({_METRIC} {score.value:.1f}, at least {self.min_chrf:g} expected)",
                confidence=round(1 - score.value / self.min_chrf / 2, 4),
                suggestion=item.comparable[0],
            )
