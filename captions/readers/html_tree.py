"""The tree that browsers build of a page, every text and attribute of which knows its place.

Parsers of the WHATWG tree keep places of tags, never of text, and a tree moves text about: out of
tables, out of elements that were closed in the wrong order. So each text is numbered before the
tree is built from the page. In the tree stand the numbers, and each leads back to its text.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from turbohtml import Document, Element, Text, TokenType, parse, parse_fragment, tokenize

from captions.readers.html_numbers import ROOTS, letters_before, number
from captions.source import Run, Source

_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
# An attribute as tokenizers read it (WHATWG HTML, tag states); without a name the tag ends.
_SPACE = r"\t\n\f\r "
_ATTRIBUTE = re.compile(
    rf"[{_SPACE}/]*+(=?[^{_SPACE}/>=]*+)[{_SPACE}]*+"
    rf"(?:=[{_SPACE}]*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^{_SPACE}>]*+)))?"
)
# What stands in a text and is not of it: tokenizers drop both without a token.
_DROPPED = re.compile(r"</>|\0")


class Tree:
    """A parsed page or fragment and the source that it was parsed from."""

    __slots__ = ("_lines", "_owners", "numbers", "root", "source")

    def __init__(self, source: Source, *, fragment: bool = False) -> None:
        self.source = source
        markup, self.numbers = number(source.text)
        markup = markup.replace("\r", " ")
        # Places of all that a parser reads would take more memory than the tree: of tags it keeps
        # line and column, and what is in a tag is found again where somebody asks for it.
        self._lines = letters_before(markup)
        self._owners: dict[int, Element] = {}  # of the tags that were asked for
        self.root: Document | Element
        # Components whose content comes with the page (`shadowrootmode`) stay where they are shown.
        if fragment and not self.numbers.is_page:
            self.root = parse_fragment(
                markup,
                "template",
                scripting=True,
                allow_declarative_shadow_roots=False,
            )
        else:
            self.root = parse(
                markup,
                scripting=True,
                allow_declarative_shadow_roots=False,
            )

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
                for start, end in self.numbers.spans(node.data):
                    return self.source.part(start, end)
        return None

    def text_of(self, element: Element) -> Iterator[tuple[Run, ...]]:
        """All texts in an element, in their order in the tree."""
        for node in element.descendants:
            if isinstance(node, Text):
                for start, end in self.numbers.spans(node.data):
                    yield self.decoded(start, end)

    def attribute(self, element: Element, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute stands, None where the element is another one's copy."""
        if element.tag in ROOTS:
            return self._root_attribute(element.tag, name)
        line, column = element.source_line, element.source_col
        if line is None or column is None:
            return None
        start = self.numbers.origin(self._lines[line - 1] + line - 1 + column)
        if self._owners.setdefault(start, element) is not element:
            return None
        return self._value(start + 1 + len(element.tag), name)

    def _root_attribute(self, tag: str, name: str) -> tuple[int, int] | None:
        """Browsers gather the attributes of all `<html>` tags, wherever they stand."""
        for root, start in self.numbers.roots:
            if root == tag and (value := self._value(start + 1 + len(tag), name)):
                return value
        return None

    def _value(self, place: int, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute stands in a tag, of which the rest is at a place."""
        while (found := _ATTRIBUTE.match(self.source.text, place)) and found[1]:
            if found[1].lower() == name:
                group = found.lastindex or 1
                return found.span(group) if group > 1 else (found.end(1), found.end(1))
            place = found.end()
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
