"""Markdown's blocks, walked in order: which text is what, and in which language."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from markdown_it.token import Token

from captions.credit import kind_by_credit
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.readers.html import Html
from captions.readers.markdown_directive import Directive, parse_directive, parse_division
from captions.readers.markdown_frame import Frame, Frames
from captions.readers.markdown_inline import Inline, read_tag, read_text
from captions.readers.markdown_link import title_runs
from captions.readers.markdown_place import Lines
from captions.readers.markdown_syntax import MAX_NESTING, parser
from captions.readers.markdown_tag import SHORTCODE, TAG, parse_tag, unescaped
from captions.readers.restructuredtext import Restructuredtext
from captions.segment import Kind
from captions.source import Run, Source, fold

# Among HTML: what is no text; and what is not HTML's.
_INSIDE_HTML = re.compile(
    r"(?P<skipped><!--(?:.*?-->|.*\Z)|<(?P<element>(?i:script|style|pre|code))\b"
    r"(?:.*?</(?P=element)\s*>|.*\Z))"
    r"|(?P<picture>!\[[^\[\]\n]{0,1000}\]\([^()\n]{0,1000}\)(?:\{[^{}\n]{0,300}\})?)"
    rf"|{TAG.pattern}",
    re.DOTALL,
)
_ITALICS = re.compile(r"<(?P<tag>em|i)>(?P<text>[^<>]*)</(?P=tag)>", re.IGNORECASE)
# Pandoc's captions of tables.
_TABLE_CAPTION = re.compile(r"(?:Table)?:[ \t]+")
# Directives within directives.
_MAX_DEPTH = 5


@dataclass(slots=True)
class Body:
    """Walks the blocks of a text once, in order.

    `image` is the picture that the block before shows, for a caption after it; `row` is the line
    of a table row and where its last cell ended.
    """

    source: Source
    frames: Frames
    mdx: bool
    depth: int = 0
    drafts: list[Draft] = field(default_factory=list)
    image: str | None = None
    row: tuple[int, int] | None = None
    below_table: bool = False
    lines: Lines = field(init=False)
    references: dict[str, tuple[int, int]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = Lines.of(self.source)

    def read(self) -> list[Draft]:
        env: dict[str, object] = {"mdx": self.mdx}
        # markdown-it counts lines at LF only and reads CR as white space.
        text = self.source.text.replace("\r\n", "\n").replace("\r", "\n")
        tokens = parser(self.mdx).parse(text, env)
        found = env.get("references")
        if isinstance(found, dict):
            for label, one in found.items():
                if one.get("title"):
                    self.references[label] = (one["map"][0], one["map"][1])
                    self.titles[label] = one["title"]
        for token in tokens:
            self._block(token)
            if token.nesting > 0 and token.level + 1 >= MAX_NESTING:  # the parser left out the rest
                self.frames.too_deep = True
        return self.drafts

    def _block(self, token: Token) -> None:
        below_table = self.below_table
        match token.type:
            case "heading_open":
                self.frames.open("heading", Kind.HEADLINE)
            case "blockquote_open":
                self.frames.open("blockquote", Kind.QUOTE)
            case "heading_close" | "blockquote_close":
                self.frames.close(token.type.removesuffix("_close"))
            case "tr_open" if token.map:
                self.row = token.map[0], 0
            case "tr_close":
                self.row = None
            case "table_close":
                self.below_table = True
            case "html_block":
                self._html(token)
            case "inline" if token.map:
                self._inline(token, below_table)
            case "tag":
                self._tag(token)
            case "division":
                self._division(token)
            case "fence":
                self._fence(token)
            case "code_block" if SHORTCODE.search(token.content):
                self._shortcodes(self.lines.block(token))
        if token.type not in ("table_close", "paragraph_open", "paragraph_close"):
            self.below_table = False

    def _inline(self, token: Token, below_table: bool) -> None:
        assert token.map is not None
        if self.row:
            content, end = self.lines.cell(token.content, *self.row)
            self.row = self.row[0], end
        else:
            content = self.lines.content(token)
        base, depth = self.frames.top, len(self.frames.stack)
        inline = Inline(content, token.children or [], self.frames, self._titled)
        text = inline.text()
        self.frames.settle(depth)
        self.drafts += inline.drafts
        if inline.alert:
            base.kind = Kind.BODY  # an admonition, in the shape of a quotation
        shown = inline.image or self.image
        if text.text and not text.text.isspace():
            self._paragraph(inline, text, base, shown, below_table)
            shown = inline.image
        self.image = shown

    def _paragraph(
        self, inline: Inline, text: Source, base: Frame, shown: str | None, below_table: bool
    ) -> None:
        """A block's own text, and whether it is a caption."""
        kind, image = base.kind, None
        if kind is Kind.CAPTION:
            image = base.image
        elif kind is not Kind.HEADLINE:
            title = _TABLE_CAPTION.match(text.text) if below_table else None
            if title:
                kind, text = Kind.CAPTION, text.part(title.end(), len(text.text))
            elif inline.in_italics and shown is not None:
                kind, image = Kind.CAPTION, shown
            elif found := kind_by_credit(text.text):
                kind = found
        draft = base.draft(kind, text.runs, image or None)
        if inline.language:
            tag, span = inline.language
            self.frames.declare(tag, span)
            draft = replace(draft, language=normalise(tag) or UNDETERMINED, declared=span)
        self.drafts.append(draft)

    def _html(self, token: Token) -> None:
        """HTML, with the tags and pictures that are not HTML's put apart."""
        source = self.lines.block(token)
        runs: list[Run] = []
        start = 0
        base = self.frames.top
        for found in _INSIDE_HTML.finditer(source.text):
            if found["skipped"]:
                continue
            runs += source.cut(start, found.start())
            start = found.end()
            runs.append(source.stand_in(self._inside_html(source, found), *found.span()))
        runs += source.cut(start, len(source.text))
        drafts = [base.inherited(draft) for draft in Html.drafts(Source(tuple(runs)))]
        image = next((draft.image for draft in drafts if draft.image), None)
        self.drafts += _captioned(source, drafts, image) if image else drafts
        self.image = image or self.image
        self.frames.follow(source, 0, len(source.text))

    def _inside_html(self, source: Source, found: re.Match[str]) -> str:
        """Read a tag or a Markdown picture among HTML; gives what HTML has in its place."""
        if found["picture"] is None:
            self.drafts += read_tag(
                source, parse_tag(found[0]), found.start(), self.frames, self._titled
            )
            return " "
        picture = source.part(*found.span())
        [token] = parser().parseInline(picture.text, {})
        inline = Inline(picture, token.children or [], self.frames, self._titled)
        inline.text()
        self.drafts += inline.drafts
        self.image = inline.image
        return f'<img src="{escape(inline.image or "")}">'

    def _tag(self, token: Token) -> None:
        source = self.lines.inside(token)
        tag = parse_tag(token.content)
        self.drafts += read_tag(source, tag, 0, self.frames, self._titled)
        self.image = tag.image or self.image

    def _shortcodes(self, source: Source) -> None:
        """Shortcodes that are indented so far that Markdown takes them for code."""
        if all(line.lstrip().startswith("{") for line in source.text.splitlines() if line.strip()):
            for found in SHORTCODE.finditer(source.text):
                tag = parse_tag(found[0])
                self.drafts += read_tag(source, tag, found.start(), self.frames, self._titled)

    def _division(self, token: Token) -> None:
        source = self.lines.inside(token)
        division = parse_division(source.text)
        if division is None:
            self.frames.close(":::")
            return
        self._texts(source, division)
        place = division.language
        tag = source.text[slice(*place)] if place else None
        span = source.locate(*place) if place else None
        below = self.image if source.text.startswith("///") else None  # it stands below its picture
        image = division.image or below
        self.frames.open(":::", division.kind, tag, span, image)

    def _texts(self, source: Source, directive: Directive) -> None:
        """The titles and options of a directive."""
        for kind, start, end in directive.texts:
            part = unescaped(source, start, end)
            if kind is Kind.ALT:
                self.drafts.append(self.frames.top.draft(kind, part.runs, directive.image))
                continue
            image = directive.image if kind is Kind.CAPTION else None
            self.drafts += read_text(part, kind, image, self.frames, self._titled)

    def _fence(self, token: Token) -> None:
        """Code, unless it is a directive, as MyST has them, or a cell with a figure."""
        if not token.info.lstrip().startswith("{"):
            return
        whole = self.lines.block(token)
        brace = whole.text.index("{")
        line_end = re.compile(r"[\r\n]|\Z").search(whole.text, brace)
        head = whole.part(brace, line_end.start() if line_end else len(whole.text))
        content = self.lines.content(token, skipped=1)
        opening, directive = parse_directive(head.text, content.text)
        self._texts(head, opening)
        self._texts(content, directive)
        if head.text.startswith("{eval-rst}"):
            self.drafts += map(self.frames.top.inherited, Restructuredtext.drafts(content))
        elif directive.is_prose and self.depth == _MAX_DEPTH:
            self.frames.too_deep = True
        elif directive.is_prose:
            self.frames.open("```", directive.kind, image=directive.image)
            inner = content.part(directive.body, len(content.text))
            body = Body(inner, self.frames, self.mdx, self.depth + 1)
            self.drafts += body.read()
            self.frames.close("```")
        self.image = directive.image or self.image

    def _titled(self, label: str) -> tuple[Run, ...]:
        """The title of a link reference definition where it stands; each of them once."""
        title, place = self.titles.pop(label, None), self.references.get(label)
        if title is None or place is None:
            return ()
        start, end = self.lines.ranges[place[0]][0], self.lines.ranges[place[1] - 1][1]
        colon = self.source.text.find("]:", start, end)
        found = title_runs(self.source, colon + 2, title) if colon >= 0 else ()
        return found or (self.source.stand_in(title, start, end),)


def _captioned(source: Source, drafts: list[Draft], image: str) -> Iterator[Draft]:
    """A line in italics beside a picture is its caption in HTML as well."""
    italics = [source.locate(*found.span("text")) for found in _ITALICS.finditer(source.text)]
    starts = [place.start for place in italics]
    for draft in drafts:
        runs = fold(draft.runs) if draft.kind is Kind.BODY and italics else ()
        if runs:
            index = bisect_right(starts, runs[0].span.start) - 1
            if index >= 0 and runs[-1].span.end <= italics[index].end:
                yield replace(draft, kind=Kind.CAPTION, image=image)
                continue
        yield draft
