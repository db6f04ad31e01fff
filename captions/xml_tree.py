"""XML as placed elements: every text knows where it stands in the file.

A scanner of our own, because expat, which all of Python's parsers are, gives byte offsets into its
own copy of the input and none for attributes, and gives up a whole feed for one `&nbsp;`. It reads
well-formed XML of bounded size and depth, and nothing but the file: a document type is passed over,
so the entities that it declares, external or nested to a billion laughs, are never resolved. They
stay as they are spelt.
"""

import re
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from captions.source import Run, Source
from captions.span import Span

_MAX_DEPTH = 256
_MAX_ELEMENTS = 1_000_000

# The last alternative is what is no markup.
_TOKEN = re.compile(
    r"<(?:(?P<start>[^\s<>/!?\"'=]++)(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
    r"|/(?P<end>[^\s<>/]++)\s*+>|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>|(?P<doctype>!DOCTYPE)"
    r"|(?P<broken>))",
    re.DOTALL,
)
# A name without a value is no attribute, and still passed over at once, to stay linear.
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'))?""")
_DOCTYPE = re.compile(r"<!--|\"[^\"]*+\"|'[^']*+'|[\[\]>\"']")
# What is not text between tags, and what is text of another spelling.
_SPELT = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>|&(?:#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]\w*);",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""")


@dataclass(frozen=True, slots=True)
class Declared:
    """An `xml:lang` and where its value stands."""

    tag: str
    span: Span


class _Document:
    """All elements of a file in their order, by columns: an object for each would outgrow it."""

    __slots__ = (
        "afters",
        "ends",
        "known",
        "languages",
        "names",
        "nexts",
        "source",
        "starts",
        "tags",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: list[str] = []
        self.known: dict[str, str] = {}  # each name once, however many elements have it
        self.languages: list[Declared | None] = []
        # Where the start tag, the content, the end tag and what follows begin.
        self.tags, self.starts = array("q"), array("q")
        self.ends, self.afters = array("q"), array("q")
        self.nexts = array("q")  # which element is the first behind all that it holds

    def open(self, name: str, tag: int, start: int, language: Declared | None) -> int:
        """Add an element; gives its number."""
        self.names.append(self.known.setdefault(name, name))
        self.languages.append(language)
        self.tags.append(tag)
        self.starts.append(start)
        for column in (self.ends, self.afters, self.nexts):
            column.append(-1)
        return len(self.names) - 1

    def close(self, number: int, end: int, after: int) -> None:
        self.ends[number], self.afters[number] = end, after
        self.nexts[number] = len(self.names)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a document, by its number there."""

    document: _Document = field(repr=False)
    number: int

    @property
    def name(self) -> str:
        """Its name, with the prefix that stands for its namespace."""
        return self.document.names[self.number]

    @property
    def source(self) -> Source:
        """The file that it stands in."""
        return self.document.source

    @property
    def tag(self) -> int:
        """Where its start tag begins."""
        return self.document.tags[self.number]

    @property
    def start(self) -> int:
        """Where its content begins."""
        return self.document.starts[self.number]

    @property
    def end(self) -> int:
        """Where its content ends."""
        return self.document.ends[self.number]

    @property
    def after(self) -> int:
        """Where it ends itself."""
        return self.document.afters[self.number]

    @property
    def language(self) -> Declared | None:
        """The nearest `xml:lang`, its own or inherited."""
        return self.document.languages[self.number]

    @property
    def children(self) -> "list[Element]":
        """The elements right in it, in their order."""
        return [Element(self.document, number) for number in self._numbers()]

    def _numbers(self) -> Iterator[int]:
        """The numbers of its children."""
        nexts = self.document.nexts
        number, last = self.number + 1, nexts[self.number]
        while number < last:
            yield number
            number = nexts[number]

    def attribute(self, name: str) -> str | None:
        """The decoded value of an attribute, by its name as it is written."""
        return self.value(name).text if self.place(name) else None

    def place(self, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute stands in the source."""
        return _attribute(self.source.text, self.tag, self.start, name)

    def value(self, name: str) -> Source:
        """The value of an attribute as a source of its own, empty where it has none."""
        return Source(tuple(_decoded(self.source, *(self.place(name) or (self.tag, self.tag)))))

    def named(self, *names: str) -> "Iterator[Element]":
        """The children of some names."""
        of = self.document.names
        return (Element(self.document, one) for one in self._numbers() if of[one] in names)

    def first(self, *path: str) -> "Element | None":
        """The first child of a name, and so on down a path."""
        found: Element | None = self
        for name in path:
            found = next(found.named(name), None) if found else None
        return found

    def all(self) -> "Iterator[Element]":
        """The element and all that it holds, in document order."""
        for number in range(self.number, self.document.nexts[self.number]):
            yield Element(self.document, number)

    def inner(self) -> Source:
        """The content as it is spelt, markup included."""
        return self.source.part(self.start, self.end)

    def text(self, gaps: Mapping[str, str] | None = None) -> Source:
        """The text of the element and all in it; `gaps` says what some elements stand for."""
        runs: list[Run] = []
        self._text(runs, gaps or {})
        return Source(tuple(runs))

    def _text(self, runs: list[Run], gaps: Mapping[str, str]) -> None:
        for piece in self.pieces():
            if not isinstance(piece, Element):
                runs += piece
            elif piece.name not in gaps:
                piece._text(runs, gaps)
            elif gap := gaps[piece.name]:
                runs.append(self.source.stand_in(gap, piece.tag, piece.after))

    def pieces(self) -> "Iterator[tuple[Run, ...] | Element]":
        """The content in its order: stretches of text, and the elements between them."""
        place = self.start
        for child in self.children:
            yield tuple(_decoded(self.source, place, child.tag))
            yield child
            place = child.after
        yield tuple(_decoded(self.source, place, self.end))


def parse(source: Source, namespaces: Mapping[str, str]) -> Element:
    """The root element; raises `ValueError` with a line where the text is not XML.

    `namespaces` maps addresses to the prefixes that elements of theirs are named with, whatever
    prefix the file uses; without one, an element keeps the prefix that it has.
    """
    text = source.text
    document = _Document(source)
    open_elements: list[tuple[int, str, Mapping[str, str]]] = []
    scope: Mapping[str, str] = {}
    place = 0
    while found := _TOKEN.search(text, place):
        place = found.end()
        if (name := found["start"]) is not None:
            if not document.names:
                _check_before(text, found.start())
            inner = _scope(text, found.start(), place, scope, namespaces)
            language = _language(source, found.start(), place)
            if language is None and open_elements:
                language = document.languages[open_elements[-1][0]]
            number = document.open(_name(name, inner), found.start(), place, language)
            if number == _MAX_ELEMENTS:
                raise ValueError(f"not an article: it has more than {_MAX_ELEMENTS:,} elements")
            if text[place - 2] == "/":
                document.close(number, place, place)
                continue
            open_elements.append((number, name, scope))
            scope = inner
            if len(open_elements) > _MAX_DEPTH:
                raise ValueError("not an article: its XML is nested too deeply")
        elif (name := found["end"]) is not None:
            if not open_elements or open_elements[-1][1] != name:
                _fail(text, found.start(), f"</{name[:40]}> ends no element that is open")
            number, _, scope = open_elements.pop()
            document.close(number, found.start(), place)
        elif found["doctype"]:
            place = _after_doctype(text, place)
        elif found["broken"] is not None:
            _fail(text, found.start(), "a '<' that begins no tag")
        if document.names and not open_elements:
            break  # whatever follows the root is no part of it
    if open_elements:
        number, name, _ = open_elements[-1]
        _fail(text, document.tags[number], f"<{name[:40]}> is never closed")
    if not document.names:
        raise ValueError("not XML: it has no element")
    return Element(document, 0)


def root_name(head: str) -> str | None:
    """The name of the root element, without prefix, from the start of a file."""
    bare = _COMMENT.sub("", head).lstrip("\ufeff \t\r\n")
    found = _FIRST.search(bare) if bare.startswith("<") else None
    return found[1] if found else None


def encoding(head: bytes) -> str | None:
    """The encoding of the XML declaration."""
    found = _ENCODING.search(head)
    return found[1].decode("ascii") if found else None


def _check_before(text: str, place: int) -> None:
    if text[:place].lstrip("\ufeff \t\r\n")[:1] not in ("", "<"):
        _fail(text, 0, "text before the first element")


def _fail(text: str, place: int, reason: str) -> None:
    line = len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
    raise ValueError(f"not XML: line {line}: {reason}")


def _after_doctype(text: str, place: int) -> int:
    """Where a document type declaration ends; what it declares is not looked at."""
    start, inside = place, False
    while found := _DOCTYPE.search(text, place):
        sign, place = found[0], found.end()
        if sign == "<!--":
            place = text.find("-->", place)
            if place < 0:
                break
        elif sign in ("[", "]"):
            inside = sign == "["
        elif sign == ">" and not inside:
            return place
        elif sign in ('"', "'"):
            break
    _fail(text, start, "the document type declaration is never closed")
    return start


def _name(raw: str, scope: Mapping[str, str]) -> str:
    prefix, _, local = raw.rpartition(":")
    shown = scope.get(prefix, prefix)
    return f"{shown}:{local}" if shown else local


def _scope(
    text: str, start: int, end: int, outer: Mapping[str, str], namespaces: Mapping[str, str]
) -> Mapping[str, str]:
    """The prefixes that hold inside a start tag, with what they stand for."""
    if text.find("xmlns", start, end) < 0:
        return outer
    scope = dict(outer)
    for found in _ATTRIBUTE.finditer(text, start, end):
        head, _, prefix = found[1].partition(":")
        if head == "xmlns":
            address = unescape(found[2] or found[3] or "").strip().rstrip("/")
            scope[prefix] = namespaces.get(address, prefix)
    return scope


def _language(source: Source, start: int, end: int) -> Declared | None:
    if source.text.find("xml:lang", start, end) < 0:
        return None
    place = _attribute(source.text, start, end, "xml:lang")
    if place is None:
        return None
    return Declared(source.text[slice(*place)].strip(), source.locate(*place))


def _attribute(text: str, start: int, end: int, name: str) -> tuple[int, int] | None:
    if text.find(name, start, end) < 0:
        return None
    for found in _ATTRIBUTE.finditer(text, start, end):
        if found[1] == name and found.lastindex != 1:
            return found.span(found.lastindex or 0)
    return None


def _decoded(source: Source, start: int, end: int) -> Iterator[Run]:
    """The text of a stretch without elements."""
    text = source.text
    if "<" not in text[start:end] and "&" not in text[start:end]:
        yield from source.cut(start, end)
        return
    for found in _SPELT.finditer(text, start, end):
        yield from source.cut(start, found.start())
        start = found.end()
        if found["data"] is not None:
            yield from source.cut(*found.span("data"))
        elif found[0][0] == "&":
            decoded = unescape(found[0])
            if decoded == found[0]:  # an entity of the file's own
                yield from source.cut(*found.span())
            else:
                yield source.stand_in(decoded, *found.span())
    yield from source.cut(start, end)
