"""NITF: news articles marked up for agencies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, plain_draft
from captions.readers.xml_comments import xml_comments
from captions.readers.xml_fields import attribute_language, declarations, inherited, spoken
from captions.segment import Kind
from captions.source import Run, Source
from captions.xml_tree import Declared, Element, encoding, parse, root_name

NAMESPACES = {
    "http://iptc.org/std/NITF/2006-10-18": "",
    "http://iptc.org/std/NITF/2006-10-18/": "",
}
_KINDS = {
    "title": Kind.TITLE, "hl1": Kind.HEADLINE, "hl2": Kind.HEADLINE, "byline": Kind.CREDIT,
    "byttl": Kind.CREDIT,
    "abstract": Kind.DESCRIPTION, "bq": Kind.QUOTE, "media-caption": Kind.CAPTION,
    "caption": Kind.CAPTION, "media-producer": Kind.CREDIT, "credit": Kind.CREDIT,
}  # fmt: skip
# Elements that begin a segment of their own; all others are part of one.
_BLOCKS = frozenset(
    "nitf head body body.head body.content body.end hedline p block note fn ol ul li dl dt dd "
    "table tbody thead tfoot tr td th pre media media-reference tagline bibliography hr".split()
) | frozenset(_KINDS)
# Data about the article, and names.
_SKIPPED = frozenset(
    "docdata pubdata revision-history tobject iim meta dateline distributor rights key-list "
    "media-metadata media-object nitf-table nitf-table-metadata custom-table datasource".split()
)


@dataclass(frozen=True, slots=True)
class Nitf:
    """NITF 3: headlines, paragraphs, lists, tables and media of a news article.

    `hl1` and `hl2` are headlines, `title` a title, `abstract` a description, `bq` a quotation,
    `media-caption` a caption and `media-producer` a credit, both with the picture of
    `media-reference`, whose `alternate-text` is an alt; `byline` is a credit. `xml:lang` and
    `<lang iso>` are followed; that of the root is the article's. Data about the article and
    datelines are not read.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".xml", ".nitf"})

    def recognises(self, head: str) -> bool:
        return root_name(head) == "nitf"

    def encoding(self, head: bytes) -> str | None:
        return encoding(head)

    def read(self, source: Source) -> Reading:
        root = parse(source, NAMESPACES)
        if root.name != "nitf":
            raise ValueError(f"not NITF: its root is <{root.name}>; name its format in [formats]")
        language = normalise(root.language.tag) if root.language else None
        return Reading(
            tuple(nitf_drafts(root, Context(), root.language)),
            language,
            "xml-lang" if language else None,
            declarations=declarations(root, "xml-lang", root.language),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return xml_comments(source)


def nitf_drafts(element: Element, context: Context, article: Declared | None) -> Iterator[Draft]:
    """The drafts of an element of NITF, also inside another format."""
    yield from _block(element, Kind.BODY, inherited(element, context, article), article)


def _block(
    element: Element, outer: Kind, context: Context, article: Declared | None
) -> Iterator[Draft]:
    kind = _KINDS.get(element.name, outer)
    if element.name == "media":
        shown = (medium.attribute("source") for medium in element.named("media-reference"))
        context = replace(context, image=next(filter(None, shown), None))
    elif element.name == "media-reference":
        yield plain_draft(Kind.ALT, element.value("alternate-text"), context)
    runs: list[Run] = []
    for piece in element.pieces():
        if not isinstance(piece, Element):
            runs += piece
            continue
        own = _language(piece, element)
        inner = spoken(own, context) if own and own is not article else context
        if piece.name in _BLOCKS:
            yield from _stretch(kind, runs, context)
            runs = []
            yield from _block(piece, kind, inner, article)
        elif piece.name not in _SKIPPED:
            if own:  # a phrase in another language is checked on its own
                yield plain_draft(kind, piece.text(_GAPS), inner)
                runs.append(piece.source.stand_in(" ", piece.tag, piece.after))
            elif piece.name in _GAPS:
                runs.append(piece.source.stand_in(" ", piece.tag, piece.after))
            else:
                runs += piece.text(_GAPS).runs
    yield from _stretch(kind, runs, context)


def _stretch(kind: Kind, runs: list[Run], context: Context) -> Iterator[Draft]:
    """The draft of what stands between two blocks, where that is more than white space."""
    if any(not run.text.isspace() for run in runs):
        yield plain_draft(kind, Source(tuple(runs)), context)


_GAPS = {"br": " "}


def _language(element: Element, around: Element) -> Declared | None:
    """The language that an element declares itself."""
    if element.name == "lang" and (declared := attribute_language(element, "iso")):
        return declared
    return element.language if element.language is not around.language else None
