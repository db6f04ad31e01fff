"""Articles: what a reader makes of a file."""

from dataclasses import dataclass
from pathlib import PurePath

from captions.segment import Segment

UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Article:
    """One input file.

    `text` is exactly the decoded file; `language` is `und` until something says otherwise, and
    `language_source` names what said so. `notices` tell what could not be read in it.
    """

    path: PurePath
    text: str
    segments: tuple[Segment, ...]
    language: str = UNKNOWN
    language_source: str = "none"
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that no reader could read; it stays in the stream and in every report."""

    path: PurePath
    kind: str
    reason: str
