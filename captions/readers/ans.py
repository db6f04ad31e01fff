"""Arc XP's stories, galleries, videos and images: ANS, the Arc Native Specification."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.reader import Reading
from captions.readers.contents import Context
from captions.readers.json_comments import json_comments
from captions.readers.json_records import Records, first_word, records
from captions.readers.json_values import Object, Value, objects, parse, strings, word
from captions.segment import Kind, Region
from captions.source import Source

_RECOGNISED = re.compile(
    r'"content_elements"\s*:\s*\[|"promo_items"\s*:\s*\{|"headlines"\s*:\s*\{\s*"basic"'
)
_ANS_VERSION = re.compile(r'"version"\s*:\s*"0\.\d+\.\d+"')
_ANS_TYPE = re.compile(r'"type"\s*:\s*"(?:story|gallery|image|video|audio|collection)"')
# Story elements whose text is in `content`, and what kind it is of.
_ELEMENTS = {
    "text": Kind.BODY, "raw_html": Kind.BODY, "header": Kind.HEADLINE, "blockquote": Kind.QUOTE,
    "pullquote": Kind.QUOTE, "table_cell": Kind.BODY, "interstitial_link": Kind.BODY,
}  # fmt: skip
_OTHER_ARTICLES = frozenset({"interstitial_link", "link_list", "story", "collection"})
# What a list is of where its items do not say what they are.
_LISTS = {"list": "text", "link_list": "interstitial_link"}


@dataclass(frozen=True, slots=True)
class Ans:
    """Arc XP ANS: stories with their elements, galleries, videos, images.

    `headlines` and `subheadlines` are headlines (`meta_title` a title), `description` is a
    description, of a video or gallery inside a story its caption; elements of type `text`,
    `raw_html`, `header`, `list`, `table`, `quote` and `correction` are read where they stand. Of an
    image, `caption` is a caption, `subtitle` its title, `alt_text` an alt, `credits.by` and
    `copyright` its credit. `promo_items` are read like elements; links to other stories, and
    `related_content`, are of region `related`. `language` is for the object that it is in.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    def recognises(self, head: str) -> bool:
        return bool(
            _RECOGNISED.search(head) or (_ANS_VERSION.search(head) and _ANS_TYPE.search(head))
        )

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        found = Records(source)
        root = parse(source)
        if isinstance(root, dict) and word(root.get("type")) in ("collection", "results"):
            root = root.get("content_elements")
        for record in objects(root):
            _document(found, record, found.outermost(record.get("language")), Kind.DESCRIPTION)
        return found.reading()

    def comments(self, source: Source) -> Iterator[Comment]:
        return json_comments(source)


def _document(found: Records, record: Object, context: Context, description: Kind) -> None:
    """A story, a gallery, a video or an image."""
    if word(record.get("type")) == "image":
        _image(found, record, context)
        return
    for key in ("headlines", "subheadlines"):
        for name, value in _named(record.get(key)):
            found.add(Kind.TITLE if name == "meta_title" else Kind.HEADLINE, value, context)
    for _, value in _named(record.get("description")):
        found.add(description, value, context)
    _elements(found, record.get("content_elements"), context)
    for item in records(record.get("promo_items")):
        _elements(found, [item], context)
    related = record.get("related_content")
    for value in related.values() if isinstance(related, dict) else ():
        _elements(found, value, replace(context, region=Region.RELATED))


def _image(found: Records, record: Object, context: Context) -> None:
    context = replace(context, image=first_word(record.get("url")) or context.image)
    found.add(Kind.CAPTION, record.get("caption"), context)
    found.add(Kind.TITLE, record.get("subtitle"), context)
    found.add(Kind.ALT, record.get("alt_text"), context)
    found.add(Kind.CREDIT, record.get("copyright"), context)
    credit = record.get("credits")
    for roles in credit.values() if isinstance(credit, dict) else ():
        for person in objects(roles):
            found.add(Kind.CREDIT, person.get("name"), context)


def _elements(
    found: Records, value: Value, context: Context, kind: Kind = Kind.BODY, default: str = "text"
) -> None:
    """Elements of a story; `kind` is that of a quotation that they are part of."""
    for element in objects(value):
        _element(found, element, context, kind, word(element.get("type")) or default)


def _element(found: Records, element: Object, context: Context, kind: Kind, of: str) -> None:
    context = found.inner(element.get("language"), context)
    if of in _OTHER_ARTICLES:
        context = replace(context, region=Region.RELATED)
    if of in _ELEMENTS:
        own = kind if _ELEMENTS[of] is Kind.BODY else _ELEMENTS[of]
        found.add(own, element.get("content"), context)
    elif of == "quote":
        _elements(found, element.get("content_elements"), context, Kind.QUOTE)
        found.add(Kind.QUOTE, element.get("content"), context)
        for citation in objects(element.get("citation")):
            found.add(Kind.CREDIT, citation.get("content"), context)
    elif of in _LISTS:
        found.add(Kind.HEADLINE, element.get("title"), context)
        _elements(found, element.get("items"), context, kind, _LISTS[of])
    elif of == "table":
        rows = element.get("rows")
        _elements(found, element.get("header"), context)
        for row in rows if isinstance(rows, list) else ():
            _elements(found, row, context)
    elif of == "correction":
        found.add(Kind.BODY, element.get("text"), context)
    elif of == "element_group":
        _elements(found, element.get("content_elements"), context, kind)
    elif of in ("image", "gallery", "video", "audio", "story", "collection"):
        _document(found, element, context, Kind.CAPTION if of != "story" else Kind.DESCRIPTION)


def _named(value: Value) -> list[tuple[str, Value]]:
    """The entries of an object of texts by name; some hold the text itself."""
    if isinstance(value, dict):
        return list(value.items())
    return [("basic", string) for string in strings(value)]
