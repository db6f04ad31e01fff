"""The bad-reference rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import name
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity


@dataclass(frozen=True, slots=True)
class BadReference:
    """A reference is not in the language that it claims to be in.

    Whoever scores or corrects a caption by it goes wrong: columns were swapped, or a memory was
    filled with texts that were never translated. It is not scored against and never suggested.

    Fires: `{"language": "en", "text": "Una vista del puerto al amanecer."}`, at the text that it is
    for, once for each reference that a text of the article has.

    Silent: names, credits and text too short to tell; references for other articles; texts of other
    editions, which are reported where those are checked.
    """

    name: ClassVar[str] = "bad-reference"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        told = set()
        for item in evidence:
            for bad in item.misdeclared:
                if bad.reference in told:
                    continue
                told.add(bad.reference)
                found, claimed = bad.detection.language, bad.reference.language
                text = f"the reference says that it is {name(claimed)} and is {name(found)}"
                yield Finding(
                    rule=self.name,
                    severity=Severity.ERROR,
                    path=article.path,
                    span=item.segment.span,
                    evidence=item,
                    message=f"{text}: {_shortened(bad.reference.text)}",
                    confidence=bad.detection.confidence,
                    related=(Related(bad.reference.file, text, bad.reference.line),),
                    found=found,
                    promised=claimed,
                )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
