"""JSON articles, as content systems and scrapers store them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from json import JSONDecodeError, loads
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import ClassVar

from captions.reader import Draft, Reading
from captions.readers.fields import kind_of, language_of
from captions.readers.html import Html
from captions.segment import Kind
from captions.source import Run, Source

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r'[\[\]{},:"]')
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]+;|&#\d+;")
_IMAGE_KEYS = frozenset({"url", "src", "image", "href", "file", "filename", "path"})
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Json:
    """JSON: `headline`, `body`, `caption`, `alt`, `description` … wherever they are nested.

    Keys are matched without case, hyphens and underscores; strings that carry HTML are read as
    HTML. A field `language`, `lang`, `locale` or `inLanguage` at the top is the article's.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    def recognises(self, head: str) -> bool:
        return bool(re.match(r'\s*\{\s*"', head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        try:
            loads(source.text)
        except JSONDecodeError as error:
            raise ValueError(f"not JSON: line {error.lineno}: {error.msg}") from error
        except RecursionError as error:
            raise ValueError("not an article: its JSON is nested too deeply") from error
        drafts: list[Draft] = []
        language = None
        in_object = source.text.lstrip().startswith("{")
        for item in list(_strings(source.text)):  # all, so that an object is complete
            text = scanstring(source.text, item.start, True)[0]
            if in_object:
                language = language or language_of(item.path, text)
            kind = kind_of(item.path)
            if kind and text.strip():
                found = _drafts(kind, _unescape(source, item.start, item.end), item.image())
                # In a list of articles each speaks for itself.
                own = None if in_object else item.language()
                drafts += (replace(draft, language=draft.language or own) for draft in found)
        return Reading(tuple(drafts), language, "json-language" if language else None)


@dataclass(frozen=True, slots=True)
class _String:
    """A string value: its keys, its range between the quotes, and the strings around it.

    `siblings` are the strings of the object that it is in, `outermost` those of the outermost one.
    """

    path: tuple[str, ...]
    start: int
    end: int
    siblings: dict[str, str]
    outermost: dict[str, str]

    def language(self) -> str | None:
        """The language that the outermost object gives to all it holds."""
        tags = (language_of((key,), value) for key, value in self.outermost.items())
        return next(filter(None, tags), None)

    def image(self) -> str | None:
        """The address of the picture that the same object names."""
        return next((self.siblings[key] for key in self.siblings if key in _IMAGE_KEYS), None)


def _strings(text: str) -> Iterator[_String]:
    """Every string value of valid JSON, in source order, without recursion."""
    # One frame an open container: its path, its key (None in lists), its string members.
    frames: list[tuple[tuple[str, ...], dict[str, str], bool]] = []
    path: tuple[str, ...] = ()
    siblings: dict[str, str] = {}
    outermost: dict[str, str] = {}
    in_object = False
    key: str | None = None
    place = 0
    while found := _TOKEN.search(text, place):
        sign, place = found[0], found.end()
        if sign in "{[":
            frames.append((path, siblings, in_object))
            path = (*path, key) if key is not None else path
            siblings, in_object, key = {}, sign == "{", None
            if in_object and not any(frame[2] for frame in frames):
                outermost = siblings
        elif sign in "}]":
            path, siblings, in_object = frames.pop()
            key = None
        elif sign == ",":
            key = None
        elif sign == '"':
            value, end = scanstring(text, place, True)
            if in_object and key is None:
                key = value
            else:
                if in_object and key is not None:
                    siblings[key.lower()] = value
                yield _String(
                    (*path, key) if key is not None else path, place, end - 1, siblings, outermost
                )
            place = end


def _unescape(source: Source, start: int, end: int) -> Source:
    """The decoded string; each escape is a run that points at its spelling."""
    runs: list[Run] = []
    for found in _ESCAPE.finditer(source.text, start, end):
        runs += source.cut(start, found.start())
        decoded: str = loads(f'"{found[0]}"')
        # Half a surrogate pair is no character, and could not be written out again.
        whole = _LONE_SURROGATE.sub("\ufffd", decoded)
        runs.append(source.stand_in(whole, found.start(), found.end()))
        start = found.end()
    runs += source.cut(start, end)
    return Source(tuple(runs))


def _drafts(kind: Kind, text: Source, image: str | None) -> Iterator[Draft]:
    if _MARKUP.search(text.text):
        for draft in Html.drafts(text):
            inner = kind if draft.kind is Kind.BODY else draft.kind
            yield Draft(inner, draft.runs, draft.language, draft.image or image)
    elif kind is Kind.BODY:
        for line in _LINE.finditer(text.text):
            yield Draft(kind, text.cut(*line.span()))
    else:
        yield Draft(kind, text.cut(0, len(text.text)), image=image)
