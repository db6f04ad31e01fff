"""Left and right in the picture: "(left)", "a la izquierda", "l'homme à gauche", "von links".

Only in formulas of captions: the political left, the right to vote and what was left behind are
other words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts.fact import Fact, Kind
from checker.facts.sidewords import SIDE_WORDS

# What stands around a side as an editor adds it: "(left)", ", far left,", "Left:".
_ADDED = (
    r"[(\[]\s*(?:[^\W\d_]+\s){{0,2}}{side}\.?\s*[,;)\]]|,\s(?:[^\W\d_]+\s){{0,2}}{side}\.?\s?[,;)]"
    r"|,\s{side}\.?\s*$|^(?:[^\W\d_]+\s)?{side}\s?[:,]|\b{side}:"
)
# No pictures: wings and parties, whatever stands before them.
_POLITICAL = r"(?!\s+(?:wing|party|of the political)|-wing)"


@lru_cache(maxsize=16)
def _pattern(code: str, side: str) -> re.Pattern[str]:
    words = SIDE_WORDS[code]
    named = rf"(?:{words.left if side == 'left' else words.right})\b{_POLITICAL}"
    adverb = words.adverbs[0] if side == "left" else words.adverbs[1]
    between = rf"(?:[ -](?:{words.between}))*"
    beside = (
        rf"\b(?:{words.nouns}){between}[ -]{named}"
        if words.noun_first
        else rf"\b{named}{between}[ -]?(?:{words.nouns})(?:s|e[ds]?|n)?\b"
    )
    added = _ADDED.format(side=rf"\b{named}")
    return re.compile(
        rf"\b(?:{words.before}){named}|{beside}|\b(?:{adverb})\b|{added}", re.IGNORECASE
    )


@lru_cache(maxsize=16)
def _any(code: str) -> re.Pattern[str]:
    words = SIDE_WORDS[code]
    inside = "|".join((words.left, words.right, *words.adverbs, words.row))
    return re.compile(inside, re.IGNORECASE)


def find(text: str, language: str) -> Iterator[Fact]:
    """The sides that a text names, each place once."""
    code = primary(language)
    if code not in SIDE_WORDS or not _any(code).search(text):
        return
    words = SIDE_WORDS[code]
    taken: list[Span] = []
    for value, formula in (("row", words.row), ("row back", words.back)):
        for found in re.finditer(formula, text, re.IGNORECASE):
            span = Span(*found.span())
            if not _overlaps(span, taken):
                taken.append(span)
                yield Fact(Kind.SIDE, value, found[0], span)
    sides = [
        (Span(*found.span()), side)
        for side in ("left", "right")
        for found in _pattern(code, side).finditer(text)
    ]
    for span, side in sorted(sides):
        if not _overlaps(span, taken):
            taken.append(span)
            # "in his right hand" says "right hand", and "(left)" says "left".
            word = _any(code).search(text, span.start, span.end)
            first = word.start() if word and not words.noun_first else span.start
            written = text[first : span.end].strip(" ,;.:()[]")
            start = text.index(written, first)
            yield Fact(Kind.SIDE, side, written, Span(start, start + len(written)))


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(one.start < span.end and span.start < one.end for one in taken)
