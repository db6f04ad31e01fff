"""WordPress posts, pages and media, as its REST interface gives them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.reader import Reading
from captions.readers.contents import Context
from captions.readers.json import named_drafts
from captions.readers.json_comments import json_comments
from captions.readers.json_records import Records, first_word
from captions.readers.json_values import Object, String, Value, objects, parse
from captions.segment import Kind
from captions.source import Source

_RECOGNISED = re.compile(
    r'"guid"\s*:\s*\{\s*"(?:rendered|raw)"\s*:'
    r'|"(?:title|content|excerpt|caption)"\s*:\s*\{\s*"rendered"\s*:'
)
# Fields, in the order in which a theme shows them, and what they hold.
_FIELDS = {
    "title": Kind.HEADLINE,
    "content": Kind.BODY,
    "excerpt": Kind.DESCRIPTION,
    "caption": Kind.CAPTION,
    "description": Kind.DESCRIPTION,
}


@dataclass(frozen=True, slots=True)
class Wordpress:
    """WordPress REST: posts, pages and media items, one or a list, with what they embed.

    `title`, `content`, `excerpt`, `caption` and `description` in their `rendered` form (`raw`
    where there is no other), all HTML; `alt_text` of media, with `source_url` as the picture;
    `_embedded` featured media; in `acf` and `meta` what the JSON reader knows by its key. The title
    of a media item is kind `title`: most are file names. The language is that of `lang` (Polylang,
    WPML), else of `yoast_head_json.og_locale`. Terms, authors and links are not read.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    def recognises(self, head: str) -> bool:
        return bool(_RECOGNISED.search(head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        found = Records(source)
        for record in objects(parse(source)):
            _read(found, record, found.outermost(_language(record)))
        return found.reading()

    def comments(self, source: Source) -> Iterator[Comment]:
        return json_comments(source)


def _read(found: Records, record: Object, context: Context) -> None:
    image = first_word(record.get("source_url"))
    context = replace(context, image=image)
    for key, kind in _FIELDS.items():
        shown = Kind.TITLE if key == "title" and image else kind
        found.add_html(shown, _rendered(record.get(key)), context)
    found.add(Kind.ALT, record.get("alt_text"), context)
    for key in ("acf", "meta"):
        found.drafts += named_drafts(found.source, record.get(key), context)
    embedded = record.get("_embedded")
    if isinstance(embedded, dict):
        for medium in objects(embedded.get("wp:featuredmedia")):
            _read(found, medium, found.inner(_language(medium), context))


def _rendered(value: Value) -> Value:
    if isinstance(value, dict):
        return value.get("rendered") or value.get("raw")
    return value


def _language(record: Object) -> String | None:
    for value in (record.get("lang"), record.get("language")):
        if isinstance(value, String):
            return value
    yoast = record.get("yoast_head_json")
    locale = yoast.get("og_locale") if isinstance(yoast, dict) else None
    return locale if isinstance(locale, String) else None
