"""sacreBLEU behind the `Metric` protocol (Post 2018, "A Call for Clarity in Reporting BLEU").

sacreBLEU computes every corpus score from per-segment statistics; its public methods only do both
steps at once. The two methods called here are those steps.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from checker.score import Score, Statistics


@cache
def _engine(kind: str, options: tuple[tuple[str, object], ...]) -> Any:
    from sacrebleu import metrics

    return getattr(metrics, kind)(**dict(options))


def measure(
    name: str, kind: str, options: dict[str, object], hypothesis: str, references: Sequence[str]
) -> Score:
    """The score of one hypothesis, from sacreBLEU's metric class `kind` with its options."""
    engine = _engine(kind, tuple(options.items()))
    [statistics] = engine._extract_corpus_statistics([hypothesis], [[text] for text in references])
    result = engine._aggregate_and_compute([statistics])
    signature = engine.get_signature().format(short=False)
    return Score(name, round(result.score, 2), signature, tuple(statistics))


def value(kind: str, options: dict[str, object], statistics: Statistics) -> float:
    """The value of summed statistics, in the metric's own units."""
    engine = _engine(kind, tuple(options.items()))
    return float(round(engine._aggregate_and_compute([list(statistics)]).score, 2))
