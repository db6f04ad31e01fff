"""Markdown: CommonMark and GFM, and what site generators add to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from captions.article import Declaration
from captions.comment import Comment
from captions.reader import Draft, Reading
from captions.readers.front_matter import read_front_matter
from captions.readers.markdown_body import Body
from captions.readers.markdown_comments import markdown_comments
from captions.readers.markdown_frame import Frames
from captions.readers.markdown_inline import Inline
from captions.readers.markdown_syntax import is_mdx, parser
from captions.readers.markdown_tag import paired
from captions.segment import Kind
from captions.source import Source
from captions.span import Span


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown: headings, paragraphs, quotations, list items, tables, images and front matter.

    An image's `alt` is kind `alt`, its title is kind `caption`; so is a paragraph in italics right
    after an image, and one that ends in a credit. Shortcodes, includes and components give what
    their parameters `caption`, `alt`, `title` and `credit` hold, directives and divisions their
    titles, options and content. HTML inside is read as HTML. Code, formulas, template tags,
    imports and attributes are not read. `lang`, `language` or `locale` in the front matter is the
    article's language; elements, spans and divisions with a `lang` have their own.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd"})

    def recognises(self, head: str) -> bool:
        return bool(re.match(r"(?:---|\+\+\+)[ \t]*\r?\n", head))

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        matter = read_front_matter(source)
        source_body = source.part(matter.end, len(source.text))
        body = Body(source_body, Frames(paired(source_body)), is_mdx(source_body.text))
        drafts = [*map(_rendered, matter.drafts), *body.read()]
        declarations = dict(body.frames.declarations)
        for draft in drafts:  # those of HTML inside
            if draft.declared and draft.language and draft.declared not in declarations:
                tag = _spelling(source, draft.declared)
                declarations[draft.declared] = Declaration(tag, draft.declared, "lang", part=True)
        parts = sorted(declarations.values(), key=lambda one: one.span)
        notices = (matter.notice,) if matter.notice else ()
        if body.frames.too_deep:
            notices = (*notices, "some text was not checked: it is nested too deeply")
        named = "front-matter" if matter.language else None
        return Reading(
            tuple(drafts),
            matter.language,
            named,
            notices,
            (*matter.declarations, *parts),
            keys=matter.keys,
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        return markdown_comments(source)


# What generators render as Markdown where it stands in the front matter.
_RENDERED = frozenset({Kind.CAPTION, Kind.CREDIT, Kind.DESCRIPTION, Kind.QUOTE, Kind.BODY})


def _rendered(draft: Draft) -> Draft:
    """A text of the front matter without its markup."""
    source = Source(draft.runs)
    if draft.kind not in _RENDERED or not _MARKUP.search(source.text):
        return draft
    [token] = parser().parseInline(source.text, {})
    inline = Inline(source, token.children or [], Frames(frozenset()), lambda _: ())
    return replace(draft, runs=inline.text().runs)


_MARKUP = re.compile(r"[*_`<&\[\\{]")


def _spelling(source: Source, span: Span) -> str:
    """What stands at a span of the article."""
    texts = (
        run.text[max(span.start - run.span.start, 0) : span.end - run.span.start]
        for run in source.runs
        if run.span.start < span.end and span.start < run.span.end
    )
    return "".join(texts)
