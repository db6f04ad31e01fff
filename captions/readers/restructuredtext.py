"""reStructuredText: figures, images, titles and prose, as docutils and Sphinx have them.

docutils parses all of it, but forgets where: its nodes know the line that they begin on, its
inline nodes not even that, text comes without its escapes, and unknown directives and roles (all of
Sphinx') end up as errors. So blocks are told apart here, line by line, and every segment is cut
from the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions.comment import Comment, commented
from captions.reader import Draft, Reading
from captions.readers.restructuredtext_document import Document
from captions.source import Source


@dataclass(frozen=True, slots=True)
class Restructuredtext:
    """reStructuredText: titles, paragraphs, lists, quotations, tables, figures and images.

    A picture's `:alt:` is kind `alt`, the text of a figure, its legend included, kind `caption`.
    Titles of admonitions and topics are headlines. Literal blocks, code, formulas, comments and
    targets are not read; of roles and links, what a reader of the page sees. `raw:: html` is read
    as HTML. A field `:lang:` or `:language:` at the head is the article's language, a class
    `language-de` that of a part.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".rst", ".rest"})

    def recognises(self, head: str) -> bool:
        return bool(
            re.search(r"^\.\. (?:figure|image|contents|toctree|note)::", head, re.MULTILINE)
        )

    def encoding(self, head: bytes) -> str | None:
        return None

    def read(self, source: Source) -> Reading:
        document = Document(source)
        document.read()
        named = "docinfo" if document.language else None
        declarations = tuple(sorted(document.declarations, key=lambda one: one.span))
        return Reading(tuple(document.drafts), document.language, named, declarations=declarations)

    def comments(self, source: Source) -> Iterator[Comment]:
        document = Document(source)
        document.read()
        places = sorted(document.comments)
        insides = [(start + len(".."), end) for start, end in places]
        return commented(source, zip(insides, places, strict=True))

    @staticmethod
    def drafts(source: Source) -> list[Draft]:
        """The drafts of a fragment, for readers of formats that carry reStructuredText inside."""
        document = Document(source)
        document.read()
        return document.drafts
