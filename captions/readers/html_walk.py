"""From the tree of a page to drafts: which text belongs together, and what it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from turbohtml import Element, Node, Text

from captions.picture_address import hosts
from captions.reader import Draft
from captions.readers import html_metadata as metadata
from captions.readers.html_elements import BLOCK, FIGURES, INLINE, UNREAD, is_picture
from captions.readers.html_pictures import address_of, is_icon
from captions.readers.html_place import ATTRIBUTES, PAGE, TAGS, Place, Places
from captions.readers.html_tree import Tree
from captions.readers.html_writer import CAPTIONS, Pending, Writer
from captions.segment import Kind, Region
from captions.source import Source

# WordPress' captions, as they stand in articles that were exported before it rendered them.
_SHORTCODE = re.compile(
    r"\[(/?)(caption|wp_caption|gallery|embed|video|audio|playlist)(?=[\s\]])"
    r"((?:[^\[\]\"']{0,99}+(?:\"[^\"]{0,600}+\"|'[^']{0,600}+')){0,12}+[^\[\]\"']{0,99}+)\]"
)
_SHORTCODE_CAPTION = re.compile(r"""\scaption=(?:"([^"]+)"|'([^']+)')""")
# Attributes by which scripts show a caption beside a picture; they may hold HTML.
_DATA_CAPTIONS = ("data-caption", "data-image-caption", "data-sub-html")
_TEXTS = frozenset(
    {"alt", "title", "aria-label", "label", "src", "srcset", "poster", *_DATA_CAPTIONS}
)
# Elements whose name or title is part of the article; elsewhere it says what a control does.
_SPEAKING = frozenset("abbr dfn acronym figure table caption blockquote q cite area map".split())
_READ = ATTRIBUTES | _TEXTS | {"hreflang"}
_MARKED = UNREAD | frozenset("meta hr br".split())
_APART = frozenset({"noscript", "svg"})
_OUTERMOST = frozenset("article main body section".split())


# An element that the walk is in: what is left of it, its tag, its place, the tree that it is of,
# and the order of captions and pictures at its start.
_Open: TypeAlias = tuple[Iterator[Node], str, Place, Tree, int]


