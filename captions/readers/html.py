"""HTML as it is found on the web, tag soup included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions.comment import Comment
from captions.reader import Draft, Reading
from captions.readers.html_encoding import declared_encoding
from captions.source import Source

_RECOGNISED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
# The places that declare the language of a page, the one that counts first.
_DECLARING = ("html-lang", "json-ld", "og-locale", "meta-language", "xml-lang")


@dataclass(frozen=True, slots=True)
class Html:
    """HTML: headings, paragraphs, captions, alternative texts and what pages say of themselves.

    - `figcaption`, table `caption`, captions by class (`wp-caption-text`, `image-caption`),
      `itemprop="caption"`, `[caption]` shortcodes, `data-caption`: caption, of the nearest picture
    - `alt`, and on pictures `aria-label`, `aria-labelledby` and an SVG's `title`: alt
    - credits by class: credit
    - `h1` to `h6`, `itemprop="headline"`: headline
    - `blockquote` and `q`: quote
    - `title`, `og:title`: title
    - the attribute `title`, `aria-label` and `aria-describedby`, an SVG's `desc`, `meta`
      descriptions: description
    - JSON-LD: `headline`, `caption`, `creditText`, and the `description` of articles and pictures
    - all other text: body

    Pictures are `img`, `picture`, `video` (`poster`), `svg`, AMP's elements and what has
    `role="img"`; of lazy ones the address is the one they load, and their double in `noscript` is
    not read twice. Navigation, consent banners, related teasers and comments are read, and marked
    as such. `link rel="alternate" hreflang` names the page's other editions. `lang` is inherited;
    the page's language is that of `<html lang>`, else of JSON-LD, `og:locale` or `Content-
    Language`.

    Not read: scripts, styles, templates, code, form controls, what is hidden, what is marked
    `translate="no"` or `class="notranslate"`, links with `hreflang` (the names of other editions),
    the text in drawings and formulas; and of what is `aria-hidden`, the alternative texts.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".html", ".htm", ".xhtml"})

    def recognises(self, head: str) -> bool:
        return bool(_RECOGNISED.match(head))

    def encoding(self, head: bytes) -> str | None:
        return declared_encoding(head)

    def read(self, source: Source) -> Reading:
        return _read(source, fragment=False)

    def comments(self, source: Source) -> Iterator[Comment]:
        from captions.readers.html_comments import html_comments

        return html_comments(source)

    @staticmethod
    def drafts(source: Source) -> tuple[Draft, ...]:
        """The drafts of a fragment, for readers of formats that carry HTML inside."""
        return _read(source, fragment=True).drafts


def _read(source: Source, *, fragment: bool) -> Reading:
    from captions.readers.html_tree import Tree
    from captions.readers.html_walk import Walk

    tree = Tree(source, fragment=fragment)
    walk = Walk(tree)
    drafts = walk.drafts()
    found = next((place for place in _DECLARING if place in walk.places.languages), None)
    return Reading(
        drafts,
        walk.places.languages[found] if found else None,
        found,
        declarations=tuple(walk.places.declarations),
        page=tree.numbers.is_page,
        alternates=tuple(walk.alternates),
        hosts=frozenset(walk.hosts),
    )
