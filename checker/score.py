"""Scores that add up: a file's score comes from the same statistics as its segments'."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

Statistics = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a metric says of a hypothesis, or of many.

    `value` is in the metric's own units (chrF and BLEU 0 to 100, TER from 0 up), `signature` is
    sacreBLEU's, `statistics` are what the value was computed from and what adds up. `best` is the
    number, from 0, of the reference that a single hypothesis is nearest to.
    """

    metric: str
    value: float
    signature: str
    statistics: Statistics
    best: int | None = None


class Metric(Protocol):
    """Compares hypotheses with references through additive sufficient statistics."""

    name: ClassVar[str]

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        """The score of one hypothesis against one or more references."""
        ...

    def value(self, statistics: Statistics) -> float:
        """The value that the summed statistics of any number of hypotheses give."""
        ...


def measure(metric: Metric, hypothesis: str, references: Sequence[str]) -> Score:
    """The score of a hypothesis against all its references, and which of them is the best.

    That is the one that alone gives the value that is nearest to that of all together: metrics take
    the best of several (chrF, TER) or add up what each has (BLEU), and lower may be better.
    """
    score = metric.measure(hypothesis, references)
    if len(references) == 1:
        return replace(score, best=0)
    best, least = 0, float("inf")
    for number, text in enumerate(references):
        apart = abs(metric.measure(hypothesis, [text]).value - score.value)
        if apart < least:
            best, least = number, apart
        if apart == 0:
            break
    return replace(score, best=best)


# The sum for each language pair and metric name: signature and statistics.
Tally = Mapping[tuple[str, str], tuple[str, Statistics]]


def add(one: Tally, other: Tally) -> Tally:
    """Both tallies in one."""
    merged = dict(one)
    for key, (signature, statistics) in other.items():
        if key in merged:
            known, sums = merged[key]
            added = tuple(a + b for a, b in zip(sums, statistics, strict=True))
            merged[key] = (common_signature([known, signature]), added)
        else:
            merged[key] = (signature, statistics)
    return merged


def tally(scores: Iterable[tuple[str, Score]]) -> Tally:
    """The sums of scores, each given with its language pair."""
    sums: Tally = {}
    for pair, score in scores:
        sums = add(sums, {(pair, score.metric): (score.signature, score.statistics)})
    return sums


def totals(sums: Tally, metrics: Iterable[Metric]) -> dict[str, tuple[Score, ...]]:
    """Corpus scores by language pair."""
    by_name = {metric.name: metric for metric in metrics}
    found: dict[str, tuple[Score, ...]] = {}
    for (pair, name), (signature, statistics) in sorted(sums.items()):
        score = Score(name, by_name[name].value(statistics), signature, statistics)
        found[pair] = (*found.get(pair, ()), score)
    return found


def common_signature(signatures: Collection[str]) -> str:
    """SacreBLEU's signature for segments with different numbers of references."""
    first = next(iter(signatures))
    alike = all(one == first for one in signatures)
    return first if alike else re.sub(r"nrefs:[^|]+", "nrefs:var", first)
