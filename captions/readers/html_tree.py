"""The tree that browsers build of a page, every text and attribute of which knows its place.

Parsers of the WHATWG tree keep places of tags, never of text, and a tree moves text about: out of
tables, out of elements that were closed in the wrong order. So each text is numbered before the
tree is built from the page. In the tree stand the numbers, and each leads back to its text.
"""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from itertools import accumulate

from turbohtml import Document, Element, Text, TokenType, parse, parse_fragment, tokenize

from captions.source import Run, Source

_NUMBER = re.compile(r";(\d{1,9})")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_VALUE = re.compile(r"""\s*=\s*(["']?)""")
_RAW_TEXT = re.compile(
    r"<(?:title|textarea|script|style|xmp|iframe|noembed|noframes|noscript|plaintext)\b",
    re.IGNORECASE,
)
# What stands in a text and is not of it: tokenizers drop both without a token.
_DROPPED = re.compile(r"</>|\0")
_ROOTS = frozenset({"html", "body"})
_PAGE = frozenset({"html", "head", "body", "frameset"})
# Browsers open these again in every paragraph after the one that they were not closed in
# (WHATWG HTML, list of active formatting elements): markup can grow by their number.
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_MOST_FORMATTING = 8
# Within SVG and MathML, "<title/>" is empty; a tokenizer alone takes it for the start of raw text.
_FOREIGN = re.compile(
    r"<(?:(/?)(?:svg|math)\b|(?:title|style|script|textarea|iframe|noscript|xmp)(?=[^<>]*/>))",
    re.IGNORECASE,
)
_TEXT, _START, _END = TokenType.TEXT, TokenType.START_TAG, TokenType.END_TAG


