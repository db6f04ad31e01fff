"""The verifier: log-likelihood ratios of py3langid on raw and on masked text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from captions.language import NO_LANGUAGE, UNDETERMINED, primary
from checker.detection import Detection
from checker.mask import count_words, mask, strip_codes, strip_credit, strip_quoted
from checker.script import main_script, script_shares, scripts_of

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages that sites publish in. The model knows 60 more, most of them so rare that a caption is
# likelier to be a misspelt one of these.
_CANDIDATES = frozenset(
    "ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id "
    "is it ja ka kk kn ko lt lv mk ml mr ms nb nl no pa pl pt ro ru si sk sl sq sr sv "
    "sw ta te th tl tr uk ur uz vi zh".split()
)
# Languages that a short text does not tell apart: none of them is foreign to another.
_GROUPS = (
    frozenset({"hr", "sr", "bs", "cnr", "sh", "me"}),
    frozenset({"id", "ms"}),
)

# Confidence is logistic in the log-likelihood ratio, in nats.
_SLOPE = 0.287
_EVEN = 16.7
# A label of up to three words ("pull request", "Start menu") is often a term that the expected
# language has borrowed, which no letter statistics know: so much more evidence it has to give.
_LABEL_WORDS = 3
_LABEL_NATS = 16.0
# A text of so many words is a sentence, however many of them are names.
_NAMED_WORDS = 5
# A quotation in another language is often a slogan, a sign or a title: what stands outside it
# counts, with so many nats for free. Names and a title up to so many words are no prose.
_QUOTED_NATS = 8.0
_TITLE = 9
# From this share of its letters on, text in the expected script frames what is in another one.
_FRAME_SHARE = 0.25
# Prose in a script that the expected language does not use cannot be in it; what remains to be
# excluded is a term or a name.
_SCRIPT_NATS = -6.0


@dataclass(frozen=True, slots=True)
class Py3langid:
    """Verifies with the raw log-likelihoods of py3langid.

    The model is a multinomial naive Bayes over byte n-grams (Lui and Baldwin 2012). What counts is
    the log-likelihood ratio of the best other language to the expected one: the smaller of that
    of the text and that of its lower-case prose, with names, credits, agencies, code and addresses
    masked. Where the mask leaves nothing the answer is `zxx`.
    """

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        return [
            _detect(text, primary(language)) for text, language in zip(texts, expected, strict=True)
        ]

    def knows(self, language: str) -> bool:
        return primary(language) in _columns()


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)


@cache
def _columns() -> frozenset[str]:
    return frozenset(primary(label) for label in _identifier().nb_classes) - {NO_LANGUAGE}


def _likelihoods(text: str) -> dict[str, float]:
    """The log-likelihood of the text in each language that the model knows, in nats."""
    found: dict[str, float] = {}
    for label, value in _identifier().rank(text):
        found.setdefault(primary(label), value)  # ranked: the first of several labels is the best
    return found


def _detect(text: str, expected: str) -> Detection:
    text = strip_credit(text)
    if expected in _columns() and (framed := _in_expected_script(text, expected)):
        text = framed
    prose = mask(text)
    outside = strip_quoted(text)
    quoting = outside != text and any(map(str.isalpha, outside))
    frame = mask(outside) if quoting else prose
    if not prose.words or (not frame.words and count_words(text) <= _TITLE):
        if prose.words == 0 and len(text) > 20 and text.isupper():
            return _verify(strip_codes(text).lower(), [], expected, extra=_LABEL_NATS)
        return Detection(NO_LANGUAGE, 1.0)
    short = prose.words <= _LABEL_WORDS and count_words(text) <= _NAMED_WORDS
    label = short and not text.rstrip().endswith((".", "!", "?", "…"))
    views = [(prose.text, 0.0)]
    if quoting and frame.words:
        views.append((frame.text, _QUOTED_NATS))
    return _verify(text, views, expected, extra=_LABEL_NATS if label else 0.0)


def _in_expected_script(text: str, expected: str) -> str | None:
    """The part in the expected language's script, where that frames words in another one."""
    scripts = scripts_of(expected)
    shares = script_shares(text)
    own = sum(share for script, share in shares.items() if script in scripts)
    if not _FRAME_SHARE <= own < 1:
        return None
    return " ".join(word for word in text.split() if main_script(word) in (*scripts, None))


def _verify(
    text: str, views: Sequence[tuple[str, float]], expected: str, extra: float
) -> Detection:
    """Judge the text by the weakest of its views, each with the nats that it is given for free."""
    if expected == UNDETERMINED:
        return _identify(text)
    if expected not in _columns():
        return Detection(UNDETERMINED, 0.0)
    ratio, language = _ratio(text, expected)
    for view, free in views:
        if ratio > 0:
            ratio = min(ratio, _ratio(view, expected)[0] + free)
    script = main_script(views[0][0] if views else text)
    if script and script not in scripts_of(expected):
        # A capital may begin a term: a species, a dish, a brand. In lower case it is plain text.
        term = extra > 0 and text[:1].isupper()
        if term or language == UNDETERMINED:
            return Detection(UNDETERMINED, 0.0)
        extra = _SCRIPT_NATS
    foreign = _probability(ratio - extra)
    if foreign < 0.5:
        # What the surcharge held back is doubt, not knowledge of the expected language.
        return Detection(expected, round(max(1 - _probability(ratio), 0.5), 4))
    return Detection(language, foreign)


def _ratio(text: str, expected: str) -> tuple[float, str]:
    """How much likelier the text is in the best other language than in the expected one.

    Only languages written in the text's script come into question as the other one.
    """
    likelihoods = _likelihoods(text)
    script = main_script(text)
    own = next((group for group in _GROUPS if expected in group), frozenset({expected}))
    home = max(likelihoods.get(language, -math.inf) for language in own)
    others = [
        (value, language)
        for language, value in likelihoods.items()
        if language in _CANDIDATES
        and language not in own
        and (script is None or script in scripts_of(language))
    ]
    if not others:
        return -math.inf, UNDETERMINED
    best, language = max(others)
    return best - home, language


def _identify(text: str) -> Detection:
    """The likeliest language where nothing is expected, against the second likeliest."""
    ranked = sorted(
        (
            (value, language)
            for language, value in _likelihoods(text).items()
            if language in _CANDIDATES
        ),
        reverse=True,
    )
    return Detection(ranked[0][1], _probability(ranked[0][0] - ranked[1][0] + _EVEN / 2))


def _probability(nats: float) -> float:
    exponent = max(min(_SLOPE * (nats - _EVEN), 500.0), -500.0)
    return round(1 / (1 + math.exp(-exponent)), 4)
