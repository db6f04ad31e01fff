"""Tags of site generators inside Markdown: shortcodes, includes, components, and their parameters.

One form stands for each generator: `{{< figure caption="…" >}}` and `{{% … %}}` (Hugo),
`{% include figure.html caption="…" %}` (Jekyll, Eleventy, Nunjucks), `<Figure caption="…" />`
(MDX), `[caption …]` (WordPress). What a reader of the page will read of them stands in parameters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from captions.segment import Kind
from captions.source import Run, Source

# Every repetition is possessive and stops where the next tag begins, so that a text of tags that
# are never closed is still read once.
QUOTED = r'"(?:[^"\\]|\\.)*+"|' + r"'(?:[^'\\]|\\.)*+'|" + r"`[^`]*+`"
_INNERMOST = r"\{[^{}]*+\}"
_INNER = rf"\{{(?:{QUOTED}|[^\"'`{{}}]|{_INNERMOST})*+\}}"
BRACED = rf"\{{(?:{QUOTED}|[^\"'`{{}}]|{_INNER})*+\}}"
_HUGO = rf"\{{\{{[<%](?:{QUOTED}|[^\"'`{{>%]|[>%](?!\}}\}})|\{{(?!\{{))*+[>%]\}}\}}"
_LIQUID = rf"\{{%(?:{QUOTED}|[^\"'`{{%]|%(?!\}})|\{{(?![{{%]))*+%\}}"
_COMPONENT = rf"</?(?=[\w.]*[a-z])[A-Z][\w.]*+(?=[\s/>])(?:{QUOTED}|{BRACED}|[^\"'`{{}}<>])*+>"
# An element of HTML whose attributes only MDX can read.
_ELEMENT = rf"<[a-z][\w.-]*+(?=\s[^<>]*?=\{{)(?:{QUOTED}|{BRACED}|[^\"'`{{}}<>])*+>"
_WORDPRESS = rf"\[/?(?:wp_)?caption\b(?:{QUOTED}|[^\"'`\[\]])*+\]"

SHORTCODE = re.compile(f"{_HUGO}|{_LIQUID}", re.DOTALL)
BLOCK_TAG = re.compile(f"{_HUGO}|{_LIQUID}|{_COMPONENT}|{_ELEMENT}", re.DOTALL)
TAG = re.compile(f"{_HUGO}|{_LIQUID}|{_COMPONENT}|{_ELEMENT}|{_WORDPRESS}", re.DOTALL)

_NAME = re.compile(r"(?:\{\{[<%]|\{%-?|<|\[)\s*(/?)\s*([\w.-]*)")
_PARAMETER = re.compile(
    rf"(?<![\w.-])(?P<name>[\w.-]+)\s*[=:]\s*(?P<value>{QUOTED}|{BRACED}|[^\s\"'`{{}}<>\[\]]+)"
    rf"|{QUOTED}",
    re.DOTALL,
)
_LITERAL = re.compile(QUOTED, re.DOTALL)
_ESCAPE = re.compile(
    r"\\([\"'\\nt])|&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
)
_CONTROLS = {"n": "\n", "t": "\t"}

_PICTURE = re.compile(r"fig|ima?ge?\b|image|photo|picture|gallery|video|foto|bild", re.IGNORECASE)
# What a tag that takes text between its ends shows that text as.
_CONTENT = (
    (re.compile(r"\w*(?:figure|image|img|photo|picture|caption|fig)", re.IGNORECASE), Kind.CAPTION),
    (re.compile(r"\w*quote", re.IGNORECASE), Kind.QUOTE),
)
_KINDS = {
    **dict.fromkeys(["caption", "figcaption", "figcap", "imagecaption", "cap"], Kind.CAPTION),
    **dict.fromkeys(["alt", "alttext", "imagealt", "figalt", "arialabel"], Kind.ALT),
    **dict.fromkeys(
        ["credit", "credits", "attr", "attribution", "copyright", "photographer"], Kind.CREDIT
    ),
    **dict.fromkeys(["description", "desc", "summary"], Kind.DESCRIPTION),
}
_ADDRESSES = ("src", "url", "imagepath", "path", "image", "img", "file", "filename", "poster")
# Tags whose content is code, or never shown.
CODE_TAGS = frozenset(
    "highlight code codeblock comment mermaid math katex latex plantuml verbatim pre script "
    "style chart csv json yaml terminal command".split()
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of a tag and where it stands in the tag, without its quotes."""

    name: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is spelt; `closes`: it ends the part that one of the same name began."""

    spelling: str
    name: str
    closes: bool
    parameters: tuple[Parameter, ...]

    @property
    def content_kind(self) -> Kind | None:
        """What the text between this tag and its end is, None where it is as around it."""
        for pattern, kind in _CONTENT:
            if pattern.fullmatch(self.name):
                return kind
        return None

    @property
    def image(self) -> str | None:
        """The address of the picture that it shows."""
        values = {_word(one.name): self.spelling[one.start : one.end] for one in self.parameters}
        return next((values[key] for key in _ADDRESSES if values.get(key)), None)

    def texts(self) -> Iterator[tuple[Kind, Parameter]]:
        """The parameters that hold text for the reader of the page.

        The title of a picture is shown as its caption, that of a box as its heading. In Liquid,
        what is not quoted is the name of a variable.
        """
        kinds = {_word(one.name): _KINDS.get(_word(one.name)) for one in self.parameters}
        first = self.parameters[0].start if self.parameters else None
        pictured = bool(
            {Kind.CAPTION, Kind.ALT} & set(kinds.values())
            or self.image
            or _PICTURE.search(self.spelling, 0, first or len(self.spelling))
        )
        for one in self.parameters:
            word = _word(one.name)
            kind = kinds[word]
            if word == "title":
                kind = Kind.CAPTION if pictured else Kind.HEADLINE
                if self.name == "img":
                    kind = Kind.DESCRIPTION  # as the HTML reader has it
            if kind and (one.quoted or not self.spelling.startswith(("{%", "<"))):
                yield kind, one


def parse_tag(spelling: str) -> Tag:
    """A tag's name and parameters."""
    found = _NAME.match(spelling)
    assert found is not None
    closes, name = bool(found[1]), found[2]
    if spelling.startswith("{%") and name.startswith("end") and len(name) > 3:
        closes, name = True, name[3:]
    return Tag(spelling, name, closes, tuple(parameters(spelling, found.end())))


