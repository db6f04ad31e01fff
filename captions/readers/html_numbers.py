"""Markup with a number in the place of each text, which leads back to where the text stands."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, chain

from turbohtml import TokenType, tokenize

_LINE_END = re.compile(r"\r\n?|\n")
_NUMBER = re.compile(r";(\d{1,9})")
_RAW_TEXT = re.compile(
    r"<(?:title|textarea|script|style|xmp|iframe|noembed|noframes|noscript|plaintext)\b",
    re.IGNORECASE,
)
ROOTS = frozenset({"html", "body"})
_PAGE = frozenset({"html", "head", "body", "frameset"})
# Browsers open these again in every paragraph after the one that they were not closed in
# (WHATWG HTML, list of active formatting elements): markup can grow by their number.
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_MOST_FORMATTING = 8
# Within SVG and MathML, "<title/>" is empty; a tokenizer alone takes it for the start of raw text.
_EMPTY = frozenset("title style script textarea iframe noscript xmp".split())
_FOREIGN = re.compile(
    rf"<(?:(/?)(?:svg|math)\b|(?:{'|'.join(sorted(_EMPTY))})(?=[^<>]*/>))", re.IGNORECASE
)
_TEXT, _START, _END = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the numbers in a page's markup stand for; a tag that was dropped counts as well.

    `starts` and `ends` are where each stands in the page, `after` is where the markup goes on
    behind it; `roots` are the tags `<html>` and `<body>` with their places in the page, and
    `is_page` is whether there is any tag that only whole pages have.
    """

    starts: "array[int]"
    ends: "array[int]"
    after: "array[int]"
    roots: tuple[tuple[str, int], ...]
    is_page: bool

    def spans(self, data: str) -> list[tuple[int, int]]:
        """Where the texts in a text node stand in the page, none for white space alone."""
        starts, ends = self.starts, self.ends
        return [
            (starts[number], ends[number])
            for number in map(int, _NUMBER.findall(data))
            # Only a text that the tokenizer took for something else could be no number.
            if number < len(starts)
        ]

    def origin(self, offset: int) -> int:
        """Where in the page stands what is at an offset in the markup."""
        index = bisect_right(self.after, offset) - 1
        return offset if index < 0 else self.ends[index] + offset - self.after[index]


def number(text: str, *, is_repaired: bool = False) -> tuple[str, Numbers]:
    """The markup of a page with a number for each text; white space alone stays what it is."""
    lines = letters_before(text)
    rewriting, formatting = _Rewriting(text), _Formatting()
    is_page = False
    # What becomes of the token before, which ends where the next one starts.
    before, start, last = "", 0, len(text)
    for token in tokenize(text, capture_attributes=False):
        kind, becomes = token.type, ""
        if kind is _TEXT:
            if not (token.data or "").isspace():
                becomes = "text"
        elif kind is _START:
            tag = token.tag
            if tag in _FORMATTING:
                if not formatting.open(tag):
                    becomes = "drop"
            elif tag in _PAGE:
                is_page = True
                becomes = tag if tag in ROOTS else ""
            elif tag in _EMPTY and token.self_closing and not is_repaired:
                return number(_without_empty_raw_text(text), is_repaired=True)
        elif kind is _END and token.tag in _FORMATTING and not formatting.close(token.tag):
            becomes = "drop"
        if before or becomes:
            line = token.line - 1
            here = lines[line] + line + token.col
            if before:
                rewriting.finish(before, start, here)
            before, start = becomes, here
    if before == "text":  # behind which half a tag may be left over
        last = start + _length(text, start)
    if before:
        rewriting.finish(before, start, last)
    return rewriting.markup(), rewriting.numbers(is_page=is_page)


class _Rewriting:
    """Markup of which parts are replaced from left to right."""

    __slots__ = ("after", "done", "ends", "length", "pieces", "roots", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.roots: list[tuple[str, int]] = []
        self.starts, self.ends, self.after = array("q"), array("q"), array("q")
        self.done = self.length = 0

    def finish(self, what: str, start: int, end: int) -> None:
        """A part has ended: a text, a tag to drop or that of a root."""
        if what in ROOTS:
            self.roots.append((what, start))
            return
        replacement = f";{len(self.starts)}" if what == "text" else ""
        self.pieces += (self.text[self.done : start], replacement)
        self.length += start - self.done + len(replacement)
        self.done = end
        self.starts.append(start)
        self.ends.append(end)
        self.after.append(self.length)

    def markup(self) -> str:
        return "".join((*self.pieces, self.text[self.done :]))

    def numbers(self, *, is_page: bool) -> Numbers:
        return Numbers(self.starts, self.ends, self.after, tuple(self.roots), is_page)


class _Formatting:
    """Which formatting elements are kept: their number bounds how far a tree outgrows its page."""

    __slots__ = ("dropped", "opened")

    def __init__(self) -> None:
        self.opened = 0
        self.dropped = Counter[str]()

    def open(self, tag: str) -> bool:
        if self.opened < _MOST_FORMATTING:
            self.opened += 1
            return True
        self.dropped[tag] += 1
        return False

    def close(self, tag: str) -> bool:
        if self.dropped[tag]:
            self.dropped[tag] -= 1
            return False
        self.opened = max(self.opened - 1, 0)
        return True


def letters_before(text: str) -> "array[int]":
    """How many letters there are before each line, not counting one that ends each line."""
    if "\r" in text:
        ends = (found.end() for found in _LINE_END.finditer(text))
        return array("q", (start - line for line, start in enumerate(chain((0,), ends))))
    return array("q", accumulate(map(len, text.split("\n")), initial=0))


def _length(text: str, start: int) -> int:
    """How much of the end of a page is text, and not a tag that never ends."""
    rest = text[start:]
    if _RAW_TEXT.match(text, max(text.rfind("<", 0, start), 0)):
        return len(rest)
    plain = rest.replace("\r", " ").replace("</>", "   ")
    tokens = tokenize(plain, resolve_references=False, capture_source=True)
    return sum(len(token.source or token.data or "") for token in tokens)


def _without_empty_raw_text(text: str) -> str:
    """The markup, each letter in its place, with no empty `<title/>` in an SVG."""
    if "<svg" not in text and "<math" not in text and "<SVG" not in text:
        return text
    pieces: list[str] = []
    done = depth = 0
    for found in _FOREIGN.finditer(text):
        if found[1] is not None:
            depth = max(depth + (-1 if found[1] else 1), 0)
        elif depth:
            pieces += (text[done : found.start() + 1], "x")
            done = found.start() + 2
    return "".join((*pieces, text[done:])) if pieces else text
