"""Comments of HTML, and which text they end."""

import re
from collections.abc import Iterator

from turbohtml import TokenType, tokenize

from captions.comment import Comment, commented
from captions.readers.html_elements import INLINE
from captions.source import Source

# In drawings and formulas "<title/>" is empty; a tokenizer alone takes it for the start of text.
_FOREIGN = re.compile(r"<(svg|math)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_EMPTY = re.compile(
    r"<[tsinx](?=(?:itle|extarea|tyle|cript|frame|oscript|mp)\b[^<>]*/>)", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n|\r|\n")


def html_comments(source: Source) -> Iterator[Comment]:
    """The comments of a page; one behind text in its element is about that text."""
    text = source.text
    lines = [0, *(found.end() for found in _LINE_END.finditer(text))]
    begun: int | None = None  # where the text of the innermost element that is no phrase began
    opened: int | None = None  # where the last comment did
    markup = _FOREIGN.sub(lambda drawn: _EMPTY.sub("<x", drawn[0]), text)
    for token in tokenize(markup, capture_attributes=False):
        here = lines[token.line - 1] + token.col
        if opened is not None:
            yield from _comment(source, opened, here, begun)
            opened = None
        if token.type is TokenType.COMMENT:
            opened = here
        elif token.type is TokenType.TEXT:
            if begun is None and (token.data or "").strip():
                begun = here
        elif token.tag not in INLINE:
            begun = None
    if opened is not None:
        yield from _comment(source, opened, len(text), begun)


def _comment(source: Source, start: int, end: int, begun: int | None) -> Iterator[Comment]:
    inside = start + len("<!--"), end - len("-->") * source.text.endswith("-->", start, end)
    for comment in commented(source, [(inside, (start, end))]):
        scope = None if begun is None else source.locate(begun, end)
        yield Comment(comment.text, comment.span, scope)
