"""Passages in another language inside a text: sentences and quotations first, then runs of words.

A text is split at sentences and quotation marks, and each piece verified as a text of its own. In
what is left, every word is scored by its n-grams and its frequency, and the run of words that is
likelier in another language by most is verified in turn (the best-scoring run of a sequence,
Kadane's algorithm; its score has to pay for the two changes of language at its ends).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from captions.segment import count_words
from captions.span import Span
from checker import calibration, likelihood, tokens
from checker.detection import Passage
from checker.likelihood import CANDIDATES, column
from checker.mask import brackets, quotations, strip_credit
from checker.settled import settled
from checker.tokens import TOKEN_BOUND
from checker.traits import Regime, measure, view

# Where one piece ends and another begins: after a sentence, at quotation marks, at dashes.
_BREAK = re.compile(
    r"(?<=[.!?…])[”“\"»«’)\]]*\s+|(?<=[。！？।])|(?=[“«„「])|(?<=[”»」])\s*|(?<=\")\s(?=\")"
    r"|\s[–—]\s|;\s|\n"
)
_CLOSING = '”“"»«’)]'
# In a text without any of these signs only sentences end, which is seen in a fraction of the time.
_SIGNS = re.compile('[”“"»«„「」–—;。！？।\n]')
_SENTENCE = re.compile(r"[.!?…]([’)\]]*)\s+")
# Words; a few letters at a time where none are parted by spaces.
_UNPARTED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
_TOKEN = re.compile(rf"[{_UNPARTED}]{{1,4}}|[^\s{_UNPARTED}]+")
_IS_UNPARTED = re.compile(f"[{_UNPARTED}]")
# How many words a piece has at least to be verified, and tokens to be searched.
_WORDS = 3
_SEARCHED = 6
# What a run has to win, in nats, in order to be worth two changes of language.
_TWO_CHANGES = 7.0
_ROUNDING = 0.01
# A piece whose words lose so much in every other language is in the expected one: of 2,538 pieces
# in another language, in 23 languages, none loses it without a run that wins.
_SETTLED = 10.0
# What words at the end of a piece have to lose for the piece to end before them, and short pieces
# beside a foreign one to win to belong to it.
_CUT = 5.0
_JOIN = 1.0
# Runs of one piece at most.
_RUNS = 4
# The least share of a run's words that are in lower case: names and titles have fewer.
_LOWER = 0.5
# What follows is the title of a publication.
_CITATION = re.compile(r"\bet al\b")
_CITED = 20
# Passages this near to one another, in characters, are one.
_NEAR = 3
# A gloss: so many words in brackets.
_GLOSS_WORDS = 4
# Below this, nothing is called a passage; how sure one has to be is for rules.
_LEAST = 0.5
# Words scored together: their rows of all languages stay small.
_BLOCK = 16_384

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text: which text it is of, its place and its words in it.

    `other` is the language that it is in, where it is not the expected one.
    """

    text: int
    start: int
    end: int
    expected: str
    words: tuple[str, ...]
    other: str | None = None
    confidence: float = 0.0

    def cut(self, text: str, first: int, last: int) -> "_Piece":
        """The words of the text from one to another, that one included."""
        found = _TOKEN.finditer(text, self.start, self.end)
        places = [one.span() for one in islice(found, first, last + 1)]
        words = self.words[first : last + 1]
        return replace(self, start=places[0][0], end=places[-1][1], words=words)


def find(texts: Sequence[str], expected: Sequence[str]) -> list[tuple[Passage, ...]]:
    """The passages of each text that are in another language than the expected one.

    None are looked for where that is not one of the candidates.
    """
    texts = [strip_credit(text) for text in texts]
    found: list[list[_Piece]] = [[] for _ in texts]
    for pieces in _blocks(texts, [column(tag) for tag in expected]):
        for piece in _search(texts, pieces):
            found[piece.text].append(piece)
    return [
        tuple(_settled(text, some)) if some else () for text, some in zip(texts, found, strict=True)
    ]


