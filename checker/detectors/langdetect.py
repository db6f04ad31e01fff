"""langdetect, the well-known identifier, as a detector."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from captions.language import UNDETERMINED, primary
from checker.detection import Detection, Passage


@dataclass(frozen=True, slots=True)
class Langdetect:
    """Nakatani Shuyo's language-detection ported to Python, seeded, so that it repeats itself.

    It identifies rather than verifies, and is far too sure of itself on short text and on names:
    of use for comparison.
    """

    seed: int = 0

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        return [
            self._detect(text) if self.knows(language) or language == UNDETERMINED
            else Detection(UNDETERMINED, 0.0)
            for text, language in zip(texts, expected, strict=True)
        ]  # fmt: skip

    def passages(self, texts: Sequence[str], expected: Sequence[str]) -> list[tuple[Passage, ...]]:
        return [() for _ in zip(texts, expected, strict=True)]

    def knows(self, language: str) -> bool:
        return primary(language) in _languages()

    def _detect(self, text: str) -> Detection:
        from langdetect import LangDetectException

        detector = _factory().create()
        detector.seed = self.seed
        detector.append(text)
        try:
            best = detector.get_probabilities()[:1]
        except LangDetectException:  # no letters that it knows
            return Detection(UNDETERMINED, 0.0)
        if not best:
            return Detection(UNDETERMINED, 0.0)
        return Detection(best[0].lang, round(best[0].prob, 4))


@cache
def _factory() -> Any:
    from langdetect import detector_factory

    detector_factory.init_factory()
    return detector_factory._factory


@cache
def _languages() -> frozenset[str]:
    return frozenset(primary(language) for language in _factory().get_lang_list())
