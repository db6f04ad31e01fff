"""The missing-translation rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Article
from captions.edition import Picture, Shown
from captions.language import name, same_language
from captions.same_picture import match
from captions.segment import Kind
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity


@dataclass(frozen=True, slots=True)
class MissingTranslation:
    """A picture has a caption or an alternative text in another edition, and none in this one.

    The text was forgotten when the article was translated: readers of this edition are not told
    what readers of the other one are, and a screen reader is silent.

    Fires: `<img src="harbour.jpg">` where the Spanish edition has
    `<img src="harbour.jpg" alt="El puerto al amanecer">`. Once for each picture, however many
    editions say something about it.

    Silent: pictures of which something is said in either way; pictures that the article does not
    show, and those that are the same by nothing but their place; texts that hold names or codes
    alone; pictures that are hidden from screen readers (`aria-hidden`, `role="presentation"`);
    articles with captions of which nothing says what picture they are for.
    """

    name: ClassVar[str] = "missing-translation"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        kinds = {item.segment.kind for item in evidence if not item.segment.image}
        if Kind.CAPTION in kinds:
            return
        said: dict[Picture, list[tuple[str, Related, Shown]]] = {}
        for edition in article.editions:
            for pair in match(article, edition):
                texts = [shown for shown in pair.there.texts if shown.verified]
                if pair.here.texts or pair.placed or not texts:
                    continue
                place = Related(
                    edition.path, f"the {name(edition.language)} edition", texts[0].line
                )
                said.setdefault(pair.here, []).append((edition.language, place, texts[0]))
        for picture, places in said.items():
            language, _, shown = places[0]
            what = "alternative text" if shown.kind is Kind.ALT else "caption"
            own = [one.text for tag, _, one in places if same_language(tag, article.language)]
            yield Finding(
                rule=self.name,
                severity=Severity.WARNING,
                path=article.path,
                span=picture.span,
                evidence=None,
                message=f"no text for a picture that has {_a(what)} in the {name(language)} "
                f"edition: {shown.text}",
                confidence=1.0,
                suggestion=own[0] if own else None,
                related=tuple(place for _, place, _ in places),
                picture=picture.address,
            )


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
