"""sacreBLEU behind the `Metric` protocol (Post 2018, "A Call for Clarity in Reporting BLEU").

sacreBLEU computes every corpus score from per-segment statistics; its public methods only do both
steps at once. The two methods called here are those steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from checker.score import Score, Statistics


@cache
def _engine(kind: str, options: tuple[tuple[str, object], ...]) -> Any:
    from sacrebleu import metrics

    return getattr(metrics, kind)(**dict(options))


@dataclass(frozen=True, slots=True)
class SacreMetric:
    """One of sacreBLEU's metrics: `kind` is its class there, `options` what that is made with."""

    name: ClassVar[str]
    kind: ClassVar[str]
    options: ClassVar[tuple[tuple[str, object], ...]] = ()

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        """The score of one hypothesis."""
        engine = _engine(self.kind, self.options)
        [statistics] = engine._extract_corpus_statistics(
            [hypothesis], [[text] for text in references]
        )
        result = engine._aggregate_and_compute([statistics])
        signature = engine.get_signature().format(short=False)
        return Score(self.name, round(result.score, 2), signature, tuple(statistics))

    def value(self, statistics: Statistics) -> float:
        """The value of summed statistics, in the metric's own units."""
        engine = _engine(self.kind, self.options)
        return float(round(engine._aggregate_and_compute([list(statistics)]).score, 2))
