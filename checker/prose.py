"""Preparing text for a sentence model, and putting its output together again.

Translation models are trained on single sentences in ordinary case: of two sentences they may drop
one, and in capitals they loop.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from captions.credit import find_credit

_PLAIN_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_SPACE = re.compile(r"\s+")
_PAUSE = re.compile(r"[,;:]\s")
_DOUBLED = re.compile(r"(.)\1+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"\b[^\W\d_a-zà-ÿ]\w+")
# Longer sentences are cut: students lose the thread, and models have a limit.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Parts:
    """The sentences to translate of a text, the text, and whether it is all in capitals."""

    sentences: tuple[str, ...]
    source: str
    capitals: bool


def split(text: str, language: str) -> Parts:
    """The sentences to translate, a credit at the end being one of its own."""
    from sentencex import segment

    whole = _LONE_SURROGATE.sub("\ufffd", unicodedata.normalize("NFC", text))
    source = plain = _SPACE.sub(" ", whole.translate(_PLAIN_QUOTES)).strip()
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
    return Parts(tuple(sentences), source, capitals)


def join(parts: Parts, hypotheses: Sequence[str]) -> str:
    """The hypotheses of the sentences as one text, names spelt as in the source."""
    pairs = zip(parts.sentences, hypotheses, strict=True)
    text = restore_names(parts.source, " ".join(found.strip() for _, found in pairs))
    return text.upper() if parts.capitals else text


def restore_names(source: str, hypothesis: str) -> str:
    """The hypothesis with names that have an ñ spelt as in the source.

    A model made from one without the letter spells "Begoña" as "Begonha" or "Begona". Two words
    are one name where they are alike but for accents and the ways of writing ñ. Other accents stay
    as they come: "México" is rightly "Mexico".
    """
    spellings: dict[str, set[str]] = {}
    for name in _NAME.findall(unicodedata.normalize("NFC", source)):
        spellings.setdefault(_bare(name), set()).add(name)
    wanted = {
        bare: name
        for bare, (name, *others) in ((bare, sorted(found)) for bare, found in spellings.items())
        if "ñ" in name.lower() and not others
    }

    def spelt(found: re.Match[str]) -> str:
        word = str(found[0])
        return wanted.get(_bare(word), word)

    return _NAME.sub(spelt, hypothesis) if wanted else hypothesis


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower().replace("nh", "n").replace("ñ", "n"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _DOUBLED.sub(r"\1", plain)  # "Íñigo" may come back as "ÍÍñigo"


def _shorten(sentence: str) -> list[str]:
    """Pieces of a sentence of bearable length, cut at commas, else at spaces."""
    pieces = []
    while len(sentence) > _LONGEST:
        cuts = [found.end() for found in _PAUSE.finditer(sentence, 0, _LONGEST)]
        cut = cuts[-1] if cuts else sentence.rfind(" ", 0, _LONGEST)
        if cut <= 0:
            break
        pieces.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [*pieces, sentence]


def _sentence_case(text: str) -> str:
    lower = text.lower()
    return re.sub(r"(^|[.!?…]\s+)(\w)", lambda found: found[1] + found[2].upper(), lower)
