"""Articles: what a reader makes of a file."""

from dataclasses import dataclass
from pathlib import PurePath

from captions.comment import Comment
from captions.edition import Edition, Picture
from captions.embedded import Embedded
from captions.language import effective
from captions.segment import Segment
from captions.span import Span

UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A language tag that a file declares, exactly as it is written, and where.

    `source` names the place (`html-lang`, `lang`, `front-matter`); `part`: it is for a part of the
    article, not for all of it.
    """

    tag: str
    span: Span
    source: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One input file.

    `text` is exactly the decoded file; `language` is `und` until something says otherwise, and
    `language_source` names what said so. `declarations` are all tags that the file itself declares,
    also those that are no language; `page`: it is a web page, which has to declare one. `notices`
    tell what could not be read in it. `alternates` are the language tags and addresses under which
    the file itself says that it is to be found in other languages (`hreflang`), as it spells them,
    `keys` the words and values by which its editions can be told (`translationkey`), `hosts` those
    of its own addresses;
    `pictures` are what it shows and `editions` what was found there and beside the file, both
    filled in where it has other editions; `embedded` is what the local files of its pictures say;
    `comments` are those in which it speaks to captioncheck.
    """

    path: PurePath
    text: str
    segments: tuple[Segment, ...]
    language: str = UNKNOWN
    language_source: str = "none"
    notices: tuple[str, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    page: bool = False
    alternates: tuple[tuple[str, str], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    hosts: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()
    editions: tuple[Edition, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    comments: tuple[Comment, ...] = ()

    @property
    def declared(self) -> Declaration | None:
        """What the file declares for the whole of itself; the last that counts is the nearest."""
        whole = [one for one in self.declarations if not one.part and effective(one.tag)]
        return whole[-1] if whole else None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that no reader could read; it stays in the stream and in every report."""

    path: PurePath
    kind: str
    reason: str
