"""Changes of a file: before and after they are tried, and findings that none is known for."""

from dataclasses import dataclass

from captions.span import Span
from checker.finding import Finding


@dataclass(frozen=True, slots=True)
class Edit:
    """A range of the file and what may be written there, the likeliest first.

    `segment` then says `text`; or the declaration at the range says `tag`; or `tag` is declared for
    what stands there.
    """

    finding: Finding
    span: Span
    spellings: tuple[str, ...]
    what: str
    segment: int | None = None
    text: str = ""
    tag: str = ""
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Omission:
    """A finding for which nothing is suggested, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """A text that may stand in the place of a range of the article."""

    span: Span
    text: str


Chosen = tuple[Edit, str]  # and the spelling of it that holds
