"""Text of articles for a terminal."""

import unicodedata

# Joiners shape the letters around them, in Persian and Hindi as in emoji.
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"


def visible(text: object) -> str:
    """Text on one line, control characters shown: an article must not steer the terminal."""
    return "".join(
        char
        if char.isprintable() or char in _JOINERS
        else char.encode("unicode_escape", "surrogatepass").decode()
        for char in " ".join(str(text).split())
    )


def isolated(text: str) -> str:
    """Text of which no letter moves what stands beside it: right-to-left text in an isolate.

    Unicode Standard Annex 9, section 2.7: its own first letter gives the direction.
    """
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_END}"
    return text
