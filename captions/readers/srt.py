"""SubRip: subtitles of video."""

import re
from dataclasses import dataclass
from typing import ClassVar

from captions.reader import Draft, Reading
from captions.readers.cues import blocks, cue_drafts
from captions.segment import Kind
from captions.source import Source

_TIME = r"\d{1,3}:\d{1,2}:\d{1,2}[,.:]\d{1,3}"
_TIMING = re.compile(rf"\s*{_TIME}\s*-+>\s*{_TIME}")
_RECOGNISED = re.compile(rf"\ufeff?\s*\d+\s*\n\s*{_TIME}\s*-->")


@dataclass(frozen=True, slots=True)
class Srt:
    """SubRip: the text of every cue, its lines joined, as a caption.

    Numbers, times, positions and tags are not read. SubRip declares no language.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".srt"})

    def recognises(self, head: str) -> bool:
        return bool(_RECOGNISED.match(head.replace("\r\n", "\n").replace("\r", "\n")))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        drafts: list[Draft] = []
        cue: list[tuple[int, int]] | None = None
        lines = [line for block in blocks(source.text) for line in block]
        timed = [bool(_TIMING.match(source.text, *line)) for line in lines]
        if lines and not any(timed):
            raise ValueError("not SubRip: it has no line of times, 00:00:01,000 --> 00:00:02,000")
        for number, line in enumerate(lines):
            numbers = source.text[slice(*line)].strip().isdigit() and timed[number + 1 : number + 2]
            if timed[number] or numbers == [True]:
                drafts += _text(source, cue)
                cue = [] if timed[number] else None
            elif cue is not None:  # a blank line inside a cue does not end it
                cue.append(line)
        drafts += _text(source, cue)
        return Reading(tuple(drafts))


def _text(source: Source, cue: list[tuple[int, int]] | None) -> tuple[Draft, ...]:
    if not cue:
        return ()
    return tuple(cue_drafts(source, cue[0][0], cue[-1][1], Kind.CAPTION))