def parameters(text: str, start: int = 0) -> Iterator[Parameter]:
    """The `name=value` and `name: value` pairs of a text.

    A literal in braces is quoted text all the same; of another expression in braces, the first
    literal stands for it, as the address does in `{require("./boat.jpg")}`.
    """
    for one in _PARAMETER.finditer(text, start):
        if one["name"] is None:
            continue
        first, last = one.span("value")
        quoted = text[first] in "\"'`"
        if text[first] == "{":
            literal = _LITERAL.search(text, first, last)
            if literal is None:
                continue
            alone = not text[first + 1 : literal.start()].strip()
            quoted = alone and not text[literal.end() : last - 1].strip()
            first, last = literal.start() + 1, literal.end() - 1
        elif quoted:
            first, last = first + 1, last - 1
        yield Parameter(one["name"], first, last, quoted)


def unescaped(source: Source, start: int, end: int) -> Source:
    """`text[start:end]` with its escapes and entities decoded, each of them in its place."""
    runs: list[Run] = []
    for found in _ESCAPE.finditer(source.text, start, end):
        sign = found[1]
        decoded = _CONTROLS.get(sign, sign) if sign else unescape(found[0])
        runs += source.cut(start, found.start())
        runs.append(source.stand_in(decoded, *found.span()))
        start = found.end()
    runs += source.cut(start, end)
    return Source(tuple(runs))


def paired(source: Source) -> frozenset[int]:
    """Where in the article the tags begin that have an end of their own."""
    open_tags: dict[str, list[int]] = {}
    found: set[int] = set()
    for match in TAG.finditer(source.text):
        tag = parse_tag(match[0])
        if not tag.closes:
            open_tags.setdefault(tag.name, []).append(match.start())
        elif open_tags.get(tag.name):
            start = open_tags[tag.name].pop()
            found.add(source.locate(start, start + 1).start)
    return frozenset(found)


def _word(name: str) -> str:
    return name.replace("-", "").replace("_", "").replace(".", "").lower()
