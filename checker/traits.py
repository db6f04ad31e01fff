"""What is measured on a text to tell whether it is in the expected language.

Everything is relative to one other language, the likeliest one: log-likelihood ratios of byte
n-grams and of whole words, of the text and of its prose alone, which is what is left when names,
credits, agencies, addresses and code are masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from captions.language import NO_LANGUAGE, UNDETERMINED, primary
from checker import ngrams, words
from checker.mask import PARTICLES, WORD, count_words, mask, strip_codes, strip_credit, strip_quoted
from checker.script import main_script, script_shares, scripts_of

# Languages that sites publish in. The models know more, most of them so rare that a caption is
# likelier to be a misspelt one of these.
CANDIDATES = tuple(
    "ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id "
    "is it ja ka kk kn ko lt lv mk ml mr ms nl no pa pl pt ro ru si sk sl sq sr sv "
    "sw ta te th tl tr uk ur uz vi zh".split()
)
# Languages that a text does not tell apart: none of them is foreign to another.
_GROUPS = (
    frozenset({"hr", "sr", "bs", "cnr", "sh", "me"}),
    frozenset({"id", "ms"}),
    frozenset({"no", "nb", "nn"}),
)
# Macrolanguages and tags for which the models have another column.
_ALIASES = {"nb": "no", "nn": "no", "sh": "sr", "cnr": "sr", "me": "sr", "fil": "tl", "iw": "he"}

# Names and a quoted title up to so many words are no prose.
_TITLE = 9
# From this share of its letters on, text in the expected script frames what is in another one.
_FRAME_SHARE = 0.25
# So many letters of a script without case are more than a name.
_CASELESS_PROSE = 12
# How much a word's log-likelihood ratio weighs beside that of n-grams, which overlap, in choosing
# the other language; and its bounds, in nats: one word is not to decide alone.
_WORD_WEIGHT = 1.5
_WORD_BOUND = 4.0
# The log-probability from which on a word is a function word, in nats.
_FUNCTION = -6.3
# A label has so many words of prose at most.
_LABEL = 3
_SENTENCE = 6
_SHOUTED = 20  # letters of a text in capitals that is no abbreviation

_ENDS = (".", "!", "?", "…", "。", "।")


class Regime(IntEnum):
    """Kinds of texts that are told by different evidence, each calibrated by itself."""

    NOTHING = 0  # names, codes, quotations: no language
    NAMES = 1  # capitalised words alone: a title, a headline in title case, a name
    SHOUTED = 2  # all capitals
    WORD = 3  # one word of prose
    LABEL = 4  # two or three
    PHRASE = 5  # four to six
    SENTENCE = 6  # more
    LETTERS = 7  # prose for which one of the languages has no word frequencies


# How many different function words of another language make capitalised words a text in it.
_PROOF = {Regime.NAMES: 2, Regime.SHOUTED: 3}

# The columns of `Traits.values`, in the order of the calibration's coefficients.
NAMES = ("raw", "prose", "least", "words", "strange", "coined", "own", "function", "own_function",
         "foreign_script", "ended")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traits:
    """Measured on texts: [texts, NAMES], the other language, and how to judge each."""

    regimes: NDArray[np.uint8]
    others: tuple[str, ...]
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class View:
    """What of a text can tell its language: it without credit, codes and quotations; its prose."""

    text: str
    prose: str
    regime: Regime

    @property
    def words(self) -> list[str]:
        """Its words in lower case: of prose those and the first, of titles all but particles."""
        if self.regime == Regime.NOTHING:
            return []
        every: list[str] = WORD.findall(self.text)
        if self.regime == Regime.SHOUTED:
            return every
        if self.regime == Regime.NAMES:
            return [word.lower() for word in every if word.lower() not in PARTICLES]
        kept = self.prose.split()
        if every and every[0] != kept[0]:
            kept.insert(0, every[0])
        return [word.lower() for word in kept]


def column(language: str) -> str:
    """The candidate that stands for a language tag."""
    tag = primary(language)
    return _ALIASES.get(tag, tag)


def group(language: str) -> frozenset[str]:
    """The languages that a text does not tell from this one, itself among them."""
    return next((one for one in _GROUPS if language in one), frozenset({language}))


def view(text: str, expected: str) -> View:
    """What of a text can tell its language."""
    text = strip_credit(text)
    text = _framed(text, expected) or text
    prose = mask(text)
    outside = strip_quoted(text)
    quoting = outside != text and any(map(str.isalpha, outside))
    frame = mask(outside) if quoting else prose
    if quoting and frame.words:  # a quotation may be a slogan, a sign or a title: its frame counts
        text, prose = outside, frame
    if not prose.words or (not frame.words and count_words(text) <= _TITLE):
        rest = strip_codes(text)
        if quoting or prose.neutral or count_words(rest) < _LABEL - 1:
            return View(rest, "", Regime.NOTHING)
        if rest.isupper():
            long = len(rest) > _SHOUTED
            return View(rest.lower(), "", Regime.SHOUTED if long else Regime.NOTHING)
        return View(rest, "", Regime.NAMES)
    regime = Regime.WORD if prose.words == 1 else Regime.LABEL
    if prose.words > _LABEL:
        regime = Regime.PHRASE if prose.words <= _SENTENCE else Regime.SENTENCE
    return View(strip_codes(text), prose.text, regime)


def _framed(text: str, expected: str) -> str | None:
    """The part in the expected language's script, where that frames words in another one.

    None where nothing does: the text is to be judged as it is.
    """
    if text.isascii() and expected not in _NOT_LATIN:
        return None
    scripts = scripts_of(expected)
    shares = script_shares(text)
    own = sum(share for script, share in shares.items() if script in scripts)
    if not _FRAME_SHARE <= own < 1:
        return None
    inside: list[str] = []
    outside: list[str] = []
    for word in text.split():
        (inside if main_script(word) in (*scripts, None) else outside).append(word)
    frame = " ".join(inside)
    if not mask(frame).words and _is_prose(" ".join(outside)):
        return None  # names in the expected script, in prose of another one
    return frame


def _is_prose(text: str) -> bool:
    """Whether a text in another script is more than a name or the title of a work."""
    prose = mask(text)
    caseless = prose.text.lower() == prose.text.upper()
    return len(prose.text) >= _CASELESS_PROSE if caseless else prose.words > _LABEL


_NOT_LATIN = frozenset(tag for tag in CANDIDATES if "Latn" not in scripts_of(tag))


class Judge:
    """The two models on the candidates' columns."""

    def __init__(self) -> None:
        self._ngrams = ngrams.load()
        self._words = words.load()
        labels = [column(label) for label in self._ngrams.languages]
        known = dict.fromkeys([*CANDIDATES, *labels])
        known.pop(NO_LANGUAGE, None)
        self.languages = tuple(known)
        self.index = {language: place for place, language in enumerate(self.languages)}
        self._columns = [
            [place for place, label in enumerate(labels) if label == language]
            for language in self.languages
        ]
        self._word_columns = [
            self._words.languages.index(language) if language in self._words.languages else -1
            for language in self.languages
        ]
        self._scripts = [scripts_of(language) for language in self.languages]
        self.candidates = np.array([language in CANDIDATES for language in self.languages])
        self._others: dict[tuple[str, str | None], NDArray[np.bool_]] = {}

    def has_words(self, language: str) -> bool:
        """Whether word frequencies of a language are known."""
        return self._word_columns[self.index[language]] >= 0

    def likelihoods(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Log-likelihoods by n-grams in nats, [texts, languages]."""
        raw = self._ngrams.likelihoods(texts)
        merged = raw[:, [columns[0] for columns in self._columns]]
        for place, columns in enumerate(self._columns):
            for other in columns[1:]:
                np.maximum(merged[:, place], raw[:, other], out=merged[:, place])
        return merged

    def word_likelihoods(self, listed: Sequence[str]) -> NDArray[np.float32]:
        """Log-probabilities of words in nats, [words, languages]; rare where nothing is known."""
        found = self._words.log_probabilities(listed)
        found = np.concatenate(
            [found, np.full((len(listed), 1), words.RARE, dtype=np.float32)], axis=1
        )
        return found[:, self._word_columns]

    def others(self, expected: str, script: str | None) -> NDArray[np.bool_]:
        """The languages that come into question where one is expected: those in the script."""
        own = group(expected)
        key = (expected, script)
        if key in self._others:
            return self._others[key]
        self._others[key] = np.array(
            [
                candidate
                and language not in own
                and (script is None or script in self._scripts[place])
                for place, (language, candidate) in enumerate(
                    zip(self.languages, self.candidates.tolist(), strict=True)
                )
            ]
        )
        return self._others[key]

    def rivals(self, expected: str) -> NDArray[np.bool_]:
        """The languages that are foreign to the expected one."""
        return self.others(expected, None)


@cache
def judge() -> Judge:
    """The models, loaded once."""
    return Judge()


def measure(views: Sequence[View], expected: Sequence[str]) -> Traits:
    """The traits of views of texts; each expected language is one that the models know."""
    models = judge()
    raw = models.likelihoods([one.text for one in views])
    prose = models.likelihoods([one.prose for one in views])
    listed = [one.words for one in views]
    every = models.word_likelihoods([word for some in listed for word in some])
    regimes = np.array([one.regime for one in views], dtype=np.uint8)
    others: list[str] = []
    values = np.zeros((len(views), len(NAMES)), dtype=np.float32)
    at = 0
    for row, (one, language) in enumerate(zip(views, expected, strict=True)):
        own_words = every[at : (at := at + len(listed[row]))]
        script = main_script(one.prose or one.text)
        rivals = models.others(language, script)
        if not rivals.any():
            others.append(UNDETERMINED)
            regimes[row] = Regime.NOTHING
            continue
        total = raw[row] + _WORD_WEIGHT * own_words.sum(axis=0)
        other = int(np.where(rivals, total, -np.inf).argmax())
        home = max(
            (models.index[name] for name in group(language) if name in models.index),
            key=lambda place: float(total[place]),
        )
        others.append(models.languages[other])
        foreign_script = script is not None and script not in scripts_of(language)
        if regimes[row] >= Regime.WORD and not (
            models.has_words(models.languages[other])
            and (models.has_words(models.languages[home]) or foreign_script)
        ):
            regimes[row] = Regime.LETTERS
        prose_ratio = prose[row, other] - prose[row, home]
        theirs, ours = own_words[:, other], own_words[:, home]
        ratios = theirs - ours
        strange = int(((theirs <= words.RARE) & (ours <= words.RARE)).sum())
        known = int((theirs > words.RARE).sum())
        function = len({*np.array(listed[row])[(theirs > _FUNCTION) & (ratios > 2)].tolist()})
        ended = one.text.rstrip().endswith(_ENDS)
        if function < _PROOF.get(Regime(int(regimes[row])), 0):
            regimes[row] = Regime.NOTHING  # a name, or the title of a work
        raw_ratio = raw[row, other] - raw[row, home]
        values[row] = (
            raw_ratio,
            prose_ratio,
            min(raw_ratio, prose_ratio),
            ratios.clip(-_WORD_BOUND, _WORD_BOUND).sum(),
            strange,
            strange > 0 and known < 2 - foreign_script and not (ended or function),
            (ours > words.RARE).sum(),
            function,
            len({*np.array(listed[row])[(ours > _FUNCTION) & (ratios < -2)].tolist()}),
            foreign_script,
            ended,
        )
    return Traits(regimes, tuple(others), values)
