"""WXR: the export file of a WordPress site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.comment import Comment
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, field_drafts, html_drafts
from captions.readers.fields import kind_of
from captions.readers.xml_comments import xml_comments
from captions.readers.xml_fields import (
    attribute_language,
    declarations,
    element_language,
    spoken,
)
from captions.segment import Kind, Region
from captions.source import Run, Source
from captions.xml_tree import Element, encoding, parse, root_name

_EXPORT = "http://wordpress.org/export"
_NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content": "content",
    **{f"{_EXPORT}/{version}": "wp" for version in ("1.0", "1.1", "1.2")},
    **{f"{_EXPORT}/{version}/excerpt": "excerpt" for version in ("1.0", "1.1", "1.2")},
}
# Kinds of posts that are settings of the site, or drafts that it keeps.
_SETTINGS = frozenset(
    "revision custom_css customize_changeset oembed_cache user_request wp_global_styles "
    "wp_font_family wp_font_face acf-field acf-field-group".split()
)
_UNPUBLISHED = frozenset({"trash", "auto-draft"})
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*")
_SHORTCODE = re.compile(
    r"(?P<open>\[(?:wp_)?caption(?P<attributes>(?:\s[^\[\]]*)?)\])|(?P<close>\[/(?:wp_)?caption\])"
    r"|\[/?(?:gallery|embed|video|audio|playlist)(?:\s[^\[\]]*)?\]|\[/?\w[\w-]*\s[^\[\]=]*=[^\[\]]*\]"
)
_SERIALISED = re.compile(r"\s*(?:[aOs]:\d+:|[{\[]|\d+\s*$|field_\w+\s*$)")
_OLD_CAPTION = re.compile(r"""\bcaption\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PICTURE = re.compile(r"\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wxr:
    """WordPress eXtended RSS: posts, pages, media items and comments, each with its segments.

    `title` is a headline, `content:encoded` the body: HTML in which a blank line parts paragraphs
    and `[caption]` captions its picture; other shortcodes are left out. `excerpt:encoded` is a
    description. Of a media item the excerpt is the caption, the content its description,
    `_wp_attachment_image_alt` its alt, `wp:attachment_url` the picture. Custom fields whose names
    end in `caption` or `alt` are read, too. Comments and menus are of
    their regions; settings, revisions and what is in the trash is not read. The language is the
    site's `language`; a Polylang category of domain `language` is for its post.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".xml", ".wxr"})

    def recognises(self, head: str) -> bool:
        return root_name(head) == "rss" and f"{_EXPORT}/" in head

    def encoding(self, head: bytes) -> str | None:
        return encoding(head)

    def read(self, source: Source) -> Reading:
        root = parse(source, _NAMESPACES)
        channel = root.first("channel")
        if channel is None:
            raise ValueError("not a WordPress export: it has no <channel>; check the file")
        article = element_language(channel.first("language"))
        drafts: list[Draft] = []
        for name, kind in (("title", Kind.TITLE), ("description", Kind.DESCRIPTION)):
            for child in channel.named(name):
                drafts += field_drafts(kind, child.text(), Context())
        for item in channel.named("item"):
            drafts += _item(item)
        language = normalise(article.tag) if article else None
        return Reading(
            tuple(drafts),
            language,
            "feed-language" if language else None,
            declarations=declarations(root, "feed-language", article),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return xml_comments(source)


def _item(item: Element) -> Iterator[Draft]:
    of = _word(item, "wp:post_type")
    if of in _SETTINGS or _word(item, "wp:status") in _UNPUBLISHED:
        return
    context = Context(region=Region.NAVIGATION if of == "nav_menu_item" else Region.ARTICLE)
    for category in item.named("category"):
        declared = attribute_language(category, "nicename")
        if declared and category.attribute("domain") == "language" and normalise(declared.tag):
            context = spoken(declared, context)
    title, content, excerpt = Kind.HEADLINE, Kind.BODY, Kind.DESCRIPTION
    if of == "attachment":
        title, content, excerpt = Kind.TITLE, Kind.DESCRIPTION, Kind.CAPTION
        context = replace(context, image=_word(item, "wp:attachment_url") or None)
    for child in item.children:
        if child.name == "title":
            yield from field_drafts(title, child.text(), context)
        elif child.name == "content:encoded":
            yield from html_drafts(content, _as_html(child.text()), context)
        elif child.name == "excerpt:encoded":
            yield from html_drafts(excerpt, _as_html(child.text()), context)
        elif child.name == "wp:postmeta":
            yield from _meta(child, context)
        elif child.name == "wp:comment":
            apart = replace(context, region=Region.COMMENTS)
            for comment in child.named("wp:comment_content"):
                yield from html_drafts(Kind.BODY, _as_html(comment.text()), apart)


def _meta(meta: Element, context: Context) -> Iterator[Draft]:
    """A field of the post that by its name is about a picture; lists of fields are no text."""
    kind = kind_of((_word(meta, "wp:meta_key"),))
    if kind in (Kind.ALT, Kind.CAPTION):
        for value in meta.named("wp:meta_value"):
            text = value.text()
            if not _SERIALISED.match(text.text):
                yield from field_drafts(kind, text, context)


def _word(holder: Element, name: str) -> str:
    found = holder.first(name)
    return found.text().text.strip() if found else ""


def _as_html(text: Source) -> Source:
    """What WordPress makes of a post: paragraphs at blank lines, figures of `[caption]`."""
    runs: list[Run] = []
    for part in _captioned(text):
        start = 0
        for blank in _BLANK_LINE.finditer(part.text):
            runs += part.cut(start, blank.start())
            runs.append(part.stand_in("<p>", *blank.span()))
            start = blank.end()
        runs += part.cut(start, len(part.text))
    return Source(tuple(runs))


def _captioned(text: Source) -> Iterator[Source]:
    """The text with `[caption]` as a figure, and a gap for every other shortcode."""
    start = 0
    for code in _SHORTCODE.finditer(text.text):
        if code.start() < start:
            continue  # inside a picture's tag
        yield text.part(start, code.start())
        start = code.end()
        place = code.span()
        if code["open"] is not None:
            yield Source((text.stand_in("<figure>", *place),))
            # Before WordPress 3.4 the caption was an attribute.
            if old := _OLD_CAPTION.search(text.text, *code.span("attributes")):
                yield Source((text.stand_in("<figcaption>", *place),))
                yield text.part(*old.span(old.lastindex or 0))
                yield Source((text.stand_in("</figcaption>", *place),))
            elif picture := _PICTURE.match(text.text, start):
                yield text.part(*picture.span())
                start = picture.end()
                yield Source((text.stand_in("<figcaption>", start, start),))
        elif code["close"] is not None:
            yield Source((text.stand_in("</figcaption></figure>", *place),))
        else:
            yield Source((text.stand_in(" ", *place),))
    yield text.part(start, len(text.text))
