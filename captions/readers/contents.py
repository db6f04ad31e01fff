"""What stands in a text field of a structured format: HTML, or plain lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from captions.reader import Draft
from captions.readers.html import Html
from captions.segment import Kind, Region
from captions.source import Source
from captions.span import Span

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z]+;|&#\d+;|&#[xX][0-9a-fA-F]+;")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What a text inherits from the record that it is a field of.

    `language` is the tag that the record declares for it, and `declared` where it does; `image` is
    the address of the picture that the record is about.
    """

    language: str | None = None
    declared: Span | None = None
    image: str | None = None
    region: Region = Region.ARTICLE


def field_drafts(kind: Kind, text: Source, context: Context) -> Iterator[Draft]:
    """The drafts of a field that may carry HTML; a body in plain text is one draft a line."""
    if _MARKUP.search(text.text):
        yield from html_drafts(kind, text, context)
    elif kind is Kind.BODY:
        for line in _LINE.finditer(text.text):
            yield plain_draft(kind, text.part(*line.span()), context)
    else:
        yield plain_draft(kind, text, context)


def html_drafts(kind: Kind, text: Source, context: Context) -> Iterator[Draft]:
    """The drafts of a field of HTML, whose running text is of kind `kind`."""
    for draft in Html.drafts(text):
        own = draft.language is not None
        yield replace(
            draft,
            kind=kind if draft.kind is Kind.BODY else draft.kind,
            language=draft.language if own else context.language,
            declared=draft.declared if own else context.declared,
            image=draft.image or context.image,
            region=context.region if draft.region is Region.ARTICLE else draft.region,
        )


def plain_draft(kind: Kind, text: Source, context: Context) -> Draft:
    """The draft of a field of plain text."""
    return Draft(
        kind,
        text.cut(0, len(text.text)),
        context.language,
        context.image,
        context.region,
        context.declared,
    )
