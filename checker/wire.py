"""The wire format, `captioncheck/1`: results as JSON objects. No version ever loses a key."""

from collections.abc import Iterable, Mapping

from captions.article import Article, Unreadable
from captions.lines import Lines
from captions.segment import Segment
from captions.span import Span
from checker.checked import Checked, Run, Summary
from checker.consistency import Comparison
from checker.detection import Detection
from checker.evidence import Evidence
from checker.finding import Finding
from checker.score import Score
from checker.translation import Outcome, Translation, Untranslated

SCHEMA = "captioncheck/1"

Json = dict[str, object]


def run(item: Run) -> Json:
    """The first object: who made the report, and with what."""
    return {
        "type": "run",
        "schema": SCHEMA,
        "version": item.version,
        "rules": list(item.rules),
        "signature": item.signature,
    }


def checked(item: Checked) -> Json:
    """One object an input: its findings, or why it could not be checked."""
    article = item.article
    if isinstance(article, Unreadable):
        return {
            "type": "article",
            "path": article.path.as_posix(),
            "failure": {"kind": article.kind, "reason": article.reason},
        }
    lines = Lines(article.text)
    return {
        "type": "article",
        "path": article.path.as_posix(),
        "language": article.language,
        "language_source": article.language_source,
        "segments": item.segments,
        "findings": [finding(one, article, lines) for one in item.findings],
        "accepted": [finding(one, article, lines) for one in item.accepted],
        "suppressed": [finding(one, article, lines) for one in item.suppressed],
        "scores": scores(item.scores),
        "notices": list(item.notices),
    }


def summary(item: Summary) -> Json:
    """The last object: totals."""
    return {
        "type": "summary",
        "articles": item.articles,
        "segments": item.segments,
        "findings": dict(sorted(item.findings.items())),
        "severities": {level.value: count for level, count in sorted(item.severities.items())},
        "accepted": item.accepted,
        "suppressed": item.suppressed,
        "failures": item.failures,
        "untranslated": dict(sorted(item.untranslated.items())),
        "interrupted": item.interrupted,
        "uncompared": dict(sorted(item.uncompared.items())),
        "scores": scores(item.scores),
    }


def finding(item: Finding, article: Article, lines: Lines) -> Json:
    """A finding with everything that is known about its segment."""
    evidence = item.evidence
    return {
        "rule": item.rule,
        "severity": item.severity.value,
        "message": item.message,
        "path": item.path.as_posix(),
        **place(item.span, lines),
        "text": item.text(article),
        "segment": _about(evidence.segment) if evidence else None,
        "article_language": article.language,
        "expected": item.expected,
        "language": item.language,
        "confidence": item.confidence,
        "translation": translation(evidence.outcome if evidence else None),
        "translation_failure": untranslated(evidence.outcome if evidence else None),
        "references": [
            {
                "text": one.text,
                "language": one.language,
                "origin": one.origin,
                "sure": one.sure,
            }
            for one in (evidence.references if evidence else ())
        ],
        "scores": [_scored(one, evidence) for one in evidence.scores] if evidence else [],
        "comparison": comparison(evidence.comparison if evidence else None),
        "suggestion": item.suggestion,
        "fingerprint": item.fingerprint,
        "related": [
            {"path": one.path.as_posix(), "line": one.line, "message": one.message}
            for one in item.related
        ],
    }


def _about(item: Segment) -> Json:
    return {"id": item.id, "kind": item.kind.value, "text": item.text, "image": item.image}


def place(span: Span, lines: Lines) -> Json:
    """Lines and columns from 1, the end exclusive, in code points."""
    line, column = lines.place(span.start)
    end_line, end_column = lines.place(span.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "span": [span.start, span.end],
    }


def segment(item: Segment, article: Article, lines: Lines) -> Json:
    """One segment as a reader saw it."""
    line, column = lines.place(item.span.start)
    return {
        "type": "segment",
        "path": article.path.as_posix(),
        "id": item.id,
        "kind": item.kind.value,
        "text": item.text,
        "span": [item.span.start, item.span.end],
        "line": line,
        "column": column,
        "language": item.language,
        "image": item.image,
        "region": item.region.value,
    }


def detection(item: Detection, foreign: bool, *, passages: bool = False) -> Json:
    """What `captioncheck detect` answers."""
    answer: Json = {
        "language": item.language, "confidence": item.confidence, "foreign": foreign
    }  # fmt: skip
    if passages:
        answer["passages"] = [
            {
                "span": [one.span.start, one.span.end],
                "language": one.language,
                "confidence": one.confidence,
                "quoted": one.quoted,
            }
            for one in item.passages
        ]
    return answer


def translation(outcome: Outcome | None) -> Json | None:
    """A usable hypothesis."""
    if not isinstance(outcome, Translation):
        return None
    return {"text": outcome.hypothesis, "pair": outcome.pair, "model": outcome.model}


def untranslated(outcome: Outcome | None) -> Json | None:
    """Why there is no usable hypothesis."""
    if not isinstance(outcome, Untranslated):
        return None
    return {"pair": outcome.pair, "reason": outcome.reason, "remedy": outcome.remedy}


def score(item: Score) -> Json:
    """A score without its statistics."""
    return {"metric": item.metric, "value": item.value, "signature": item.signature}


def comparison(item: Comparison | None) -> Json | None:
    """How alike translation and reference are, and the shares of pairs that are no more alike."""
    if item is None:
        return None
    place = item.standing
    return {
        "likeness": item.likeness.value,
        "words": item.likeness.words,
        "translation": translation(item.translation),
        "reference": item.reference.origin,
        "true_share": round(place.true, 4) if place else None,
        "different_share": round(place.different, 4) if place else None,
        "basis": place.basis if place else None,
    }


def _scored(item: Score, evidence: Evidence) -> Json:
    """A segment's score, with the origin of the reference that the hypothesis is nearest to."""
    best = evidence.best(item)
    return {**score(item), "reference": best.origin if best else None}


def scores(by_pair: Mapping[str, Iterable[Score]]) -> Json:
    """Corpus scores by language pair."""
    return {pair: [score(one) for one in many] for pair, many in by_pair.items()}
