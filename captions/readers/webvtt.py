"""WebVTT: subtitles, captions and descriptions of web video."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Declaration
from captions.comment import Comment, commented
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.cues import blocks, cue_drafts
from captions.segment import Kind
from captions.source import Source

_TIME = r"(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_HEADER = re.compile(r"(?P<key>[A-Za-z][\w-]*)\s*:\s*(?P<value>\S[^\r\n]*)")
_NOTE = re.compile(r"NOTE(?=[ \t\r\n])")
_KINDS = {"descriptions": Kind.DESCRIPTION, "chapters": Kind.TITLE}


@dataclass(frozen=True, slots=True)
class Webvtt:
    """WebVTT: the text of every cue, its lines joined, as a caption.

    `Kind: descriptions` in the header makes descriptions of the cues, `chapters` titles; `metadata`
    is not read. `Language:` in the header is the article's language, `<lang es>` that of a phrase.
    Notes, styles, regions, cue names, settings, speakers and time stamps are not read.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".vtt"})

    def recognises(self, head: str) -> bool:
        return bool(re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|\Z)", head))

    def encoding(self, head: bytes) -> str | None:
        return "utf-8" if head.startswith(b"WEBVTT") else None

    def read(self, source: Source) -> Reading:
        if not self.recognises(source.text[:16]):
            raise ValueError("not WebVTT: its first line must be WEBVTT")
        first, *cues = blocks(source.text)
        header: dict[str, tuple[str, int]] = {}
        for start, end in first[1:]:
            if _TIMING.match(source.text, start, end):
                cues.insert(0, first[1:])  # the blank line behind the header was left out
                break
            if found := _HEADER.match(source.text, start, end):
                header[found["key"].lower()] = (found["value"].strip(), found.start("value"))
        track = header.get("kind", ("", 0))[0].lower()
        drafts: list[Draft] = []
        if track != "metadata":
            for cue in cues:
                drafts += _cue(source, cue, _KINDS.get(track, Kind.CAPTION))
        tag, place = header.get("language", ("", 0))
        declared = (
            (Declaration(tag, source.locate(place, place + len(tag)), "webvtt-header"),)
            if tag
            else ()
        )
        language = normalise(tag)
        return Reading(
            tuple(drafts), language, "webvtt-header" if language else None, declarations=declared
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        for block in blocks(source.text):
            start, end = block[0][0], block[-1][1]
            if note := _NOTE.match(source.text, start, end):
                yield from commented(source, [((note.end(), end), (start, end))])


def _cue(source: Source, block: list[tuple[int, int]], kind: Kind) -> Iterator[Draft]:
    """A block is a cue where its first or second line is a timing."""
    for number, line in enumerate(block[:2]):
        if _TIMING.match(source.text, *line):
            if rest := block[number + 1 :]:
                yield from cue_drafts(source, rest[0][0], rest[-1][1], kind)
            return
