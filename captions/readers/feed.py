"""Feeds: RSS and Atom, with Media RSS."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, html_drafts, plain_draft
from captions.readers.xml_comments import xml_comments
from captions.readers.xml_fields import (
    attribute_language,
    declarations,
    element_drafts,
    element_language,
    inherited,
    spoken,
)
from captions.segment import Kind
from captions.source import Source
from captions.xml_tree import Declared, Element, encoding, parse, root_name

_NAMESPACES = {
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "html",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
_ROOTS = frozenset({"rss", "rdf:RDF", "atom:feed", "atom:entry", "feed", "entry"})
_FEED = {
    "title": Kind.TITLE, "description": Kind.DESCRIPTION, "atom:title": Kind.TITLE,
    "atom:subtitle": Kind.DESCRIPTION, "itunes:subtitle": Kind.DESCRIPTION,
    "itunes:summary": Kind.DESCRIPTION,
}  # fmt: skip
_ENTRY = {
    "title": Kind.HEADLINE, "description": Kind.DESCRIPTION, "content:encoded": Kind.BODY,
    "atom:title": Kind.HEADLINE, "atom:summary": Kind.DESCRIPTION, "atom:content": Kind.BODY,
    "itunes:subtitle": Kind.DESCRIPTION, "itunes:summary": Kind.DESCRIPTION,
}  # fmt: skip
_MEDIA = {
    "media:description": Kind.CAPTION, "media:title": Kind.TITLE, "media:text": Kind.BODY,
    "media:credit": Kind.CREDIT, "media:copyright": Kind.CREDIT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feed:
    """RSS 0.9 to 2.0 and Atom: the feed, its entries, and their media.

    `title` and `description` of the feed; of an entry `title` (headline), `description` or
    `summary` (description), `content:encoded` or `content` (body), as HTML where they carry it.
    Media RSS stays apart from the entry's own text, wherever it stands in it: `media:description`
    is a caption, `media:title` a title, `media:text`, a transcript, body, `media:credit` a credit;
    their picture is that of `media:content`, else of `media:thumbnail`. The language is the
    channel's `language` or `dc:language`, or `xml:lang`, of the feed or an element.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".xml", ".rss", ".atom", ".rdf"})

    def recognises(self, head: str) -> bool:
        return root_name(head) in ("rss", "feed", "RDF") and "wordpress.org/export/" not in head

    def encoding(self, head: bytes) -> str | None:
        return encoding(head)

    def read(self, source: Source) -> Reading:
        root = parse(source, _NAMESPACES)
        if root.name not in _ROOTS:
            raise ValueError(f"not a feed: its root is <{root.name}>; name its format in [formats]")
        channel = root.first("channel") or root
        own = _own_language(channel)
        article = own or channel.language
        place = "feed-language" if own else "xml-lang"
        reader = _Reader(channel.language)
        drafts = [*reader.texts(channel, _FEED, Context())]
        for image in channel.named("image"):
            drafts += reader.logo(image)
        entries = [*channel.named("item", "atom:entry", "entry"), *root.named("item")]
        entries += [root] if root.name in ("atom:entry", "entry") else []
        for entry in entries if channel is not root else dict.fromkeys(entries):
            drafts += reader.entry(entry)
        language = normalise(article.tag) if article else None
        return Reading(
            tuple(drafts),
            language,
            place if language else None,
            declarations=declarations(root, place, article),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return xml_comments(source)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads entries; `article` is the `xml:lang` of the feed itself."""

    article: Declared | None

    def entry(self, entry: Element) -> Iterator[Draft]:
        own = _own_language(entry)
        context = spoken(own, Context()) if own else Context()
        context = inherited(entry, context, self.article)
        yield from self.texts(entry, _ENTRY, context)
        yield from self.media(entry, context)

    def texts(self, holder: Element, kinds: dict[str, Kind], context: Context) -> Iterator[Draft]:
        for child in holder.children:
            name = f"atom:{child.name}" if holder.name in ("feed", "entry") else child.name
            if kind := kinds.get(name):
                inner = inherited(child, context, self.article)
                of = child.attribute("type") or ""
                if name.startswith("atom:") and of in ("", "text") and not child.children:
                    yield plain_draft(kind, child.text(), inner)
                elif name.startswith("atom:") and of == "html":
                    yield from html_drafts(kind, child.text(), inner)
                elif "/" not in of or "html" in of:  # a media type of content that is no text
                    yield from element_drafts(kind, child, inner)

    def media(self, holder: Element, context: Context) -> Iterator[Draft]:
        """The texts of media elements, wherever they are nested, each with its picture."""
        context = replace(context, image=_address(holder) or context.image)
        if holder.name.startswith("media:") and (declared := attribute_language(holder, "lang")):
            context = spoken(declared, context)
        for child in holder.children:
            inner = inherited(child, context, self.article)
            if declared := attribute_language(child, "lang"):
                inner = spoken(declared, inner)
            if kind := _MEDIA.get(child.name):
                yield from element_drafts(kind, child, inner)
            elif child.name in ("media:group", "media:content"):
                yield from self.media(child, inner)

    def logo(self, image: Element) -> Iterator[Draft]:
        address = image.first("url")
        shown = address.text().text.strip() if address else None
        for title in image.named("title"):
            yield plain_draft(Kind.ALT, title.text(), Context(image=shown))


def _own_language(holder: Element) -> Declared | None:
    return element_language(holder.first("language") or holder.first("dc:language"))


def _address(holder: Element) -> str | None:
    """The picture that the media elements of an entry, a group or themselves show."""
    if holder.name == "media:content" and (own := holder.attribute("url")):
        return own
    shown = [*holder.named("media:content"), *holder.named("media:thumbnail")]
    for group in holder.named("media:group"):
        shown += group.named("media:content", "media:thumbnail")
    for content in holder.named("media:content"):
        shown += content.named("media:thumbnail")
    return next(filter(None, (medium.attribute("url") for medium in shown)), None)
