"""How sure a difference between two runs is: sacreBLEU's bootstrap on the metrics' statistics.

Paired bootstrap resampling (Koehn 2004, "Statistical Significance Tests for Machine Translation
Evaluation"), as `sacrebleu --paired-bs` does it. It works on the statistics of each segment, so it
is open to every `Metric`; the methods of `_Resampled` are those that it calls of sacreBLEU's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from checker.score import Metric, Statistics

RESAMPLES = 1000
# With fewer pairs that differ no paired test of two sides can reach 0.05: of the 2⁵ ways to swap
# five, two are as extreme as all of them on one side, which is 0.06. sacreBLEU gives 0.001 even for
# two runs that are the same.
FEWEST = 6
# 1000 resamples of so many segments take a gigabyte.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A corpus score, and the mean and half the width of the middle 95 % of its resamples.

    `mean` and `interval` are None where there are fewer than `FEWEST` segments.
    """

    value: float
    mean: float | None = None
    interval: float | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """The corpus scores of two runs on the same segments, in the metric's own units.

    `p` is how likely a difference of that size is where the runs are equally good; None where
    fewer than `FEWEST` segments differ.
    """

    metric: str
    one: Estimate
    other: Estimate
    p: float | None
    signature: str

    @property
    def difference(self) -> float:
        """How much higher the other run's score is."""
        return round(self.other.value - self.one.value, 2)


def contrast(
    metric: Metric, signature: str, one: Sequence[Statistics], other: Sequence[Statistics]
) -> Contrast:
    """Compare two runs by the statistics of the same segments, in the same order."""
    if len(one) < FEWEST:
        first, second = (Estimate(metric.value(_sum(run))) for run in (one, other))
        return Contrast(metric.name, first, second, None, signature)
    (before, after), how = _paired_bootstrap(metric, one, other)
    differing = sum(a != b for a, b in zip(one, other, strict=True))
    p = round(float(after.p_value), 4) if differing >= FEWEST else None
    return Contrast(metric.name, _estimate(before), _estimate(after), p, f"{signature}|{how}")


def _estimate(result: Any) -> Estimate:
    return Estimate(result.score, round(float(result.mean), 2), round(float(result.ci), 2))


def _sum(segments: Iterable[Statistics]) -> Statistics:
    return tuple(map(sum, zip(*segments, strict=True)))


def _paired_bootstrap(
    metric: Metric, one: Sequence[Statistics], other: Sequence[Statistics]
) -> tuple[list[Any], str]:
    """SacreBLEU's results for the two runs, and the resampling's part of the signature."""
    from sacrebleu.significance import PairedTest

    test = PairedTest(
        [("one", _blocks(one)), ("other", _blocks(other))],
        {metric.name: _Resampled(metric)},
        references=None,
        test_type="bs",
        n_samples=RESAMPLES,
    )
    signatures, results = test()
    how = signatures[metric.name].info
    return results[metric.name], f"bs:{how['bs']}|seed:{how['seed']}"


def _blocks(segments: Sequence[Statistics]) -> list[Statistics]:
    """The statistics of each segment; of very many, the sums of as many neighbours each."""
    size = -(-len(segments) // _MOST)
    return [_sum(segments[start : start + size]) for start in range(0, len(segments), size)]


@dataclass(frozen=True, slots=True)
class _Resampled:
    """A metric as sacreBLEU's tests use one, whose hypotheses are statistics already."""

    metric: Metric

    def _extract_corpus_statistics(
        self, segments: list[Statistics], references: None
    ) -> list[Statistics]:
        return segments

    def _aggregate_and_compute(self, segments: list[Statistics]) -> Any:
        return self._score(_sum(segments))

    def _compute_score_from_stats(self, sums: Any) -> Any:
        return self._score(tuple(sums.tolist()))

    def _score(self, sums: Statistics) -> Any:
        from sacrebleu.metrics.base import Score

        return Score(self.metric.name, self.metric.value(sums))

    def get_signature(self) -> Any:
        from sacrebleu.metrics.base import Signature

        return Signature({"num_refs": 1})
