"""How a text is written at a place of a file: the entities, escapes and quotes of each format.

What is right depends on more than the format (HTML in JSON, attributes in Markdown), so there are
several spellings for a place, and whoever writes one reads the file again before believing it.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from captions.span import Span


@dataclass(frozen=True, slots=True)
class Place:
    """The range of a file that a text is to stand in; `text` is the whole file."""

    text: str
    span: Span

    def within(self, opening: str, closing: str) -> bool:
        """Whether the place is between two marks, as in a tag or a shortcode."""
        before = self.text[: self.span.start]
        opened = before.rfind(opening)
        return opened >= 0 and before.find(closing, opened) < 0

    @property
    def quote(self) -> str:
        """The quotation mark that it stands in, empty where it stands in none."""
        before = self.text[: self.span.start].rstrip(" \t")[-1:]
        after = self.text[self.span.end :].lstrip(" \t")[:1]
        return before if before == after and before in ("'", '"') else ""


def spellings(reader: str, place: Place, text: str) -> tuple[str, ...]:
    """How a text may be written at a place of a file that a reader reads, the likeliest first.

    None where the format is not known well enough.
    """
    write = _FORMATS.get(reader)
    return tuple(dict.fromkeys(write(place, text))) if write else ()


def is_unbroken(spelling: str) -> bool:
    """Whether the spelling of a stretch that is not verbatim is white space or escapes alone."""
    return _ESCAPES.fullmatch(spelling) is not None


_ESCAPES = re.compile(r"(?:\s|&#?\w{1,32};?|\\u[0-9a-fA-F]{4}|\\[^\w\s]|\\[nrtbf]|'')*")


def _html(place: Place, text: str) -> Iterator[str]:
    if place.within("<script", "</script"):
        yield from _json_strings(place, text)
        return
    yield from _markup(place, text)


def _markup(_place: Place, text: str) -> Iterator[str]:
    yield html.escape(text, quote=False)
    yield html.escape(text)


def _xml(place: Place, text: str) -> Iterator[str]:
    yield from _markup(place, text)
    for spelling in _markup(place, text):  # HTML that is escaped itself
        yield html.escape(spelling, quote=False)
    if place.within("<![CDATA[", "]]>") and "]]>" not in text:
        yield text


def _json(place: Place, text: str) -> Iterator[str]:
    for spelling in _markup(place, text):  # a string may hold HTML
        yield from _json_strings(place, spelling)
    yield from _json_strings(place, text)


def _json_strings(place: Place, text: str) -> Iterator[str]:
    """The inside of a JSON string; a file that escapes all that is not ASCII goes on doing so."""
    yield json.dumps(text, ensure_ascii=place.text.isascii())[1:-1].replace("</", "<\\/")


_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n.*?^(?:(?P=fence)|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
# All that is, in some dialect, markup within a line, and at the start of one.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>$~^|{}@&]|\A(?:[-+#=:]|\d+(?=[.)]))")


def _markdown(place: Place, text: str) -> Iterator[str]:
    escaped = _MARKDOWN.sub(_with_backslash, text)
    front = _FRONT_MATTER.match(place.text)
    # Parameters and front matter are rendered by some generators and themes, and not by others.
    if front and place.span.end <= front.end():
        for spelling in (text, escaped):
            yield from _value(place, spelling)
    elif place.within("{{", "}}") or place.within("{%", "%}"):
        for spelling in (text, escaped):
            yield json.dumps(spelling, ensure_ascii=False)[1:-1]
    else:
        yield escaped
        yield escaped.replace('"', '\\"')
        yield from _markup(place, text)


def _with_backslash(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _value(place: Place, text: str) -> Iterator[str]:
    """A string of YAML or TOML."""
    quoted = json.dumps(text, ensure_ascii=False)
    if place.quote == '"':
        yield quoted[1:-1]
    elif place.quote == "'":
        yield text.replace("'", "''")
    else:
        yield quoted
        yield text  # in a block


def _catalogue(_place: Place, text: str) -> Iterator[str]:
    yield text.replace("\\", "\\\\").replace('"', '\\"')


def _plain(_place: Place, text: str) -> Iterator[str]:
    yield text


def _unmarked(_place: Place, text: str) -> Iterator[str]:
    """Text without anything that is markup in reStructuredText or in subtitles."""
    if not re.search(r"[\\`*_|<>{}&]|::|-->", text):
        yield text


_FORMATS: dict[str, Callable[[Place, str], Iterator[str]]] = {
    "html": _html,
    "markdown": _markdown,
    "text": _plain,
    "restructuredtext": _unmarked,
    "srt": _unmarked,
    "webvtt": _markup,
    "po": _catalogue,
    **dict.fromkeys(("json", "ans", "ninjs", "schema-org", "wordpress"), _json),
    **dict.fromkeys(("feed", "newsml", "nitf", "wxr", "xliff"), _xml),
}
