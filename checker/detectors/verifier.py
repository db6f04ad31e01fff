"""The verifier: whether a text is in the language that its reader was promised."""

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from captions.language import NO_LANGUAGE, UNDETERMINED, primary
from checker import calibration, likelihood, passages
from checker.detection import UNDETECTED, Detection, Passage
from checker.likelihood import CANDIDATES, column
from checker.mask import strip_codes
from checker.script import likely_script, main_script
from checker.settled import has_prose, settled
from checker.traits import Regime, View, measure, view

# The confidence in what is settled at first sight.
_SETTLED = 0.999

# Identification, where nothing is expected: logistic in the log-likelihood ratio of the two best.
_SLOPE = 0.287
_EVEN = 8.35

_NOTHING = Detection(NO_LANGUAGE, 1.0)

# Sites repeat themselves: so many answers are remembered.
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Verifier:
    """Verifies by log-likelihood ratios, with names, credits, agencies, code and addresses masked.

    Byte n-grams (the naive Bayes model of py3langid, Lui and Baldwin 2012) and word frequencies
    (of langidentify) say how much likelier a text is in the best other language than in the
    expected one; a calibrated logistic regression for each kind of text turns that into the
    probability that it is foreign, where five captions in a hundred are. Where the mask leaves
    nothing the answer is `zxx`.
    Of languages that the models do not know, only the script is verified. Close languages that
    short texts do not tell apart are separated only as far as the calibration allows; `groups`
    names further ones that shall never be foreign to one another, such as `["es ca"]`.
    """

    groups: tuple[str, ...] = ()
    _remembered: "OrderedDict[tuple[str, str], Detection]" = field(
        default_factory=OrderedDict, init=False, repr=False, compare=False
    )

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        asked = list(zip(texts, expected, strict=True))
        fresh = [pair for pair in dict.fromkeys(asked) if pair not in self._remembered]
        detected = _detect(fresh)
        if self.groups:
            detected = [*map(self._grouped, fresh, detected)]
        answers = dict(zip(fresh, detected, strict=True))
        found = [answers.get(pair) or self._remembered[pair] for pair in asked]
        self._remembered.update(answers)
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    def passages(self, texts: Sequence[str], expected: Sequence[str]) -> list[tuple[Passage, ...]]:
        return [
            tuple(one for one in many if not self._alike(one.language, tag))
            for many, tag in zip(passages.find(texts, expected), expected, strict=True)
        ]

    def _grouped(self, asked: tuple[str, str], found: Detection) -> Detection:
        """The detection, at home where the language found is in a group with the expected one."""
        home = primary(asked[1])
        if found.differs(home) and self._alike(found.language, home):
            return Detection(home, found.confidence)
        return found

    def _alike(self, one: str, other: str) -> bool:
        pair = {primary(one), primary(other)}
        return any(pair <= set(group.split()) for group in self.groups)

    def knows(self, language: str) -> bool:
        return column(language) in likelihood.load().index


def _detect(asked: Sequence[tuple[str, str]]) -> list[Detection]:
    models = likelihood.load()
    found = [UNDETECTED] * len(asked)
    tags = [column(language) for _, language in asked]
    # Codes and addresses would decide what nobody expects anything of.
    read = [
        strip_codes(text) if tag == UNDETERMINED else text
        for (text, _), tag in zip(asked, tags, strict=True)
    ]
    letters = models.of_texts(read, [tag for tag in tags if tag in models.index])
    doubtful: list[tuple[int, View]] = []
    clear = settled(read, tags, letters)
    for row, ((text, language), tag) in enumerate(zip(asked, tags, strict=True)):
        if tag == UNDETERMINED:
            found[row] = _identified(letters[row])
        elif tag not in models.index:
            found[row] = _by_script(text, language, letters[row])
        elif clear[row]:
            found[row] = Detection(primary(language), _SETTLED)
        else:
            doubtful.append((row, view(text, tag)))
    judged = _judge([one for _, one in doubtful], [asked[row][1] for row, _ in doubtful])
    for (row, _), detection in zip(doubtful, judged, strict=True):
        found[row] = detection
    return found


def _judge(views: Sequence[View], expected: Sequence[str]) -> list[Detection]:
    found = [_NOTHING] * len(views)
    telling = [row for row, one in enumerate(views) if one.regime != Regime.NOTHING]
    if not telling:
        return found
    traits = measure([views[row] for row in telling], [column(expected[row]) for row in telling])
    foreign = calibration.load().foreign(traits)
    for row, other, regime, probability in zip(
        telling, traits.others, traits.regimes.tolist(), foreign.tolist(), strict=True
    ):
        if regime == Regime.NOTHING:
            continue
        if probability < 0.5:
            home = primary(expected[row])
            found[row] = Detection(home, round(1 - probability, 4), other)
        else:
            found[row] = Detection(other, round(probability, 4))
    return found


def _by_script(text: str, expected: str, values: NDArray[np.float32]) -> Detection:
    """A verdict on a language that no model knows: text in a script that it is not written in."""
    own, found = likely_script(expected), main_script(text)
    if own is None or found is None or own == found or not has_prose(text):
        return UNDETECTED
    return _identified(values)


def _identified(values: NDArray[np.float32]) -> Detection:
    """The likeliest language where nothing is expected, against the second likeliest."""
    candidates = values[: len(CANDIDATES)]
    if not candidates.any():
        return UNDETECTED
    second, first = np.argsort(candidates)[-2:].tolist()
    nats = float(candidates[first] - candidates[second])
    exponent = max(min(_SLOPE * (nats - _EVEN), 500.0), -500.0)
    return Detection(CANDIDATES[first], round(1 / (1 + math.exp(-exponent)), 4))
