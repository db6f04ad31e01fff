"""What is not sent to a translator, and what is not believed of what comes back.

Marian models answer anything: "-" becomes "No, no, no…", a missing end token never stops. Such a
hypothesis must not be scored as if it were one.
"""

import re
from collections import Counter

from checker.letters import western

_WORD = re.compile(r"\w+")
# A hypothesis may be this many times as long as its source, and some characters more.
_LENGTH_RATIO = 3.0
_LENGTH_FREE = 40
# A phrase of one to six words that comes this often in a row is a loop, not a rhetorical figure.
_LOOP = re.compile(r"\b(\w+(?:\W+\w+){0,5}?)(?:\W+\1\b){3,}", re.IGNORECASE)
_LOOPED_SHARE = 0.5
# The same, in output without spaces.
_STUTTER = re.compile(r"(\w{1,12}?)\1{7,}")


# Numbers as captions write them; a time of day may come back in twelve hours.
_NUMBER = re.compile(r"(?<![\w:])(?:\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+|\d+)(?:[.,]\d+)?(?![\w:])")
_DOTTED_DATE = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})\b")
# Beside these the same quantity is written with other digits: "300 mil" is "300,000".
_MAGNITUDE = re.compile(
    r"\b(?:mil|miles|mill[oó]n(?:es)?|mio|mrd|milliard\w*|million\w*|billion\w*|trillion\w*|thousand"
    r"|tausend|mille|mila|milhão|milhões|milioni|miliardi|docena\w*|dozen\w*)\b",
    re.IGNORECASE,
)


def unsendable(text: str) -> str | None:
    """Why a text is not worth translating, None where it is."""
    if not any(map(str.isalpha, text)):
        return "it has no letters"
    return None


def unusable(source: str, hypothesis: str) -> str | None:
    """Why a hypothesis is no translation of its source, None where it may be one."""
    if not any(map(str.isalnum, hypothesis)):
        return "the output is empty"
    if len(hypothesis) > _LENGTH_RATIO * len(source) + _LENGTH_FREE:
        return "the output is far longer than the source"
    for pattern in (_LOOP, _STUTTER):
        if pattern.search(hypothesis) and not pattern.search(source):
            return "the output repeats itself"
    words = [word.casefold() for word in _WORD.findall(hypothesis)]
    if len(words) >= 8 and not _LOOP.search(source):
        _, most = Counter(words).most_common(1)[0]
        if most / len(words) > _LOOPED_SHARE:
            return "the output repeats itself"
    if lost := altered_number(source, hypothesis):
        return f"the output has another number than {lost}"
    if len(words) >= 4 and words == [word.casefold() for word in _WORD.findall(source)]:
        return "the output is a copy of the source"
    return None


def altered_number(source: str, hypothesis: str) -> str | None:
    """A number of the source that the hypothesis replaced by another one, None where there is none.

    A number that is only missing may have been written in words, and one that is only new may have
    been words in the source.
    """
    if _MAGNITUDE.search(source) or _MAGNITUDE.search(hypothesis):
        return None
    before, after = _numbers(source), _numbers(hypothesis)
    lost = [number for digits, number in before.items() if digits not in after]
    made = [number for digits, number in after.items() if digits not in before]
    return lost[0] if lost and made else None


def _numbers(text: str) -> dict[str, str]:
    """Numbers by their digits: 3.400 and 3,400 are written alike in no two languages."""
    found = _NUMBER.findall(_DOTTED_DATE.sub(r"\1 , \2 , \3", western(text)))
    return {re.sub(r"\D", "", number): number for number in found if len(number) > 1}
