"""What a rule is."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Protocol, runtime_checkable

from captions.article import Article
from checker.evidence import Evidence
from checker.finding import Finding
from checker.suppression import Suppression


class Rule(Protocol):
    """Judges the evidence on an article. Rules are the only place where thresholds stand.

    The class docstring is the rule's page: its first line says what the rule finds, then why it
    matters, when it fires (`Fires:`) and when it is silent (`Silent:`).
    """

    name: ClassVar[str]
    group: ClassVar[str]
    opt_in: ClassVar[bool]  # whether it runs only where it is asked for

    def wants_translation(self, item: Evidence) -> bool:
        """Whether a translation of this segment would inform the rule; asked after detection."""
        ...

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        """The findings on an article, from the evidence on its segments."""
        ...


@runtime_checkable
class Reviewer(Protocol):
    """A rule that judges what was done about the findings of the others."""

    def review(self, article: Article, unused: Sequence[Suppression]) -> Iterator[Finding]:
        """The findings on an article, from its suppressions that silence nothing."""
        ...
