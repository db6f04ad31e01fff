"""What is measured on a text to tell whether it is in the expected language.

Everything is relative to one other language, the likeliest one: log-likelihood ratios of byte
n-grams and of whole words, of the text and of its prose alone, which is what is left when names,
credits, agencies, addresses and code are masked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from captions.segment import count_words
from checker import likelihood, words
from checker.mask import (
    PARTICLES,
    WORD,
    mask,
    strip_brackets,
    strip_codes,
    strip_credit,
    strip_quoted,
)
from checker.script import is_latin, main_script, script_shares, scripts_of

# Names and a quoted title up to so many words are no prose.
_TITLE = 9
# From this share of its letters on, text in the expected script frames what is in another one.
_FRAME_SHARE = 0.25
# So many letters of a script without case are more than a name.
_CASELESS_PROSE = 12
# So many words of prose outside of brackets tell the language by themselves.
_FRAME_WORDS = 2
# How much a word's log-likelihood ratio weighs beside that of n-grams, which overlap, in choosing
# the other language; and its bounds, in nats: one word is not to decide alone.
_WORD_WEIGHT = 1.5
_WORD_BOUND = 4.0
# What a tenth of a language's share of the web counts, in nats, in choosing the other language.
_PREVALENCE_WEIGHT = 1.5
# What the log-likelihood ratio of a function word has to be, in nats.
_CLEARLY = 2.0
# The log-probability from which on a word is a function word, in nats.
_FUNCTION = -6.3
# A label has so many words of prose at most.
_LABEL = 3
_SENTENCE = 6
_SHOUTED = 20  # letters of a text in capitals that is no abbreviation

_ENDS = (".", "!", "?", "…", "。", "।")


# Scripts with names in capitals and spaces between words.
_SPACED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})


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
_PROOF = {Regime.NAMES: 1, Regime.SHOUTED: 1}
# Instead of those, so many words of text in capitals, most of which the expected language does not
# know: institutions have long names, but not as long.
_MANY = 7
_MOST = 3

# The columns of `Traits.values`, in the order of the calibration's coefficients.
NAMES = ("raw", "prose", "least", "words", "strange", "coined", "own", "function", "own_function",
         "foreign_script", "ended", "theirs", "related")  # fmt: skip


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
        if self.regime <= Regime.SHOUTED:
            kept = [word for word in every if word.lower() not in PARTICLES]
            return [part for word in kept for part in words.spelt(word)]
        kept = self.prose.split()
        if every and every[0] != kept[0]:
            kept.insert(0, every[0])
        return [part for word in kept for part in words.spelt(word)]


def view(text: str, expected: str) -> View:
    """What of a text can tell its language."""
    text = strip_credit(text)
    text = _framed(text, expected) or text
    prose = mask(text)
    outside = strip_brackets(text)
    if outside != text and mask(outside).words >= _FRAME_WORDS:  # the rest may be a gloss
        text, prose = outside, mask(outside)
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
    scripts = scripts_of(expected)
    if "Latn" in scripts and is_latin(text):
        return None
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


def measure(views: Sequence[View], expected: Sequence[str]) -> Traits:
    """The traits of views of texts; each expected language is one that the models know."""
    models = likelihood.load()
    count = len(views)
    letters = models.of_texts(
        [one.text for one in views] + [one.prose for one in views], [*expected]
    )
    raw, prose = letters[:count], letters[count:]
    listed = [one.words for one in views]
    found = models.of_words([word for some in listed for word in some])
    owner = np.repeat(np.arange(count), [len(some) for some in listed])

    total = raw + _PREVALENCE_WEIGHT * models.prevalence[: raw.shape[1]]
    np.add.at(total, owner, _WORD_WEIGHT * found[:, : raw.shape[1]])
    scripts = [main_script(one.prose or one.text) for one in views]
    rivals = np.array(
        [models.rivals(*pair) for pair in zip(expected, scripts, strict=True)], dtype=bool
    ).reshape(count, -1)
    other = np.where(rivals, total[:, : rivals.shape[1]], -np.inf).argmax(axis=1)
    home = np.array(
        [
            columns[0] if len(columns) == 1 else max(columns, key=row.__getitem__)
            for row, columns in zip(total, map(models.homes, expected), strict=True)
        ],
        dtype=np.intp,
    )
    foreign_script = np.array(
        [
            script is not None and script not in scripts_of(tag)
            for script, tag in zip(scripts, expected, strict=True)
        ],
        dtype=bool,
    )

    rows = np.arange(count)
    theirs, ours = (
        found[np.arange(len(found)), other[owner]],
        found[np.arange(len(found)), home[owner]],
    )
    ratios = theirs - ours

    def per_text(values: NDArray[Any]) -> NDArray[np.float64]:
        return np.bincount(owner, values, count).astype(np.float64)

    identity = np.unique([word for some in listed for word in some], return_inverse=True)[1]
    first = np.zeros(len(found), dtype=bool)  # of the same words of a text
    first[np.unique(owner * (len(found) + 1) + identity, return_index=True)[1]] = True
    function = per_text(first & (theirs > _FUNCTION) & (ratios > _CLEARLY))
    own_function = per_text(first & (ours > _FUNCTION) & (ratios < -_CLEARLY))
    known = per_text(theirs > words.RARE)
    own = per_text(ours > words.RARE)
    strange = per_text((theirs <= words.RARE) & (ours <= words.RARE))
    ended = np.array([one.text.rstrip().endswith(_ENDS) for one in views], dtype=bool)
    raw_ratio, prose_ratio = (
        raw[rows, other] - raw[rows, home],
        prose[rows, other] - prose[rows, home],
    )
    values = np.stack(
        [
            raw_ratio,
            prose_ratio,
            np.minimum(raw_ratio, prose_ratio),
            per_text(ratios.clip(-_WORD_BOUND, _WORD_BOUND)),
            strange,
            # A word that neither language knows, and hardly another one: a term, not a text.
            (strange > 0) & (known < 2 - foreign_script) & ~ended & (function == 0),
            own,
            function,
            own_function,
            foreign_script,
            ended,
            known,
            [
                likelihood.related(tag, models.languages[place])
                for tag, place in zip(expected, other.tolist(), strict=True)
            ],
        ],
        axis=1,
    ).astype(np.float32)

    regimes = np.array([one.regime for one in views], dtype=np.uint8)
    has_words = models.has_words[other] & (models.has_words[home] | foreign_script)
    # N-grams alone do not tell a label of the same script from a name; words need spaces between.
    labels = (regimes == Regime.WORD) | (regimes == Regime.LABEL)
    spaced = np.array([script in _SPACED for script in scripts], dtype=bool)
    regimes[labels & spaced & ~has_words & ~foreign_script] = Regime.NOTHING
    regimes[(regimes >= Regime.WORD) & ~has_words] = Regime.LETTERS
    many = (regimes == Regime.SHOUTED) & (known >= _MANY) & (own * _MOST <= known)
    for regime, proof in _PROOF.items():
        regimes[(regimes == regime) & (function < proof) & ~many] = Regime.NOTHING
    # A word that is not common in the other language is a brand, a name or a coinage, and one that
    # stands alone may be borrowed ("logo", "email"), unless its script is not that of the page.
    alone = np.bincount(owner, minlength=count) == 1
    doubtful = (known == 0) | (alone & ~foreign_script)
    regimes[(regimes == Regime.WORD) & doubtful] = Regime.NOTHING
    regimes[~rivals.any(axis=1)] = Regime.NOTHING
    return Traits(regimes, tuple(models.languages[place] for place in other.tolist()), values)
