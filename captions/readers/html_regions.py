"""Where on its page an element stands: in the article, or in what is there on every page."""

from turbohtml import Element

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
_FRAMES = frozenset("html body main article h1 figure figcaption img p form".split())
_PROSE = 6


# Elements that are a region of their own, or begin the article.
REGIONED = frozenset({*_TAGS, "header", "footer", "aside", "article", "main"})


def region_of(
    element: Element, tag: str, name: Named, outer: Region, *, in_article: bool
) -> Region:
    """The region of an element within another one; only the article has regions in it."""
    if outer is not Region.ARTICLE:
        return outer
    if found := _TAGS.get(tag):
        return found
    beside = False
    if tag in ("header", "footer", "aside") and not in_article:
        found = Region.RELATED if tag == "aside" else Region.NAVIGATION
    elif tag not in _FRAMES:
        found, beside = _by_name(element, name)
    if found and _is_frame(element, beside):
        return outer
    return found or outer


def _by_name(element: Element, name: Named) -> tuple[Region | None, bool]:
    """The region that an element's role, classes or id name, and whether only beside it."""
    attributes = element.attrs
    if "role" in attributes and (region := _ROLES.get(element.attr("role") or "")):
        return region, False
    if not name.region and "id" in attributes:
        name = named(element.attr("id") or "")
    return name.region, name.beside


def _is_frame(element: Element, beside: bool) -> bool:
    """Whether an element holds the article: its headline, or much prose."""
    if element.find("h1") or element.find("main"):
        return True
    return beside and len(element.find_all("p", limit=_PROSE)) == _PROSE
