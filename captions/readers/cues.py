"""Cues of subtitles, and the text in them: what WebVTT and SubRip share."""

import re
from collections.abc import Iterator
from html import unescape

from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.segment import Kind
from captions.source import Run, Source
from captions.span import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
# Tags, time stamps and positions; where one may part words it leaves a gap.
_MARKUP = re.compile(
    r"<(?P<name>/?[a-zA-Z]{0,20}+)(?P<rest>[^<>]{0,200}+)>|\{\\[^{}]{0,200}\}|\\[Nnh]|&(?:\w+|#\d+|#x[0-9a-fA-F]+);"
)


def blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """The lines of each block between blank lines, as ranges without their ends."""
    block: list[tuple[int, int]] = []
    for found in _LINE.finditer(text):
        line = found[0].rstrip("\r\n")
        if line.strip():
            block.append((found.start(), found.start() + len(line)))
        elif block:
            yield block
            block = []
    if block:
        yield block


def cue_drafts(source: Source, start: int, end: int, kind: Kind) -> Iterator[Draft]:
    """The text of a cue; what stands in `<lang es>` is a draft of its own."""
    runs: list[Run] = []
    phrase: list[Run] = []
    language: str | None = None
    declared: Span | None = None
    text = source.text
    for found in _MARKUP.finditer(text, start, end):
        into = phrase if language else runs
        into += source.cut(start, found.start())
        start = found.end()
        name = (found["name"] or "").lower()
        if found[0][0] == "&":
            into.append(source.stand_in(unescape(found[0]), *found.span()))
        elif name == "lang" and found["rest"].strip():
            if language:
                yield _phrase(kind, phrase, language, declared)
                phrase = []
            tag = found["rest"].split()[-1]
            place = text.index(tag, found.start("rest"))
            language, declared = tag, source.locate(place, place + len(tag))
            runs.append(source.stand_in(" ", *found.span()))
        elif name == "/lang" and language:
            yield _phrase(kind, phrase, language, declared)
            phrase, language = [], None
        elif not found["name"]:  # a time, a position, a line break
            into.append(source.stand_in(" ", *found.span()))
    (phrase if language else runs).extend(source.cut(start, end))
    if language:
        yield _phrase(kind, phrase, language, declared)
    yield Draft(kind, tuple(runs))


def _phrase(kind: Kind, runs: list[Run], language: str, declared: Span | None) -> Draft:
    return Draft(kind, tuple(runs), normalise(language) or UNDETERMINED, declared=declared)