class Walk:
    """Goes through a tree once, writing segments."""

    def __init__(self, tree: Tree, *, inner: bool = False) -> None:
        self.places = Places(tree)
        self.alternates: list[tuple[str, str]] = []
        self.hosts: set[str] = set()
        self._tree = tree
        self._inner = inner  # in an attribute of another tree
        self._writer = Writer()
        self._pictures = self._writer.pictures
        self._picture: str | None = None  # the one that the metadata shows
        self._shortcode: int | None = None  # the order at the start of a WordPress caption

    def drafts(self) -> tuple[Draft, ...]:
        """The drafts of the whole tree."""
        writer = self._writer
        stack: list[_Open] = [(iter(self._tree.root.children), "", PAGE, self._tree, 0)]
        while stack:
            children, tag, place, self._tree, order = stack[-1]
            reads_text = place.reads_text
            for node in children:
                if isinstance(node, Text):
                    # White space counts within a segment alone.
                    if reads_text and (writer.pending or ";" in node.data):
                        self._text(node.data, place)
                elif isinstance(node, Element) and (inner := self._enter(node, place)):
                    stack.append(inner)
                    break
            else:
                stack.pop()
                if writer.pending or self._pictures.waiting:
                    self._leave(tag, place, stack[-1][2] if stack else PAGE, order)
        return self._writer.drafts()

    # Elements

    def _enter(self, element: Element, outer: Place) -> _Open | None:
        """Read an element's attributes; gives what is in it, None where that is not read."""
        tag, attributes, place = element.tag, element.attrs, outer
        if tag in _MARKED:
            return self._mark(element, tag, outer)
        order = self._pictures.order
        if attributes and not _READ.isdisjoint(attributes):
            if "hreflang" in attributes:  # the name of another edition
                return None
            place = self.places.of(self._tree, element, tag, outer)
            if place.hidden and not self.places.labels:
                return None
            if place.reads_attributes and not _TEXTS.isdisjoint(attributes):
                self._attributes(element, tag, place)
        elif tag in TAGS:
            place = self.places.of(self._tree, element, tag, outer)
        if tag in _APART:
            return self._apart(element, tag, place)
        if place is not outer or self._writer.pending:
            self._boundary(tag, place, outer)
        return iter(element.children), tag, place, self._tree, order

    def _mark(self, element: Element, tag: str, outer: Place) -> _Open | None:
        """Read an element that has no text of its own, but may say or part something."""
        if tag == "template" and "shadowrootmode" in element.attrs:  # what a component shows
            content = next(iter(element.children), element)
            return iter(content.children), tag, outer, self._tree, self._pictures.order
        if tag == "script":
            self._script(element)
        elif tag == "meta":
            self._meta(element)
        elif tag in ("link", "base"):
            self.alternates += metadata.alternates(element)
            self.hosts |= hosts(metadata.own_address(element))
        elif tag == "hr":
            self._writer.flush()
        elif tag == "br" and outer.reads_text:
            self._writer.gap()
        return None

    def _leave(self, tag: str, place: Place, outer: Place, order: int) -> None:
        if pending := self._writer.pending:
            if place is not outer and place.language != outer.language:
                self._writer.close_phrase()
            if place.region is not outer.region or (tag in BLOCK and place.kind not in CAPTIONS):
                self._writer.flush()
            elif place.kind is not outer.kind:
                if pending.kind is place.kind:
                    self._writer.flush()
                else:
                    self._writer.close_phrase()
            if tag not in INLINE:
                self._writer.gap()
        if self._pictures.waiting and (place.kind not in CAPTIONS or tag in FIGURES):
            self._pictures.leave(order, figure=tag in FIGURES, outermost=tag in _OUTERMOST)

    def _boundary(self, tag: str, place: Place, outer: Place) -> None:
        """A new segment begins here, unless this only parts the lines or the phrases of one."""
        if place is not outer and (
            place.region is not outer.region
            or (place.kind is not outer.kind and outer.kind is not Kind.CAPTION and tag != "q")
        ):
            self._writer.flush()
        elif self._writer.pending:
            if tag in BLOCK and place.kind not in CAPTIONS:
                self._writer.flush()
            elif tag not in INLINE:
                self._writer.gap()

    def _apart(self, element: Element, tag: str, place: Place) -> _Open | None:
        """Read an element whose content is not simply part of the page's text."""
        if tag == "noscript":
            return self._noscript(element, place)
        self._drawing(element, place)
        return None

    def _noscript(self, element: Element, place: Place) -> _Open | None:
        """What is shown without scripts: of interest are pictures that scripts load late."""
        source = None if place.fallback else self._tree.raw(element)
        if source is None or "<" not in source.text:
            return None
        tree = Tree(source, fragment=True)
        fallback = replace(place, fallback=True)
        return iter(tree.root.children), "noscript", fallback, tree, self._pictures.order

    # Text

    def _text(self, data: str, place: Place) -> None:
        if self._writer.pending and data[0] != ";":
            self._writer.gap()
        if ";" not in data:  # white space
            return
        for start, end in self._tree.numbers.spans(data):
            if self._tree.source.text.find("[", start, end) < 0:
                self._write(start, end, place)
            else:
                self._shortcodes(start, end, place)

    def _shortcodes(self, start: int, end: int, place: Place) -> None:
        """Text in which WordPress' captions begin or end; they are found as they are spelt."""
        for found in _SHORTCODE.finditer(self._tree.source.text, start, end):
            self._write(start, found.start(), place)
            start = found.end()
            if not found[2].endswith("caption"):
                continue
            self._writer.flush()
            if self._shortcode is not None:
                self._pictures.leave(self._shortcode, figure=True)
            self._shortcode = None if found[1] else self._pictures.order
            if said := _SHORTCODE_CAPTION.search(found[3]):
                first, last = (found.start(3) + offset for offset in said.span(said.lastindex or 0))
                item = Pending.at(place, Kind.CAPTION)
                item.runs = list(self._tree.decoded(first, last))
                self._writer.add(item)
        self._write(start, end, place)

    def _write(self, start: int, end: int, place: Place) -> None:
        captioned = self._shortcode is not None and place.kind is Kind.BODY
        kind = Kind.CAPTION if captioned else place.kind
        self._writer.write(self._tree.decoded(start, end), kind, place)

    # Attributes

    def _attributes(self, element: Element, tag: str, place: Place) -> None:
        """The texts in an element's attributes, and the picture that it shows."""
        attributes = element.attrs
        image = None
        pictured = is_picture(element, tag)
        icon = pictured and is_icon(element)
        if pictured or "poster" in attributes:
            image = address_of(element)
            if image and not icon:
                self._pictures.show(image)
        control = icon or (not pictured and tag not in _SPEAKING)
        region = Region.NAVIGATION if control and place.region is Region.ARTICLE else None
        if "alt" in attributes:
            item = Pending.at(place, Kind.ALT, image, region if icon else None)
            self._attribute(element, "alt", item)
        if "title" in attributes:
            item = Pending.at(place, Kind.DESCRIPTION, image, region)
            self._attribute(element, "title", item)
        if "aria-label" in attributes and "aria-labelledby" not in attributes:
            kind = Kind.ALT if pictured or tag == "figure" else Kind.DESCRIPTION
            self._attribute(element, "aria-label", Pending.at(place, kind, image, region))
        if tag == "track" and "srclang" not in attributes:
            self._attribute(element, "label", Pending.at(place, Kind.DESCRIPTION))
        for name in _DATA_CAPTIONS:
            if name in attributes and not self._inner:
                self._data_caption(element, name, place, image)

    def _attribute(self, element: Element, name: str, item: Pending) -> None:
        """The text of an attribute as a segment of its own."""
        value = self._tree.attribute(element, name) if element.attr(name) else None
        if value and value[0] < value[1]:
            item.runs = self._tree.attribute_runs(*value)
            self._writer.add_apart(item)

    def _data_caption(self, element: Element, name: str, place: Place, image: str | None) -> None:
        value = self._tree.attribute(element, name)
        if not value or value[0] == value[1]:
            return
        source = Source(tuple(self._tree.attribute_runs(*value)))
        if source.text.startswith(("#", ".", "{", "[")):
            return  # where the caption is, or settings
        for draft in Walk(Tree(source, fragment=True), inner=True).drafts():
            if draft.kind in (Kind.BODY, Kind.CAPTION, Kind.CREDIT):
                kind = Kind.CREDIT if draft.kind is Kind.CREDIT else Kind.CAPTION
                item = Pending.at(place, kind, image)
                item.runs = list(draft.runs)
                self._writer.add(item)

    def _drawing(self, element: Element, place: Place) -> None:
        """The name and the description of a drawing; what is written in it is part of it."""
        if not place.reads_attributes:
            return
        for child in element.children:
            if isinstance(child, Element) and child.tag in ("title", "desc"):
                kind = Kind.ALT if child.tag == "title" else Kind.DESCRIPTION
                item = Pending.at(place, kind)
                item.runs = [run for runs in self._tree.text_of(child) for run in runs]
                if item.runs:
                    self._writer.add_apart(item)

    # Metadata

    def _meta(self, element: Element) -> None:
        name = metadata.meta_name(element)
        content = (element.attr("content") or "").strip()
        if not content:
            return
        if source := metadata.LANGUAGES.get(name):
            self.places.declare(source, content.split(",")[0])
        elif name in metadata.PICTURES:
            self._picture = content
        elif name in metadata.ADDRESSES:
            self.hosts |= hosts(content)
        elif kind := metadata.TEXTS.get(name):
            image = self._picture if kind is Kind.ALT else None
            self._attribute(element, "content", Pending.at(PAGE, kind, image))

    def _script(self, element: Element) -> None:
        if (element.attr("type") or "").strip().lower() != "application/ld+json":
            return
        source = self._tree.raw(element)
        if source is None:
            return
        found = metadata.linked_data(source)
        if found.language:
            self.places.declare("json-ld", found.language)
        for text in found.texts:
            item = Pending.at(PAGE, text.kind, text.image)
            item.runs = list(text.source.runs)
            self._writer.add_apart(item)
