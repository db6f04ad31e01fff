"""Preparing text for a sentence model, and putting its output together again.

Translation models are trained on single sentences in ordinary case: of two sentences they may drop
one, and in capitals they loop.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from captions.credit import find_credit

_PLAIN_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"\b[^\W\d_a-zà-ÿ]\w+")
# Sentences longer than this are cut at a comma or semicolon: students lose the thread beyond it.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Parts:
    """The sentences of a text, what stood between them, and whether it was all in capitals."""

    sentences: tuple[str, ...]
    gaps: tuple[str, ...]
    capitals: bool


def split(text: str, language: str) -> Parts:
    """The sentences to translate, a credit at the end being one of its own."""
    from sentencex import segment

    plain = _SPACE.sub(" ", text.translate(_PLAIN_QUOTES)).strip()
    capitals = plain.isupper() and sum(map(str.isalpha, plain)) > 3
    if capitals:
        plain = _sentence_case(plain)
    credit = find_credit(plain)
    pieces = [plain] if credit is None else [plain[:credit], plain[credit:]]
    sentences = [
        part
        for piece in pieces
        for sentence in segment(language, piece)
        for part in _shorten(sentence.strip())
        if part.strip()
    ]
    gaps = tuple(" " for _ in sentences[1:])
    return Parts(tuple(sentences), gaps, capitals)


def join(parts: Parts, hypotheses: Sequence[str]) -> str:
    """The hypotheses of the sentences as one text, names spelt as in the source."""
    pairs = zip(parts.sentences, hypotheses, strict=True)
    text = " ".join(restore_names(sentence, found.strip()) for sentence, found in pairs)
    return text.upper() if parts.capitals else text


def restore_names(source: str, hypothesis: str) -> str:
    """The hypothesis with its names spelt as in the source.

    A model made from one without the letter ñ spells "Begoña" as "Begonha" or "Begona". Two words
    are one name where they are alike but for accents and the ways of writing ñ. Other accents stay
    as they come: "México" is rightly "Mexico".
    """
    names: dict[str, str] = {
        _bare(word): word for word in _NAME.findall(source) if "ñ" in word.lower()
    }

    def spelt(found: re.Match[str]) -> str:
        word = str(found[0])
        return names.get(_bare(word), word)

    return _NAME.sub(spelt, hypothesis) if names else hypothesis


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower().replace("nh", "n").replace("ñ", "n"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _shorten(sentence: str) -> list[str]:
    if len(sentence) <= _LONGEST:
        return [sentence]
    cuts = [found.end() for found in re.finditer(r"[,;:]\s", sentence)]
    pieces, start = [], 0
    for cut, after in pairwise([*cuts, len(sentence) + _LONGEST]):
        if after - start > _LONGEST:
            pieces.append(sentence[start:cut].strip())
            start = cut
    return [*pieces, sentence[start:].strip()]


def _sentence_case(text: str) -> str:
    lower = text.lower()
    return re.sub(r"(^|[.!?…]\s+)(\w)", lambda found: found[1] + found[2].upper(), lower)
