"""What the HTML reader knows of elements, classes and attributes."""

import re
from collections.abc import Iterator

from turbohtml import Token

from captions.segment import Kind

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Elements whose text is not prose for the reader of the page, or not in the page's own voice.
SKIPPED = frozenset(
    "script style template noscript code pre kbd samp var textarea select option button "
    "svg math iframe object nav datalist".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark picture q "
    "rp rt ruby s small span strike strong sub sup time tt u".split()
)
# A start tag of these ends an open paragraph (WHATWG HTML, optional tags), and our segments.
BLOCK = frozenset(
    "address article aside blockquote body caption center details dialog dir div dl dt dd fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead title tr ul".split()
)
_KINDS = {
    "title": Kind.TITLE, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    "blockquote": Kind.QUOTE,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], Kind.HEADLINE),
}  # fmt: skip
# A start tag that ends an open element of these names (WHATWG HTML, optional tags).
P = frozenset({"p"})
CLOSES = {
    "li": frozenset({"li", "p"}), "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}), "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}), "th": frozenset({"td", "th", "p"}),
}  # fmt: skip
# Elements that an optional end tag is never searched beyond.
SCOPES = frozenset("table td th li ul ol dl figure figcaption div article section".split())

_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|(?:image|img|photo|picture|figure|media)?[_-]?(?:caption|"
    r"cutline|legende|bildunterschrift|bildtext|pie-de-foto|didascalia))(?:$|\s|[_-]{1,2}(?:text|body))",
    re.IGNORECASE,
)
_CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:image|photo|picture|caption|figure|media)[_-]*)?(?:credits?|copyright|"
    r"byline|photographer|bildquelle|credito)(?:$|\s)",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)""")
RECOGNISED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
LINE_END = re.compile(r"\r\n|\r|\n")


def kind_of(tag: str, token: Token, outer: Kind) -> Kind:
    """The kind of an element's text, inside an element whose text is of kind `outer`."""
    if tag in INLINE or tag in ("div", "p", "cite", "footer", "figcaption", "li", "dd"):
        classes = token.attr("class") or ""
        if classes and _CREDIT_CLASS.search(classes):
            return Kind.CREDIT
        if classes and _CAPTION_CLASS.search(classes):
            return Kind.CAPTION
    if outer in (Kind.CAPTION, Kind.CREDIT):
        return outer
    return _KINDS.get(tag, outer)


def is_hidden(token: Token) -> bool:
    """Whether readers do not see the element, or it is marked as not to be translated."""
    return (
        token.attr("hidden") is not None
        or token.attr("hreflang") is not None  # the name of another edition, in its language
        or token.attr("translate") == "no"
        or bool(_HIDDEN_STYLE.search(token.attr("style") or ""))
    )


def values(data: object, key: str) -> Iterator[object]:
    """Every value under a key in nested JSON, outermost first."""
    level = [data]
    while level:
        inner: list[object] = []
        for item in level:
            if isinstance(item, dict):
                if key in item:
                    yield item[key]
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = inner
