"""The pictures of an article: where they are shown, and what is said about each."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from captions.article import Article
from captions.edition import Picture, Shown
from captions.lines import Lines
from captions.picture_address import address_key
from captions.segment import Kind, Region
from captions.span import Span

# What is said about a picture rather than about the article.
TEXTS = frozenset({Kind.CAPTION, Kind.ALT})

# Formats whose pictures can be found by their markup, with or without a text.
_MARKUP = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".mdx", ".qmd", ".rmd"})
_TAG = re.compile(
    r"<(?P<end>/?)(?P<element>img|figure)\b(?P<tag>(?:[^<>\"']|\"[^\"]{0,4000}+\"|'[^']{0,4000}+')*+)>"
    r"|!\[\s{0,9}\]\(\s{0,9}<?(?P<address>[^\s()<>]++)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""")
# A picture with one of these says what it shows, or that it shows nothing.
_SAYING = frozenset({"alt", "title", "aria-label", "aria-labelledby", "aria-hidden", "role"})
# Under which number a content system keeps a picture, whatever its address is.
_ID = frozenset({"data-image-id", "data-attachment-id", "data-id"})
_WORDPRESS_ID = re.compile(r"(?<![\w-])wp-image-(\d+)(?![\w-])")
# No number of a picture: its place in a gallery, or what a template or a script fills in.
_NO_ID = re.compile(r"\d{0,2}|.*[{}<>\s].*|.{100,}", re.DOTALL)
# What is there and not shown: pictures in it are none of the article's.
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<tag>template|script|style|noscript|pre|code)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|`[^`\n]++`",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def pictures(article: Article) -> tuple[Picture, ...]:
    """The pictures of an article in the order of their places, each address once.

    Those that nothing is said about are found in formats whose markup shows them.
    """
    lines = Lines(article.text)
    texts: dict[str, list[Shown]] = {}
    places: dict[str, Span] = {}
    known = set()  # also pictures of which something is said in menus and teasers
    for segment in article.segments:
        if not segment.image or segment.image.startswith("data:"):
            continue
        known.add(address_key(segment.image))
        if segment.region is Region.ARTICLE and segment.kind in TEXTS:
            line, _ = lines.place(segment.span.start)
            shown = Shown(segment.kind, segment.text, line)
            texts.setdefault(segment.image, []).append(shown)
            places.setdefault(segment.image, segment.span)
    ids: dict[tuple[str, ...], dict[str, None]] = {}
    for tag in _tags(article):
        keys = {address_key(address) for address in tag.addresses}
        for key in keys:
            ids.setdefault(key, {}).update(dict.fromkeys(tag.ids))
        if tag.bare and not keys & known:
            known |= keys
            places[tag.addresses[0]] = tag.span
    return tuple(
        Picture(
            address, span, tuple(texts.get(address, ())), tuple(ids.get(address_key(address), ()))
        )
        for address, span in sorted(places.items(), key=lambda item: item[1])
    )


@dataclass(frozen=True, slots=True)
class _Tag:
    """The markup of a picture: every address that it has, and the place of the first.

    `bare`: it says nothing of what the picture shows.
    """

    addresses: tuple[str, ...]
    span: Span
    ids: tuple[str, ...] = ()
    bare: bool = True


def _tags(article: Article) -> Iterator[_Tag]:
    if article.path.suffix.lower() not in _MARKUP and not article.page:
        return
    hidden = [found.span() for found in _NOT_SHOWN.finditer(article.text)]
    starts = [start for start, _ in hidden]
    around: tuple[str, ...] = ()  # the numbers of the figure that is open
    for found in _TAG.finditer(article.text):
        at = bisect_right(starts, found.start()) - 1
        if at >= 0 and found.start() < hidden[at][1]:
            continue
        if found["address"]:
            yield _Tag((unquote(found["address"]),), Span(*found.span("address")))
        elif found["element"].lower() == "figure":
            around = () if found["end"] else _ids(_attributes(found["tag"]))
        elif tag := _picture(found["tag"], found.start("tag"), around):
            yield tag


_Attribute = tuple[str, str, int, int]  # name, value, and where the value stands in the tag


def _attributes(tag: str) -> list[_Attribute]:
    found = []
    for attribute in _ATTRIBUTE.finditer(tag):
        group = attribute.lastindex or 2
        found.append((attribute[1].lower(), attribute[group], *attribute.span(group)))
    return found


def _ids(attributes: list[_Attribute]) -> tuple[str, ...]:
    """The numbers of a picture, each with the name of what gives it."""
    found = [
        f"{name}:{value.strip()}"
        for name, value, _, _ in attributes
        if name in _ID and not _NO_ID.fullmatch(value.strip())
    ]
    classes = " ".join(value for name, value, _, _ in attributes if name == "class")
    return (*found, *(f"wp-image:{number}" for number in _WORDPRESS_ID.findall(classes)))


def _picture(tag: str, place: int, around: tuple[str, ...]) -> _Tag | None:
    """The picture of an `img` whose attributes stand at a place; None where it has no address."""
    attributes = _attributes(tag)
    addresses = [
        (unescape(value), Span(place + start, place + end))
        for name, value, start, end in attributes
        if name.endswith("src") and value.strip() and not value.startswith(("data:", "{"))
    ]
    if not addresses:
        return None
    said = any(name in _SAYING and value.strip() for name, value, _, _ in attributes)
    return _Tag(
        tuple(address for address, _ in addresses),
        addresses[0][1],
        tuple(dict.fromkeys((*_ids(attributes), *around))),
        bare=not said,
    )
