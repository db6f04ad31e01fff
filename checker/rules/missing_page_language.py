"""The missing-page-language rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import UNDETERMINED
from captions.span import Span
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class MissingPageLanguage:
    """A web page declares no language.

    Screen readers then read it in the language that their user has set (WCAG 2.2, success criterion
    3.1.1; technique H57; W3C ACT rule b5c3f8). Runs only where it is asked for.

    Fires: `<html>` without `lang`, with `lang=""`, or with `xml:lang` alone, which counts in XML
    only.

    Silent: fragments without an `<html>` element; files that are no web pages.
    """

    name: ClassVar[str] = "missing-page-language"
    group: ClassVar[str] = "accessibility"
    opt_in: ClassVar[bool] = True

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        if not article.page or any(not one.part and one.tag for one in article.declarations):
            return
        place = max(article.text.lower().find("<html"), 0)
        known = article.language != UNDETERMINED
        yield Finding(
            rule=self.name,
            severity=Severity.ERROR,
            path=article.path,
            span=Span(place, place + len("<html")),
            evidence=None,
            message="the page declares no language"
            + (f'; write <html lang="{article.language}">' if known else ""),
            confidence=1.0,
            suggestion=article.language if known else None,
        )
