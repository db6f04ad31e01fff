"""The JSON Lines commands: objects in, objects out, one a line, in order."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any

from captions.article import Article
from captions.errors import UserError
from captions.language import UNDETERMINED, normalise
from captions.segment import Kind, Segment
from captions.source import Source
from checker import stages, wire
from checker.detection import Detector
from checker.evidence import Evidence
from checker.rule import Rule
from checker.score import Metric, Score, measure, tally, totals
from checker.translation import Translation, Translator

Answer = Callable[[list[dict[str, Any]]], Iterable[wire.Json]]

# Lines that are answered together: enough to fill a model's batches, few enough to stream.
_BATCH = 1000


class InputError(UserError):
    """A line of the input is not what the command reads."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of an object must be; an optional one may be left out."""

    what: str
    holds: Callable[[Any], bool]
    optional: bool = False


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_TEXT = Field("text", _is_text)
_TAG = Field(
    "a language tag, such as en, or left out",
    lambda value: value in (None, "") or (_is_text(value) and normalise(value) is not None),
    optional=True,
)
_PAIR = Field(
    "a language pair, such as es-en",
    lambda value: _is_text(value) and re.fullmatch("[a-z]{2,3}-[a-z]{2,3}", value) is not None,
)
_TEXTS = Field(
    "a list of at least one text",
    lambda value: isinstance(value, list) and value != [] and all(map(_is_text, value)),
)

DETECT_FIELDS = {"text": _TEXT, "expected": _TAG}
TRANSLATE_FIELDS = {"text": _TEXT, "pair": _PAIR}
# `translate` answers null where it has no hypothesis; that scores as saying nothing.
_HYPOTHESIS = Field("text or null", lambda value: value is None or _is_text(value))
SCORE_FIELDS = {"hypothesis": _HYPOTHESIS, "references": _TEXTS}


def answer(lines: Iterable[str], respond: Answer, fields: Mapping[str, Field]) -> Iterator[str]:
    """Answers to the objects on the lines; `fields` say what each object must hold."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(numbered, _BATCH)):
        objects = [_parse(number, line, fields) for number, line in batch]
        for response in respond(objects):
            yield json.dumps(response, ensure_ascii=False) + "\n"


def _parse(number: int, line: str, fields: Mapping[str, Field]) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"line {number}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise InputError(f"line {number}: nested too deeply") from error
    if not isinstance(item, dict):
        raise InputError(f"line {number}: not a JSON object")
    for name, valid in fields.items():
        missing = name not in item and not valid.optional
        if missing or not valid.holds(item.get(name)):
            raise InputError(f"line {number}: needs {name!r}, {valid.what}")
    return item


def detect(detector: Detector, rule: Rule, *, passages: bool = False) -> Answer:
    """`{"text", "expected"?}` to `{"language", "confidence", "foreign"}`, judged as captions.

    `rule` says what is foreign; with `passages`, those in other languages are listed.
    """

    def respond(objects: list[dict[str, Any]]) -> Iterator[wire.Json]:
        items = [
            _alone(item["text"], normalise(item.get("expected") or "") or UNDETERMINED)
            for item in objects
        ]
        items = stages.detect(items, detector)
        if passages:
            items = stages.find_passages(items, detector)
        for item in items:
            article = Article(_PIPED, item.segment.text, (item.segment,), item.expected)
            foreign = any(True for _ in rule.check(article, [item]))
            yield wire.detection(item.detection, foreign, passages=passages)

    return respond


_PIPED = PurePath("-")


def _alone(text: str, expected: str) -> Evidence:
    """A text as the caption of an article that has nothing else."""
    segment = Segment("caption-1", Kind.CAPTION, Source.of(text).runs)
    return Evidence(segment, expected, expected)


def translate(translator: Translator, detector: Detector) -> Answer:
    """`{"text", "pair"}` to `{"hypothesis", "model"}`, or a null hypothesis and the `reason`."""

    def respond(objects: list[dict[str, Any]]) -> Iterator[wire.Json]:
        jobs = [(item["text"], item["pair"]) for item in objects]
        for outcome in stages.translate_all(jobs, translator, detector):
            if isinstance(outcome, Translation):
                yield {"hypothesis": outcome.hypothesis, "model": outcome.model}
            else:
                reason = "; ".join(filter(None, [outcome.reason, outcome.remedy]))
                yield {"hypothesis": None, "model": None, "reason": reason}

    return respond


def score(metrics: Sequence[Metric]) -> Answer:
    """`{"hypothesis", "references"}` to `{"scores"}`, each with the text of the best reference."""

    def respond(objects: list[dict[str, Any]]) -> Iterator[wire.Json]:
        for item in objects:
            texts = item["references"]
            yield {
                "scores": [
                    {**wire.score(one), "reference": texts[one.best or 0]}
                    for one in _scores(item, metrics)
                ]
            }

    return respond


def score_total(lines: Iterable[str], metrics: Sequence[Metric]) -> Iterator[str]:
    """One object: the corpus scores of all lines."""
    scores: list[tuple[str, Score]] = []

    def collect(objects: list[dict[str, Any]]) -> Iterator[wire.Json]:
        scores.extend(("", one) for item in objects for one in _scores(item, metrics))
        return iter(())

    list(answer(lines, collect, SCORE_FIELDS))
    found = totals(tally(scores), metrics).get("", ())
    segments = len(scores) // max(len(metrics), 1)
    result = {"segments": segments, "scores": [wire.score(one) for one in found]}
    yield json.dumps(result, ensure_ascii=False) + "\n"


def _scores(item: dict[str, Any], metrics: Sequence[Metric]) -> list[Score]:
    hypothesis = item.get("hypothesis") or ""
    return [measure(metric, hypothesis, item["references"]) for metric in metrics]
