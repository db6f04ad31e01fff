"""What is to be expected of a segment before its text is read: its kind, its article, its site.

A detector answers for a caption that stands alone. Paragraphs are foreign much more rarely than
captions, and one left in Spanish is seldom alone: the odds that a text is foreign are multiplied by
what these facts say. The numbers are data (`languages/prior.json`), counted by `bench/prior.py`.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from captions.language import primary
from captions.segment import count_words
from checker.detection import Detection
from checker.evidence import Evidence

# From this probability and this many words on, a segment speaks for the others of its article.
_SURE = 0.95
_WORDS = 4
# No detector is surer than this.
_LEAST = 1e-5


@dataclass(frozen=True, slots=True)
class Prior:
    """Log-odds to add to those of the detector, natural logarithms.

    `kinds` by the segment's kind; `companion` where another text of the article is surely in the
    same other language; `stranger` where the language is none of `site`, the languages that the
    site publishes in, empty if nobody said.
    """

    kinds: Mapping[str, float]
    companion: float
    stranger: float
    site: frozenset[str] = frozenset()

    @classmethod
    def of_site(cls, languages: Sequence[str]) -> "Prior":
        """The prior of the package, for a site in these languages."""
        return replace(_load(), site=frozenset(map(primary, languages)))

    def weigh(self, article: Sequence[Evidence]) -> list[Evidence]:
        """The evidence on one article's segments, each detection with its prior."""
        speaking = {
            (item.detection.language, item.segment.text) for item in article if _speaks(item)
        }
        languages = Counter(language for language, _ in speaking)
        return [
            replace(item, detection=self._weighed(item, languages[other] > _speaks(item), other))
            if (other := item.detection.language if item.foreign else item.detection.rival)
            else item
            for item in article
        ]

    def _weighed(self, item: Evidence, accompanied: bool, other: str) -> Detection:
        """The detection with what its kind, its article and its site say of the other language."""
        found = item.detection
        foreign = found.confidence if item.foreign else 1 - found.confidence
        shift = self.kinds.get(item.segment.kind, 0.0) + self.companion * accompanied
        if self.site and primary(other) not in self.site:
            shift += self.stranger
        foreign = _probability(_log_odds(foreign) + shift)
        if foreign >= 0.5:
            return replace(found, language=other, confidence=round(foreign, 4), rival=None)
        home = primary(item.expected)
        return replace(found, language=home, confidence=round(1 - foreign, 4), rival=other)


def _speaks(item: Evidence) -> bool:
    """Whether a segment is so surely foreign that it tells something of the others."""
    sure = item.foreign and item.detection.confidence >= _SURE
    return sure and count_words(item.segment.text) >= _WORDS


@cache
def _load() -> Prior:
    """The prior of the package."""
    data: dict[str, Any] = json.loads(
        (files("checker") / "languages" / "prior.json").read_text("utf-8")
    )
    usual = _log_odds(data["base_rate"])
    return Prior(
        {kind: _log_odds(rate) - usual for kind, rate in data["rates"].items()},
        data["companion"],
        data["stranger"],
    )


def _log_odds(rate: float) -> float:
    rate = min(max(rate, _LEAST), 1 - _LEAST)
    return math.log(rate / (1 - rate))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
