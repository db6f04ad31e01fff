"""PO: gettext's message catalogues."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from captions.article import Declaration
from captions.comment import Comment, commented
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context
from captions.readers.messages import message_drafts
from captions.source import Run, Source
from captions.span import Span

_LINE = re.compile(
    r"[ \t]*+(?:(?P<comment>#[^\r\n]*)"
    r"|(?:(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?"
    r'(?P<string>"(?:[^"\\\r\n]|\\[^\r\n])*+")[ \t]*'
    r"|(?P<broken>[^\r\n]*\S[^\r\n]*))?[ \t]*(?:\r\n|\r|\n|\Z)"
)
_ESCAPE = re.compile(r"\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a"}
_HEADER = re.compile(r"^(?P<key>[\w-]+)[ \t]*:[ \t]*(?P<value>\S[^\n]*)$", re.MULTILINE)
_REMARK = re.compile(r"^[ \t]*#(?:\.|(?![,:|~]))([^\r\n]*)", re.MULTILINE)
_BLANK = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))")
_CHARSET = re.compile(rb"charset=([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class Po:
    """PO: every `msgstr` in the catalogue's `Language`.

    Each is a body segment, HTML where it carries any; so is every plural form. Where the header
    names the language of the `msgid`s (`X-Source-Language`), they are read, too, in theirs. Not
    read: fuzzy and obsolete entries, contexts, comments and placeholders (`%s`, `{name}`).
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".po"})

    def recognises(self, head: str) -> bool:
        return bool(re.match(r'(?:\s*#[^\n]*\n)*\s*msgid\s+"', head))

    def encoding(self, head: bytes) -> str | None:
        found = _CHARSET.search(head)
        return found[1].decode("ascii") if found else None

    def read(self, source: Source) -> Reading:
        drafts: list[Draft] = []
        header: _Header = {}
        for entry in _entries(source):
            texts = entry.texts()
            if not texts.get("msgid", Source(())).text and "msgctxt" not in texts:
                header = header or _header(texts.get("msgstr"))
            elif not entry.fuzzy:
                drafts += _entry(texts, header.get("x-source-language"))
        tag, place = header.get("language", ("", Span(0, 0)))
        language = normalise(tag)
        return Reading(
            tuple(drafts),
            language,
            "po-header" if language else None,
            declarations=(Declaration(tag, place, "po-header"),) if tag else (),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        """Comments of translators (`#`) and of the program (`#.`), each about its entry."""
        text = source.text
        ends = [*(found.start() for found in _BLANK.finditer(text)), len(text)]
        for found in _REMARK.finditer(text):
            for comment in commented(source, [(found.span(1), found.span())]):
                end = ends[min(bisect_left(ends, found.end()), len(ends) - 1)]
                scope = source.locate(found.start(), end)
                yield Comment(comment.text, comment.span, scope)


_Header = dict[str, tuple[str, Span]]


@dataclass(slots=True)
class _Entry:
    """One entry: for each keyword the ranges of its strings, between the quotes."""

    source: Source
    fuzzy: bool = False
    strings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def texts(self) -> dict[str, Source]:
        return {key: _decoded(self.source, places) for key, places in self.strings.items()}


def _entries(source: Source) -> Iterator[_Entry]:
    """The entries of a catalogue; raises `ValueError` with the line of what is none."""
    entry = _Entry(source)
    key = ""
    for number, found in enumerate(_LINE.finditer(source.text), 1):
        if found["broken"] is not None:
            raise ValueError(f"not a PO catalogue: line {number}: {found['broken'].strip()[:60]!r}")
        comment = found["comment"] or ""
        opens = found["key"] or ""
        if entry.strings and (comment or opens == "msgctxt" or opens in entry.strings):
            yield entry
            entry, key = _Entry(source), ""
        if comment.startswith("#,") and "fuzzy" in comment:
            entry.fuzzy = True
        key = opens or key
        if found["string"] is not None:
            if not key:
                raise ValueError(f"not a PO catalogue: line {number}: a text without a keyword")
            start, end = found.span("string")
            entry.strings.setdefault(key, []).append((start + 1, end - 1))
    yield entry


def _decoded(source: Source, places: list[tuple[int, int]]) -> Source:
    """What the strings of a keyword say together."""
    runs: list[Run] = []
    for place, end in places:
        start = place
        for found in _ESCAPE.finditer(source.text, start, end):
            runs += source.cut(start, found.start())
            runs.append(source.stand_in(_unescaped(found[0][1:]), *found.span()))
            start = found.end()
        runs += source.cut(start, end)
    return Source(tuple(runs))


def _unescaped(code: str) -> str:
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return chr(int(code, 8)) if code[0] in "01234567" else _ESCAPED.get(code, code)


def _header(text: Source | None) -> _Header:
    """The fields of the header entry, each with its place."""
    if text is None:
        return {}
    return {
        found["key"].lower(): (found["value"].strip(), text.locate(*found.span("value")))
        for found in _HEADER.finditer(text.text)
    }


def _entry(texts: dict[str, Source], written: tuple[str, Span] | None) -> Iterator[Draft]:
    for key, text in texts.items():
        if key.startswith("msgstr"):
            yield from message_drafts(text, Context())
        elif written and key in ("msgid", "msgid_plural"):
            tag, declared = written
            yield from message_drafts(text, Context(normalise(tag) or UNDETERMINED, declared))
