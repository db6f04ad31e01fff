"""What checking gives back: one `Checked` for each input, one `Summary` for them all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from captions.article import Article, Unreadable
from checker.finding import Finding, Severity
from checker.score import Score, Tally, add
from checker.translation import Untranslated


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one input. `article` is `Unreadable` where it could not be checked.

    `notices` say in one line each what could not be done; `scores` are the article's corpus
    scores by language pair, `tally` the sums behind them; `characters` counts those of its text
    in each language.
    """

    article: Article | Unreadable
    findings: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    tally: Tally = field(default_factory=dict)
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)
    characters: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals; they add up over articles, windows and shards.

    `untranslated` counts the flagged segments without a translation by the reason.
    """

    articles: int = 0
    segments: int = 0
    failures: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    severities: Mapping[Severity, int] = field(default_factory=dict)
    untranslated: Mapping[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=dict)
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, checked: Checked) -> "Summary":
        """The summary of one input."""
        if isinstance(checked.article, Unreadable):
            return cls(articles=1, failures=1)
        return cls(
            articles=1,
            segments=len(checked.article.segments),
            findings=Counter(finding.rule for finding in checked.findings),
            severities=Counter(finding.severity for finding in checked.findings),
            untranslated=Counter(
                f"{outcome.pair}: {outcome.reason}" + (f"; {outcome.remedy}" * bool(outcome.remedy))
                for outcome in {
                    f.span: f.evidence.outcome for f in checked.findings if f.evidence
                }.values()
                if isinstance(outcome, Untranslated)
            ),
            tally=checked.tally,
        )

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(
            self.articles + other.articles,
            self.segments + other.segments,
            self.failures + other.failures,
            Counter(self.findings) + Counter(other.findings),
            Counter(self.severities) + Counter(other.severities),
            Counter(self.untranslated) + Counter(other.untranslated),
            add(self.tally, other.tally),
        )

    def worst(self) -> Severity | None:
        """The severest level with a finding."""
        return max(self.severities, key=lambda level: level.rank, default=None)


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
