"""What the HTML reader knows of elements."""

import re

from turbohtml import Element

from captions.readers.html_names import UNNAMED, Named
from captions.segment import Kind

# Nothing in these is shown, or is text.
UNREAD = frozenset(
    "script style template link base param math datalist select option optgroup".split()
)
# The text in these is no prose, not in the page's own voice, or shown only where the element
# does not work; the pictures in them are shown, and have their alternative texts.
TEXTLESS = frozenset(
    "code pre kbd samp var textarea button iframe object embed video audio canvas noembed "
    "noframes progress meter picture".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img ins label mark nobr picture q "
    "rb rp rt rtc ruby s small source span strike strong sub sup time track tt u wbr".split()
)
# Each of these begins a segment of its own.
BLOCK = frozenset(
    "address article aside blockquote body caption center details dialog dir div dl dt dd fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main "
    "menu nav ol p pre search section summary table tbody td tfoot th thead title tr ul".split()
)
# Elements that show a picture, a film or a drawing of their own.
PICTURES = frozenset(
    "img video audio svg object embed iframe canvas amp-img amp-anim amp-video amp-iframe "
    "amp-audio amp-youtube".split()
)
# Elements whose picture and captions belong together and to nothing outside.
FIGURES = frozenset("figure table amp-carousel amp-lightbox-gallery".split())

_KINDS = {
    "title": Kind.TITLE, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    "blockquote": Kind.QUOTE, "q": Kind.QUOTE,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Kind.HEADLINE),
}  # fmt: skip
_PROPERTIES = {
    "caption": Kind.CAPTION, "headline": Kind.HEADLINE, "alternativeheadline": Kind.HEADLINE,
    "description": Kind.DESCRIPTION, "credittext": Kind.CREDIT, "copyrightnotice": Kind.CREDIT,
}  # fmt: skip
# Elements that may be a caption or a credit by their class; of others it is about their content.
_CLASSED = INLINE | frozenset("div p cite footer figcaption li dd h4 h5 h6 aside section".split())

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


# Attributes that change what the text in an element is, or whether it is read.
PLACING = frozenset(
    "lang xml:lang class id role hidden style aria-hidden translate itemprop".split()
)
# Elements that do so by their name.
PLACED = TEXTLESS | _KINDS.keys()


def kind_of(element: Element, tag: str, name: Named, outer: Kind) -> Kind:
    """The kind of an element's text, inside an element whose text is of kind `outer`."""
    own = _own_kind(element, tag, name, outer)
    if outer in (Kind.CAPTION, Kind.CREDIT):
        return own if own in (Kind.CAPTION, Kind.CREDIT) else outer
    if tag == "q" and outer is not Kind.BODY:
        return outer
    return own or outer


def _own_kind(element: Element, tag: str, name: Named, outer: Kind) -> Kind | None:
    if name is not UNNAMED and tag in _CLASSED:
        if name.kind:
            return name.kind
        if name.byline and outer is Kind.CAPTION:
            return Kind.CREDIT
    if own := _KINDS.get(tag):
        return own
    if "itemprop" not in element.attrs:
        return None
    properties = (element.attr("itemprop") or "").lower().split()
    return next((_PROPERTIES[one] for one in properties if one in _PROPERTIES), None)


def is_hidden(element: Element) -> bool:
    """Whether readers do not see the element, wherever they are on the page."""
    attributes = element.attrs
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return "style" in attributes and bool(_HIDDEN_STYLE.search(element.attr("style") or ""))


def is_picture(element: Element, tag: str) -> bool:
    """Whether the element is one picture to a screen reader."""
    return tag in PICTURES or element.attr("role") in ("img", "image", "figure")
