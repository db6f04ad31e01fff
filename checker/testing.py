"""Fakes and contract tests, shipped for authors of plugins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from captions.article import Article
from checker.detection import UNDETECTED, Detection, Detector, Passage
from checker.score import Metric, add, tally
from checker.translation import Outcome, Translation, Translator, Untranslated


@dataclass(frozen=True, slots=True)
class FakeTranslator:
    """Translates what it was given, and says that it cannot translate the rest."""

    hypotheses: Mapping[str, str] = field(default_factory=dict)

    def verify(self) -> None:
        pass

    def translate(self, texts: Sequence[str], pair: str) -> list[Outcome]:
        return [
            Translation(self.hypotheses[text], pair, "fake")
            if text in self.hypotheses
            else Untranslated(pair, "not in the fake")
            for text in texts
        ]


@dataclass(frozen=True, slots=True)
class FakeDetector:
    """Knows every language, and cannot tell any text's."""

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        return [UNDETECTED for _ in zip(texts, expected, strict=True)]

    def passages(self, texts: Sequence[str], expected: Sequence[str]) -> list[tuple[Passage, ...]]:
        return [() for _ in zip(texts, expected, strict=True)]

    def knows(self, language: str) -> bool:
        return True


_AWKWARD = [
    "",
    " ",
    "-",
    "…",
    "🚢🌊",
    "مرحبا بالعالم",
    "שלום",
    "漢字かな",
    "a" * 5000,
    "e\u0301",
    "\x00",
]


def check_detector(detector: Detector) -> None:
    """One detection for each text, whatever the text, and the same for the same text.

    Passages are within their text, in order, and do not overlap.
    """
    assert detector.detect([], []) == []
    texts = [*_AWKWARD, "The boats return to the harbour."] * 20
    detections = detector.detect(texts, ["en"] * len(texts))
    assert len(detections) == len(texts)
    assert all(0 <= found.confidence <= 1 for found in detections)
    assert detections == detector.detect(texts, ["en"] * len(texts))
    assert detector.passages([], []) == []
    for text, inside in zip(texts, detector.passages(texts, ["en"] * len(texts)), strict=True):
        end = 0
        for passage in inside:
            assert end <= passage.span.start < passage.span.end <= len(text)
            assert 0 <= passage.confidence <= 1
            end = passage.span.end
    for tag in ("und", "qqq"):
        [found] = detector.detect(["The boats return to the harbour."], [tag])
        assert not found.differs(tag)


def check_translator(translator: Translator, texts: Sequence[str], pair: str) -> None:
    """One outcome for each text, in order: the same alone as among others."""
    assert translator.translate([], pair) == []
    outcomes = translator.translate(texts, pair)
    assert len(outcomes) == len(texts)
    assert all(outcome.pair == pair for outcome in outcomes)
    assert outcomes == [translator.translate([text], pair)[0] for text in texts]


def check_metric(metric: Metric) -> None:
    """A corpus' score comes from the sum of its segments' statistics."""
    pairs = [("a view of the harbour", "the view of a harbour"), ("two boats", "two boats")]
    scores = [metric.measure(hypothesis, [reference]) for hypothesis, reference in pairs]
    assert all(score.metric == metric.name and score.signature for score in scores)
    assert all(metric.value(score.statistics) == score.value for score in scores)
    together = tally(("es-en", score) for score in scores)
    apart = add(tally([("es-en", scores[0])]), tally([("es-en", scores[1])]))
    assert together == apart


def check_article(article: Article) -> None:
    """Segments are in order, lie within the text, and verbatim runs are what stands there."""
    spans = [segment.span for segment in article.segments]
    assert spans == sorted(spans)
    assert len({segment.id for segment in article.segments}) == len(article.segments)
    for segment in article.segments:
        assert segment.text == segment.text.strip()
        assert segment.text
        end = 0
        for run in segment.runs:
            assert end <= run.span.start <= run.span.end <= len(article.text)
            end = run.span.end
            if run.verbatim:
                assert article.text[run.span.start : run.span.end] == run.text
