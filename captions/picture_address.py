"""Addresses of pictures: what those of one picture have in common, in all sizes and editions."""

import re
from pathlib import PurePath
from urllib.parse import parse_qs, unquote, urlsplit

from captions.language import UNDETERMINED, normalise, primary

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


def hosts(address: str | None) -> set[str]:
    """The host of an address, where it has one; `www` makes no difference."""
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return set()
    return {host.removeprefix("www.")} if host else set()


def address_parts(address: str) -> tuple[str, ...]:
    """The folders and the name of a picture's address, without host, query and dots."""
    try:
        split = urlsplit(address)
    except ValueError:  # no address, but two that are spelt alike are one picture's
        return tuple(filter(None, address.split("/")))
    for key in _INNER:
        for inner in parse_qs(split.query).get(key, ()):
            if _OF_A_PICTURE.match(inner):
                return address_parts(inner.partition("?")[0])
    path = unquote(split.path) or address
    return tuple(part for part in PurePath(path).parts if part not in ("/", ".", ".."))


def address_key(address: str, language: str = UNDETERMINED) -> tuple[str, ...]:
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
