"""Reading text for its facts: digits of any script, words, and what names have in common."""

import re
import unicodedata
from functools import lru_cache

from checker.mask import WORD

__all__ = ["WORD", "fold", "stem", "western"]

_VARIANTS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ı": "i"})


def western(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9, each character in its place."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() and char > "9" else char for char in text
    )


def stem(word: str) -> str:
    """A word without what an apostrophe joins to it: `l'emulatore`, `Alejandra's`."""
    return max(re.split("[’']", word), key=len)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A name as it would be spelt in plain Latin letters in lower case: Мосул is "mosul"."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.translate(_VARIANTS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    if not plain.isascii():
        from anyascii import anyascii

        plain = anyascii(plain)
    return re.sub(r"[^a-z0-9 ]", "", plain.lower())
