"""Where on its page an element stands: in the article, or in what is there on every page."""

from functools import cached_property

from turbohtml import Document, Element, Node

from captions.readers.html_names import Named, named
from captions.segment import Region

_TAGS = {
    "nav": Region.NAVIGATION, "menu": Region.NAVIGATION, "search": Region.NAVIGATION,
    "label": Region.NAVIGATION, "legend": Region.NAVIGATION, "button": Region.NAVIGATION,
    "dialog": Region.NOTICE, "amp-consent": Region.NOTICE, "amp-ad": Region.NOTICE,
    "amp-user-notification": Region.NOTICE,
}  # fmt: skip
_ROLES = {
    **dict.fromkeys(
        ["navigation", "menu", "menubar", "search", "banner", "contentinfo", "toolbar", "tablist"],
        Region.NAVIGATION,
    ),
    **dict.fromkeys(["dialog", "alertdialog", "alert", "status"], Region.NOTICE),
    "complementary": Region.RELATED,
}
# By its class, none of these is anything but the frame of the article.
_NEVER = frozenset("html body main article h1 figure figcaption img p form".split())
# So many paragraphs are prose; where so many elements were searched for it, names say nothing.
_PROSE = 6
_MOST_SEARCHES = 200


# Elements that are a region of their own, or begin the article.
REGIONED = frozenset({*_TAGS, "header", "footer", "aside", "article", "main"})


class Regions:
    """The regions of one page."""

    def __init__(self, root: Element | Document) -> None:
        self._root = root
        self._searches = 0

    @cached_property
    def _frames(self) -> set[Node]:
        """Whatever holds a headline of the page, or its main part."""
        frames: set[Node] = set()
        for element in self._root.find_all(["h1", "main"]):
            for outer in element.ancestors:
                if outer in frames:
                    break
                frames.add(outer)
        return frames

    def of(self, element: Element, name: Named, outer: Region, *, in_article: bool) -> Region:
        """The region of an element within another one; only the article has regions in it."""
        tag = element.tag
        if outer is not Region.ARTICLE:
            return outer
        if found := _TAGS.get(tag):
            return found
        beside = False
        if tag in ("header", "footer", "aside") and not in_article:
            found = Region.RELATED if tag == "aside" else Region.NAVIGATION
        elif tag not in _NEVER:
            found, beside = _by_name(element, name)
        if not found or element in self._frames or (beside and self._holds_prose(element)):
            return outer
        return found

    def _holds_prose(self, element: Element) -> bool:
        """Whether so much prose is in an element that it must be the article."""
        self._searches += 1
        if self._searches > _MOST_SEARCHES:
            return True
        return len(element.find_all("p", limit=_PROSE)) == _PROSE


def _by_name(element: Element, name: Named) -> tuple[Region | None, bool]:
    """The region that an element's role, classes or id name, and whether only beside it."""
    attributes = element.attrs
    if "role" in attributes and (region := _ROLES.get(element.attr("role") or "")):
        return region, False
    if not name.region and "id" in attributes:
        name = named(attributes["id"])
    return name.region, name.beside
