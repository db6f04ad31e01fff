"""JSON articles, as content systems and scrapers store them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import ClassVar

from captions.article import Declaration
from captions.comment import Comment
from captions.language import is_known, normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, field_drafts
from captions.readers.fields import is_language, kind_of
from captions.readers.json_comments import json_comments
from captions.readers.json_values import Object, String, Value, decoded, objects, parse, span
from captions.segment import Kind
from captions.source import Source
from captions.span import Span

_IMAGE_KEYS = frozenset({"url", "src", "image", "href", "file", "filename", "path"})
_NOT_READ = "none"
_FORM = re.compile(r"[-_]?(?:x?html|text|plain)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Json:
    """JSON: `headline`, `body`, `caption`, `alt`, `description` … wherever they are nested.

    Keys are matched without case, hyphens and underscores; strings that carry HTML are read as
    HTML:

    - `headline`, `title`, `heading`, `subtitle`: headline
    - `body`, `content`, `text`, `articleBody`, `paragraphs`, `html`: body, each line its own
    - `caption`, `legend`, whatever ends in `caption`, `title` inside `image`: caption
    - `alt`, `altText`, whatever ends in `alt`: alt
    - `credit`, `copyright`, `photoCredit`: credit
    - `description`, `summary`, `excerpt`, `abstract`, `lead`, `teaser`: description
    - `quote`, `pullquote`: quote

    `rendered`, `raw` and `value` only wrap the text of the key above them; `html` and `text` at the
    end of a key say its form (`content_html`). A field `language`,
    `lang`, `locale` or `inLanguage` is for the object that it is in; at the top it is the
    article's. An object whose keys are all language tags (`"caption": {"en": …, "es": …}`) holds
    its text in each of them. `url`, `src`, `image`, `href` beside a text name its picture.

    Options: `fields`, more keys and what they hold: a kind of segment, or `none` for what is not
    to be read: `fields = { bildtext = "caption", "teaser.title" = "none" }`.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = [kind.value for kind in Kind]
        for key, kind in self.fields.items():
            if kind not in (*kinds, _NOT_READ):
                valid = ", ".join((*kinds, _NOT_READ))
                raise ValueError(f"fields: {key} is {kind!r}: valid are {valid}")

    def recognises(self, head: str) -> bool:
        return bool(re.match(r'\s*\{\s*"', head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        root = parse(source)
        records = list(objects(root))
        declared = list(filter(None, map(_language, records)))
        tags = {string.value.strip() for string in declared}
        # In a list of articles each speaks for itself, unless all say the same.
        agreed = len(tags) == 1 and len(declared) == len(records)
        own = {id(string) for string in declared} if agreed else set[int]()
        drafts: list[Draft] = []
        place = cache(partial(span, source))  # one for all texts that a declaration is for
        for item in _items(root):
            if item.string.value.strip() and (kind := self._kind(item.path)):
                context = item.context(place, own)
                drafts += field_drafts(kind, decoded(source, item.string), context)
        return Reading(
            tuple(drafts),
            normalise(declared[0].value) if agreed else None,
            "json-language" if agreed else None,
            declarations=tuple(
                Declaration(
                    string.value, span(source, string), "json-language", isinstance(root, list)
                )
                for string in declared
            ),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return json_comments(source)

    def _kind(self, path: tuple[str, ...]) -> Kind | None:
        words = [_plain(key) for key in path] if self.fields else []
        for named, kind in self.fields.items():
            wanted = [_plain(key) for key in named.split(".")]
            if words[-len(wanted) :] == wanted:
                return None if kind == _NOT_READ else Kind(kind)
        return _kind_of(path)


def named_drafts(source: Source, value: Value, context: Context) -> Iterator[Draft]:
    """The texts of a value whose keys say what they are, inside a record of another format."""
    place = partial(span, source)
    for item in _items(value):
        if item.string.value.strip() and (kind := _kind_of(item.path)):
            own = item.context(place, set())
            inner = replace(own, image=own.image or context.image, region=context.region)
            if own.language is None:
                inner = replace(inner, language=context.language, declared=context.declared)
            yield from field_drafts(kind, decoded(source, item.string), inner)


@dataclass(frozen=True, slots=True)
class _Item:
    """A string in its place.

    `path` is the keys down to it, `declared` the language of the nearest object that declares one,
    `tag` that of a key, `image` the picture that the object around it names.
    """

    path: tuple[str, ...] = ()
    string: String = field(default_factory=lambda: String("", 0))
    declared: String | None = None
    tag: str | None = None
    image: str | None = None

    def context(self, place: Callable[[String], Span], own: set[int]) -> Context:
        """What is said of it; languages in `own` are the article's."""
        if self.tag or self.declared is None or id(self.declared) in own:
            return Context(self.tag, image=self.image)
        tag = normalise(self.declared.value)
        return Context(tag, place(self.declared), self.image)


def _items(root: Value) -> Iterator[_Item]:
    """Every string in its place. Keys that are all languages are no part of its path."""
    todo: list[tuple[Value, _Item]] = [(root, _Item())]
    while todo:
        value, at = todo.pop()
        if isinstance(value, String):
            yield replace(at, string=value)
        elif isinstance(value, list):
            todo += [(inner, at) for inner in reversed(value)]
        elif value and _is_by_language(value):
            todo += [
                (inner, replace(at, tag=normalise(key))) for key, inner in reversed(value.items())
            ]
        elif value:
            here = replace(at, declared=_language(value) or at.declared, image=_image(value))
            todo += [
                (inner, replace(here, path=(*at.path, key)))
                for key, inner in reversed(value.items())
            ]


_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}")


def _kind_of(path: tuple[str, ...]) -> Kind | None:
    """The kind of text under a path of keys; `content_html` is the content."""
    kind = kind_of(path)
    if kind is None and path and (form := _FORM.search(path[-1])):
        return kind_of((*path[:-1], path[-1][: form.start()]))
    return kind


def _is_by_language(value: Object) -> bool:
    # `id` alone is an identifier.
    return value.keys() != {"id"} and all(_TAG.fullmatch(key) and is_known(key) for key in value)


def _language(record: Object) -> String | None:
    """The string by which an object declares its language."""
    for key, value in record.items():
        if isinstance(value, String) and is_language((key,)) and normalise(value.value):
            return value
    return None


def _image(record: Object) -> str | None:
    """The address of the picture that an object names."""
    for key, value in record.items():
        if isinstance(value, String) and key.lower() in _IMAGE_KEYS:
            return value.value
    return None


def _plain(key: str) -> str:
    return re.sub("[-_]", "", key).lower()
