"""Which words of two texts are not in the other."""

import re
from collections.abc import Iterable, Sequence

# Pieces of a text in order; the marked ones are not in the other text.
Pieces = tuple[tuple[str, bool], ...]

# Chinese and Japanese part no words: each character counts as one. Punctuation stands alone.
_CHARACTER = "\u3040-\u30ff\u3400-\u9fff"
_SIGN = "!-/:-@\\[-`{-~\u00a1-\u00bf\u2010-\u205e\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
_WORD = re.compile(rf"[{_CHARACTER}]|[^\s{_CHARACTER}{_SIGN}]+|[{_SIGN}]")


def diff(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts, with the words marked that stand in only one of them.

    What is common is the longest common subsequence of words (Levenshtein without substitutions).
    """
    from rapidfuzz.distance import Indel

    mine, theirs = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    changes = [
        change
        for change in Indel.opcodes([word[0] for word in mine], [word[0] for word in theirs])
        if change.tag != "equal"
    ]
    return (
        _marked(one, mine, ((change.src_start, change.src_end) for change in changes)),
        _marked(other, theirs, ((change.dest_start, change.dest_end) for change in changes)),
    )


def _marked(text: str, words: Sequence[re.Match[str]], ranges: Iterable[tuple[int, int]]) -> Pieces:
    """The text in pieces, neighbouring ranges of words in one."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = joined[-1][0], end
        elif start < end:
            joined.append((start, end))
    pieces = []
    place = 0
    for first, last in joined:
        start, end = words[first].start(), words[last - 1].end()
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces.append((text[place:], False))
    return tuple(piece for piece in pieces if piece[0])
