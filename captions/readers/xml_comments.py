"""Comments of XML, and of the HTML that it carries."""

import re
from collections.abc import Iterator

from captions.comment import NAME, Comment, commented
from captions.source import Source

_COMMENT = re.compile(rf"<!--(?=\s{{0,99}}{NAME})(.*?)-->", re.DOTALL)


def xml_comments(source: Source) -> Iterator[Comment]:
    """The comments of a file."""
    found = _COMMENT.finditer(source.text)
    yield from commented(source, ((one.span(1), one.span()) for one in found))
