"""What the text in an element inherits: kind, language, region, and whether it is read."""

from dataclasses import dataclass, field

from turbohtml import Element

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.readers.html_elements import (
    PLACED,
    PLACING,
    TEXTLESS,
    is_hidden,
    is_picture,
    kind_of,
)
from captions.readers.html_names import UNNAMED, named
from captions.readers.html_pictures import address_of
from captions.readers.html_regions import REGIONED, Regions
from captions.readers.html_tree import Tree
from captions.segment import Kind, Region
from captions.span import Span

# Elements and attributes that make a place differ from the one around it.
TAGS = PLACED | REGIONED
ATTRIBUTES = PLACING
_ROOTS = frozenset({"html", "body"})
_ARTICLES = frozenset({"article", "main"})
_CHANGING = TEXTLESS | _ARTICLES | _ROOTS
_TELLING = PLACING - {"class", "id"}
_STATES = frozenset("lang xml:lang hidden style aria-hidden translate".split())
_LABELS = (("aria-labelledby", Kind.ALT), ("aria-describedby", Kind.DESCRIPTION))


@dataclass(frozen=True, slots=True)
class Language:
    """What a part of the page declares to be in, and where it does."""

    tag: str | None = None
    span: Span | None = None


UNDECLARED = Language()


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
    image: str | None = None  # that the text is the label of
    reads_text: bool = field(init=False, compare=False)
    reads_attributes: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        unread = self.hidden or self.untranslated
        object.__setattr__(self, "reads_text", not (unread or self.textless or self.fallback))
        object.__setattr__(self, "reads_attributes", not (unread or self.silent))


PAGE = Place()


@dataclass(frozen=True, slots=True)
class _Label:
    """What an element is to the picture that refers to it."""

    kind: Kind
    image: str | None


class Places:
    """The places of one page, and the languages that it declares on the way."""

    def __init__(self, tree: Tree) -> None:
        self.languages: dict[str, str] = {}
        self.declarations: list[Declaration] = []
        self.labels = _labels(tree)
        self._declaring: set[str] = set()  # the roots that declared a language
        self._regions = Regions(tree.root)

    def declare(self, place: str, tag: str) -> None:
        """Keep the language of the page that a place gives; the first valid tag of each counts."""
        if normalise(tag):
            self.languages.setdefault(place, tag)

    def of(self, tree: Tree, element: Element, tag: str, outer: Place) -> Place:
        """The place of an element in another one."""
        attributes = element.attrs
        name = named(attributes["class"]) if "class" in attributes else UNNAMED
        label = self.labels.get(element.attr("id") or "") if self.labels else None
        if (
            name is UNNAMED
            and tag not in TAGS
            and _TELLING.isdisjoint(attributes)
            and ("id" not in attributes or named(attributes["id"]) is UNNAMED)
            and not label
        ):
            return outer  # as most are
        kind = kind_of(element, tag, name, outer.kind)
        region = self._regions.of(element, name, outer.region, in_article=outer.in_article)
        untranslated = outer.untranslated or name.untranslated
        if (
            (kind, region, untranslated) == (outer.kind, outer.region, outer.untranslated)
            and tag not in _CHANGING
            and _STATES.isdisjoint(attributes)
            and not label
        ):
            return outer
        hidden, image = outer.hidden or is_hidden(element), outer.image
        if "translate" in attributes:
            untranslated = element.attr("translate") == "no"
        if tag in _ROOTS:
            # Whole pages are hidden until scripts have run, and kept from translators.
            hidden = untranslated = False
        if label:
            hidden = False  # what labels a picture is read out all the same (accname, 2A)
            kind = label.kind if kind in (Kind.BODY, Kind.QUOTE) else kind
            image = label.image
        declares = "lang" in attributes or "xml:lang" in attributes
        return Place(
            kind,
            self._language(tree, element, tag, outer.language) if declares else outer.language,
            region,
            outer.in_article or tag in _ARTICLES,
            hidden,
            untranslated,
            outer.textless or tag in TEXTLESS,
            outer.silent or element.attr("aria-hidden") == "true",
            outer.fallback,
            image,
        )

    def _language(self, tree: Tree, element: Element, tag: str, inherited: Language) -> Language:
        """The language of an element; that of the page itself is the article's, not a part's.

        On the root, `xml:lang` alone declares nothing to a browser (WCAG H57): it only tells the
        article's language where nothing else does.
        """
        name = "lang" if "lang" in element.attrs else "xml:lang"
        declared = (element.attr(name) or "").strip()
        root = tag in _ROOTS
        if root and name == "xml:lang":
            self.declare("xml-lang", declared)
            return UNDECLARED
        if tag in self._declaring:  # a later tag only adds attributes that the first one lacks
            return UNDECLARED
        value = tree.attribute(element, name)
        if value is None:  # a copy of an element that was read before
            return Language(normalise(declared) or UNDETERMINED, None)
        span = tree.source.locate(*value)
        source = f"{tag}-lang" if root else name
        self.declarations.append(Declaration(declared, span, source, part=not root))
        if not root:
            return Language(normalise(declared) or UNDETERMINED, span)
        self._declaring.add(tag)
        if normalise(declared):
            self.languages["html-lang"] = declared  # that of the body is the nearer one
        return UNDECLARED


def _labels(tree: Tree) -> dict[str, _Label]:
    """What the elements of these ids are to the pictures that refer to them."""
    text = tree.source.text
    labels: dict[str, _Label] = {}
    for name, kind in _LABELS:
        for element in tree.root.select(f"[{name}]") if name in text else ():
            if is_picture(element, element.tag):
                label = _Label(kind, address_of(element))
                labels.update(dict.fromkeys((element.attr(name) or "").split(), label))
    return labels
