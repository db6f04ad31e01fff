"""The wrong-page-language rule."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.language import NO_LANGUAGE, UNDETERMINED, name, primary, same_language
from checker.evidence import Evidence
from checker.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class WrongPageLanguage:
    """The language that a page declares is not the one that it is written in.

    Screen readers pronounce the whole page by the wrong rules, browsers offer to translate it from
    a language that it is not in, and search engines show it to the wrong people (WCAG 2.2, success
    criterion 3.1.1; technique H57). Usually a template was copied with its `lang`.

    Fires: `<html lang="en">` over an article in German. The article is then checked as a German
    one, so that it gets this one finding and not one for every paragraph.

    Silent: pages in several languages; pages with little text; regional variants of one language,
    and languages that a text does not tell apart (Croatian and Serbian); a declared language that
    the detector does not know; text that is marked as being in another language, in navigation, in
    comments.

    Options: `min-letters`, how much text tells; `min-share`, the least share, in [0, 1], of it
    that is in the other language.
    """

    name: ClassVar[str] = "wrong-page-language"
    group: ClassVar[str] = "language"
    opt_in: ClassVar[bool] = False

    min_letters: int = 150
    min_share: float = 0.75

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        declared = article.declared
        if declared is None or same_language(declared.tag, article.language):
            return
        if primary(declared.tag) in (UNDETERMINED, NO_LANGUAGE):
            return  # which promises nothing
        letters: Counter[str] = Counter()
        sureness = 0.0
        for item in evidence:
            if item.in_own_voice and item.detection.told:
                size = sum(map(str.isalpha, item.segment.text))
                letters[primary(item.detection.language)] += size
                if same_language(item.detection.language, article.language):
                    sureness += size * item.detection.confidence
        written = letters[primary(article.language)]
        if written < self.min_letters or written < self.min_share * letters.total():
            return
        yield Finding(
            rule=self.name,
            severity=Severity.ERROR,
            path=article.path,
            span=declared.span,
            evidence=None,
            message=f"the page declares {name(declared.tag)} but is written in "
            f"{name(article.language)}",
            confidence=round(sureness / written, 4),
            suggestion=article.language,
            found=article.language,
            promised=declared.tag,
        )
