"""Directives and divisions: what MyST, Sphinx, Pandoc, Docusaurus and MkDocs put around text.

A fence of backticks (```` ```{figure} boat.jpg ````), a fenced division (`::: {lang=es}`,
`:::note Title`) and a block of pymdownx (`/// caption`) begin alike: a name or attributes, then a
title or an address, then options.
"""

import re
from dataclasses import dataclass

from captions.readers.markdown_tag import parameters
from captions.segment import Kind

_HEAD = re.compile(r"[ \t]*(?:\{(?P<braces>[^{}\r\n]*)\}|\.?(?P<name>[\w-]+))[ \t]*")
_MARK = re.compile(r":{3,}|///")
_TITLE = re.compile(
    r"[ \t]*(?:\|[ \t]*(?P<bar>[^\r\n]*)|\[(?P<square>[^\[\]\r\n]*)\]|(?P<bare>[^\r\n{]*))"
)
_OPTION = re.compile(r"^[ \t>]*:(?P<name>[\w-]+):[ \t]*(?P<value>[^\r\n]*?)[ \t]*$", re.MULTILINE)
_OPTION_LINES = re.compile(r"(?:[ \t>]*:[\w-]+:[^\n]*(?:\n|\Z))*")
_YAML_LINES = re.compile(r"[ \t]*---[ \t]*\n(?:(?![ \t]*---)[^\n]*\n)*[ \t]*---[ \t]*\n")
_YAML_OPTION = re.compile(
    r"^[ \t]*(?P<name>[\w-]+):[ \t]*(?P<quote>[\"']?)(?P<value>[^\r\n]*?)(?P=quote)[ \t]*$",
    re.MULTILINE,
)
_CELL = re.compile(
    r"^[ \t]*#\|[ \t]*(?P<name>[\w.-]+):[ \t]*"
    r"(?P<quote>[\"']?)(?P<value>[^\r\n|>][^\r\n]*?)(?P=quote)[ \t]*$",
    re.MULTILINE,
)

_FIGURES = frozenset({"figure", "image", "carousel", "subfigure", "video", "figure-md", "img"})
_CAPTIONS = frozenset({"caption", "figure-caption", "table-caption", "figcaption", "figure"})
_QUOTES = frozenset({"epigraph", "pull-quote", "highlights", "blockquote", "quote"})
# Their argument is no text, or their content is for a program.
_DATA = frozenset(
    "code code-block code-cell code-group code-tabs math mermaid include literalinclude toctree "
    "bibliography raw eval-rst embed iframe youtube plot contents index doctest parsed-literal "
    "graphviz plantuml tableofcontents div html grid tabs columns column row latex define "
    "jupyter-execute list-tables anywidget section span".split()
)
# Directives of MyST and Sphinx whose content is Markdown.
_PROSE = frozenset(
    "admonition note tip hint info important warning caution danger attention error seealso "
    "todo versionadded versionchanged deprecated figure topic sidebar margin aside epigraph "
    "pull-quote highlights blockquote quote dropdown details card tab-set tab-item grid "
    "grid-item grid-item-card exercise solution proof theorem definition example glossary "
    "list-table table container abstract summary question success failure bug".split()
)
_OPTIONS = {
    **dict.fromkeys(["alt", "fig-alt", "fig.alt"], Kind.ALT),
    **dict.fromkeys(["caption", "fig-cap", "fig.cap", "tbl-cap", "lst-cap"], Kind.CAPTION),
    "title": Kind.HEADLINE,
}

Text = tuple[Kind, int, int]


@dataclass(frozen=True, slots=True)
class Directive:
    """What the head of a directive, or its options, say; ranges are of the text that they are in.

    `kind` is that of its content, None where it is as around it; `body` is where that begins.
    """

    texts: tuple[Text, ...] = ()
    kind: Kind | None = None
    image: str | None = None
    language: tuple[int, int] | None = None
    is_prose: bool = False
    body: int = 0


def parse_division(text: str) -> Directive | None:
    """The line, and the lines of options, that begin a division; None for one that ends it."""
    mark = _MARK.match(text)
    start = mark.end() if mark else 0
    first = text.split("\n", 1)[0]
    if not first[start:].strip():
        return None
    head = _head(text, start)
    options = [
        (_OPTIONS[one["name"]], *one.span("value"))
        for one in _OPTION.finditer(text, len(first))
        if one["name"] in _OPTIONS
    ]
    return Directive(
        (*head.texts, *(one for one in options if one[1] < one[2])),
        head.kind, head.image, head.language, head.is_prose,
    )  # fmt: skip


def parse_directive(head: str, content: str) -> tuple[Directive, Directive]:
    """A fence's head, and its content: options first, then text from `body` on."""
    found = _head(head, 0)
    options = _OPTION_LINES.match(content) or re.match("", content)
    pattern = _OPTION
    if yaml := _YAML_LINES.match(content):
        options, pattern = yaml, _YAML_OPTION
    assert options is not None
    matches = [*pattern.finditer(content, 0, options.end())]
    if not options.end():
        matches = [*_CELL.finditer(content)]
    texts = tuple(
        (_OPTIONS[one["name"]], *one.span("value"))
        for one in matches
        if one["name"] in _OPTIONS and one["value"].strip("'\"")
    )
    return found, Directive(texts, found.kind, found.image, None, found.is_prose, options.end())


def _head(text: str, start: int) -> Directive:
    """What stands on a directive's first line."""
    found = _HEAD.match(text, start)
    if not found:
        return Directive()
    braces = found["braces"]
    name = (found["name"] or braces or "").strip().lower()
    if braces is not None and not re.fullmatch(r"[\w:+-]+", braces.strip()):
        name = ""
    texts: list[Text] = []
    language = None
    image = None
    for one in parameters(text, start):
        kind = _OPTIONS.get(one.name)
        if kind and one.quoted:
            texts.append((kind, one.start, one.end))
        elif one.name == "lang":
            language = one.start, one.end
    title = _TITLE.match(text, found.end())
    if name and title and name not in _DATA:
        group = title.lastgroup or "bare"
        first, last = title.span(group)
        last = first + len(text[first:last].rstrip())
        if name in _FIGURES:
            image = text[first:last] or None
        elif first < last and not texts:
            texts.append((Kind.HEADLINE, first, last))
    kind = None
    if name in _CAPTIONS or (braces or "").lstrip().startswith("#fig-"):  # a figure of Quarto
        kind = Kind.CAPTION
    elif name in _QUOTES:
        kind = Kind.QUOTE
    return Directive(tuple(texts), kind, image, language, name in _PROSE, 0)
