"""What the stages learn about one segment; rules judge it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from captions.language import UNDETERMINED, primary, same_language
from captions.segment import Kind, Region, Segment
from checker.detection import UNDETECTED, Detection
from checker.reference import Reference
from checker.score import Score
from checker.translation import Outcome, Translation, Untranslated

if TYPE_CHECKING:  # most commands compare nothing, and start a good deal sooner
    from checker.consistency import Comparison

# What an article says, rather than what it shows.
OWN_VOICE = frozenset({Kind.BODY, Kind.HEADLINE, Kind.QUOTE, Kind.TITLE, Kind.DESCRIPTION})


@dataclass(frozen=True, slots=True)
class Misdeclared:
    """A reference that is not in the language that it claims, and what it is in."""

    reference: Reference
    detection: Detection


@dataclass(frozen=True, slots=True)
class Evidence:
    """One segment and everything known about it; each stage replaces it with a richer one.

    `article_language` is what the reader of the article was promised, `expected` what they were
    promised at this place: the language that the markup declares for it, else the article's.
    `references` are those that can be believed, `misdeclared` the others. `compared` is what the
    segment was compared with, or why it could not be.
    """

    segment: Segment
    article_language: str
    expected: str
    detection: Detection = UNDETECTED
    references: tuple[Reference, ...] = ()
    outcome: Outcome | None = None
    scores: tuple[Score, ...] = ()
    misdeclared: tuple[Misdeclared, ...] = ()
    compared: "Comparison | Untranslated | None" = None

    @property
    def foreign(self) -> bool:
        """Whether a language other than the expected one was told; how surely is for rules."""
        return self.detection.differs(self.expected)

    @property
    def marked(self) -> bool:
        """Whether the markup declares the text to be in another language than the article."""
        unknown = UNDETERMINED in (self.expected, self.article_language)
        return not unknown and not same_language(self.expected, self.article_language)

    @property
    def in_own_voice(self) -> bool:
        """Whether the article itself says it, in what it declares to be its own language."""
        segment = self.segment
        return segment.kind in OWN_VOICE and segment.region is Region.ARTICLE and not self.marked

    @property
    def translation(self) -> Translation | None:
        """The hypothesis, where there is a usable one."""
        return self.outcome if isinstance(self.outcome, Translation) else None

    @property
    def scored_against(self) -> list[Reference]:
        """What a hypothesis can be scored against: references surely for it, in its language."""
        return [
            reference
            for reference in self.references
            if same_language(reference.language, self.article_language) and reference.sure
        ]

    @property
    def comparable(self) -> list[str]:
        """The texts of the references that a hypothesis can be scored against."""
        return [reference.text for reference in self.scored_against]

    def best(self, score: Score) -> Reference | None:
        """The reference that the hypothesis is nearest to by one of its scores."""
        return None if score.best is None else self.scored_against[score.best]

    @property
    def counterpart(self) -> Reference | None:
        """What the first of the other editions says, where text in its right language is compared.

        English is the first, since most models translate into it, then the others by their tags:
        of two editions the later one is translated, so that each pair is compared once, and of
        many each is with one.
        """
        own = self.article_language
        if self.marked or not self.detection.told or self.detection.differs(own):
            return None
        others = [
            one
            for one in self.references
            if one.edition and one.sure and not same_language(one.language, own)
        ]
        first = min(others, key=lambda one: _order(one.language), default=None)
        return first if first and _order(first.language) < _order(own) else None

    @property
    def comparison(self) -> "Comparison | None":
        """What the segment was compared with."""
        return None if isinstance(self.compared, Untranslated) else self.compared

    def score(self, metric: str) -> Score | None:
        """The score of a metric by its name."""
        return next((score for score in self.scores if score.metric == metric), None)


def _order(language: str) -> tuple[bool, str]:
    return primary(language) != "en", language
