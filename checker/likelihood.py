"""How likely texts and words are in each language: the models, on one set of languages."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from captions.language import NO_LANGUAGE, primary
from checker import ngrams, words
from checker.script import scripts_of

# Languages that sites publish in. The models know more, most of them so rare that a caption is
# likelier to be a misspelt one of these.
CANDIDATES = tuple(
    "ar be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id "
    "is it ja ka kk kn ko lt lv mk ml mr ms nl no pa pl pt ro ru si sk sl sq sr sv "
    "sw ta te th tl tr uk ur uz vi zh".split()
)
# How much of the web is in a language, log10 of its share against English: the named ones 2 to 6 %
# of it, the rest less (W3Techs, content languages of websites, rounded to tiers). What leaks into a
# page is likelier to be in a language that much is written in.
_PREVALENCE = {"en": 0.0, **dict.fromkeys("es de fr ja ru pt it nl pl tr zh ar".split(), -1.2)}
_RARE_LANGUAGE = -2.2
# Languages that a text does not tell apart: none of them is foreign to another.
_GROUPS = (
    frozenset({"hr", "sr", "bs"}),
    frozenset({"id", "ms"}),
)
# Languages that share much of their vocabulary: between them, common words prove less.
_FAMILIES = (
    frozenset("es pt gl ca".split()),
    frozenset("it es ca ro".split()),
    frozenset("da no sv".split()),
    frozenset("cs sk".split()),
    frozenset("sl hr sr bs mk bg".split()),
    frozenset("ru uk be bg mk".split()),
    frozenset("id ms".split()),
    frozenset("hi mr".split()),
    frozenset("ar fa ur".split()),
)
# Tags for which the models have another column.
_ALIASES = {
    "nb": "no", "nn": "no", "sh": "sr", "cnr": "sr", "me": "sr", "fil": "tl", "iw": "he"
}  # fmt: skip


def column(language: str) -> str:
    """The language of the models that stands for a language tag."""
    tag = primary(language)
    return _ALIASES.get(tag, tag)


def group(language: str) -> frozenset[str]:
    """The languages that a text does not tell from this one, itself among them."""
    return next((one for one in _GROUPS if language in one), frozenset({language}))


def related(one: str, other: str) -> bool:
    """Whether two languages share much of their vocabulary."""
    return any(one in family and other in family for family in _FAMILIES)


class Likelihoods:
    """The models of n-grams and of words; `languages` names the columns of both.

    The candidates come first. A language may have several columns in the n-gram model, one for
    each script: the likeliest counts.
    """

    def __init__(self) -> None:
        self._ngrams = ngrams.load()
        self._words = words.load()
        labels = [column(label) for label in self._ngrams.languages]
        self.languages = tuple(dict.fromkeys(label for label in labels if label != NO_LANGUAGE))
        self.index = {language: place for place, language in enumerate(self.languages)}
        self._columns = [
            [place for place, label in enumerate(labels) if label == language]
            for language in self.languages
        ]
        # How many columns hold the candidates alone.
        self._narrow = sum(label in CANDIDATES for label in labels)
        self._word_columns = np.array(
            [
                self._words.languages.index(language) if language in self._words.languages else -1
                for language in self.languages
            ]
        )
        self.has_words = self._word_columns >= 0
        self.prevalence = np.array(
            [_PREVALENCE.get(language, _RARE_LANGUAGE) for language in self.languages],
            dtype=np.float32,
        )
        self._rivals: dict[tuple[str, str | None], NDArray[np.bool_]] = {}
        self._homes: dict[str, list[int]] = {}

    def of_texts(self, texts: Sequence[str], expected: Sequence[str]) -> NDArray[np.float32]:
        """Log-likelihoods by n-grams in nats, [texts, languages].

        The languages are the candidates alone where nothing else is expected.
        """
        narrow = all(language in _CANDIDATE_SET for language in set(expected))
        languages = len(CANDIDATES) if narrow else len(self.languages)
        distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        raw = self._ngrams.likelihoods([*distinct], self._narrow if narrow else None)
        return self._merge(raw, languages)[[distinct[text] for text in texts]]

    def of_tokens(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """Log-likelihoods by n-grams of words, each within white space, [tokens, candidates]."""
        data = [ngrams.encode(f" {token} ") for token in tokens]
        raw = self._ngrams.score(self._ngrams.hits(data), len(data), self._narrow)
        raw[raw.any(axis=1)] -= self._ngrams.prior[: self._narrow]
        return self._merge(raw, len(CANDIDATES))

    def _merge(self, raw: NDArray[np.float32], languages: int) -> NDArray[np.float32]:
        """The likeliest of each language's columns."""
        merged = raw[:, [columns[0] for columns in self._columns[:languages]]]
        for place, columns in enumerate(self._columns[:languages]):
            for other in columns[1:]:
                np.maximum(merged[:, place], raw[:, other], out=merged[:, place])
        return merged

    def of_words(self, listed: Sequence[str]) -> NDArray[np.float32]:
        """Log-probabilities of words in nats, [words, languages]; rare where nothing is known."""
        return self._words.log_probabilities(listed)[:, self._word_columns]

    def rivals(self, expected: str, script: str | None = None) -> NDArray[np.bool_]:
        """The candidates that are foreign to the expected language and written in the script."""
        key = (expected, script)
        if key not in self._rivals:
            own = group(expected)
            self._rivals[key] = np.array(
                [
                    language not in own and (script is None or script in scripts_of(language))
                    for language in CANDIDATES
                ]
            )
        return self._rivals[key]

    def homes(self, expected: str) -> list[int]:
        """The columns of the expected language and of those that a text does not tell from it."""
        if expected not in self._homes:
            self._homes[expected] = [self.index[name] for name in sorted(group(expected))]
        return self._homes[expected]


_CANDIDATE_SET = frozenset(CANDIDATES)


@cache
def load() -> Likelihoods:
    """The models, loaded once."""
    return Likelihoods()