class Tree:
    """A parsed page or fragment and the source that it was parsed from."""

    __slots__ = ("_after", "_before", "_ends", "_roots", "_starts", "is_page", "root", "source")

    def __init__(self, source: Source, *, fragment: bool = False) -> None:
        self.source = source
        self.is_page = False
        self._starts, self._ends = array("q"), array("q")  # of each numbered text in the source
        # Where the parsed markup goes on after a replacement, in itself and in the source.
        self._after, self._before = array("q"), array("q")
        self._roots: list[tuple[str, int, int]] = []
        markup = self._number(_without_empty_raw_text(source.text)).replace("\r", " ")
        self.root: Document | Element
        # Components whose content comes with the page (`shadowrootmode`) stay where they are shown.
        if fragment and not self.is_page:
            self.root = parse_fragment(
                markup,
                "template",
                source_locations=True,
                scripting=True,
                allow_declarative_shadow_roots=False,
            )
        else:
            self.root = parse(
                markup,
                source_locations=True,
                scripting=True,
                allow_declarative_shadow_roots=False,
            )

    def _number(self, text: str) -> str:
        """The markup with a number for each text; white space alone stays what it is."""
        lines = _letters_before(text)
        markup = _Rewriting(text, self._after, self._before)
        formatting = _Formatting()
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
                    self.is_page = True
                    becomes = tag
            elif kind is _END and token.tag in _FORMATTING and not formatting.close(token.tag):
                becomes = "drop"
            if before or becomes:
                line = token.line - 1
                here = lines[line] + line + token.col
                if before:
                    self._finish(markup, before, start, here)
                before, start = becomes, here
        if before == "text":  # behind which half a tag may be left over
            last = start + _length(text, start)
        if before:
            self._finish(markup, before, start, last)
        return markup.end()

    def _finish(self, markup: "_Rewriting", what: str, start: int, end: int) -> None:
        if what == "text":
            markup.replace(start, end, f";{len(self._starts)}")
            self._starts.append(start)
            self._ends.append(end)
        elif what == "drop":
            markup.replace(start, end, "")
        elif what in _ROOTS:
            self._roots.append((what, start, end))

    def spans(self, data: str) -> list[tuple[int, int]]:
        """Where the texts in a text node stand in the source, none for white space alone."""
        starts, ends = self._starts, self._ends
        return [
            (starts[number], ends[number])
            for number in map(int, _NUMBER.findall(data))
            # Only a text that the tokenizer took for something else could be no number.
            if number < len(starts)
        ]

    def decoded(self, start: int, end: int) -> tuple[Run, ...]:
        """Text of the source with its character references decoded."""
        text = self.source.text[start:end]
        if "&" in text or "</>" in text or "\0" in text:
            return tuple(self._decoded(start, end))
        return self.source.cut(start, end)

    def raw(self, element: Element) -> Source | None:
        """The text of a script or another element whose text is no markup, as it stands."""
        for node in element.children:
            if isinstance(node, Text):
                for start, end in self.spans(node.data):
                    return self.source.part(start, end)
        return None

    def text_of(self, element: Element) -> Iterator[tuple[Run, ...]]:
        """All texts in an element, in their order in the tree."""
        for node in element.descendants:
            if isinstance(node, Text):
                for start, end in self.spans(node.data):
                    yield self.decoded(start, end)

    def attribute(self, element: Element, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute stands, None where the element is another one's copy."""
        if element.tag in _ROOTS:
            return self._root_attribute(element.tag, name)
        location = element.source_location
        place = location.attrs.get(name) if location else None
        if place is None:
            return None
        start = self._origin(place.start_offset) + len(name)
        end = start + place.end_offset - place.start_offset - len(name)
        found = _VALUE.match(self.source.text, start, end)
        if not found:
            return end, end
        return found.end(), end - len(found[1])

    def _root_attribute(self, tag: str, name: str) -> tuple[int, int] | None:
        """Browsers gather the attributes of all `<html>` tags, wherever they stand."""
        for root, start, end in self._roots:
            if root == tag:
                for found in _ATTRIBUTE.finditer(self.source.text, start + 1 + len(tag), end):
                    if found[1].lower() == name:
                        return found.span(found.lastindex or 0)
        return None

    def attribute_runs(self, start: int, end: int) -> list[Run]:
        """The value of an attribute with its character references decoded."""
        text = self.source.text
        runs: list[Run] = []
        for found in _REFERENCE.finditer(text, start, end):
            spelt = found[0]
            # "?a=1&copy=2" is an address, not a copyright sign (WHATWG, character references).
            is_address = not spelt.endswith(";") and text[found.end() : found.end() + 1] == "="
            decoded = unescape(spelt) if spelt[1] == "#" else html5.get(spelt[1:])
            if decoded is not None and not is_address:
                runs += self.source.cut(start, found.start())
                runs.append(self.source.stand_in(decoded, found.start(), found.end()))
                start = found.end()
        runs += self.source.cut(start, end)
        return runs

    def _origin(self, offset: int) -> int:
        """Where in the source stands what the parser read at an offset."""
        index = bisect_right(self._after, offset) - 1
        return offset if index < 0 else self._before[index] + offset - self._after[index]

    def _decoded(self, start: int, end: int) -> Iterator[Run]:
        text = self.source.text
        for dropped in _DROPPED.finditer(text, start, end):
            yield from self._resolved(start, dropped.start())
            start = dropped.end()
        yield from self._resolved(start, end)

    def _resolved(self, start: int, end: int) -> Iterator[Run]:
        piece = self.source.text[start:end]
        if "&" not in piece:
            yield from self.source.cut(start, end)
            return
        # The text alone: nothing in it may be taken for a tag again, nor change its length.
        plain = piece.replace("<", " ").replace("\r", " ")
        place = start
        for token in tokenize(plain, resolve_references=False, capture_source=True):
            if token.type is TokenType.CHARACTER_REFERENCE:
                yield from self.source.cut(start, place)
                start = place + len(token.source or "")
                yield self.source.stand_in(token.data or "", place, start)
                place = start
            else:
                place += len(token.data or "")
        yield from self.source.cut(start, end)


class _Rewriting:
    """Markup of which parts are replaced from left to right."""

    __slots__ = ("after", "before", "done", "length", "pieces", "text")

    def __init__(self, text: str, after: "array[int]", before: "array[int]") -> None:
        self.text = text
        self.after, self.before = after, before
        self.pieces: list[str] = []
        self.done = self.length = 0

    def replace(self, start: int, end: int, replacement: str) -> None:
        self.pieces += (self.text[self.done : start], replacement)
        self.length += start - self.done + len(replacement)
        self.done = end
        self.after.append(self.length)
        self.before.append(end)

    def end(self) -> str:
        self.pieces.append(self.text[self.done :])
        return "".join(self.pieces)


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


def _letters_before(text: str) -> "array[int]":
    """How many letters there are before each line, not counting one that ends each line."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
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