def _blocks(texts: Sequence[str], expected: Sequence[str]) -> Iterator[list[_Piece]]:
    """The pieces of all texts, as many at a time as are worth scoring together.

    A piece may belong to the one beside it, so no text is parted unless it alone is more than a
    block, and then from its own start: nothing depends on which texts come before it.
    """
    block: list[_Piece] = []
    held = 0
    for number, (text, tag) in enumerate(zip(texts, expected, strict=True)):
        if tag not in CANDIDATES:
            continue
        unparted = _IS_UNPARTED.search(text)
        pieces = [
            _Piece(number, start, end, tag, tuple(words))
            for start, end in _split(text)
            if (words := _TOKEN.findall(text, start, end) if unparted else text[start:end].split())
        ]
        size = sum(len(piece.words) for piece in pieces)
        if block and held + size > _BLOCK:
            yield block
            block, held = [], 0
        if size <= _BLOCK:
            block += pieces
            held += size
            continue
        for piece in pieces:
            if block and held + len(piece.words) > _BLOCK:
                yield block
                block, held = [], 0
            block.append(piece)
            held += len(piece.words)
        yield block
        block, held = [], 0
    if block:
        yield block


def _split(text: str) -> Iterator[_Range]:
    """The ranges of a text's sentences and quotations, white space around them left out."""
    start = 0
    for end, after in [*_breaks(text), (len(text), len(text))]:
        piece = text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + len(piece.rstrip())
        start = max(start, after)


def _breaks(text: str) -> Iterator[_Range]:
    """Where pieces end, and where what may come next begins."""
    if not _SIGNS.search(text):
        for found in _SENTENCE.finditer(text):
            yield found.end(1), found.end()
        return
    for found in _BREAK.finditer(text):
        # What closes a quotation or a bracket belongs to it.
        closing = len(found[0]) - len(found[0].lstrip(_CLOSING))
        yield found.start() + closing, found.end()


