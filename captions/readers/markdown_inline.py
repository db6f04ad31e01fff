"""One block of Markdown's inline content: its text, pictures, and parts of their own."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from captions.reader import Draft
from captions.readers.html import Html
from captions.readers.markdown_frame import Frame, Frames
from captions.readers.markdown_link import behind_destination, title_runs
from captions.readers.markdown_syntax import parser
from captions.readers.markdown_tag import Tag, parameters, parse_tag, unescaped
from captions.segment import Kind
from captions.source import Run, Source
from captions.span import Span

# A token that is not where it is looked for is not far from there.
_REACH = 4096
_ATTRIBUTE_KINDS = {
    "fig-alt": Kind.ALT, "alt": Kind.ALT,
    "fig-cap": Kind.CAPTION, "caption": Kind.CAPTION, "title": Kind.CAPTION,
}  # fmt: skip


class Inline:
    """One block's inline tokens laid back onto its source.

    markdown-it gives no places for inline tokens. Their contents, markers and escapes stand in
    the source in order, so a cursor that moves forward over each finds every one of them.
    `titled` finds the title of a link reference definition.
    """

    def __init__(
        self,
        source: Source,
        tokens: list[Token],
        frames: Frames,
        titled: Callable[[str], tuple[Run, ...]],
        cursor: int = 0,
    ) -> None:
        self.source = source
        self.tokens = tokens
        self.frames = frames
        self.titled = titled
        self.cursor = cursor
        self.drafts: list[Draft] = []
        self.image: str | None = None
        self.language: tuple[str, Span] | None = None  # that attributes give to the whole block
        self.alert = False
        self.spans: list[bool] = []  # the open ones, and whether each has a language of its own
        self.automatic = False  # within a link that is its own text
        self.emphasis = 0
        self.emphasised = self.plain = False
        self.shown: int | None = None  # which draft is the text of the picture just before
        self.just_shown: str | None = None  # the address of that picture

    @property
    def in_italics(self) -> bool:
        """Whether all of the text is, as captions under pictures are."""
        return self.emphasised and not self.plain

    def text(self) -> Source:
        """The visible text; images, code and parts of their own leave a gap."""
        base = self.frames.top
        runs: list[Run] = []
        part: list[Run] = []
        inside = base
        for token in self.tokens:
            found = list(self.read(token))
            now = self.frames.top
            if now is not inside:
                self._close(part, inside)
                inside = now
            if now is base:
                runs += found
            else:
                part += found
                runs += [Run(" ", run.span, verbatim=False) for run in found[:1]]
        self._close(part, inside)
        return Source(tuple(runs)) if runs else self.source.part(0, 0)

    def _close(self, part: list[Run], frame: Frame) -> None:
        """What stands in a part with a kind or a language of its own is a segment of its own."""
        if any(run.text.strip() for run in part):
            image = frame.image if frame.kind is Kind.CAPTION else None
            self.drafts.append(frame.draft(frame.kind, tuple(part), image))
        part.clear()

    def read(self, token: Token) -> Iterator[Run]:
        just_shown, self.just_shown = self.just_shown, None
        match token.type:
            case "text":
                if token.content:
                    yield from self._spelt(token.content, token.content)
                else:
                    self.just_shown = just_shown
            case "text_special":  # an entity or an escape; markup is its spelling
                yield from self._spelt(token.content, token.markup)
            case "code_inline":
                yield self._code(token.markup)
            case "softbreak" | "hardbreak":
                yield self._gap("\n")
            case "image":
                yield from self._read_image(token)
            case "html_inline":
                yield from self._read_html(token)
            case "em_open" | "strong_open" | "em_close" | "strong_close":
                self.emphasis += token.nesting
                self.emphasised |= token.type == "em_open"
                self._skip(token.markup)
            case "s_open" | "s_close":
                self._skip(token.markup)
            case "link_open" | "link_close":
                self._link(opens=token.nesting > 0, automatic=token.markup == "autolink")
            case "span_open":
                self._skip("[")
                self._open_span(token.content)
            case "span_close":
                self._skip(token.content)
                if self.spans and self.spans.pop():
                    self.frames.close("[")
            case "tag" | "attributes" | "alert" | "gap":
                yield self._gap(token.content)
                start = self.cursor - len(token.content)
                if token.type == "tag":
                    tag = parse_tag(token.content)
                    self.drafts += read_tag(self.source, tag, start, self.frames, self.titled)
                elif token.type == "attributes":
                    self._attributes(token.content, start, just_shown)
                self.alert |= token.type == "alert"

    def _spelt(self, content: str, spelling: str) -> tuple[Run, ...]:
        """Text and how the source spells it."""
        self.plain |= not self.emphasis and not content.isspace() and content != ""
        if self.automatic:  # an address that may be encoded
            start = self.cursor
            end = self.source.text.find(">", start)
            self.cursor = max(end, start)
            found = self.source.text[start : self.cursor] == content
        else:
            start = self._skip(spelling)
            found = content == spelling and self.source.text.startswith(spelling, start)
        if found:
            return self.source.cut(start, self.cursor)
        return (self.source.stand_in(content, start, self.cursor),)

    def _gap(self, content: str) -> Run:
        """Some content that is not text, and parts what is before it from what is after."""
        start = self._skip(content)
        return self.source.stand_in(" ", start, self.cursor)

    def _code(self, markup: str) -> Run:
        start = self._skip(markup)
        closing = re.compile(rf"(?<!`){markup}(?!`)").search(self.source.text, self.cursor)
        self.cursor = closing.end() if closing else self.cursor
        return self.source.stand_in(" ", start, self.cursor)

    def _link(self, opens: bool, automatic: bool) -> None:
        self.automatic = opens and automatic
        if opens:
            self._skip("<" if automatic else "[")
        else:
            self._close_link(">" if automatic else "]")

    def _skip(self, content: str) -> int:
        """Move behind the next occurrence of some content; gives its beginning."""
        place = self.source.text.find(content, self.cursor, self.cursor + len(content) + _REACH)
        if place < 0:
            return self.cursor
        self.cursor = place + len(content)
        return place

    def _read_html(self, token: Token) -> Iterator[Run]:
        start = self._skip(token.content)
        lowered = token.content[:5].lower()
        if lowered.startswith("<img"):
            for draft in Html.drafts(self.source.part(start, self.cursor)):
                self.image = self.image or draft.image
                self.drafts.append(self.frames.top.inherited(draft))
        elif lowered.startswith(("<em>", "<i>", "</em>", "</i>")):
            self.emphasis += -1 if lowered[1] == "/" else 1
            self.emphasised = True
        self.frames.follow(self.source, start, self.cursor)
        if lowered.startswith(("<br", "</br", "<img")):
            yield self.source.stand_in(" ", start, self.cursor)

    def _read_image(self, token: Token) -> Iterator[Run]:
        start = self._skip("![")
        first = self.cursor
        address = unquote(str(token.attrs.get("src") or "")) or None
        nested = Inline(self.source, token.children or [], self.frames, self.titled, self.cursor)
        alt = tuple(run for child in nested.tokens for run in nested.read(child))
        self.cursor = nested.cursor
        self.drafts += nested.drafts
        self.image = self.image or address
        self.frames.show(address)
        self.shown = None
        if alt:
            self.shown = len(self.drafts)
            self.drafts.append(self.frames.top.draft(Kind.ALT, alt, address))
        last = self.source.text.find("]", self.cursor)
        label = self._close_link("]")
        title = str(token.attrs.get("title") or "")
        if title.strip() and last >= 0:
            runs = self._title(title, last + 1)
            if not runs:
                runs = self.titled(normalizeReference(label or self.source.text[first:last]))
            if runs:
                self.drafts.append(self.frames.top.draft(Kind.CAPTION, runs, address))
        self.just_shown = address or ""
        yield self.source.stand_in(" ", start, self.cursor)

    def _title(self, title: str, start: int) -> tuple[Run, ...]:
        """The title that stands in the link itself, between its quotes."""
        if self.source.text[start : start + 1] != "(":
            return ()
        return title_runs(self.source, start + 1, title) or (
            self.source.stand_in(title, start, self.cursor),
        )

    def _attributes(self, content: str, start: int, just_shown: str | None) -> None:
        """Attributes of the picture just before, or a language of the whole block."""
        given = [one for one in parameters(content) if content[one.start : one.end].strip()]
        names = {one.name for one in given}
        for one in given:
            first, last = start + one.start, start + one.end
            if one.name == "lang" and just_shown is None:
                self.language = content[one.start : one.end], self.source.locate(first, last)
            kind = _ATTRIBUTE_KINDS.get(one.name)
            if kind and just_shown is not None:
                runs = unescaped(self.source, first, last).runs
                self.drafts.append(self.frames.top.draft(kind, runs, just_shown or None))
        if "fig-alt" in names and just_shown is not None and self.shown is not None:
            # Pandoc shows the text of a picture that stands alone below it.
            alt = self.drafts[self.shown]
            self.drafts[self.shown] = self.frames.top.draft(Kind.CAPTION, alt.runs, alt.image)

    def _open_span(self, attributes: str) -> None:
        """A span whose language stands behind it."""
        place = self.source.text.find("]" + attributes, self.cursor)
        given = {one.name: one for one in parameters(attributes)}
        lang = given.get("lang")
        self.spans.append(lang is not None and place >= 0)
        if lang is not None and place >= 0:
            first, last = place + 1 + lang.start, place + 1 + lang.end
            tag, declared = self.source.text[first:last], self.source.locate(first, last)
            self.frames.open("[", language=tag, declared=declared)

    def _close_link(self, bracket: str) -> str | None:
        """Move behind a link's end: `]`, its destination and title, or its label, given back."""
        text = self.source.text
        place = text.find(bracket, self.cursor)
        if place < 0:
            return None
        place += 1
        label = None
        if text[place : place + 1] == "(":
            place = behind_destination(text, place) or place
        elif text[place : place + 1] == "[":
            end = text.find("]", place, place + 1001)
            if end >= 0:
                label = text[place + 1 : end]
                place = end + 1
        self.cursor = place
        return label


def read_tag(
    source: Source,
    tag: Tag,
    start: int,
    frames: Frames,
    titled: Callable[[str], tuple[Run, ...]],
) -> list[Draft]:
    """The texts of a tag that begins at `start`; the part that it opens or closes is followed."""
    if tag.closes:
        frames.close("tag " + tag.name)
        return []
    drafts: list[Draft] = []
    image = tag.image
    for kind, one in tag.texts():
        inside = unescaped(source, start + one.start, start + one.end)
        if kind is Kind.ALT:
            drafts.append(frames.top.draft(kind, inside.runs, image))
        else:
            drafts += read_text(inside, kind, image, frames, titled)
    frames.open_tag(source, tag, start)
    return drafts


def read_text(
    source: Source,
    kind: Kind,
    image: str | None,
    frames: Frames,
    titled: Callable[[str], tuple[Run, ...]],
) -> Iterator[Draft]:
    """A line of Markdown that stands for itself, in a parameter or an option."""
    [token] = parser().parseInline(source.text, {})
    inline = Inline(source, token.children or [], frames.within(), titled)
    text = inline.text()
    yield from inline.drafts
    yield frames.top.draft(kind, text.runs, image)
