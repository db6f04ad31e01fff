"""From the tree of a page to drafts: which text belongs together, and what it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from turbohtml import Element, Node, Text

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.readers import html_metadata as metadata
from captions.readers.html_elements import (
    BLOCK,
    FIGURES,
    INLINE,
    PLACED,
    PLACING,
    TEXTLESS,
    UNREAD,
    is_hidden,
    is_picture,
    kind_of,
)
from captions.readers.html_names import UNNAMED, named
from captions.readers.html_pictures import (
    UNDECLARED,
    Language,
    Pending,
    Pictures,
    address_of,
    is_icon,
)
from captions.readers.html_regions import REGIONED, Regions
from captions.readers.html_tree import Tree, gap
from captions.segment import Kind, Region
from captions.source import Run, Source

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
_READ = PLACING | _TEXTS | {"hreflang"}
_MARKED = UNREAD | frozenset("meta hr br".split())
_PLACED = PLACED | REGIONED
_ARTICLES = frozenset({"article", "main"})
_CHANGING = TEXTLESS | _ARTICLES
_STATES = frozenset("lang xml:lang hidden style aria-hidden translate".split())
_CAPTIONS = (Kind.CAPTION, Kind.CREDIT)
_OUTERMOST = frozenset("article main body section".split())
_LABELS = (("aria-labelledby", Kind.ALT), ("aria-describedby", Kind.DESCRIPTION))


@dataclass(frozen=True, slots=True)
class Place:
    """What the text in an element inherits from it."""

    kind: Kind = Kind.BODY
    language: Language = UNDECLARED
    region: Region = Region.ARTICLE
    in_article: bool = False
    hidden: bool = False  # from everybody
    untranslated: bool = False
    textless: bool = False
    silent: bool = False  # not for screen readers
    fallback: bool = False  # shown only where scripts do not run
    reads_text: bool = field(init=False, compare=False)
    reads_attributes: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        unread = self.hidden or self.untranslated
        object.__setattr__(self, "reads_text", not (unread or self.textless or self.fallback))
        object.__setattr__(self, "reads_attributes", not (unread or self.silent))


_PAGE = Place()


@dataclass(slots=True)
class _Open:
    """An element that the walk is in: what is left of it, and what it started with."""

    children: Iterator[Node]
    tag: str
    place: Place
    tree: Tree
    order: int = 0


class Walk:
    """Goes through a tree once, writing segments."""

    def __init__(self, tree: Tree, *, inner: bool = False) -> None:
        self._inner = inner  # in an attribute of another tree
        self.languages: dict[str, str] = {}
        self.declarations: list[Declaration] = []
        self.tree = tree
        self._done: list[Pending] = []
        self._pending: Pending | None = None
        self._phrase: Pending | None = None
        self._pictures = Pictures()
        self._picture: str | None = None  # the one that the metadata shows
        self._shortcode: int | None = None  # the order at the start of a WordPress caption
        self._labels = _labels(tree)
        self._regions = Regions(tree.root)

    def drafts(self) -> tuple[Draft, ...]:
        """The drafts of the whole tree, each text of a picture that loads late once."""
        self._walk(self.tree)
        self._flush()
        self._pictures.leave(0, figure=True)
        return tuple(
            Draft(
                item.kind,
                tuple(item.runs),
                item.language.tag,
                item.image,
                item.region,
                item.language.span,
            )
            for item in self._once()
        )

    def _once(self) -> list[Pending]:
        """What was written, without the doubles of pictures for browsers that run no scripts."""
        if not any(item.fallback for item in self._done):
            return self._done
        seen = {(item.kind, _plain(item.runs)) for item in self._done if not item.fallback}
        kept = []
        for item in self._done:
            key = (item.kind, _plain(item.runs))
            if not item.fallback or key not in seen:
                kept.append(item)
                seen.add(key)
        return kept

    def _walk(self, tree: Tree) -> None:
        stack = [_Open(iter(tree.root.children), "", _PAGE, tree)]
        while stack:
            here = stack[-1]
            self.tree = here.tree
            place = here.place
            reads_text = place.reads_text
            for node in here.children:
                if isinstance(node, Text):
                    if reads_text:
                        self._text(node.data, place)
                elif isinstance(node, Element) and (inner := self._enter(node, place)):
                    stack.append(inner)
                    break
            else:
                stack.pop()
                self._leave(here, stack[-1].place if stack else _PAGE)

    # Elements

    def _enter(self, element: Element, outer: Place) -> _Open | None:
        """Read an element's attributes; gives what is in it, None where that is not read."""
        tag, attributes, place = element.tag, element.attrs, outer
        if tag in _MARKED:
            self._mark(element, tag, outer)
            return None
        if attributes and not _READ.isdisjoint(attributes):
            if "hreflang" in attributes:  # the name of another edition
                return None
            place = self._place(element, tag, outer)
            if place.hidden and not self._labels:
                return None
            if place.reads_attributes and not _TEXTS.isdisjoint(attributes):
                self._attributes(element, tag, place)
        elif tag in _PLACED:
            place = self._place(element, tag, outer)
        if tag == "noscript":
            return self._noscript(element, place)
        if tag == "svg":
            self._drawing(element, place)
            return None
        if place is not outer or self._pending:
            self._boundary(tag, place, outer)
        return _Open(iter(element.children), tag, place, self.tree, self._pictures.order)

    def _mark(self, element: Element, tag: str, outer: Place) -> None:
        """Read an element that has no text of its own, but may say or part something."""
        if tag == "script":
            self._script(element)
        elif tag == "meta":
            self._meta(element)
        elif tag == "hr":
            self._flush()
        elif tag == "br" and outer.reads_text:
            self._gap()

    def _place(self, element: Element, tag: str, outer: Place) -> Place:
        attributes = element.attrs
        name = named(element.attr("class") or "") if "class" in attributes else UNNAMED
        kind = kind_of(element, tag, name, outer.kind)
        region = self._regions.of(element, name, outer.region, in_article=outer.in_article)
        untranslated = outer.untranslated or name.untranslated
        if (
            (kind, region, untranslated) == (outer.kind, outer.region, outer.untranslated)
            and tag not in _CHANGING
            and _STATES.isdisjoint(attributes)
            and not self._labels
        ):
            return outer
        hidden = outer.hidden or is_hidden(element)
        if "translate" in attributes:
            untranslated = element.attr("translate") == "no"
        if self._labels and (label := self._labels.get(element.attr("id") or "")):
            hidden = False  # what labels a picture is read out all the same (accname, 2A)
            kind = label if kind in (Kind.BODY, Kind.QUOTE) else kind
        declares = "lang" in attributes or "xml:lang" in attributes
        return Place(
            kind,
            self._language(element, tag, outer.language) if declares else outer.language,
            region,
            outer.in_article or tag in _ARTICLES,
            hidden,
            untranslated,
            outer.textless or tag in TEXTLESS,
            outer.silent or element.attr("aria-hidden") == "true",
            outer.fallback,
        )

    def _leave(self, closed: _Open, outer: Place) -> None:
        tag, place, pending = closed.tag, closed.place, self._pending
        if pending:
            if place.language != outer.language:
                self._close_phrase()
            if place.region is not outer.region or (tag in BLOCK and place.kind not in _CAPTIONS):
                self._flush()
            elif place.kind is not outer.kind:
                if pending.kind is place.kind:
                    self._flush()
                else:
                    self._close_phrase()
            if tag not in INLINE:
                self._gap()
        if self._pictures.waiting and (place.kind not in _CAPTIONS or tag in FIGURES):
            self._pictures.leave(closed.order, figure=tag in FIGURES, outermost=tag in _OUTERMOST)

    def _boundary(self, tag: str, place: Place, outer: Place) -> None:
        """A new segment begins here, unless this only parts the lines or the phrases of one."""
        if place is not outer and (
            place.region is not outer.region
            or (place.kind is not outer.kind and outer.kind is not Kind.CAPTION and tag != "q")
        ):
            self._flush()
        elif self._pending:
            if tag in BLOCK and place.kind not in _CAPTIONS:
                self._flush()
            elif tag not in INLINE:
                self._gap()

    def _noscript(self, element: Element, place: Place) -> _Open | None:
        """What is shown without scripts: of interest are pictures that scripts load late."""
        source = None if place.fallback else self.tree.raw(element)
        if source is None or "<" not in source.text:
            return None
        tree = Tree(source, fragment=True)
        return _Open(
            iter(tree.root.children), "noscript", replace(place, fallback=True), tree,
            self._pictures.order,
        )  # fmt: skip

    # Text

    def _text(self, data: str, place: Place) -> None:
        if self._pending and data[0] != ";":
            self._gap()
        if ";" not in data:  # white space
            return
        for number in self.tree.texts(data):
            start, end = self.tree.span(number)
            if "[" in self.tree.source.text[start:end]:
                self._shortcodes(self.tree.runs(number), place)
            else:
                self._write(self.tree.runs(number), place)

    def _shortcodes(self, runs: tuple[Run, ...], place: Place) -> None:
        source = Source(runs)
        start = 0
        for found in _SHORTCODE.finditer(source.text):
            self._write(source.cut(start, found.start()), place)
            start = found.end()
            if found[2].endswith("caption"):
                self._flush()
                if found[1] and self._shortcode is not None:
                    self._pictures.leave(self._shortcode, figure=True)
                self._shortcode = None if found[1] else self._pictures.order
                if said := _SHORTCODE_CAPTION.search(found[3]):
                    first, last = said.span(said.lastindex or 0)
                    offset = found.start(3)
                    item = Pending(Kind.CAPTION, place.language, place.region)
                    item.runs = list(source.cut(offset + first, offset + last))
                    self._finish(item)
        self._write(source.cut(start, len(source.text)), place)

    def _write(self, runs: tuple[Run, ...], place: Place) -> None:
        """Add text to the segment being written, or to the phrase within it that it is of."""
        if not runs:
            return
        kind = place.kind
        if self._shortcode is not None and kind is Kind.BODY:
            kind = Kind.CAPTION
        if self._pending and runs[0].span.start < self._pending.runs[-1].span.end:
            self._flush()  # text that the tree moved in front of what it stands behind
        if self._pending is None:
            self._pending = self._new(kind, place)
        target = self._pending
        if (place.language, kind) != (target.language, target.kind):
            # A phrase that declares its own language is checked on its own, not with its paragraph.
            phrase = self._phrase
            if phrase is None or (phrase.language, phrase.kind) != (place.language, kind):
                self._close_phrase()
                self._phrase = self._new(kind, place)
            target.runs.append(Run(" ", runs[0].span, verbatim=False))
            target = self._phrase or target
        else:
            self._close_phrase()
        target.runs.extend(runs)

    def _new(self, kind: Kind, place: Place) -> Pending:
        return Pending(kind, place.language, place.region)

    def _gap(self) -> None:
        for item in (self._pending, self._phrase):
            if item and item.runs:
                item.runs.append(gap(item.runs))

    def _flush(self) -> None:
        self._close_phrase()
        if self._pending:
            self._finish(self._pending)
            self._pending = None

    def _close_phrase(self) -> None:
        if self._phrase:
            self._finish(self._phrase)
            self._phrase = None

    def _finish(self, item: Pending) -> None:
        if item.kind in _CAPTIONS and item.image is None:
            self._pictures.wait(item)
        self._done.append(item)

    # Attributes

    def _language(self, element: Element, tag: str, inherited: Language) -> Language:
        """The language of an element; that of the page itself is the article's, not a part's.

        On the root, `xml:lang` alone declares nothing to a browser (WCAG H57): it only tells the
        article's language where nothing else does.
        """
        name = "lang" if "lang" in element.attrs else "xml:lang"
        declared = (element.attr(name) or "").strip()
        root = tag in ("html", "body")
        if root and name == "xml:lang":
            self._declare("xml-lang", declared)
            return UNDECLARED
        value = self.tree.attribute(element, name)
        if value is None:  # a copy of an element that was read before
            return Language(normalise(declared) or UNDETERMINED, None)
        span = self.tree.source.locate(*value)
        source = f"{tag}-lang" if root else name
        self.declarations.append(Declaration(declared, span, source, part=not root))
        if not root:
            return Language(normalise(declared) or UNDETERMINED, span)
        if normalise(declared):
            self.languages["html-lang"] = declared  # that of the body is the nearer one
        return UNDECLARED

    def _attributes(self, element: Element, tag: str, place: Place) -> None:
        """The texts in an element's attributes, and the picture that it shows."""
        attributes = element.attrs
        image = None
        pictured = is_picture(element, tag)
        if pictured or "poster" in attributes:
            image = address_of(element)
            if image and not is_icon(element):
                self._pictures.show(image)
        own = place
        if not pictured and tag not in _SPEAKING and place.region is Region.ARTICLE:
            own = replace(place, region=Region.NAVIGATION)
        if "alt" in attributes:
            self._attribute(element, "alt", Kind.ALT, place, image)
        if "title" in attributes:
            self._attribute(element, "title", Kind.DESCRIPTION, own, image)
        if "aria-label" in attributes and "aria-labelledby" not in attributes:
            kind = Kind.ALT if pictured or tag == "figure" else Kind.DESCRIPTION
            self._attribute(element, "aria-label", kind, own, image)
        if tag == "track" and "srclang" not in attributes:
            self._attribute(element, "label", Kind.DESCRIPTION, place, None)
        for name in _DATA_CAPTIONS:
            if name in attributes and not self._inner:
                self._data_caption(element, name, place, image)

    def _attribute(
        self, element: Element, name: str, kind: Kind, place: Place, image: str | None
    ) -> None:
        """The text of an attribute as a segment of its own."""
        value = self.tree.attribute(element, name)
        if value and value[0] < value[1]:
            item = Pending(kind, place.language, place.region, image, place.fallback)
            item.runs = list(self.tree.attribute_runs(*value))
            self._done.append(item)

    def _data_caption(self, element: Element, name: str, place: Place, image: str | None) -> None:
        value = self.tree.attribute(element, name)
        if not value or value[0] == value[1]:
            return
        source = Source(tuple(self.tree.attribute_runs(*value)))
        if source.text.startswith(("#", ".", "{", "[")):
            return  # where the caption is, or settings
        for draft in Walk(Tree(source, fragment=True), inner=True).drafts():
            if draft.kind in (Kind.BODY, Kind.CAPTION, Kind.CREDIT):
                kind = Kind.CREDIT if draft.kind is Kind.CREDIT else Kind.CAPTION
                item = Pending(kind, place.language, place.region, image, place.fallback)
                item.runs = list(draft.runs)
                self._finish(item)

    def _drawing(self, element: Element, place: Place) -> None:
        """The name and the description of a drawing; what is written in it is part of it."""
        if not place.reads_attributes:
            return
        for child in element.children:
            if isinstance(child, Element) and child.tag in ("title", "desc"):
                kind = Kind.ALT if child.tag == "title" else Kind.DESCRIPTION
                item = Pending(kind, place.language, place.region, fallback=place.fallback)
                item.runs = [run for runs in self.tree.text_of(child) for run in runs]
                if item.runs:
                    self._done.append(item)

    # Metadata

    def _meta(self, element: Element) -> None:
        name = metadata.meta_name(element)
        content = (element.attr("content") or "").strip()
        if not content:
            return
        if source := metadata.LANGUAGES.get(name):
            self._declare(source, content.split(",")[0])
        elif name in metadata.PICTURES:
            self._picture = content
        elif kind := metadata.TEXTS.get(name):
            image = self._picture if kind is Kind.ALT else None
            self._attribute(element, "content", kind, _PAGE, image)

    def _script(self, element: Element) -> None:
        if (element.attr("type") or "").strip().lower() != "application/ld+json":
            return
        source = self.tree.raw(element)
        if source is None:
            return
        found = metadata.linked_data(source)
        if found.language:
            self._declare("json-ld", found.language)
        for text in found.texts:
            item = Pending(text.kind, UNDECLARED, Region.ARTICLE, text.image)
            item.runs = list(text.source.runs)
            self._done.append(item)

    def _declare(self, place: str, tag: str) -> None:
        """The first valid tag of each place counts."""
        if normalise(tag):
            self.languages.setdefault(place, tag)


def _labels(tree: Tree) -> dict[str, Kind]:
    """What the elements of these ids are to the pictures that refer to them."""
    text = tree.source.text
    if not any(name in text for name, _ in _LABELS):
        return {}
    labels: dict[str, Kind] = {}
    for element in tree.root.descendants:
        if isinstance(element, Element):
            for name, kind in _LABELS:
                if (value := element.attr(name)) and is_picture(element, element.tag):
                    labels.update(dict.fromkeys(value.split(), kind))
    return labels


def _plain(runs: Iterable[Run]) -> str:
    return " ".join("".join(run.text for run in runs).split())
