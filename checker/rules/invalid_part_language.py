"""The invalid-part-language rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import fault
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class InvalidPartLanguage:
    """A part of a page is marked with a tag that is no valid language tag.

    Browsers, screen readers and translators ignore a tag that they do not know: the part is read
    as if it were not marked (BCP 47, IANA language subtag registry; W3C ACT rule de46e4).

    Fires: `<p lang="english">`, `lang="en_US"`, `lang="jp"`, `lang="en-UK"`.

    Silent: every tag of the registry, deprecated ones too, in any case; private ones (`x-klingon`);
    `lang=""`, which says that the language is not known.
    """

    name: ClassVar[str] = "invalid-part-language"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for one in article.declarations:
            if not one.part or not one.tag:
                continue
            if reason := fault(one.tag):
                yield Finding(
                    rule=self.name,
                    severity=Severity.ERROR,
                    path=article.path,
                    span=one.span,
                    evidence=None,
                    message=f"{one.tag!r} is no valid language tag: {reason}",
                    confidence=1.0,
                    promised=one.tag,
                )
