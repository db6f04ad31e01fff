"""The missing-page-language rule."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import UNDETERMINED
from captions.span import Span
from checker.evidence import Evidence
from checker.finding import Finding, Severity

# Where the language of a page is declared.
_PLACE = "html-lang"
# Old pages have one for each old browser in conditional comments, which no other one reads.
_ROOT = re.compile(r"<!--.*?(?:-->|\Z)|(?P<root><html)(?=[\s/>])", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class MissingPageLanguage:
    """A web page declares no language.

    Screen readers then read it in the language that their user has set (WCAG 2.2, success criterion
    3.1.1; technique H57; W3C ACT rule b5c3f8). Runs only where it is asked for.

    Fires: `<html>` without `lang`, with `lang=""`, or with `xml:lang` alone, which counts in XML
    only; a `lang` of its body alone does not declare the language of its title and metadata.

    Silent: fragments without an `<html>` element; files that are no web pages.
    """

    name: ClassVar[str] = "missing-page-language"
    group: ClassVar[str] = "accessibility"
    opt_in: ClassVar[bool] = True

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        if not article.page or any(
            one.source == _PLACE and one.tag for one in article.declarations
        ):
            return
        roots = (found.span() for found in _ROOT.finditer(article.text) if found["root"])
        place = Span(*next(roots, (0, 0)))
        known = article.language != UNDETERMINED
        yield Finding(
            rule=self.name,
            severity=Severity.ERROR,
            path=article.path,
            span=place,
            evidence=None,
            message="the page declares no language"
            + (f'; write <html lang="{article.language}">' if known else ""),
            confidence=1.0,
            suggestion=article.language if known else None,
        )
