"""A comparison of two runs as a page for a person and as an object for a program."""

import json
from collections.abc import Iterable, Iterator, Sequence

from checker import wire
from checker.compare import Comparison, PairScores
from checker.recorded import Recorded, Report
from checker.significance import FEWEST, Contrast, Estimate
from checker.visible import visible

# The findings that came and went are listed as long as a person reads them.
_LISTED = 20
_TEXT_LENGTH = 60
_SIGNIFICANT = 0.05


def as_json(item: Comparison) -> Iterator[str]:
    """One JSON object; findings are the objects of the reports."""
    yield json.dumps(_object(item), ensure_ascii=False) + "\n"


def _object(item: Comparison) -> wire.Json:
    return {
        "type": "comparison",
        "schema": wire.SCHEMA,
        "a": _report(item.a),
        "b": _report(item.b),
        "scores": {
            pair: {
                "models": {"a": list(found.models_a), "b": list(found.models_b)},
                "segments": found.segments,
                "differing": found.differing,
                "only_a": found.only_a,
                "only_b": found.only_b,
                "metrics": [_metric(one) for one in found.contrasts],
            }
            for pair, found in item.scores.items()
        },
        "rules": {
            rule: dict(zip(("a", "b", "gone", "new"), counts, strict=True))
            for rule, counts in item.rules.items()
        },
        "gone": [one.item for one in item.gone],
        "new": [one.item for one in item.new],
        "notes": list(item.notes),
    }


def _report(item: Report) -> wire.Json:
    return {
        "report": item.name,
        "version": item.version,
        "signature": item.signature,
        "articles": len(item.articles),
        "failures": len(item.failed),
        "findings": len(item.findings),
    }


def _metric(item: Contrast) -> wire.Json:
    return {
        "metric": item.metric,
        "a": _estimate(item.one),
        "b": _estimate(item.other),
        "difference": item.difference,
        "p": item.p,
        "signature": item.signature,
    }


def _estimate(item: Estimate) -> wire.Json:
    return {"value": item.value, "mean": item.mean, "interval": item.interval}


def as_text(item: Comparison) -> Iterator[str]:
    """Tables for a terminal: the runs, the scores, the findings."""
    runs = [
        (name, visible(one.name), f"captioncheck {visible(one.version)}", visible(one.signature))
        for name, one in (("A", item.a), ("B", item.b))
    ]
    yield from _table(runs)
    for pair, found in item.scores.items():
        yield "\n"
        yield from _scores(pair, found)
    yield "\n"
    yield from _findings(item)
    for label, many in (("gone", item.gone), ("new", item.new)):
        if many:
            yield f"\n{label}\n"
            yield from _listed(many)
    if item.notes:
        yield "\n"
    for note in item.notes:
        yield f"note: {note}\n"


def _scores(pair: str, found: PairScores) -> Iterator[str]:
    alone = ", ".join(
        f"{count} scored in {name} alone"
        for name, count in (("A", found.only_a), ("B", found.only_b))
        if count
    )
    yield (
        f"{visible(pair)}: {found.segments} scored in both, "
        f"{found.differing} translated differently{'; ' * bool(alone)}{alone}\n"
    )
    if not found.contrasts:
        return
    for name, models in (("A", found.models_a), ("B", found.models_b)):
        yield f"  {name}  {visible(', '.join(models))}\n"
    rows = [("metric", "A", "B", "B − A", "p")]
    rows += [
        (one.metric, _shown(one.one), _shown(one.other), f"{one.difference:+.2f}", _p(one))
        for one in found.contrasts
    ]
    yield from _table(rows, "  ")
    for one in found.contrasts:
        yield f"  {one.metric}: {one.signature}\n"


def _shown(item: Estimate) -> str:
    """As sacreBLEU writes it."""
    if item.mean is None:
        return f"{item.value:.2f}"
    return f"{item.value:.2f} (μ = {item.mean:.2f} ± {item.interval:.2f})"


def _p(item: Contrast) -> str:
    if item.p is None:
        return f"– (fewer than {FEWEST} differ)"
    return f"{item.p:.4f}" + (" *" if item.p < _SIGNIFICANT else "")


def _findings(item: Comparison) -> Iterator[str]:
    rules = item.rules
    if not rules:
        yield "no findings in either\n"
        return
    totals = tuple(map(sum, zip(*rules.values(), strict=True)))
    rows: list[tuple[str, ...]] = [("findings", "A", "B", "gone", "new")]
    rows += [
        (visible(rule), *map(str, counts)) for rule, counts in [*rules.items(), ("all", totals)]
    ]
    yield from _table(rows)


def _listed(findings: Sequence[Recorded]) -> Iterator[str]:
    rows = [
        (
            visible(one.place),
            visible(one.rule),
            _short(visible(one.text)),
        )
        for one in findings[:_LISTED]
    ]
    yield from _table(rows, "  ")
    if len(findings) > _LISTED:
        yield f"  … and {len(findings) - _LISTED} more: --format json has all\n"


def _short(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 1].rstrip() + "…"


def _table(rows: Iterable[Sequence[str]], margin: str = "") -> Iterator[str]:
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield margin + "  ".join(cells).rstrip() + "\n"