def _search(texts: Sequence[str], pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces, or parts of them, that are in another language."""
    searched = _open(pieces)
    if not searched:
        return
    gains, starts = _gains([pieces[index] for index in searched])
    by_piece = dict(zip(searched, np.split(gains, starts[1:]), strict=True))
    may = dict(zip(searched, _may_change(gains, starts), strict=True))
    runs_of = {
        index: list(_best_runs(rows)) if may[index] and len(rows) >= _SEARCHED else []
        for index, rows in by_piece.items()
    }
    sums = np.add.reduceat(gains, starts).max(axis=1).tolist()
    doubtful = [
        index
        for index, wins in zip(searched, sums, strict=True)
        if runs_of[index] or wins > -_SETTLED
    ]
    verified = list(pieces)
    for index, piece in zip(
        doubtful, _verify(texts, [pieces[index] for index in doubtful]), strict=True
    ):
        verified[index] = piece
    verified = _joined(verified, by_piece)
    yield from (
        _ends_cut(texts[one.text], one, by_piece[index])
        for index, one in enumerate(verified)
        if one.other
    )
    runs = [
        verified[index].cut(texts[verified[index].text], first, last)
        for index, some in runs_of.items()
        if verified[index].other is None
        for first, last in some
    ]
    runs = [run for run in runs if _is_prose(run)]
    yield from (one for one in _verify(texts, runs) if one.other)


def _open(pieces: Sequence[_Piece]) -> list[int]:
    """Which pieces may be in another language, or have a run of words that is.

    Most lose so much even where each word is given to the language that it wins most in, and win
    so little, that no single language does better.
    """
    found: list[int] = []
    for tag in {one.expected for one in pieces}:
        here = [index for index, one in enumerate(pieces) if one.expected == tag]
        listed = [pieces[index].words for index in here]  # none is without words
        most = tokens.load().most(listed, tag)
        starts = np.cumsum([0, *map(len, listed[:-1])])
        lost = np.add.reduceat(most, starts) <= -_SETTLED
        calm = np.add.reduceat(np.maximum(most, 0), starts) < _TWO_CHANGES - _ROUNDING
        found += [here[place] for place in np.flatnonzero(~(lost & calm)).tolist()]
    return sorted(found)


def _is_prose(run: _Piece) -> bool:
    """Whether a run of words is more than a name or a title."""
    lower = sum(word[0] == word[0].lower() for word in run.words)
    return lower > _LOWER * len(run.words)


def _verify(texts: Sequence[str], pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, each with the language that it is in as a text of its own."""
    listed = [texts[one.text][one.start : one.end] for one in pieces]
    tags = [one.expected for one in pieces]
    clear = settled(listed, tags, likelihood.load().of_texts(listed, tags))
    doubtful = [index for index, sure in enumerate(clear) if not sure]
    views = {index: view(listed[index], tags[index]) for index in doubtful}
    # Names, titles and shouts are no passages, however foreign they are.
    asked = [
        index
        for index, one in views.items()
        if (one.regime >= Regime.LABEL and count_words(one.text) >= _WORDS)
        or count_words(one.prose) >= _WORDS  # in scripts without spaces one "word" may be many
    ]
    if not asked:
        return pieces
    traits = measure([views[index] for index in asked], [tags[index] for index in asked])
    verified = list(pieces)
    for index, language, probability in zip(
        asked, traits.others, calibration.load().foreign(traits).tolist(), strict=True
    ):
        if probability >= _LEAST:
            verified[index] = replace(
                pieces[index], other=language, confidence=round(probability, 4)
            )
    return verified


def _joined(pieces: list[_Piece], gains: Mapping[int, NDArray[np.float32]]) -> list[_Piece]:
    """The pieces; a short one beside a foreign one ("he said") is in its language if it may be."""
    joined = list(pieces)
    for index, piece in enumerate(pieces):
        if piece.other or len(piece.words) >= _SEARCHED or index not in gains:
            continue
        for beside in (index - 1, index + 1):
            if not 0 <= beside < len(pieces) or not pieces[beside].other:
                continue
            if pieces[beside].text != piece.text:
                continue
            language = pieces[beside].other or ""
            if gains[index][:, CANDIDATES.index(language)].sum() >= _JOIN:
                joined[index] = replace(piece, other=language, confidence=pieces[beside].confidence)
                break
    return joined


def _ends_cut(text: str, piece: _Piece, gains: NDArray[np.float32]) -> _Piece:
    """A foreign piece without what is in the expected language at its ends."""
    sums = np.cumsum(gains[:, CANDIDATES.index(piece.other or "")])
    if not len(sums):
        return piece
    first = int(sums.argmin()) + 1 if sums.min() <= -_CUT else 0
    rest = sums[-1] - sums  # what the words after each one win
    last = int(rest.argmin()) if rest.min() <= -_CUT else len(sums) - 1
    return (
        piece.cut(text, first, last)
        if (first, last) != (0, len(sums) - 1) and first < last
        else piece
    )


def _best_runs(gains: NDArray[np.float32]) -> Iterator[_Range]:
    """(first, last) of the best-scoring runs of words, which do not overlap."""
    left = [(0, len(gains))]
    for _ in range(_RUNS):
        if not left:
            return
        low, high = left.pop(0)
        if high - low < _WORDS:
            continue
        inner = gains[low:high]
        sums = np.concatenate([np.zeros((1, inner.shape[1])), np.cumsum(inner, axis=0)])
        rises = sums[1:] - np.minimum.accumulate(sums, axis=0)[:-1]
        last, language = map(int, np.unravel_index(int(rises.argmax()), rises.shape))
        if rises[last, language] < _TWO_CHANGES:
            continue
        first = int(sums[: last + 1, language].argmin())
        while first < last and inner[first, language] <= 0:
            first += 1
        fall = _fall(inner[first : last + 1, language])
        if fall:  # back in the expected language in between
            left += [(low + first, low + first + fall[0]), (low + first + fall[1], low + last + 1)]
        elif last - first + 1 >= _WORDS:
            yield low + first, low + last
        left += [(low, low + first), (low + last + 1, high)]


def _fall(gains: NDArray[np.float32]) -> _Range | None:
    """Where words inside a run lose enough to be worth two changes of language themselves."""
    sums = np.concatenate([[0], np.cumsum(gains)])
    falls = sums - np.maximum.accumulate(sums)
    end = int(falls.argmin())
    if falls[end] > -_TWO_CHANGES:
        return None
    return int(sums[: end + 1].argmax()), end


def _gains(pieces: Sequence[_Piece]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """How much likelier each word of each piece is in each candidate than as expected, in nats.

    [words, candidates] of all pieces, and where each begins: zero for numbers and codes, and for
    names, German nouns among them, little.
    """
    models = likelihood.load()
    told = tokens.load().look_up([one.words for one in pieces])
    sizes = [len(one.words) for one in pieces]  # none is without words
    expected = np.repeat([one.expected for one in pieces], sizes)
    gains = np.empty_like(told.nats)
    for tag in {one.expected for one in pieces}:
        here = np.flatnonzero(expected == tag)
        rows, bound = told.nats[here], told.bounds[here]
        own = rows[:, models.homes(tag)].max(axis=1, keepdims=True)
        gain = (rows - own).clip(-bound, bound)
        gain[:, ~models.rivals(tag)] = -TOKEN_BOUND
        gains[here] = gain
    return gains, np.cumsum([0, *sizes[:-1]])


def _may_change(gains: NDArray[np.float32], starts: NDArray[np.intp]) -> list[bool]:
    """Whether a run of each piece's words may win enough to be worth two changes of language.

    None wins more than all words together that win something.
    """
    most = np.add.reduceat(np.maximum(gains, 0), starts, axis=0).max(axis=1)
    may: list[bool] = (most >= _TWO_CHANGES - _ROUNDING).tolist()
    return may


def _outermost(ranges: list[_Range]) -> list[_Range]:
    """The ranges in order, without those inside another one."""
    kept: list[_Range] = []
    for start, end in sorted(ranges):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _settled(text: str, pieces: list[_Piece]) -> Iterator[Passage]:
    """The passages in order, those that touch joined, without glosses and the text as a whole."""
    quoted = _outermost([*quotations(text), *brackets(text)])
    joined: list[Passage] = []
    within: list[_Range | None] = []
    for piece in sorted(pieces, key=lambda one: one.start):
        place = bisect_right(quoted, (piece.start, len(text))) - 1
        marks = quoted[place] if place >= 0 and piece.end <= quoted[place][1] else None
        start, sure, words = (
            piece.start,
            piece.confidence,
            count_words(text[piece.start : piece.end]),
        )
        last = joined[-1] if joined else None
        near = last and start - last.span.end <= _NEAR and last.language == piece.other
        if last and near and within[-1] == marks:  # not two quotations, one beside the other
            joined.pop()
            within.pop()
            start, sure, words = last.span.start, max(sure, last.confidence), last.words + words
        span = Span(start, piece.end)
        joined.append(Passage(span, piece.other or "", sure, words, marks is not None))
        within.append(marks)
    reached = 0  # a mark between two quotations may close the one and open the other
    for one in map(partial(_with_marks, text), joined, within):
        start, end = max(one.span.start, reached), one.span.end
        start = end - len(text[start:end].lstrip())
        if not _has_letters(text, 0, start) and not _has_letters(text, end, len(text)):
            continue  # the text as a whole, which is judged by more than its words
        before, after = (
            text[max(start - _NEAR, 0) : start].rstrip(),
            text[end : end + _NEAR].lstrip(),
        )
        gloss = before.endswith("(") and after.startswith(")") and one.words <= _GLOSS_WORDS
        cited = _CITATION.search(text, max(one.span.start - _CITED, 0), one.span.end)
        if not gloss and not cited and start < end:
            reached = end
            yield replace(one, span=Span(start, end))


def _with_marks(text: str, passage: Passage, quotation: _Range | None) -> Passage:
    """The passage with the marks around it, where it is all that stands between them."""
    start, end = passage.span.bounds
    if quotation is None:
        return passage
    if _has_letters(text, quotation[0], start) or _has_letters(text, end, quotation[1]):
        return passage
    return replace(passage, span=Span(*quotation))


def _has_letters(text: str, start: int, end: int) -> bool:
    """Whether there are letters in a range of a text."""
    return any(text[place].isalpha() for place in range(start, end))
