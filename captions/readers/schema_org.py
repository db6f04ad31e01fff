"""schema.org's articles and pictures, as JSON-LD."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.reader import Reading
from captions.readers.contents import Context
from captions.readers.json_comments import json_comments
from captions.readers.json_records import Records, first_word
from captions.readers.json_values import Object, String, Value, objects, parse, word
from captions.segment import Kind
from captions.source import Source

_RECOGNISED = re.compile(r'"@context"\s*:\s*[\[{]?\s*(?:"@vocab"\s*:\s*)?"https?://schema\.org')
_FIELDS = {
    "headline": Kind.HEADLINE,
    "alternativeheadline": Kind.HEADLINE,
    "articlebody": Kind.BODY,
    "text": Kind.BODY,
    "transcript": Kind.BODY,
    "abstract": Kind.DESCRIPTION,
    "description": Kind.DESCRIPTION,
    "caption": Kind.CAPTION,
    "credittext": Kind.CREDIT,
    "copyrightnotice": Kind.CREDIT,
}
# Whoever and whatever an article only names.
_NAMED = frozenset(
    "author creator contributor publisher editor provider sourceorganization copyrightholder "
    "about mentions keywords ispartof haspart potentialaction breadcrumb logo isbasedon "
    "contentlocation locationcreated spatial sponsor funder translator accountableperson".split()
)
_MEDIA = re.compile(r"(?:Image|Video|Media|Audio)Object|Photograph|ImageGallery")


@dataclass(frozen=True, slots=True)
class SchemaOrg:
    """schema.org JSON-LD: `NewsArticle` and its kin, with their `ImageObject`s.

    `headline`, `alternativeHeadline`: headline; `articleBody`, `text`, `transcript`: body;
    `description`, `abstract`: description; `caption`: caption; `name`: title; `creditText`,
    `copyrightNotice`: credit. A `caption` may be a `MediaObject` of its own. The picture is that of
    `contentUrl` or `url`. `inLanguage`, a tag or a `Language`, is for the object that it is in; so
    is `@language` for a value. People, organisations, places, topics and logos are not read.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json", ".jsonld"})

    def recognises(self, head: str) -> bool:
        return bool(_RECOGNISED.search(head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        found = Records(source)
        for record in objects(parse(source)):
            graph = record.get("@graph")
            for item in [record] if graph is None else objects(graph):
                _object(found, item, found.outermost(_language(item)))
        return found.reading()

    def comments(self, source: Source) -> Iterator[Comment]:
        return json_comments(source)


def _object(found: Records, record: Object, context: Context) -> None:
    of = record.get("@type")
    types = " ".join(word(item) for item in (of if isinstance(of, list) else [of]))
    if media := bool(_MEDIA.search(types)):
        address = first_word(record.get("contentUrl"), record.get("url"), record.get("@id"))
        context = replace(context, image=address)
    for key, value in record.items():
        name = key.lower()
        if name in _NAMED or name.startswith("@"):
            continue
        kind = _FIELDS.get(name)
        if name == "name" and (media or "Article" in types or "Page" in types):
            kind = Kind.TITLE
        if kind:
            found.add(kind, value, context)
            _values(found, kind, value, context)
        elif isinstance(value, dict | list):
            for inner in objects(value):
                _object(found, inner, found.inner(_language(inner), replace(context, image=None)))


def _values(found: Records, kind: Kind, value: Value, context: Context) -> None:
    """The texts of values that are objects: `{"@value", "@language"}`, or a file of captions."""
    for inner in objects(value):
        if "@value" in inner:
            found.add(kind, inner["@value"], found.inner(inner.get("@language"), context))
        else:
            _object(found, inner, found.inner(_language(inner), context))


def _language(record: Object) -> String | None:
    value = record.get("inLanguage")
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None  # of several languages, none is declared
    if isinstance(value, dict):  # {"@type": "Language", "name": "Spanish", "alternateName": "es"}
        value = value.get("alternateName") or value.get("@id")
    return value if isinstance(value, String) else None
