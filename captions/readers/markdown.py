"""Markdown: CommonMark and GFM with front matter, figures and HTML inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from captions.credit import find_credit
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft, Reading
from captions.readers.front_matter import read_front_matter
from captions.readers.html import Html
from captions.segment import Kind
from captions.source import Run, Source

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_ATTRIBUTES = re.compile(r"\{[:.#][^{}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown: headings, paragraphs, quotations, list items, tables, images and front matter.

    An image's `alt` is kind `alt`, its title is kind `caption`; so is a paragraph in italics right
    after an image, and one that ends in a credit. HTML inside is read as HTML. Code and
    template tags are not read. `lang`, `language` or `locale` in the front matter is the
    article's language.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd"})

    def recognises(self, head: str) -> bool:
        return bool(re.match(r"(?:---|\+\+\+)[ \t]*\r?\n", head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        matter = read_front_matter(source)
        body = source.part(matter.end, len(source.text))
        drafts = [*matter.drafts, *_body(body)] if body.text else list(matter.drafts)
        notices = (matter.notice,) if matter.notice else ()
        named = "front-matter" if matter.language else None
        return Reading(tuple(drafts), matter.language, named, notices)


@cache
def _parser() -> MarkdownIt:
    # Joined text would lose which part of it is an entity or an escape, and so its place.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


def _body(source: Source) -> Iterator[Draft]:
    lines = [found.span() for found in _LINE.finditer(source.text) if found[0]]
    kinds = [Kind.BODY]
    languages: list[tuple[str, str]] = []  # open HTML elements with a lang of their own
    image: str | None = None  # the picture that the block before shows, for a caption after it
    cells: tuple[int, int] | None = None  # a table row, and where its last cell ended
    # markdown-it counts lines at LF only and reads CR as white space.
    for token in _parser().parse(source.text.replace("\r\n", "\n").replace("\r", "\n")):
        if token.type == "heading_open":
            kinds.append(Kind.HEADLINE)
        elif token.type == "blockquote_open":
            kinds.append(Kind.QUOTE)
        elif token.type in ("heading_close", "blockquote_close"):
            kinds.pop()
        elif token.type == "tr_open" and token.map:
            cells = (token.map[0], 0)
        elif token.type == "tr_close":
            cells = None
        elif token.type == "html_block" and token.map:
            start, end = lines[token.map[0]][0], lines[token.map[1] - 1][1]
            drafts = Html.drafts(source.part(start, end))
            declared = languages[-1][1] if languages else None
            yield from (replace(draft, language=draft.language or declared) for draft in drafts)
            image = next((draft.image for draft in drafts if draft.image), None)
            _follow(token.content, languages)
        elif token.type == "inline" and token.map:
            if cells:
                content, place = _cell(source, token.content, lines[cells[0]], cells[1])
                cells = (cells[0], place)
            else:
                content = _content(source, token, lines)
            inline = _Inline(content, token.children or [])
            text = inline.text()
            declared = languages[-1][1] if languages else None
            for draft in (*inline.images, *inline.phrases):
                yield replace(draft, language=draft.language or declared)
            shown = inline.image or image
            if text.text and not text.text.isspace():
                kind = kinds[-1]
                captioned = inline.in_italics and shown is not None
                if kind is not Kind.HEADLINE and (captioned or inline.ends_in_credit):
                    yield Draft(Kind.CAPTION, text.runs, declared, shown if captioned else None)
                else:
                    yield Draft(kind, text.runs, declared)
                shown = inline.image
            image = shown


_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_LANG = re.compile(r"""\blang\s*=\s*["']?([\w-]+)""")


def _follow(html: str, languages: list[tuple[str, str]]) -> None:
    """Keep account of elements with a `lang` that stay open behind a block of HTML."""
    for found in _TAG.finditer(html):
        declared = _LANG.search(found[3])
        if found[1]:
            if languages and languages[-1][0] == found[2]:
                languages.pop()
        elif declared or (languages and languages[-1][0] == found[2]):
            tag = normalise(declared[1]) if declared else languages[-1][1]
            languages.append((found[2], tag or UNDETERMINED))


