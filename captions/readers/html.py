"""HTML as it is found on the web, tag soup included."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import ClassVar

from turbohtml import Token, TokenType, tokenize

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft, Reading
from captions.readers.html_elements import (
    ATTRIBUTE,
    BLOCK,
    CHARSET,
    CLOSES,
    INLINE,
    LINE_END,
    RECOGNISED,
    REFERENCE,
    SCOPES,
    SKIPPED,
    VOID,
    XML_ENCODING,
    P,
    is_hidden,
    kind_of,
    values,
)
from captions.segment import Kind
from captions.source import Run, Source
from captions.span import Span


@dataclass(frozen=True, slots=True)
class Html:
    """HTML: title, headings, paragraphs, figures with their captions, `alt` and descriptions.

    `lang` is inherited. Scripts, styles, code, navigation, form controls and hidden text are left
    out. The page's language is that of `<html lang>`, else of its metadata.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".html", ".htm", ".xhtml"})

    def recognises(self, head: str) -> bool:
        return bool(RECOGNISED.match(head))

    def encoding(self, head: bytes) -> str | None:
        found = XML_ENCODING.search(head) or CHARSET.search(head)
        return found[1].decode("ascii") if found else None

    def read(self, source: Source) -> Reading:
        return _Builder(source).read()

    @staticmethod
    def drafts(source: Source) -> tuple[Draft, ...]:
        """The drafts of a fragment, for readers of formats that carry HTML inside."""
        return _Builder(source).read().drafts


@dataclass(frozen=True, slots=True)
class _Language:
    """What a part of the page declares to be in, and where it does."""

    tag: str | None = None
    span: Span | None = None


_UNDECLARED = _Language()


@dataclass(slots=True)
class _Figure:
    """A picture and its captions; captions may come first, so the address is filled in later."""

    image: str | None = None


@dataclass(slots=True)
class _Open:
    """An open element and what its text inherits."""

    tag: str
    kind: Kind
    language: _Language
    figure: _Figure
    skipped: bool


@dataclass(slots=True)
class _Pending:
    """A segment being written."""

    kind: Kind
    language: _Language
    figure: _Figure
    runs: list[Run] = field(default_factory=list)


