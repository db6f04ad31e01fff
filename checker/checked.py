"""What checking gives back: one `Checked` for each input, one `Summary` for them all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from captions.article import Article, Unreadable
from captions.segment import Kind
from checker.finding import Finding, Severity
from checker.score import Score, Tally, add
from checker.translation import Untranslated


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one input. `article` is `Unreadable` where it could not be checked.

    `findings` are those that count; apart from them are those that a baseline has `accepted` and
    those that the file itself has `suppressed`. `notices` say in one line each what could not be
    done; `scores` are the article's corpus scores by language pair, `tally` the sums behind them;
    `uncompared` counts the texts that could not be compared with those of another edition by the
    reason, `characters` those of the text in each language; `ran` are the rules that could have
    found something; `kinds` is how many segments of each kind were checked: those of the article,
    unless it comes without them. `untranslated` counts the texts without a translation of which no
    finding tells; `models` are those that translated a text of it; not `complete` where a text that
    a rule asked about was not translated, and not `final` where the next run may do better without
    anything having changed on this machine.
    """

    article: Article | Unreadable
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    tally: Tally = field(default_factory=dict)
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    accepted: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    ran: frozenset[str] = frozenset()
    uncompared: Mapping[str, int] = field(default_factory=dict)
    characters: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[Kind, int] = field(default_factory=dict)
    untranslated: Mapping[str, int] = field(default_factory=dict)
    models: frozenset[str] = frozenset()
    complete: bool = True
    final: bool = True

    def __post_init__(self) -> None:
        if not self.kinds and isinstance(self.article, Article):
            kinds = Counter(segment.kind for segment in self.article.segments)
            object.__setattr__(self, "kinds", kinds)

    @property
    def segments(self) -> int:
        """How many segments were checked."""
        return sum(self.kinds.values())

    def slim(self) -> "Checked":
        """The result without those parts of its article that no report needs."""
        article = self.article
        if isinstance(article, Unreadable):
            return self
        found = (*self.findings, *self.accepted, *self.suppressed)
        told = {finding.evidence.segment.id for finding in found if finding.evidence}
        slim = Article(
            article.path,
            article.text if found else "",
            tuple(segment for segment in article.segments if segment.id in told),
            article.language,
            article.language_source,
            declarations=article.declarations if found else (),
        )
        return replace(self, article=slim)


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals; they add up over articles, windows and shards.

    `findings` and `severities` count what counts; `accepted` and `suppressed` the rest.
    `untranslated` counts the segments without a translation by the reason, `uncompared` the
    texts that could not be compared with those of another edition; `interrupted` says that not
    every input was come to.
    """

    articles: int = 0
    segments: int = 0
    failures: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    severities: Mapping[Severity, int] = field(default_factory=dict)
    untranslated: Mapping[str, int] = field(default_factory=dict)
    uncompared: Mapping[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=dict)
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    accepted: int = 0
    suppressed: int = 0
    interrupted: bool = False

    @classmethod
    def of(cls, checked: Checked) -> "Summary":
        """The summary of one input."""
        if isinstance(checked.article, Unreadable):
            return cls(articles=1, failures=1)
        return cls(
            articles=1,
            segments=checked.segments,
            findings=Counter(finding.rule for finding in checked.findings),
            severities=Counter(finding.severity for finding in checked.findings),
            untranslated=Counter(
                outcome.told
                for outcome in {
                    f.span: f.evidence.outcome for f in checked.findings if f.evidence
                }.values()
                if isinstance(outcome, Untranslated)
            )
            + Counter(checked.untranslated),
            uncompared=checked.uncompared,
            tally=checked.tally,
            accepted=len(checked.accepted),
            suppressed=len(checked.suppressed),
        )

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            self.articles + other.articles,
            self.segments + other.segments,
            self.failures + other.failures,
            _sum(self.findings, other.findings),
            _sum(self.severities, other.severities),
            _sum(self.untranslated, other.untranslated),
            _sum(self.uncompared, other.uncompared),
            add(self.tally, other.tally),
            accepted=self.accepted + other.accepted,
            suppressed=self.suppressed + other.suppressed,
            interrupted=self.interrupted or other.interrupted,
        )

    def worst(self) -> Severity | None:
        """The severest level with a finding."""
        return max(self.severities, key=lambda level: level.rank, default=None)


_Key = TypeVar("_Key")


def _sum(one: Mapping[_Key, int], other: Mapping[_Key, int]) -> Mapping[_Key, int]:
    """Both counts in one; most articles have nothing to count."""
    return Counter(one) + Counter(other) if one and other else one or other


@dataclass(frozen=True, slots=True)
class RulePage:
    """What a report tells of a rule: its group, what it finds in a line, its page in Markdown."""

    group: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a report needs besides results: who made them, and with what.

    `pages` are those of the rules that have one, by name.
    """

    version: str
    rules: tuple[str, ...]
    signature: str
    pages: Mapping[str, RulePage] = field(default_factory=dict)