def _cell(source: Source, content: str, line: tuple[int, int], start: int) -> tuple[Source, int]:
    """A table cell's content, looked for behind the cell before it."""
    place = source.text.find(content, max(start, line[0]), line[1])
    if place < 0:  # escaped bars
        return Source((source.stand_in(content, *line),)), start
    end = place + len(content)
    return source.part(place, end), end


def _content(source: Source, token: Token, lines: list[tuple[int, int]]) -> Source:
    """A block's inline content in the source, block markers and indentation left out."""
    assert token.map is not None
    first, last = token.map
    runs: list[Run] = []
    number = first
    for index, content in enumerate(token.content.split("\n")):
        if index:
            number += 1
        place = _find_line(source, content, lines[number])
        while place < 0 and number + 1 < last:
            number += 1
            place = _find_line(source, content, lines[number])
        if index:
            runs.append(source.stand_in("\n", *_break_before(source, lines[number][0])))
        if place < 0:  # tabs that the block parser expanded
            runs.append(source.stand_in(content, *lines[number]))
        else:
            runs.extend(source.cut(place, place + len(content)))
        number = min(number, last - 1)
    return Source(tuple(runs)) if runs else source.part(lines[first][0], lines[first][0])


def _find_line(source: Source, content: str, line: tuple[int, int]) -> int:
    """Where a line of the content begins: it ends the source line, but for closing markers."""
    start, end = line
    stripped = end - len(source.text[start:end]) + len(source.text[start:end].rstrip())
    if source.text.endswith(content, start, stripped):
        return stripped - len(content)
    return source.text.find(content, start, end)


def _break_before(source: Source, start: int) -> tuple[int, int]:
    crlf = source.text[max(start - 2, 0) : start] == "\r\n"
    return max(start - (2 if crlf else 1), 0), start


