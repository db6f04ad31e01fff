"""The stages that gather evidence: each maps a list to a list of the same length and order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from captions.language import name
from checker.detection import Detection, Detector, Passage
from checker.evidence import Evidence, Misdeclared
from checker.guard import unsendable, unusable
from checker.prior import Prior
from checker.reference import Reference
from checker.rule import Rule
from checker.score import Metric
from checker.translation import Outcome, Translation, Translator, Untranslated, language_pair


def detect(evidence: list[Evidence], detector: Detector) -> list[Evidence]:
    """Verify each segment against what is expected at its place."""
    asked = [(item.segment.text, item.expected) for item in evidence]
    distinct = list(dict.fromkeys(asked))  # sites repeat themselves
    detections = detector.detect([text for text, _ in distinct], [tag for _, tag in distinct])
    found = dict(zip(distinct, detections, strict=True))
    return [replace(item, detection=found[key]) for item, key in zip(evidence, asked, strict=True)]


def weigh(evidence: list[Evidence], sizes: Iterable[int], prior: Prior) -> list[Evidence]:
    """Judge each detection by what its article leads to expect; `sizes` part the articles."""
    rest = iter(evidence)
    return [item for size in sizes for item in prior.weigh(list(islice(rest, size)))]


def find_passages(evidence: list[Evidence], detector: Detector) -> list[Evidence]:
    """Look for passages in other languages in what is partly in the expected one."""
    asked = list(dict.fromkeys(_asked(item) for item in evidence if item.detection.told))
    passages = detector.passages([text for text, _ in asked], [tag for _, tag in asked])
    found = dict(zip(asked, passages, strict=True))
    rests = {
        asked: "".join(_without(asked[0], inside)) for asked, inside in found.items() if inside
    }
    detections = detector.detect([*rests.values()], [tag for _, tag in rests])
    at_home = dict(zip(rests, detections, strict=True))
    return [
        replace(item, detection=_parted(item, found[key], at_home[key]))
        if (key := _asked(item)) in at_home
        else item
        for item in evidence
    ]


# How sure it has to be that the rest of a text is in the expected language for a text that is
# foreign as a whole to be no more than partly so.
_REST_SURE = 0.95


def _asked(item: Evidence) -> tuple[str, str]:
    return item.segment.text, item.expected


def _without(text: str, passages: Iterable[Passage]) -> Iterator[str]:
    """The text around passages."""
    start = 0
    for one in passages:
        yield text[start : one.span.start]
        start = one.span.end
    yield text[start:]


def _parted(item: Evidence, passages: tuple[Passage, ...], rest: Detection) -> Detection:
    """The detection with its passages, unless the text is foreign as a whole."""
    if not item.foreign:
        return replace(item.detection, passages=passages)
    if rest.told and not rest.differs(item.expected) and rest.confidence >= _REST_SURE:
        return replace(rest, passages=passages)
    return item.detection


def refer(
    evidence: list[Evidence], references: Iterable[tuple[Reference, ...]], detector: Detector
) -> list[Evidence]:
    """Lay the references beside their segments, apart from those that are misdeclared.

    What other editions say has been verified before.
    """
    found = list(references)
    given = list(dict.fromkeys(one for many in found for one in many if not one.edition))
    detections = detector.detect([one.text for one in given], [one.language for one in given])
    wrong = {
        one: Misdeclared(one, detection)
        for one, detection in zip(given, detections, strict=True)
        if detection.differs(one.language)
    }
    return [
        replace(
            item,
            references=tuple(one for one in many if one not in wrong),
            misdeclared=tuple(wrong[one] for one in many if one in wrong),
        )
        for item, many in zip(evidence, found, strict=True)
    ]


def translate(
    evidence: list[Evidence], translator: Translator, rules: Sequence[Rule], detector: Detector
) -> list[Evidence]:
    """Translate what some rule wants translated into the article's language."""
    wanted = [
        (item.segment.text, language_pair(item.detection.language, item.article_language))
        if item.detection.differs(item.article_language)
        and any(rule.wants_translation(item) for rule in rules)
        else None
        for item in evidence
    ]
    outcomes = translate_all([job for job in wanted if job], translator, detector)
    rest = iter(outcomes)
    return [
        replace(item, outcome=next(rest)) if job else item
        for item, job in zip(evidence, wanted, strict=True)
    ]


def translate_all(
    jobs: Sequence[tuple[str, str]], translator: Translator, detector: Detector
) -> list[Outcome]:
    """Outcomes for (text, pair) jobs, in order; each distinct one is translated once.

    A hypothesis that is no translation, or is not in the language asked for, is not believed.
    """
    done: dict[tuple[str, str], Outcome] = {}
    batches: dict[str, list[str]] = {}
    for text, pair in dict.fromkeys(jobs):
        if reason := unsendable(text):
            done[text, pair] = Untranslated(pair, f"not sent: {reason}")
        else:
            batches.setdefault(pair, []).append(text)
    for pair, texts in batches.items():
        outcomes = translator.translate(texts, pair)
        target = pair.partition("-")[2]
        hypotheses = [one.hypothesis if isinstance(one, Translation) else "" for one in outcomes]
        detections = detector.detect(hypotheses, [target] * len(hypotheses))
        for text, outcome, found in zip(texts, outcomes, detections, strict=True):
            done[text, pair] = _believed(text, outcome, found)
    return [done[job] for job in jobs]


def _believed(text: str, outcome: Outcome, found: Detection) -> Outcome:
    """The outcome, or why its hypothesis is none; `found` is the hypothesis' own language."""
    if not isinstance(outcome, Translation):
        return outcome
    reason = unusable(text, outcome.hypothesis)
    source, _, target = outcome.pair.partition("-")
    if reason is None and found.differs(target):
        still = "still " if found.language == source else ""
        reason = f"the output is {still}in {name(found.language)}"
    return Untranslated(outcome.pair, f"no usable translation: {reason}") if reason else outcome


def score(evidence: list[Evidence], metrics: Sequence[Metric]) -> list[Evidence]:
    """Score each hypothesis against the references in its language."""
    return [
        replace(
            item,
            scores=tuple(metric.measure(item.translation.hypothesis, texts) for metric in metrics),
        )
        if item.translation and (texts := item.comparable)
        else item
        for item in evidence
    ]
