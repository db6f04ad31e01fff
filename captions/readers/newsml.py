"""NewsML-G2: news items and packages of news agencies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, field_drafts, html_drafts
from captions.readers.nitf import NAMESPACES as NITF
from captions.readers.nitf import nitf_drafts
from captions.readers.xml_comments import xml_comments
from captions.readers.xml_fields import (
    attribute_language,
    declarations,
    element_drafts,
    inherited,
    spoken,
)
from captions.segment import Kind, Region
from captions.source import Source
from captions.xml_tree import Declared, Element, encoding, parse, root_name

_NAMESPACES = {
    **NITF,
    "http://iptc.org/std/nar/2006-10-01": "",
    "http://www.w3.org/1999/xhtml": "html",
}
_ITEMS = frozenset({"newsItem", "packageItem"})
_ROOTS = _ITEMS | {"newsMessage"}
_PICTURES = frozenset({"picture", "photo", "graphic", "video", "animation"})
_META = {
    "headline": Kind.HEADLINE, "subheadline": Kind.HEADLINE, "by": Kind.CREDIT,
    "creditline": Kind.CREDIT, "title": Kind.TITLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newsml:
    """NewsML-G2: `newsItem` and `packageItem`, alone or in a `newsMessage`.

    `headline` is a headline, the item's `title` a title, `by` and `creditline` credits;
    `description` is a description, of a picture, graphic or video its caption, and so is one whose
    role says caption; one whose role says alt is an alt. Content in `inlineXML` is read as NITF or
    XHTML, in `inlineData` as what its content type says. The picture is that of `remoteContent`.
    What a package refers to is of region `related`. `xml:lang` is followed; that of the item, else
    its `language`, is the article's.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".xml"})

    def recognises(self, head: str) -> bool:
        return root_name(head) in _ROOTS

    def encoding(self, head: bytes) -> str | None:
        return encoding(head)

    def read(self, source: Source) -> Reading:
        root = parse(source, _NAMESPACES)
        if root.name not in _ROOTS:
            raise ValueError(
                f"not NewsML-G2: its root is <{root.name}>; name its format in [formats]"
            )
        items = [element for element in root.all() if element.name in _ITEMS]
        spoken_in = [_item_language(item) for item in items]
        tags = {normalise(found.tag) if found else None for found in spoken_in}
        article = spoken_in[0] if len(tags) == 1 else None
        language = tags.pop() if article else None
        place = "xml-lang"
        if article and items[0].language is not article:
            place = "newsml-language"
        drafts: list[Draft] = []
        for item, own in zip(items, spoken_in, strict=True):
            context = spoken(own, Context()) if own and language is None else Context()
            drafts += _Item(item, own).read(context)
        return Reading(
            tuple(drafts),
            language,
            place if language else None,
            declarations=declarations(root, place, article),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return xml_comments(source)


def _item_language(item: Element) -> Declared | None:
    if item.language:
        return item.language
    content = item.first("contentMeta", "language")
    return attribute_language(content, "tag") if content else None


@dataclass(frozen=True, slots=True)
class _Item:
    """A news item or a package; `own` is the language that all of it is in."""

    item: Element
    own: Declared | None

    def read(self, context: Context) -> Iterator[Draft]:
        of = self.item.first("itemMeta", "itemClass")
        pictured = ((of.attribute("qcode") if of else "") or "").rpartition(":")[2] in _PICTURES
        contents = self.item.first("contentSet")
        if pictured and contents:
            shown = (remote.attribute("href") for remote in contents.named("remoteContent"))
            context = replace(context, image=next(filter(None, shown), None))
        about = Kind.CAPTION if pictured else Kind.DESCRIPTION
        for child in self.item.children:
            if child.name in ("itemMeta", "contentMeta"):
                yield from self.meta(child, about, context)
            elif child.name == "partMeta":
                icon = child.first("icon")
                frame = (icon.attribute("href") if icon else None) or context.image
                yield from self.meta(child, Kind.CAPTION, replace(context, image=frame))
            elif child.name == "contentSet":
                yield from self.contents(child, context)
            elif child.name == "groupSet":
                apart = replace(context, region=Region.RELATED)
                for reference in child.all():
                    if reference.name == "itemRef":
                        yield from self.meta(reference, Kind.DESCRIPTION, apart)

    def meta(self, holder: Element, about: Kind, context: Context) -> Iterator[Draft]:
        for child in holder.children:
            inner = inherited(child, context, self.own)
            if child.name == "description":
                role = (child.attribute("role") or "").lower()
                named = Kind.CAPTION if "caption" in role else about
                yield from element_drafts(Kind.ALT if "alt" in role else named, child, inner)
            elif kind := _META.get(child.name):
                yield from element_drafts(kind, child, inner)

    def contents(self, contents: Element, context: Context) -> Iterator[Draft]:
        for child in contents.children:
            inner = inherited(child, context, self.own)
            of = child.attribute("contenttype") or ""
            if child.name == "inlineXML":
                for element in child.children:
                    if element.name == "nitf":
                        yield from nitf_drafts(element, context, self.own)
                    elif element.name.startswith("html:"):
                        yield from html_drafts(Kind.BODY, child.inner(), inner)
                        break
            elif child.name == "inlineData" and "html" in of:
                yield from html_drafts(Kind.BODY, child.text(), inner)
            elif child.name == "inlineData" and of in ("", "text/plain"):
                yield from field_drafts(Kind.BODY, child.text(), inner)
