"""Facts that texts state, whatever their language: what editors fear and metrics cannot see.

`extract` finds them, `compare` says in which two texts contradict each other. Numbers and dates are
read in every language as far as digits and CLDR tell; number words, sides, names and negations in
Catalan, Czech, Dutch, English, French, German, Italian, Polish, Portuguese, Russian and Spanish.
"""

from functools import lru_cache

from captions.span import Span
from checker.facts import credits, dates, names, negation, numbers, sides
from checker.facts.compare import compare
from checker.facts.fact import Fact, Facts, Kind, Mismatch

__all__ = ["Fact", "Facts", "Kind", "Mismatch", "compare", "extract"]


@lru_cache(maxsize=4096)
def extract(text: str, language: str, *, credit: bool = False) -> Facts:
    """The facts of a text in a language; `credit`: the whole text is a credit line."""
    found = [*credits.find(text, 0 if credit else None), *dates.find(text, language)]
    taken: list[Span] = [fact.span for fact in found]
    found += numbers.find(text, language, taken)
    found += sides.find(text, language)
    found += names.find(text, language, taken)
    found += negation.find(text, language)
    return Facts(text, language, tuple(sorted(found, key=lambda fact: fact.span)))
