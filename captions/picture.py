"""The pictures of an article, and the same pictures in another edition of it."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePath
from urllib.parse import parse_qs, unquote, urlsplit

from captions.article import Article
from captions.edition import Edition, Picture, Shown
from captions.language import UNDETERMINED, normalise, primary
from captions.lines import Lines
from captions.segment import Kind, Region
from captions.span import Span

# What is said about a picture rather than about the article.
TEXTS = frozenset({Kind.CAPTION, Kind.ALT})

# Formats whose pictures can be found by their markup, with or without a text.
_MARKUP = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".mdx", ".qmd", ".rmd"})
_BARE = re.compile(
    r"<img\b(?P<tag>(?:[^<>\"']|\"[^\"]{0,4000}+\"|'[^']{0,4000}+')*+)>"
    r"|!\[\s{0,9}\]\(\s{0,9}<?(?P<address>[^\s()<>]++)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""")
# A picture with one of these says what it shows, or that it shows nothing.
_SAYING = frozenset({"alt", "title", "aria-label", "aria-labelledby", "aria-hidden", "role"})
# What is there and not shown: pictures in it are none of the article's.
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<tag>template|script|style|noscript|pre|code)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|`[^`\n]++`",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)

# Parts of addresses that say in which size a picture is sent: "640x480", "w_640,h_480",
# "width=80,quality=75", "w1200", "cdn-cgi", "resize".
_SETTING = r"(?:w|h|c|q|f|g|e|t|ar|dpr|fl)_[\w.:-]+|[a-z-]+=[\w.:-]+"
_SIZE = re.compile(
    rf"\d{{1,5}}x\d{{0,5}}|x\d{{1,5}}|[wh][_-]?\d{{2,5}}|\d{{2,4}}w|v\d{{6,}}"
    rf"|(?:{_SETTING})(?:,(?:{_SETTING}))*|cdn-cgi|resizer?|fit-in|scaled?|thumb(?:nail)?s?",
    re.IGNORECASE,
)
# What says the same in a name: "harbour-1024x768.jpg", "harbour@2x.png", "640px-Harbour.jpg".
_SIZED_NAME = re.compile(
    r"^\d{2,4}px-|(?:[-_.]\d{2,5}x\d{2,5}|@\d(?:\.\d)?x|[-_](?:scaled|\d{2,4}w|w\d{2,4}))+$",
    re.IGNORECASE,
)
# Services that take the picture's own address in a query.
_INNER = ("url", "src", "image")
_OF_A_PICTURE = re.compile(r"[^?#]+\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp)", re.IGNORECASE)


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
        known.add(_key(segment.image))
        if segment.region is Region.ARTICLE and segment.kind in TEXTS:
            line, _ = lines.place(segment.span.start)
            shown = Shown(segment.kind, segment.text, line)
            texts.setdefault(segment.image, []).append(shown)
            places.setdefault(segment.image, segment.span)
    for addresses, span in _bare(article):
        keys = {_key(address) for address in addresses}
        if not keys & known:
            known |= keys
            places[addresses[0]] = span
    return tuple(
        Picture(address, span, tuple(texts.get(address, ())))
        for address, span in sorted(places.items(), key=lambda item: item[1])
    )


def _bare(article: Article) -> Iterator[tuple[list[str], Span]]:
    """The pictures whose own markup says nothing: every address that each has, and its place."""
    if article.path.suffix.lower() not in _MARKUP and not article.page:
        return
    hidden = [found.span() for found in _NOT_SHOWN.finditer(article.text)]
    starts = [start for start, _ in hidden]
    for found in _BARE.finditer(article.text):
        at = bisect_right(starts, found.start()) - 1
        if at >= 0 and found.start() < hidden[at][1]:
            continue
        if found["address"]:
            yield [unquote(found["address"])], Span(*found.span("address"))
        elif addresses := _addresses(found["tag"]):
            place = found.start("tag")
            spans = [Span(place + start, place + end) for _, start, end in addresses]
            yield [unescape(address) for address, _, _ in addresses], spans[0]


def _addresses(tag: str) -> list[tuple[str, int, int]]:
    """The addresses in a tag that says nothing of what it shows, each with its range."""
    found = []
    for attribute in _ATTRIBUTE.finditer(tag):
        name, group = attribute[1].lower(), attribute.lastindex or 2
        value = attribute[group]
        if name in _SAYING and value.strip():
            return []
        if name.endswith("src") and value.strip() and not value.startswith(("data:", "{")):
            found.append((value, *attribute.span(group)))
    return found


@dataclass(frozen=True, slots=True)
class Match:
    """A picture and the same picture in another edition.

    `placed`: nothing but its place among equally many pictures says that it is the same.
    """

    here: Picture
    there: Picture
    placed: bool = False


def match(here: Sequence[Picture], language: str, edition: Edition) -> list[Match]:
    """The pictures of an article, in a language, that another edition shows as well."""
    there = edition.pictures
    mine = [_key(one.address, language) for one in here]
    theirs = [_key(one.address, edition.language) for one in there]
    by_name: dict[str, list[int]] = {}
    for index, key in enumerate(theirs):
        by_name.setdefault(key[-1], []).append(index)
    found: dict[int, int] = {}
    for index, key in enumerate(mine):
        fits = [other for other in by_name.get(key[-1], ()) if _same(key, theirs[other])]
        if len(fits) > 1:  # of several, the one whose address is the same to the end
            fits = [other for other in fits if theirs[other] == key]
        if len(fits) == 1:
            found[index] = fits[0]
    taken = Counter(found.values())
    found = {index: other for index, other in found.items() if taken[other] == 1}
    matches = [Match(here[index], there[other]) for index, other in found.items()]
    if len(here) == len(there):
        matches += [
            Match(one, other, placed=True)
            for index, (one, other) in enumerate(zip(here, there, strict=True))
            if index not in found and not taken[index]
        ]
    return matches


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter address is the end of the longer one."""
    shorter = min(len(one), len(other))
    return shorter > 0 and list(one[-shorter:]) == list(other[-shorter:])


def address_parts(address: str) -> tuple[str, ...]:
    """The folders and the name of a picture's address, without host, query and dots."""
    split = urlsplit(address)
    for key in _INNER:
        for inner in parse_qs(split.query).get(key, ()):
            if _OF_A_PICTURE.match(inner):
                return address_parts(inner.partition("?")[0])
    path = unquote(split.path) or address
    return tuple(part for part in PurePath(path).parts if part not in ("/", ".", ".."))


def _key(address: str, language: str = UNDETERMINED) -> tuple[str, ...]:
    """What the addresses of one picture have in common in all sizes, and in editions."""
    *folders, name = address_parts(address.lower()) or ("",)
    own = primary(language)
    kept = [part for part in folders if not _SIZE.fullmatch(part) and not _is(part, own)]
    stem, dot, suffix = name.rpartition(".")
    stem = _SIZED_NAME.sub("", stem if dot else suffix)
    head, _, tail = stem.replace("_", "-").replace(".", "-").rpartition("-")
    if head and _is(tail, own):  # "harbour.es.jpg" in the Spanish edition
        stem = stem[: len(head)]
    name = f"{stem}{dot}{suffix if dot else ''}"
    if kept and kept[-1] == name:  # "thumb/Harbour.jpg/640px-Harbour.jpg"
        kept.pop()
    return (*kept, name)


def _is(part: str, language: str) -> bool:
    tag = normalise(part.removeprefix("_"))
    return tag is not None and primary(tag) == language
