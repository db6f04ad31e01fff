"""Comments of Markdown, in all the ways in which generators let authors write them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from captions.comment import NAME, Comment, commented
from captions.readers.front_matter import front_matter_comments, read_front_matter
from captions.readers.markdown_place import Lines
from captions.readers.markdown_syntax import is_mdx, parser
from captions.source import Source

# HTML's, MDX's, Hugo's, Jinja's; and the link definition that nothing refers to.
_COMMENT = re.compile(
    rf"<!--(?=\s{{0,99}}{NAME})(.*?)(?:-->|\Z)"
    r"|\{/\*([^{}]{0,999})\*/\}|\{\{-?[ \t]*/\*([^{}]{0,999})\*/[ \t]*-?\}\}|\{#([^{}#]{0,999})#\}"
    r"|(?<![^\r\n])[ ]{0,3}\[(?://|comment|#|_)\]:[ \t]*(?:#|<>|<#>)[ \t]+[\"'(]([^\r\n]*)[\"')]",
    re.DOTALL,
)
# Backticks, but for those of fences.
_TICKS = re.compile(r"(?<![^\r\n])[ \t>]*`{3,}(?![^`\r\n]*`)|(?P<ticks>`+)")
_BLANK = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))")


def markdown_comments(source: Source) -> Iterator[Comment]:
    """The comments of the text and what the front matter says; code holds none."""
    matter = read_front_matter(source)
    yield from front_matter_comments(source.part(0, matter.end), len(source.text))
    body = source.part(matter.end, len(source.text))
    code = sorted([*_blocks(body), *_spans(body.text)])
    ends = list(accumulate((end for _, end in code), max))
    places = (
        (found.span(found.lastindex or 0), found.span())
        for found in _COMMENT.finditer(body.text)
        if (before := bisect_right(code, (found.start(), 0))) == 0
        or ends[before - 1] <= found.start()
    )
    yield from commented(body, places)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Code in lines: between as many backticks as it begins with, in one paragraph."""
    ticks = [found.span() for found in _TICKS.finditer(text) if found["ticks"]]
    paragraphs = [found.start() for found in _BLANK.finditer(text)]
    latest: dict[tuple[int, int], int] = {}
    closing: dict[int, int] = {}
    for number, (start, end) in reversed(list(enumerate(ticks))):
        kind = bisect_right(paragraphs, start), end - start
        if kind in latest:
            closing[number] = latest[kind]
        latest[kind] = number
    number = 0
    while number < len(ticks):
        if last := closing.get(number):
            yield ticks[number][0], ticks[last][1]
        number = closing.get(number, number) + 1


def _blocks(body: Source) -> Iterator[tuple[int, int]]:
    """Where blocks of code stand; directives, which look like them, hold text."""
    lines = Lines.of(body)
    text = body.text.replace("\r\n", "\n").replace("\r", "\n")
    for token in parser(is_mdx(body.text)).parse(text, {}):
        directive = token.type == "fence" and token.info.lstrip().startswith("{")
        if token.map and token.type in ("fence", "code_block") and not directive:
            yield lines.ranges[token.map[0]][0], lines.ranges[token.map[1] - 1][1]
