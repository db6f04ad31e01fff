"""From traits to the probability that a text is foreign, by fitted coefficients.

One logistic regression for each regime. The coefficients are data (`languages/calibration.json`),
fitted by `bench/calibrate.py`, which writes where they come from beside them.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from checker.traits import NAMES, Regime, Traits

# Bounds of the traits, in the order of their names: nothing is surer than so much of it.
_LOW = np.array([-60, -60, -60, -24, 0, 0, 0, 0, 0, 0, 0, 0, 0], dtype=np.float32)
_HIGH = np.array([60, 60, 60, 24, 6, 6, 6, 6, 6, 1, 1, 6, 1], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients, [regimes, NAMES], and intercepts, [regimes]."""

    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def foreign(self, traits: Traits) -> NDArray[np.float64]:
        """The probability that each text is in its other language, not in the expected one."""
        regimes = traits.regimes
        logit = (bounded(traits.values) * self.coefficients[regimes]).sum(axis=1)
        logit += self.intercepts[regimes]
        probability: NDArray[np.float64] = 1 / (1 + np.exp(-logit.clip(-500, 500)))
        return np.where(regimes == Regime.NOTHING, 0.0, probability)


def bounded(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Traits within the bounds that coefficients are fitted for."""
    return values.clip(_LOW, _HIGH)


@cache
def load() -> Calibration:
    """The calibration of the package."""
    text = (files("checker") / "languages" / "calibration.json").read_text("utf-8")
    fitted = json.loads(text)["regimes"]
    coefficients = np.zeros((len(Regime), len(NAMES)))
    intercepts = np.zeros(len(Regime))
    for name, numbers in fitted.items():
        intercepts[Regime[name]] = numbers["intercept"]
        for trait, value in numbers["coefficients"].items():
            coefficients[Regime[name], NAMES.index(trait)] = value
    return Calibration(coefficients, intercepts)
