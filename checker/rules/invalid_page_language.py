"""The invalid-page-language rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import fault
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class InvalidPageLanguage:
    """The language of a page is declared by a tag that is no valid language tag.

    Browsers, screen readers and translators ignore a tag that they do not know: the page is read
    as if nothing were declared (BCP 47, IANA language subtag registry; W3C ACT rule bf051a).

    Fires: `<html lang="english">`, `lang="en_US"`, `lang="jp"`, `lang="en-UK"`.

    Silent: every tag of the registry, deprecated ones too, in any case; private ones (`x-klingon`);
    no tag at all and `lang=""`: missing-page-language, on request, is about those; formats that are
    no web pages.
    """

    name: ClassVar[str] = "invalid-page-language"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        for one in article.declarations:
            if one.part or not article.page or not one.tag:
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
