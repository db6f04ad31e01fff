"""The verifier: whether a text is in the language that its reader was promised."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from captions.language import NO_LANGUAGE, UNDETERMINED, primary
from checker import calibration
from checker.detection import UNDETECTED, Detection
from checker.traits import CANDIDATES, Regime, View, column, judge, measure, view

# A text with so many words in lower case, this many nats likelier in the expected language than in
# any other, is in it: see `bench/calibrate.py`. Most texts of a clean site end here.
_SETTLED_WORDS = 4
_SETTLED_NATS = 20.0
_SETTLED = 0.999

# Identification, where nothing is expected: logistic in the log-likelihood ratio of the two best.
_SLOPE = 0.287
_EVEN = 8.35


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies by log-likelihood ratios, with names, credits, agencies, code and addresses masked.

    Byte n-grams (the naive Bayes model of py3langid, Lui and Baldwin 2012) and word frequencies
    (of langidentify) say how much likelier a text is in the best other language than in the
    expected one; a calibrated logistic regression for each kind of text turns that into the
    probability that it is foreign, where seven captions in a hundred are. Where the mask leaves nothing
    the answer is `zxx`.
    """

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        found: list[Detection | None] = [None] * len(texts)
        tags = [column(language) for language in expected]
        known = judge().index
        open_rows = []
        for row, tag in enumerate(tags):
            if tag == UNDETERMINED or tag in known:
                open_rows.append(row)
            else:
                found[row] = UNDETECTED
        likelihoods = judge().likelihoods([texts[row] for row in open_rows])
        doubtful: list[tuple[int, View]] = []
        for values, row in zip(likelihoods, open_rows, strict=True):
            if tags[row] == UNDETERMINED:
                found[row] = _identified(values)
            elif _settled(texts[row], tags[row], values):
                found[row] = Detection(primary(expected[row]), _SETTLED)
            else:
                doubtful.append((row, view(texts[row], tags[row])))
        judged = _judge([one for _, one in doubtful], [expected[row] for row, _ in doubtful])
        for (row, _), detection in zip(doubtful, judged, strict=True):
            found[row] = detection
        return [detection or UNDETECTED for detection in found]

    def knows(self, language: str) -> bool:
        return column(language) in judge().index


def _settled(
    text: str, expected: str, values: "np.ndarray[tuple[int], np.dtype[np.float32]]"
) -> bool:
    models = judge()
    home = values[models.index[expected]]
    rivals = np.where(models.rivals(expected), values, -np.inf)
    if home - rivals.max() < _SETTLED_NATS:
        return False
    lower = 0
    for word in text.split():
        lower += word[0].isalpha() and not word[0].isupper()
        if lower >= _SETTLED_WORDS:
            return True
    return len(text) > 3 * _SETTLED_WORDS and not text.isascii() and text.lower() == text.upper()


def _judge(views: Sequence[View], expected: Sequence[str]) -> list[Detection]:
    if not views:
        return []
    traits = measure(views, [column(language) for language in expected])
    foreign = calibration.load().foreign(traits)
    found = []
    for language, other, regime, probability in zip(
        expected, traits.others, traits.regimes.tolist(), foreign.tolist(), strict=True
    ):
        if regime == Regime.NOTHING:
            found.append(Detection(NO_LANGUAGE, 1.0))
        elif probability < 0.5:
            found.append(Detection(primary(language), round(1 - probability, 4)))
        else:
            found.append(Detection(other, round(probability, 4)))
    return found


def _identified(values: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> Detection:
    """The likeliest language where nothing is expected, against the second likeliest."""
    candidates = values[: len(CANDIDATES)]
    second, first = np.argsort(candidates)[-2:].tolist()
    if not values.any():
        return UNDETECTED
    nats = float(candidates[first] - candidates[second])
    exponent = max(min(_SLOPE * (nats - _EVEN), 500.0), -500.0)
    return Detection(CANDIDATES[first], round(1 / (1 + math.exp(-exponent)), 4))
