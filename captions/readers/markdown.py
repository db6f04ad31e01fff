"""Markdown: CommonMark and GFM with front matter, figures and HTML inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from markdown_it import MarkdownIt
from markdown_it.token import Token

from captions.credit import find_credit
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
    after an image, and one that ends in a credit. HTML inside is read as HTML. Code, math
    and template tags are not read. `lang`, `language` or `locale` in the front matter is the
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
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _body(source: Source) -> Iterator[Draft]:
    lines = [found.span() for found in _LINE.finditer(source.text) if found[0]]
    kinds = [Kind.BODY]
    image: str | None = None  # the picture that the block before shows, for a caption after it
    # markdown-it counts lines at LF only and reads CR as white space.
    for token in _parser().parse(source.text.replace("\r\n", "\n").replace("\r", "\n")):
        if token.type == "heading_open":
            kinds.append(Kind.HEADLINE)
        elif token.type == "blockquote_open":
            kinds.append(Kind.QUOTE)
        elif token.type in ("heading_close", "blockquote_close"):
            kinds.pop()
        elif token.type == "html_block" and token.map:
            start, end = lines[token.map[0]][0], lines[token.map[1] - 1][1]
            drafts = Html.drafts(source.part(start, end))
            yield from drafts
            image = next((draft.image for draft in drafts if draft.image), None)
        elif token.type == "inline" and token.map:
            inline = _Inline(_content(source, token, lines), token.children or [])
            text = inline.text()
            yield from inline.images
            if text.text and not text.text.isspace():
                kind = kinds[-1]
                captioned = (image or inline.image) if inline.is_caption(bool(image)) else None
                if kind is not Kind.HEADLINE and (captioned or inline.ends_in_credit):
                    yield Draft(Kind.CAPTION, text.runs, image=captioned)
                else:
                    yield Draft(kind, text.runs)
                image = None
            image = inline.image or (image if not text.text.strip() else None)


def _content(source: Source, token: Token, lines: list[tuple[int, int]]) -> Source:
    """A block's inline content in the source, block markers and indentation left out."""
    assert token.map is not None
    first, last = token.map
    runs: list[Run] = []
    place = lines[first][0]
    number = first
    for index, content in enumerate(token.content.split("\n")):
        if index:
            number += 1
            if number >= last:
                break
            place = lines[number][0]
        # A line of the content is the source line without its markers in front.
        found = source.text.find(content, place, lines[number][1]) if content else place
        while found < 0 and number + 1 < last:
            number += 1
            found = source.text.find(content, lines[number][0], lines[number][1])
        if index:
            runs.append(Run("\n", source.locate(max(found - 1, 0), max(found, 0))))
        if found < 0:  # tabs that the block parser expanded
            runs.append(Run(content, source.locate(place, lines[number][1])))
        else:
            runs.extend(source.cut(found, found + len(content)))
    return Source(tuple(runs) or source.cut(place, place + 1))


class _Inline:
    """One block's inline tokens laid back onto its source.

    markdown-it gives no places for inline tokens. Their contents, markers and escapes stand in
    the source in order, so a cursor that moves forward over each finds every one of them.
    """

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.images: list[Draft] = []
        self.image: str | None = None
        self.cursor = 0
        self.outside_emphasis = False
        self.emphasis = 0
        self.ends_in_credit = False

    def text(self) -> Source:
        """The visible text; images and code leave a gap."""
        runs: list[Run] = []
        for token in self.tokens:
            runs.extend(self.read(token))
        shown = Source(tuple(runs)) if runs else _empty(self.source)
        attributes = _ATTRIBUTES.search(shown.text)
        if attributes:
            shown = shown.part(0, attributes.start()) if attributes.start() else _empty(shown)
        credit = find_credit(shown.text)
        self.ends_in_credit = credit is not None and any(map(str.isalpha, shown.text[:credit]))
        return shown

    def read(self, token: Token) -> Iterator[Run]:
        if token.type == "text":
            yield from self.take(token.content)
        elif token.type == "text_special":  # an entity or an escape; markup is its spelling
            place = self.find(token.markup)
            self.cursor = place + len(token.markup)
            yield Run(token.content, self.source.locate(place, self.cursor))
            self.outside_emphasis |= not self.emphasis
        elif token.type == "code_inline":
            place = self.find(token.markup)
            end = self.source.text.find(token.markup, place + len(token.markup))
            self.cursor = end + len(token.markup) if end >= 0 else place
            yield Run(" ", self.source.locate(place, self.cursor))
        elif token.type in ("softbreak", "hardbreak"):
            place = self.source.text.find("\n", self.cursor)
            if place >= 0:
                yield from self.source.cut(place, place + 1)
                self.cursor = place + 1
        elif token.type == "image":
            yield from self.read_image(token)
        elif token.type == "html_inline":
            place = self.find(token.content)
            self.cursor = place + len(token.content)
            if token.content.startswith("<img"):
                self.images += Html.drafts(self.source.part(place, self.cursor))
        elif token.type in ("em_open", "strong_open"):
            self.emphasis += 1
            self.cursor = self.find(token.markup) + len(token.markup)
        elif token.type in ("em_close", "strong_close"):
            self.emphasis -= 1
            self.cursor = self.find(token.markup) + len(token.markup)
        elif token.type == "link_open":
            self.cursor = self.find("<" if token.markup == "autolink" else "[") + 1
        elif token.type == "link_close":
            self.close_link(">" if token.markup == "autolink" else "]")

    def take(self, content: str) -> Iterator[Run]:
        """A stretch of plain text, verbatim."""
        if not content:
            return
        place = self.find(content)
        self.cursor = place + len(content)
        self.outside_emphasis |= not self.emphasis and not content.isspace()
        yield from self.source.cut(place, self.cursor)

    def find(self, content: str) -> int:
        place = self.source.text.find(content, self.cursor)
        return place if place >= 0 else self.cursor

    def read_image(self, token: Token) -> Iterator[Run]:
        start = self.find("![")
        self.cursor = start + 2
        address = str(token.attrs.get("src") or "") or None
        nested = _Inline(self.source, token.children or [])
        nested.cursor = self.cursor
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
                runs = (Run(title, self.source.locate(close, self.cursor)),)
            self.images.append(Draft(Kind.CAPTION, runs, image=address))
        yield Run(" ", self.source.locate(start, self.cursor))

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

    def is_caption(self, after_image: bool) -> bool:
        """Whether the block stands as a caption does: in italics, by a picture."""
        in_italics = not self.outside_emphasis and any(
            token.type == "em_open" for token in self.tokens
        )
        return in_italics and (after_image or self.image is not None)


def _empty(source: Source) -> Source:
    return Source((Run("", source.locate(0, 0)),))


def _skip_space(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place
