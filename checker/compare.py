"""Two runs compared: how well each translated the same segments, and which findings came and went.

What only one of the runs looked at is neither better nor worse: it is left out, and told.
"""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from checker.recorded import Recorded, Report, Scored
from checker.score import Metric, Statistics, common_signature
from checker.significance import Contrast, contrast

_T = TypeVar("_T")
_Pairs = list[tuple[_T, _T]]
_Keys = Callable[[_T], Iterable[Hashable]]

# How the same segment is found again: where it was, elsewhere in its article after an edit above
# it, and in a file that was renamed.
_SEGMENT_KEYS: tuple[_Keys[Scored], ...] = (
    lambda one: [(one.pair, one.path, one.id, one.text)],
    lambda one: [(one.pair, one.path, one.kind, one.text)],
    lambda one: [(one.pair, fingerprint) for fingerprint in one.fingerprints],
)
_FINDING_KEYS: tuple[_Keys[Recorded], ...] = (
    lambda one: [(one.path, one.fingerprint)],
    lambda one: [one.fingerprint],
)


@dataclass(frozen=True, slots=True)
class PairScores:
    """The scores of a language pair, over the segments that both runs scored.

    `differing` of them were translated differently; `only_a` and `only_b` are the segments that
    one run alone scored, which no score here counts; no `contrasts` where there are no others.
    """

    models_a: tuple[str, ...]
    models_b: tuple[str, ...]
    segments: int
    differing: int
    only_a: int
    only_b: int
    contrasts: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the runs A and B have in common and what not.

    `gone` are findings of A that B does not have, `new` those of B that A does not have; `notes`
    say what was left out of them and why. `unscored` says why there are no scores.
    """

    a: Report
    b: Report
    scores: Mapping[str, PairScores]
    gone: tuple[Recorded, ...]
    new: tuple[Recorded, ...]
    notes: tuple[str, ...]
    unscored: str | None

    @property
    def rules(self) -> dict[str, tuple[int, int, int, int]]:
        """For each rule its findings in A and in B, and those that are gone and new."""
        counts = [
            Counter(one.rule for one in many)
            for many in (self.a.findings, self.b.findings, self.gone, self.new)
        ]
        a, b, gone, new = counts
        return {rule: (a[rule], b[rule], gone[rule], new[rule]) for rule in sorted({*a, *b})}


def compare(a: Report, b: Report, metrics: Sequence[Metric]) -> Comparison:
    """Compare two reports; scores are computed anew, with the same metrics and references."""
    scored_a, scored_b = a.scored(), b.scored()
    same, only_a, only_b = _match(scored_a, scored_b, _SEGMENT_KEYS)
    common = [
        (one, other, references) for one, other in same if (references := _common(one, other))
    ]
    scores = dict(_scores(common, only_a, only_b, metrics))
    _, gone, new = _match(a.findings, b.findings, _FINDING_KEYS)
    gone_checked, new_checked = _checked_by(gone, b), _checked_by(new, a)
    notes = [
        *_left_out("A", "B", gone, b),
        *_left_out("B", "A", new, a),
        *_alone("A", a, b, gone_checked, "gone"),
        *_alone("B", b, a, new_checked, "new"),
    ]
    if count := len(same) - len(common):
        notes.append(
            f"{_count(count, 'segment')} not compared: the runs have no reference in common there"
        )
    return Comparison(
        a,
        b,
        scores,
        gone_checked,
        new_checked,
        tuple(notes),
        None if common else _unscored(a, b, bool(scored_a), bool(scored_b)),
    )


def _match(
    one: Sequence[_T], other: Sequence[_T], ways: Iterable[_Keys[_T]]
) -> tuple[_Pairs[_T], list[_T], list[_T]]:
    """Pairs with a key in common, by the first of the ways that gives one, and what is left."""
    found: dict[int, int] = {}
    left, right = dict(enumerate(one)), dict(enumerate(other))
    for keys in ways:
        places: dict[Hashable, deque[int]] = {}
        for place, item in right.items():
            for key in keys(item):
                places.setdefault(key, deque()).append(place)
        for place, item in list(left.items()):
            queues = (places[key] for key in keys(item) if key in places)
            taken = next((free for queue in queues for free in _free(queue, right)), None)
            if taken is not None:
                found[place] = taken
                del left[place], right[taken]
    pairs = [(one[place], other[taken]) for place, taken in sorted(found.items())]
    return pairs, list(left.values()), list(right.values())


def _free(queue: deque[int], right: Mapping[int, object]) -> Iterator[int]:
    """The places of a queue that are not taken yet."""
    while queue:
        place = queue.popleft()
        if place in right:
            yield place


def _common(one: Scored, other: Scored) -> list[str]:
    """The references that both runs had."""
    return [text for text in one.references if text in other.references]


def _scores(
    common: Sequence[tuple[Scored, Scored, list[str]]],
    only_a: Sequence[Scored],
    only_b: Sequence[Scored],
    metrics: Sequence[Metric],
) -> Iterator[tuple[str, PairScores]]:
    alone_a, alone_b = (Counter(one.pair for one in many) for many in (only_a, only_b))
    for pair in sorted({one.pair for one, _, _ in common} | {*alone_a, *alone_b}):
        segments = [item for item in common if item[0].pair == pair]
        yield (
            pair,
            PairScores(
                tuple(sorted({one.model for one, _, _ in segments})),
                tuple(sorted({other.model for _, other, _ in segments})),
                len(segments),
                sum(one.hypothesis != other.hypothesis for one, other, _ in segments),
                alone_a[pair],
                alone_b[pair],
                tuple(_contrast(metric, segments) for metric in metrics) if segments else (),
            ),
        )


def _contrast(metric: Metric, segments: Iterable[tuple[Scored, Scored, list[str]]]) -> Contrast:
    signatures = set()
    runs: tuple[list[Statistics], list[Statistics]] = ([], [])
    for one, other, references in segments:
        for run, hypothesis in zip(runs, (one.hypothesis, other.hypothesis), strict=True):
            score = metric.measure(hypothesis, references)
            run.append(score.statistics)
            signatures.add(score.signature)
    return contrast(metric, common_signature(sorted(signatures)), *runs)


def _checked_by(findings: Iterable[Recorded], report: Report) -> tuple[Recorded, ...]:
    """The findings that a run would have made again: it ran their rule and read their article."""
    return tuple(
        one for one in findings if one.rule in report.rules and one.path not in report.failed
    )


def _left_out(name: str, by: str, findings: Sequence[Recorded], report: Report) -> Iterator[str]:
    """What a run did not look at, and how many of the other's findings that concerns."""
    unread = [one for one in findings if one.path in report.failed]
    if report.failed:
        yield (
            f"{by} could not check {_count(len(report.failed), 'article')}: "
            f"{_count(len(unread), 'finding')} of {name} not compared"
        )
    unasked = Counter(
        one.rule
        for one in findings
        if one.rule not in report.rules and one.path not in report.failed
    )
    for rule, count in sorted(unasked.items()):
        yield f"{by} did not run {rule}: {_count(count, 'finding')} of {name} not compared"


def _alone(
    name: str, report: Report, other: Report, findings: Iterable[Recorded], fate: str
) -> Iterator[str]:
    """Articles that only one run was given."""
    alone = report.articles - other.articles - other.failed
    if alone:
        count = sum(one.path in alone for one in findings)
        verb = "is" if len(alone) == 1 else "are"
        yield (
            f"{_count(len(alone), 'article')} {verb} in {name} alone, "
            f"with {count} of the {fate} findings"
        )


def _unscored(a: Report, b: Report, in_a: bool, in_b: bool) -> str:
    if in_a and in_b:
        why = "none was scored in both, against the same reference"
    else:
        without = [report.name for report, has in ((a, in_a), (b, in_b)) if not has]
        why = (
            f"nothing was translated and scored in {' or '.join(without)}: "
            "audit with --references, and a model for the language"
        )
    return f"no segments in common to compare the scores of: {why}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
