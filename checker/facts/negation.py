"""Negation: "did not return" and "returned" are one word apart for a metric."""

import re
from collections.abc import Iterator
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts.fact import Fact, Facts, Kind
from checker.letters import WORD

_WORDS = {
    "en": r"not|no|never|without|none|nobody|nothing|neither|cannot|\w+n['’]t",
    "es": "no|nunca|sin|jamás|nadie|nada|ningún|ninguno|ninguna|tampoco",
    "fr": r"ne|n['’](?=\w)|sans|jamais|aucun|aucune|personne ne|rien|non",
    "de": "nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|ohne|niemand|nichts|weder",
    "it": "non|no|mai|senza|nessuno|nessuna|nessun|niente|nulla",
    "pt": "não|nunca|sem|jamais|ninguém|nada|nenhum|nenhuma|tampouco",
    "nl": "niet|geen|nooit|zonder|niemand|niets|noch",
    "pl": "nie|nigdy|bez|nikt|nic|żaden|żadna|żadne|ani",
    "ca": "no|mai|sense|ningú|res|cap",
    "cs": r"ne|nikdy|bez|nikdo|nic|žádný|žádná|žádné|není|nejsou|nebyl\w?|nemá|nemají|nemůže",
    "ru": "не|нет|никогда|без|никто|ничто|ничего|ни",
}
# No negations: "no. 5", "no one knows" stays one, "not only".
_OTHERWISE = {"en": r"no\.\s?\d|not only|no\s?\d", "es": r"no solo|no sólo|n\.º"}
# How much two texts of one language must have in common, in [0, 1], to differ in just that.
_SHARED = 0.6


@lru_cache(maxsize=16)
def _pattern(code: str) -> re.Pattern[str]:
    skipped = _OTHERWISE.get(code, "(?!)")
    return re.compile(rf"(?<!\w)(?:(?:{skipped})|(?P<word>{_WORDS[code]}))(?!\w)", re.IGNORECASE)


def find(text: str, language: str) -> Iterator[Fact]:
    """The negations of a text."""
    code = primary(language)
    if code in _WORDS:
        for found in _pattern(code).finditer(text):
            if found["word"]:
                yield Fact(Kind.NEGATION, "not", found[0], Span(*found.span()))


def denied(one: Facts, other: Facts) -> bool:
    """Whether one of two texts of one language negates what the other says, nearly in its words."""
    if primary(one.language) != primary(other.language):
        return False
    first, second = one.of(Kind.NEGATION), other.of(Kind.NEGATION)
    if bool(first) == bool(second):
        return False
    words = [_stems(facts) for facts in (one, other)]
    shared = len(words[0] & words[1])
    return min(map(len, words)) >= 3 and shared / max(map(len, words)) >= _SHARED


def _stems(facts: Facts) -> set[str]:
    """The words of a text without its negations, cut so that conjugation does not count."""
    negations = {fact.text.lower() for fact in facts.of(Kind.NEGATION)}
    words = {word.lower() for word in WORD.findall(facts.text)} - negations
    return {word[:5] for word in words if len(word) > 3}
