"""What a page says about itself: meta elements and JSON-LD."""

from collections.abc import Iterator
from dataclasses import dataclass

from turbohtml import Element

from captions.readers.json_values import Object, String, Value, decoded, parse, word
from captions.segment import Kind
from captions.source import Source

# The names of meta elements that give the language of the page, and the source that each is.
LANGUAGES = {
    "og:locale": "og-locale",
    "content-language": "meta-language",
    "language": "meta-language",
    "dc.language": "meta-language",
    "dcterms.language": "meta-language",
}
TEXTS = {
    "description": Kind.DESCRIPTION, "og:description": Kind.DESCRIPTION,
    "twitter:description": Kind.DESCRIPTION, "dc.description": Kind.DESCRIPTION,
    "og:title": Kind.TITLE, "twitter:title": Kind.TITLE,
    "og:image:alt": Kind.ALT, "twitter:image:alt": Kind.ALT,
    "caption": Kind.CAPTION, "headline": Kind.HEADLINE, "alternativeheadline": Kind.HEADLINE,
}  # fmt: skip
ADDRESSES = frozenset({"og:url", "twitter:url"})
PICTURES = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image"})


def alternates(element: Element) -> list[tuple[str, str]]:
    """The language tag and address of another edition that a `link` names, if it does."""
    relations = (element.attr("rel") or "").lower().split()
    tag = (element.attr("hreflang") or "").strip()
    address = (element.attr("href") or "").strip()
    # `x-default` is the page for all others, in no language of its own (Google, hreflang).
    named = "alternate" in relations and tag and address and tag.lower() != "x-default"
    return [(tag, address)] if named else []


def own_address(element: Element) -> str | None:
    """The address of the page itself that a `link` or a `base` gives, if it does."""
    relations = (element.attr("rel") or "").lower().split()
    named = element.tag == "base" or "canonical" in relations
    return element.attr("href") if named else None


def meta_name(element: Element) -> str:
    """What a meta element is about, by whichever vocabulary."""
    for name in ("property", "name", "itemprop", "http-equiv"):
        if found := element.attr(name):
            return found.strip().lower()
    return ""


# What is written about a page or a picture; of people and organisations, only the name is.
_DESCRIBED = ("Article", "Posting", "Report", "Image", "Photo", "Video", "Gallery", "Page", "Audio")
_FIELDS = {
    "caption": Kind.CAPTION, "headline": Kind.HEADLINE, "alternativeheadline": Kind.HEADLINE,
    "credittext": Kind.CREDIT, "copyrightnotice": Kind.CREDIT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text in JSON-LD, decoded, and the picture that it is about."""

    kind: Kind
    source: Source
    image: str | None


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a block of JSON-LD holds: texts about the article, and the language it is in."""

    texts: tuple[LinkedText, ...] = ()
    language: str | None = None


def linked_data(source: Source) -> LinkedData:
    """Read a block of JSON-LD (schema.org); one that is broken holds nothing."""
    try:
        root = parse(source)
    except ValueError:
        return LinkedData()
    records = list(_records(root))
    language = next(filter(None, (word(one.get("inLanguage")) for one in records)), None)
    return LinkedData(
        tuple(text for record in records for text in _texts(source, record)), language
    )


def _records(root: Value) -> Iterator[Object]:
    """Every object, outer ones first."""
    level = [root]
    while level:
        inner: list[Value] = []
        for value in level:
            if isinstance(value, dict):
                yield value
                inner.extend(value.values())
            elif isinstance(value, list):
                inner.extend(value)
        level = inner


def _texts(source: Source, record: Object) -> Iterator[LinkedText]:
    of = record.get("@type")
    types = " ".join(word(item) for item in (of if isinstance(of, list) else [of]))
    described = any(part in types for part in _DESCRIBED)
    image = word(record.get("contentUrl")) or word(record.get("url"))
    for key, value in record.items():
        kind = _FIELDS.get(key.lower())
        if key == "description" and described:
            kind = Kind.DESCRIPTION
        elif key == "name" and "Video" in types:
            kind = Kind.TITLE
        for item in value if isinstance(value, list) else [value]:
            if kind and isinstance(item, String) and item.value.strip():
                pictured = image if "Object" in types or "Photo" in types else ""
                yield LinkedText(kind, decoded(source, item), pictured or None)
