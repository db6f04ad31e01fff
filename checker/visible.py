"""Text of articles for a terminal."""

# Joiners shape the letters around them, in Persian and Hindi as in emoji.
_JOINERS = "\u200c\u200d"


def visible(text: object) -> str:
    """Text on one line, control characters shown: an article must not steer the terminal."""
    return "".join(
        char
        if char.isprintable() or char in _JOINERS
        else char.encode("unicode_escape", "surrogatepass").decode()
        for char in " ".join(str(text).split())
    )
