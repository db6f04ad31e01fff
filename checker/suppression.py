"""One name in a comment of a file, and the findings that it leaves out."""

from dataclasses import dataclass

from captions.comment import Comment
from captions.span import Span
from checker.finding import Finding


@dataclass(frozen=True, slots=True)
class Suppression:
    """What one name of a comment, a rule's or a group's, leaves out: `word`, None for all rules."""

    comment: Comment
    word: str | None
    rules: frozenset[str]
    span: Span

    def covers(self, finding: Finding) -> bool:
        """Whether a finding, or the element that it is in, is within reach."""
        if finding.rule not in self.rules:
            return False
        place = finding.evidence.segment.span if finding.evidence else finding.span
        return place.start < self.span.end and self.span.start < max(place.end, place.start + 1)
