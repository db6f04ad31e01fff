"""ninjs, the IPTC's JSON for news: versions 1, 2 and 3."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.reader import Draft, Reading
from captions.readers.contents import Context
from captions.readers.json_comments import json_comments
from captions.readers.json_records import Records, first_word, records
from captions.readers.json_values import Object, String, Value, objects, parse, word
from captions.segment import Kind
from captions.source import Source

_STANDARD = re.compile(r'"standard"\s*:\s*\{[^{}]{0,1000}ninjs', re.IGNORECASE)
_KEY = re.compile(
    r'"(?:body_[a-z]+|description_[a-z]+|headlines|bodies|descriptions|pubstatus|pubStatus|'
    r'versioncreated|versionCreated|representationtype|representationType|usageterms|usageTerms)"'
    r"\s*:"
)
_URI = re.compile(r'"uri"\s*:\s*"')
_ENOUGH = 2
# Of one text in several forms, the first of these is read.
_FORMS = ("html", "plain", "text", "")
_KNOWN_FORMS = (*_FORMS[:-1], "xml", "nitf", "rtf", "json")
_PICTURES = frozenset({"picture", "graphic", "photo", "image", "video", "animation"})


@dataclass(frozen=True, slots=True)
class Ninjs:
    """ninjs 1, 2 and 3: news items with what is associated with them.

    `headline(s)` is a headline, `subheadline(s)` too, `title` a title, `body_*` and `bodies` the
    body, `by`/`byline` the credit; `description_*` and `descriptions` are a description, of a
    picture, graphic or video its caption. Of a body or description in several forms one is read:
    HTML before plain text, and never XML. A `role` that names an alternative text, a caption or a
    credit counts; notes for editors are not read. The picture is that of the first rendition.
    `language` is for the item that it is in.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    def recognises(self, head: str) -> bool:
        keys = {found[0] for found in _KEY.finditer(head)}
        return bool(_STANDARD.search(head) or (_URI.search(head) and len(keys) >= _ENOUGH))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        found = Records(source)
        for record in objects(parse(source)):
            _item(found, record, found.outermost(record.get("language")))
        return found.reading()

    def comments(self, source: Source) -> Iterator[Comment]:
        return json_comments(source)


def _item(found: Records, record: Object, context: Context) -> None:
    """A news item; names of version 3 are those of version 2 in camel case."""
    record = {key.lower(): value for key, value in record.items()}
    pictured = word(record.get("type")) in _PICTURES
    if pictured:
        context = replace(context, image=_image(record))
    about = Kind.CAPTION if pictured else Kind.DESCRIPTION
    for name, plural, kind in (
        ("headline", "headlines", Kind.HEADLINE),
        ("subheadline", "subheadlines", Kind.HEADLINE),
        ("title", "titles", Kind.TITLE),
        ("caption", "captions", Kind.CAPTION),
        ("alttext", "alttexts", Kind.ALT),
        ("description", "descriptions", about),
        ("body", "bodies", Kind.BODY),
    ):
        _texts(found, kind, [*_old(record, name), *_new(record.get(plural))], context)
    for name in ("by", "byline", "creditline"):
        found.add(Kind.CREDIT, record.get(name), context)
    for associated in records(record.get("associations")):
        inner = replace(context, image=None)
        _item(found, associated, found.inner(associated.get("language"), inner))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in one of its forms."""

    value: String
    form: str
    role: str = ""
    language: Value = None


def _old(record: Object, name: str) -> Iterator[_Text]:
    """The texts of version 1: `headline`, `body_xhtml`, `description_text`, `description_caption`.

    What stands behind the name is the text's form, or else its role.
    """
    for key, value in record.items():
        first, _, form = key.partition("_")
        if first == name and isinstance(value, String):
            if any(known in form for known in _KNOWN_FORMS):
                yield _Text(value, form)
            else:
                yield _Text(value, "", role=form)


def _new(value: Value) -> Iterator[_Text]:
    """The texts of versions 2 and 3: `[{"role", "contenttype", "value"}]`."""
    for item in objects(value):
        fields = {key.lower(): inner for key, inner in item.items()}
        text = fields.get("value")
        if isinstance(text, String):
            form = word(fields.get("contenttype"))
            yield _Text(text, form, word(fields.get("role")).lower(), fields.get("language"))


def _texts(found: Records, kind: Kind, texts: list[_Text], context: Context) -> None:
    """One form of each text; what two forms say alike is read once."""
    by_kind: dict[tuple[Kind, str], list[_Text]] = {}
    for text in texts:
        if "note" not in text.role:  # for editors
            key = (_kind(text.role, kind), word(text.language))
            by_kind.setdefault(key, []).append(text)
    for (shown, _), forms in by_kind.items():
        best = min(_rank(text.form) for text in forms)
        seen: set[str] = set()
        for text in forms:
            if _rank(text.form) == best < len(_FORMS):
                part = Records(found.source)
                inner = found.inner(text.language, context)
                (part.add_html if "html" in text.form else part.add)(shown, text.value, inner)
                found.drafts += [draft for draft in part.drafts if _is_new(draft, seen)]


def _kind(role: str, kind: Kind) -> Kind:
    if role.startswith("alt") or "alternative" in role:
        return Kind.ALT
    if "credit" in role:
        return Kind.CREDIT
    return Kind.CAPTION if "caption" in role else kind


def _rank(form: str) -> int:
    """How soon a form is read, `len(_FORMS)` for one that is not."""
    form = form.lower()
    return next(
        (place for place, name in enumerate(_FORMS) if name and name in form),
        _FORMS.index("") if not form else len(_FORMS),
    )


def _is_new(draft: Draft, seen: set[str]) -> bool:
    text = f"{draft.kind} " + "".join(run.text for run in draft.runs)
    known = text in seen
    seen.add(text)
    return not known


def _image(record: Object) -> str | None:
    for rendition in records(record.get("renditions")):
        if address := first_word(rendition.get("href"), rendition.get("url")):
            return address
    return first_word(record.get("uri"))
