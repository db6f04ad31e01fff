"""Suppressions: what the comments of a file ask to be left out, and which findings that concerns.

`ignore` is about its element or its line, and where it has a line to itself about the next one on
which anything is checked; so is `ignore-next-line`. `off` and `on` (or `ignore-start` and
`ignore-end`) enclose what is left out, `ignore-file` leaves it out everywhere. Names of rules and
groups follow, none for all rules; then ` -- ` and a reason.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from captions import plugins
from captions.article import Article
from captions.comment import Comment
from captions.lines import Lines
from captions.plugins import suggest
from captions.span import Span
from checker.config import rule_groups
from checker.finding import Finding
from checker.rule import Reviewer, Rule
from checker.suppression import Reach, Suppression, place

_HERE, _NEXT, _START, _END, _FILE = (
    "ignore", "ignore-next-line", "ignore-start", "ignore-end", "ignore-file"
)  # fmt: skip
_VERBS = {
    **{word: word for word in (_HERE, _NEXT, _START, _END, _FILE)}, "off": _START, "on": _END
}  # fmt: skip
_LINE_END = re.compile(r"[\r\n]")
_REASON = re.compile(r"(?:^|\s)(?:--|[–—])(?:\s|$)")
# What may stand before a comment that has its line to itself: markers of lists and quotations.
_MARKERS = re.compile(r"[\s>*+-]*")
# Findings of this rule are about suppressions: only one that names it is about them.
_UNUSED = "unused-suppression"


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings parted in those that count and those that are suppressed.

    `notices` tell of comments that could not be followed.
    """

    findings: list[Finding]
    suppressed: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def silence(
    findings: Sequence[Finding], article: Article, rules: Sequence[Rule], ran: frozenset[str]
) -> Silenced:
    """Leave out what the comments of the article ask for.

    Of `rules`, those that review suppressions are told which silence nothing, unless they are about
    rules that have not `ran`.
    """
    if not article.comments:
        return Silenced(list(findings))
    followed = _Followed(article, findings)
    suppressions = list(followed.suppressions())
    kept, suppressed = _part(findings, suppressions)
    looked = ran - {_UNUSED}
    silenced = Reach((finding.rule, place(finding)) for finding in suppressed)
    unused = [
        one
        for one in suppressions
        if not any(silenced.meets(rule, one.span) for rule in one.rules)
        and (one.rules <= looked if one.word else looked)
    ]
    reviewers = (rule for rule in rules if isinstance(rule, Reviewer))
    found = [finding for rule in reviewers for finding in rule.review(article, unused)]
    kept_too, suppressed_too = _part(found, [one for one in suppressions if one.word])
    return Silenced(kept + kept_too, suppressed + suppressed_too, followed.notices)


def _part(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], list[Finding]]:
    """The findings that no suppression covers, and those that one does."""
    kept: list[Finding] = []
    suppressed: list[Finding] = []
    reach = Reach((rule, one.span) for one in suppressions for rule in one.rules)
    for finding in findings:
        covered = reach.meets(finding.rule, place(finding))
        (suppressed if covered else kept).append(finding)
    return kept, suppressed


class _Followed:
    """The comments of an article, followed one after another."""

    def __init__(self, article: Article, findings: Iterable[Finding]) -> None:
        self.article = article
        self.notices: list[str] = []
        self._lines = Lines(article.text)
        self._known = {name: frozenset([name]) for name in plugins.names("rules")}
        self._known |= {group: frozenset(names) for group, names in rule_groups().items()}
        self._all = frozenset(plugins.names("rules")) - {_UNUSED}
        self._whole = Span(0, len(article.text) + 1)
        # Where something begins that is checked.
        spans = chain(
            (one.span for one in article.segments),
            (one.span for one in article.declarations),
            (one.span for one in findings),
        )
        self._checked = sorted(span.start for span in spans)

    def suppressions(self) -> Iterator[Suppression]:
        """What they suppress; `notices` are complete when all are out."""
        opened: dict[str | None, Comment] = {}
        for comment in sorted(self.article.comments, key=lambda one: one.span):
            verb, words = self._parsed(comment)
            if verb == _START:
                opened |= {word: comment for word in words if word not in opened}
            elif verb == _END:
                for word in (list(opened) or [None]) if None in words else words:
                    if begin := opened.pop(word, None):
                        yield self._of(begin, word, Span(begin.span.end, comment.span.start))
                    else:
                        what = f"{word} is not" if word else "nothing is"
                        self._tell(comment, f"there is nothing to end: {what} off here")
            elif verb:
                span = self._reach(comment, verb)
                for word in words:
                    yield self._of(comment, word, span)
        for word, begin in opened.items():
            yield self._of(begin, word, Span(begin.span.end, self._whole.end))

    def _of(self, comment: Comment, word: str | None, span: Span) -> Suppression:
        return Suppression(comment, word, self._known[word] if word else self._all, span)

    def _parsed(self, comment: Comment) -> tuple[str, list[str | None]]:
        """What a comment asks for, and for which rules and groups; no verb: it asks for nothing."""
        asked, *_ = _REASON.split(comment.text.removeprefix(":"), maxsplit=1)
        words = [word for word in re.split(r"[\s,]+", asked) if word] or [""]
        verb = _VERBS.get(words[0].lower(), "")
        if not verb and comment.text.startswith(":"):  # else it only speaks of captioncheck
            hint = suggest(words[0], list(_VERBS))
            self._tell(comment, f"no comment can ask for {words[0]!r}: {hint}")
        named: list[str | None] = []
        for word in dict.fromkeys(words[1:]) if verb else ():
            if word in self._known:
                named.append(word)
            else:
                hint = suggest(word, sorted(self._known))
                self._tell(comment, f"no rule or group is called {word!r}: {hint}")
        return verb, named if words[1:] else [None]

    def _tell(self, comment: Comment, what: str) -> None:
        line, _ = self._lines.place(comment.span.start)
        self.notices.append(f"line {line}: {what}")

    def _reach(self, comment: Comment, verb: str) -> Span:
        """What a comment that stands for itself is about."""
        if verb == _FILE:
            return self._whole
        if verb == _HERE and comment.scope:
            return comment.scope
        line = self._line(comment.span)
        if verb == _HERE and not self._alone(comment.span, line):
            return line
        index = bisect_left(self._checked, comment.span.end)
        if index == len(self._checked):
            return Span(comment.span.end, comment.span.end)
        return self._line(Span(self._checked[index], self._checked[index]))

    def _line(self, span: Span) -> Span:
        """The lines that a span stands on, their last end included."""
        text = self.article.text
        start = text.rfind("\n", 0, span.start) + 1
        start = max(start, text.rfind("\r", start, span.start) + 1)
        end = _LINE_END.search(text, span.end)
        return Span(start, (end.start() if end else len(text)) + 1)

    def _alone(self, span: Span, line: Span) -> bool:
        """Whether a comment has its lines for itself."""
        text = self.article.text
        before, behind = text[line.start : span.start], text[span.end : line.end]
        return bool(_MARKERS.fullmatch(before)) and not behind.strip()
