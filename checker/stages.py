"""The stages that gather evidence: each maps a list to a list of the same length and order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from captions.language import name, same_language
from captions.segment import count_words
from checker import likeness
from checker.consistency import Comparison, standing
from checker.detection import Detection, Detector, Passage
from checker.evidence import Evidence, Misdeclared
from checker.guard import unsendable, unusable
from checker.mask import strip_quoted
from checker.prior import Prior
from checker.reference import Reference
from checker.rule import Rule
from checker.score import Metric, measure
from checker.translation import Outcome, Translation, Translator, Untranslated, language_pair

# So many words around passages are more than a name or a lead-in ("he said:"), if they are not few
# beside them.
_FRAME_WORDS = 4
_FRAME_SHARE = 0.25


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
    """Look for passages in other languages in texts that are in the expected one.

    Text in the expected language that frames a passage is in that language as a whole, even where
    the passage is the longer part.
    """
    asked = {
        (item.segment.text, item.expected): item.detection
        for item in evidence
        if item.detection.told and not (item.foreign and item.marked)
    }
    passages = detector.passages([text for text, _ in asked], [tag for _, tag in asked])
    found = dict(zip(asked, passages, strict=True))
    framed = _framed({key: asked[key] for key in asked if found[key]}, found, detector)
    return [
        replace(item, detection=replace(framed.get(key, item.detection), passages=found[key]))
        if found.get(key := (item.segment.text, item.expected))
        and not (item.foreign and (item.marked or key not in framed))
        else item
        for item in evidence
    ]


_Asked = tuple[str, str]


def _framed(
    asked: Mapping[_Asked, Detection],
    passages: Mapping[_Asked, tuple[Passage, ...]],
    detector: Detector,
) -> dict[_Asked, Detection]:
    """The texts called foreign whose rest, without the passages, is in the expected language."""
    rests = {
        (text, tag): rest
        for (text, tag), found in asked.items()
        if found.differs(tag)
        and count_words(rest := strip_quoted(_without(text, passages[text, tag])))
        >= max(_FRAME_WORDS, _FRAME_SHARE * count_words(text))
    }
    detections = detector.detect(list(rests.values()), [asked[key].language for key in rests])
    return {
        key: replace(found, rival=asked[key].language)
        for key, found in zip(rests, detections, strict=True)
        if found.told and same_language(found.language, key[1])
    }


def _without(text: str, passages: Iterable[Passage]) -> str:
    start = 0
    rest = []
    for passage in passages:
        rest.append(text[start : passage.span.start])
        start = passage.span.end
    return " ".join([*rest, text[start:]])


def refer(
    evidence: list[Evidence], references: Iterable[tuple[Reference, ...]], detector: Detector
) -> list[Evidence]:
    """Lay the references beside their segments, apart from those that are misdeclared.

    What other editions and the files of pictures say has been verified before.
    """
    found = list(references)
    given = list(
        dict.fromkeys(one for many in found for one in many if not (one.edition or one.embedded))
    )
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
        if many
        else item
        for item, many in zip(evidence, found, strict=True)
    ]


def translate(
    evidence: list[Evidence], translator: Translator, rules: Sequence[Rule], detector: Detector
) -> list[Evidence]:
    """Translate what some rule wants translated into the article's language."""
    wanted = [
        (item.segment.text, language_pair(item.detection.language, item.article_language))
        if wants_translation(item, rules)
        else None
        for item in evidence
    ]
    outcomes = translate_all([job for job in wanted if job], translator, detector)
    rest = iter(outcomes)
    return [
        replace(item, outcome=next(rest)) if job else item
        for item, job in zip(evidence, wanted, strict=True)
    ]


def wants_translation(item: Evidence, rules: Sequence[Rule]) -> bool:
    """Whether some rule wants a segment translated into the article's language."""
    return item.detection.differs(item.article_language) and any(
        rule.wants_translation(item) for rule in rules
    )


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
            scores=tuple(measure(metric, item.translation.hypothesis, texts) for metric in metrics),
        )
        if item.translation and (texts := item.comparable)
        else item
        for item in evidence
    ]


def compare(
    evidence: list[Evidence],
    translator: Translator | None,
    rules: Sequence[Rule],
    detector: Detector,
) -> list[Evidence]:
    """Compare what segments say with their references, and with what other editions say.

    A hypothesis is compared with the references in its language. A segment in its right language is
    translated into that of its counterpart, where some rule asks for it.
    """
    wanted = [
        (item.segment.text, language_pair(item.article_language, other.language))
        if translator
        and item.references
        and not item.translation
        and (other := item.counterpart)
        and any(rule.wants_translation(item) for rule in rules)
        else None
        for item in evidence
    ]
    outcomes: list[Outcome] = []
    if translator:
        outcomes = translate_all([job for job in wanted if job], translator, detector)
    rest = iter(outcomes)
    return [
        replace(item, compared=_compared(item, next(rest) if job else None))
        if item.references
        else item
        for item, job in zip(evidence, wanted, strict=True)
    ]


def _compared(item: Evidence, across: Outcome | None) -> Comparison | Untranslated | None:
    """The comparison of a segment; `across` is it in the language of its counterpart."""
    if isinstance(across, Untranslated):
        return across
    translation = across or item.translation
    other = item.counterpart
    references = [other] if across and other else item.scored_against
    if translation is None or not references:
        return None
    likenesses = [likeness.compare(translation.hypothesis, one.text) for one in references]
    best = max(range(len(references)), key=lambda index: likenesses[index].value)
    place = standing(likenesses[best], translation.model)
    return Comparison(references[best], translation, likenesses[best], place)
