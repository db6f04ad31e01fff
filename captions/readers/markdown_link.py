"""Destinations and titles of Markdown's links and images, where they stand."""

import re
from html import unescape

from captions.readers.markdown_syntax import parser
from captions.source import Run, Source

_ESCAPE = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
)


def behind_destination(text: str, place: int) -> int | None:
    """Behind `(destination "title")`, None where there is none."""
    helpers = parser().helpers
    inside = _skip_space(text, place + 1)
    destination = helpers.parseLinkDestination(text, inside, len(text))
    inside = _skip_space(text, destination.pos if destination.ok else inside)
    title = helpers.parseLinkTitle(text, inside, len(text))
    inside = _skip_space(text, title.pos if title.ok else inside)
    return inside + 1 if text[inside : inside + 1] == ")" else None


def title_runs(source: Source, start: int, title: str) -> tuple[Run, ...]:
    """The title behind the link destination that begins at `start`, where it is this one."""
    text, helpers = source.text, parser().helpers
    start = _skip_space(text, start)
    destination = helpers.parseLinkDestination(text, start, len(text))
    if not destination.ok:
        return ()
    first = _skip_space(text, destination.pos)
    found = helpers.parseLinkTitle(text, first, len(text))
    if not found.ok or found.str != title:
        return ()
    return _decoded(source, first + 1, found.pos - 1)


def _decoded(source: Source, start: int, end: int) -> tuple[Run, ...]:
    """Text with Markdown's escapes and entities decoded, each in its place."""
    runs: list[Run] = []
    for found in _ESCAPE.finditer(source.text, start, end):
        runs += source.cut(start, found.start())
        runs.append(source.stand_in(found[1] or unescape(found[0]), *found.span()))
        start = found.end()
    return (*runs, *source.cut(start, end))


def _skip_space(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place
