"""Text of articles where it must not steer what shows it."""

import re
import unicodedata

# Joiners shape the letters around them, in Persian and Hindi as in emoji.
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def visible(text: object) -> str:
    """Text on one line, control characters shown: an article must not steer the terminal."""
    return escaped(" ".join(str(text).split()))


def escaped(text: object) -> str:
    """Text with its white space, line ends and control characters shown as escapes."""
    return "".join(
        char if char.isprintable() or char in _JOINERS else _escape(char) for char in str(text)
    )


def isolated(text: str) -> str:
    """Text of which no letter moves what stands beside it: right-to-left text in an isolate.

    Unicode Standard Annex 9, section 2.7: its own first letter gives the direction.
    """
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def encodable(text: object) -> str:
    """Text that can be written as UTF-8; bytes of file names that are not UTF-8 are escaped."""
    return _LONE_SURROGATES.sub(lambda found: _escape(found[0]), str(text))


def shortened(text: str, length: int) -> str:
    """The beginning of a text that is too long for a report, and how much is missing."""
    if len(text) <= length:
        return text
    return f"{text[:length].rstrip()} … ({len(text) - length} more characters)"


def _escape(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()