class _Builder:
    """Walks the tokens once, keeping the open elements and the segment being written."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = [0, *(found.end() for found in LINE_END.finditer(source.text))]
        self.stack = [_Open("", Kind.BODY, _UNDECLARED, _Figure(), skipped=False)]
        self.open_tags: Counter[str] = Counter()
        self.pending: _Pending | None = None
        self.phrase: _Pending | None = None
        self.done: list[_Pending] = []
        self.languages: dict[str, str] = {}
        self.declarations: list[Declaration] = []
        self.page = False
        self.in_linked_data = False

    def read(self) -> Reading:
        tokens = tokenize(self.source.text, resolve_references=False, capture_source=True)
        for token in tokens:
            if token.type is TokenType.START_TAG:
                self.start(token)
            elif token.type is TokenType.END_TAG:
                self.end(token.tag or "")
            elif token.type is TokenType.TEXT:
                if self.in_linked_data:
                    self.linked_data(token.data or "")
                elif not self.stack[-1].skipped:
                    self.text(self.source.cut(*self.extent(token, token.data or "")))
            elif token.type is TokenType.CHARACTER_REFERENCE and not self.stack[-1].skipped:
                place = self.source.locate(*self.extent(token, token.source or ""))
                self.text((Run(token.data or "", place, verbatim=False),))
        self.flush()
        drafts = tuple(
            Draft(
                item.kind,
                tuple(item.runs),
                item.language.tag,
                item.figure.image,
                declared=item.language.span,
            )
            for item in self.done
        )
        order = ("html-lang", "json-ld", "og-locale", "meta-language", "xml-lang")
        found = next((key for key in order if key in self.languages), None)
        return Reading(
            drafts,
            self.languages[found] if found else None,
            found,
            declarations=tuple(self.declarations),
            page=self.page,
        )

    def extent(self, token: Token, text: str) -> tuple[int, int]:
        """Where a token stands in the source; `text` is what it read, line ends made LF."""
        start = self.lines[token.line - 1] + token.col
        breaks = text.count("\n")
        if not breaks:
            return start, start + len(text)
        return start, self.lines[token.line - 1 + breaks] + len(text) - text.rindex("\n") - 1

    def start(self, token: Token) -> None:
        tag = token.tag or ""
        self.page = self.page or tag == "html"
        if tag in BLOCK:
            self.close_optional(CLOSES.get(tag, P))
        parent = self.stack[-1]
        language = self.declared_language(token, parent.language)
        skipped = parent.skipped or tag in SKIPPED or is_hidden(token)
        if tag == "meta":
            self.meta(token)
        elif tag == "img" and not skipped:
            self.image(token, language, parent.figure)
        elif tag == "script":
            self.in_linked_data = token.attr("type") == "application/ld+json"
        if tag in VOID:
            if tag == "hr":
                self.flush()
            elif tag == "br" and not skipped:
                self.gap(token)
            return
        kind = kind_of(tag, token, parent.kind)
        if not skipped:
            self.boundary(token, tag, kind, parent.kind)
        alone = kind is Kind.CAPTION and parent.kind is not kind and not self.open_tags["figure"]
        figure = _Figure() if tag == "figure" or alone else parent.figure
        if token.self_closing and skipped:
            return  # foreign elements such as <svg/> have no end tag
        self.stack.append(_Open(tag, kind, language, figure, skipped))
        self.open_tags[tag] += 1

    def end(self, tag: str) -> None:
        self.in_linked_data = False
        if not self.open_tags[tag]:
            return
        while True:
            closed = self.stack.pop()
            self.open_tags[closed.tag] -= 1
            if not closed.skipped:
                self.close(closed)
            if closed.tag == tag:
                return

    def close_optional(self, tags: frozenset[str]) -> None:
        """End the open elements whose end tag may be left out before this one."""
        if not any(self.open_tags[tag] for tag in tags):
            return
        for depth in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[depth].tag
            if tag in tags:
                self.end(tag)
                return
            if tag in SCOPES:
                return

    def boundary(self, token: Token, tag: str, kind: Kind, outer: Kind) -> None:
        """A new segment begins here, unless blocks within one caption only part its lines."""
        if kind is not outer or (tag in BLOCK and kind is not Kind.CAPTION):
            self.flush()
        elif tag not in INLINE:
            self.gap(token)

    def close(self, closed: _Open) -> None:
        parent = self.stack[-1]
        if closed.language != parent.language:
            self.close_phrase()
        if closed.kind is not parent.kind or (
            closed.tag in BLOCK and closed.kind is not Kind.CAPTION
        ):
            self.flush()
        elif closed.tag not in INLINE and self.pending and self.pending.runs:
            end = self.pending.runs[-1].span.end
            self.pending.runs.append(Run(" ", Span(end, end), verbatim=False))

    def text(self, runs: tuple[Run, ...]) -> None:
        here = self.stack[-1]
        if all(run.text.isspace() for run in runs):
            if self.pending:
                self.pending.runs.extend(runs)
            return
        if self.pending is None:
            self.pending = _Pending(here.kind, here.language, here.figure)
        target = self.pending
        if here.language != target.language:
            # A phrase that declares its own language is checked on its own, not with its paragraph.
            if self.phrase is None or self.phrase.language != here.language:
                self.close_phrase()
                self.phrase = _Pending(here.kind, here.language, here.figure)
            target.runs.append(Run(" ", runs[0].span, verbatim=False))
            target = self.phrase
        else:
            self.close_phrase()
        target.runs.extend(runs)

    def gap(self, token: Token) -> None:
        """White space where markup parts two words."""
        if self.pending:
            place = self.source.locate(*self.extent(token, token.source or ""))
            self.pending.runs.append(Run(" ", place, verbatim=False))

    def flush(self) -> None:
        self.close_phrase()
        if self.pending:
            self.done.append(self.pending)
            self.pending = None

    def close_phrase(self) -> None:
        if self.phrase:
            self.done.append(self.phrase)
            self.phrase = None

    def declared_language(self, token: Token, inherited: _Language) -> _Language:
        """The language of an element; that of the page itself is the article's, not a part's.

        On the root, `xml:lang` alone declares nothing to a browser (WCAG H57): it only tells the
        article's language where nothing else does.
        """
        root = token.tag in ("html", "body")
        name = "lang" if token.attr("lang") is not None else "xml:lang"
        declared = token.attr(name)
        if declared is None:
            return inherited
        declared = declared.strip()
        if root and name == "xml:lang":
            self.declare("xml-lang", declared)
            return _UNDECLARED
        span = self.source.locate(*self.value(token, name))
        source = f"{token.tag}-lang" if root else name
        self.declarations.append(Declaration(declared, span, source, part=not root))
        if not root:
            return _Language(normalise(declared) or UNDETERMINED, span)
        if normalise(declared):
            self.languages["html-lang"] = declared  # that of the body is the nearer one
        return _UNDECLARED

    def meta(self, token: Token) -> None:
        name = (token.attr("property") or token.attr("name") or "").lower()
        content = (token.attr("content") or "").strip()
        if not content:
            return
        if name == "og:locale":
            self.declare("og-locale", content)
        elif (token.attr("http-equiv") or "").lower() == "content-language":
            self.declare("meta-language", content.split(",")[0])
        elif name in ("description", "og:description"):
            self.attribute(token, "content", Kind.DESCRIPTION, _UNDECLARED, _Figure())
        elif name in ("og:image:alt", "twitter:image:alt"):
            self.attribute(token, "content", Kind.ALT, _UNDECLARED, _Figure())

    def image(self, token: Token, language: _Language, figure: _Figure) -> None:
        address = token.attr("src") or ""
        if not address or address.startswith("data:"):
            address = token.attr("data-src") or token.attr("data-original") or address
        shown = _Figure(address or None)
        if figure.image is None and figure is not self.stack[0].figure:
            figure.image = shown.image
        self.attribute(token, "alt", Kind.ALT, language, shown)
        self.attribute(token, "title", Kind.DESCRIPTION, language, shown)

    def attribute(
        self, token: Token, name: str, kind: Kind, language: _Language, figure: _Figure
    ) -> None:
        """The text of an attribute as a segment of its own."""
        if not (token.attr(name) or "").strip():
            return
        runs = list(self.attribute_runs(*self.value(token, name)))
        self.done.append(_Pending(kind, language, figure, runs))

    def value(self, token: Token, name: str) -> tuple[int, int]:
        """Where the value of an attribute stands in the source."""
        start, end = self.extent(token, token.source or "")
        first = start + 1 + len(token.tag or "")
        for found in ATTRIBUTE.finditer(self.source.text, first, end):
            if found[1].lower() == name:
                return found.span(found.lastindex or 0)
        return first, first

    def attribute_runs(self, start: int, end: int) -> Iterator[Run]:
        text = self.source.text
        for found in REFERENCE.finditer(text, start, end):
            after = text[found.end() : found.end() + 1]
            if not found[0].endswith(";") and (after.isalnum() or after == "="):
                continue  # "?a=1&copy=2": an address, not a copyright sign (WHATWG tokenization)
            decoded = unescape(found[0])
            if decoded != found[0]:
                yield from self.source.cut(start, found.start())
                yield self.source.stand_in(decoded, found.start(), found.end())
                start = found.end()
        yield from self.source.cut(start, end)

    def linked_data(self, text: str) -> None:
        """The language that JSON-LD gives for the page."""
        try:
            found = next(values(json.loads(text), "inLanguage"), None)
        except (ValueError, RecursionError):
            return
        if isinstance(found, str):
            self.declare("json-ld", found)

    def declare(self, place: str, tag: str) -> None:
        """The first valid tag of each place counts."""
        if normalise(tag):
            self.languages.setdefault(place, tag)
