"""One name in a comment of a file, and the places that suppressions and findings share."""

from bisect import bisect_right
from collections.abc import Iterable
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


def place(finding: Finding) -> Span:
    """Where a suppression meets a finding: the element that it is in, or what it is about."""
    span = finding.evidence.segment.span if finding.evidence else finding.span
    return Span(span.start, max(span.end, span.start + 1))


class Reach:
    """The spans of rules, joined, to be asked what overlaps any of them: files may have many."""

    def __init__(self, spans: Iterable[tuple[str, Span]]) -> None:
        self._starts: dict[str, list[int]] = {}
        self._ends: dict[str, list[int]] = {}
        for rule, span in sorted(spans):
            starts, ends = self._starts.setdefault(rule, []), self._ends.setdefault(rule, [])
            if ends and span.start < ends[-1]:
                ends[-1] = max(ends[-1], span.end)
            else:
                starts.append(span.start)
                ends.append(span.end)

    def meets(self, rule: str, span: Span) -> bool:
        """Whether a span overlaps one of a rule."""
        ends = self._ends.get(rule, [])
        first = bisect_right(ends, span.start)
        return first < len(ends) and self._starts[rule][first] < span.end
