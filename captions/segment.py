"""Segments: the pieces of an article that are checked one by one."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from captions.source import Run, Source, text_of
from captions.span import Span

# Thai, Lao, Burmese, Khmer, Japanese and Chinese do not part their words by spaces.
_UNPARTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# Vowels of Hebrew, Arabic and the scripts of India are marks, which belong to their letter.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
_WORD = re.compile(
    rf"(?P<unparted>[{_UNPARTED}]+)|(?:(?![{_UNPARTED}])[^\W\d_][{_MARKS}\u200c\u200d]*)+"
)
# Without any of those, which most texts are, words are runs of letters.
_SPECIAL = re.compile(f"[{_UNPARTED}{_MARKS}\u200c\u200d]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_OF_A_WORD = 3  # where none are parted


def count_words(text: str) -> int:
    """How many words a text has; in scripts without spaces, about as many as it would have."""
    if not _SPECIAL.search(text):
        return len(_LETTERS.findall(text))
    return sum(
        max(len(found[0]) // _LETTERS_OF_A_WORD, 1) if found["unparted"] else 1
        for found in _WORD.finditer(text)
    )


class Kind(StrEnum):
    """What a segment is to its article."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    ALT = "alt"
    CREDIT = "credit"
    QUOTE = "quote"
    TITLE = "title"
    DESCRIPTION = "description"


class Region(StrEnum):
    """Where on its page a segment stands; all but the article itself may be there on every page."""

    ARTICLE = "article"
    NAVIGATION = "navigation"  # menus, headers and footers of the site
    NOTICE = "notice"  # cookie banners, dialogs, advertisements
    RELATED = "related"  # teasers of other articles
    COMMENTS = "comments"  # what readers wrote


@dataclass(frozen=True, slots=True)
class Segment:
    """One caption, heading or paragraph, without markup, still tied to its source.

    `language` is the tag that the markup declares for just this text, None where it declares
    nothing of its own, and `declared` where that tag stands; `image` is the address of the picture
    that the text belongs to.
    """

    id: str
    kind: Kind
    runs: tuple[Run, ...]
    language: str | None = None
    image: str | None = None
    region: Region = Region.ARTICLE
    declared: Span | None = None
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", text_of(self.runs))

    @property
    def words(self) -> int:
        """How many words the text has; in scripts without spaces, about as many as it would."""
        return count_words(self.text)

    @property
    def span(self) -> Span:
        """The source range of the whole segment."""
        return Span(self.runs[0].span.start, self.runs[-1].span.end)

    def locate(self, start: int, end: int) -> Span:
        """The source range of `text[start:end]`."""
        return Source(self.runs).locate(start, end)