class _Inline:
    """One block's inline tokens laid back onto its source.

    markdown-it gives no places for inline tokens. Their contents, markers and escapes stand in
    the source in order, so a cursor that moves forward over each finds every one of them.
    """

    def __init__(self, source: Source, tokens: list[Token], cursor: int = 0) -> None:
        self.source = source
        self.tokens = tokens
        self.cursor = cursor
        self.images: list[Draft] = []
        self.image: str | None = None
        self.phrases: list[Draft] = []  # texts in elements with a lang of their own
        self.languages: list[tuple[str, str]] = []
        self.emphasis = 0
        self.emphasised = self.plain = False
        self.ends_in_credit = False

    @property
    def in_italics(self) -> bool:
        """Whether all of the text is, as captions under pictures are."""
        return self.emphasised and not self.plain

    def text(self) -> Source:
        """The visible text; images and code leave a gap."""
        runs: list[Run] = []
        phrase: list[Run] = []
        for token in self.tokens:
            before = self.languages[-1:]
            found = list(self.read(token))
            if (before and self.languages[-1:] != before) or not before:
                self.close_phrase(phrase, before)
            if self.languages and token.type != "html_inline":
                phrase.extend(found)
                runs += [Run(" ", run.span, verbatim=False) for run in found[:1]]
            else:
                runs.extend(found)
        self.close_phrase(phrase, self.languages[-1:])
        shown = Source(tuple(runs)) if runs else self.source.part(0, 0)
        if attributes := _ATTRIBUTES.search(shown.text):
            shown = shown.part(0, attributes.start())
        credit = find_credit(shown.text)
        self.ends_in_credit = credit is not None and any(map(str.isalpha, shown.text[:credit]))
        return shown

    def close_phrase(self, phrase: list[Run], language: list[tuple[str, str]]) -> None:
        if phrase and language:
            self.phrases.append(Draft(Kind.BODY, tuple(phrase), language[0][1]))
            phrase.clear()

    def read(self, token: Token) -> Iterator[Run]:
        if token.type == "text":
            yield self.spelt(token.content, token.content)
        elif token.type == "text_special":  # an entity or an escape; markup is its spelling
            yield self.spelt(token.content, token.markup)
        elif token.type == "code_inline":
            start = self.skip(token.markup)
            self.skip(token.markup)
            yield self.source.stand_in(" ", start, self.cursor)
        elif token.type in ("softbreak", "hardbreak"):
            start = self.skip("\n")
            yield self.source.stand_in(" ", start, self.cursor)
        elif token.type == "image":
            yield from self.read_image(token)
        elif token.type == "html_inline":
            start = self.skip(token.content)
            if token.content.startswith("<img"):
                self.images += Html.drafts(self.source.part(start, self.cursor))
            _follow(token.content, self.languages)
            if token.content.startswith(("<br", "<img")):
                yield self.source.stand_in(" ", start, self.cursor)
        elif token.type in ("em_open", "strong_open", "em_close", "strong_close"):
            self.emphasis += token.nesting
            self.emphasised |= token.type == "em_open"
            self.skip(token.markup)
        elif token.type == "link_open":
            self.skip("<" if token.markup == "autolink" else "[")
        elif token.type == "link_close":
            self.close_link(">" if token.markup == "autolink" else "]")

    def spelt(self, content: str, spelling: str) -> Run:
        """Text and how the source spells it."""
        start = self.skip(spelling)
        self.plain |= not self.emphasis and not content.isspace() and content != ""
        found = self.source.text.startswith(spelling, start)
        runs = self.source.cut(start, self.cursor) if found and content == spelling else ()
        if len(runs) == 1:
            return runs[0]
        return self.source.stand_in(content, start, self.cursor)

    def skip(self, content: str) -> int:
        """Move behind the next occurrence of some content; gives its beginning."""
        place = self.source.text.find(content, self.cursor)
        if place < 0:
            return self.cursor
        self.cursor = place + len(content)
        return place

    def read_image(self, token: Token) -> Iterator[Run]:
        start = self.skip("![")
        address = unquote(str(token.attrs.get("src") or "")) or None
        nested = _Inline(self.source, token.children or [], self.cursor)
        alt = tuple(run for child in nested.tokens for run in nested.read(child))
        self.cursor = nested.cursor
        self.image = self.image or address
        if alt:
            self.images.append(Draft(Kind.ALT, alt, image=address))
        close = self.source.text.find("]", self.cursor)
        self.close_link("]")
        title = str(token.attrs.get("title") or "")
        if title.strip() and close >= 0:
            place = self.source.text.find(title, close, self.cursor)
            if place >= 0:
                runs = self.source.cut(place, place + len(title))
            else:  # a reference image, or a title with escapes
                runs = (self.source.stand_in(title, close, self.cursor),)
            self.images.append(Draft(Kind.CAPTION, runs, image=address))
        yield self.source.stand_in(" ", start, self.cursor)

    def close_link(self, bracket: str) -> None:
        """Move behind a link's end: `]`, its destination and title, or its label."""
        text = self.source.text
        place = text.find(bracket, self.cursor)
        if place < 0:
            return
        place += 1
        if text[place : place + 1] == "(":
            helpers = _parser().helpers
            inside = _skip_space(text, place + 1)
            destination = helpers.parseLinkDestination(text, inside, len(text))
            inside = _skip_space(text, destination.pos if destination.ok else inside)
            title = helpers.parseLinkTitle(text, inside, len(text))
            inside = _skip_space(text, title.pos if title.ok else inside)
            if text[inside : inside + 1] == ")":
                place = inside + 1
        elif text[place : place + 1] == "[":
            end = text.find("]", place)
            place = end + 1 if end >= 0 else place
        self.cursor = place


def _skip_space(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place
