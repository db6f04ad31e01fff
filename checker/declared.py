"""Findings on the language tags that a file declares."""

from collections.abc import Iterator

from captions.article import Article
from captions.language import fault
from checker.finding import Finding, Severity


def invalid(article: Article, rule: str, *, part: bool) -> Iterator[Finding]:
    """The tags that are no valid BCP 47: those of parts of the article, or of all of it."""
    for one in article.declarations:
        if one.part == part and one.tag and (reason := fault(one.tag)):
            yield Finding(
                rule=rule,
                severity=Severity.ERROR,
                path=article.path,
                span=one.span,
                evidence=None,
                message=f"{one.tag!r} is no valid language tag: {reason}",
                confidence=1.0,
                promised=one.tag,
            )
