"""What the text at a place in Markdown inherits: its kind, its language, its picture.

Elements, shortcodes, divisions, headings and quotations all open a frame, and each closes the
nearest one of its own name, in whatever order authors left them.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.readers.markdown_tag import Tag
from captions.segment import Kind
from captions.source import Run, Source
from captions.span import Span

_ELEMENT = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
_LANG = re.compile(
    r"""(?<![\w:-])lang\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>/]+))""", re.IGNORECASE
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(slots=True, eq=False)
class Frame:
    """A part of the text that is still open, with all that it inherits.

    Its picture may come after it, and is then filled in.
    """

    name: str = ""
    kind: Kind = Kind.BODY
    language: str | None = None
    declared: Span | None = None
    image: str | None = None

    def draft(self, kind: Kind, runs: tuple[Run, ...], image: str | None = None) -> Draft:
        """A draft in the language of the part."""
        return Draft(kind, runs, self.language, image, declared=self.declared)

    def inherited(self, draft: Draft) -> Draft:
        """A draft of another reader, with what it does not say itself."""
        kind = self.kind if draft.kind is Kind.BODY else draft.kind
        image = draft.image or (self.image if kind is Kind.CAPTION else None)
        if draft.language:
            return replace(draft, kind=kind, image=image)
        return replace(
            draft, kind=kind, image=image, language=self.language, declared=self.declared
        )


class Frames:
    """The open frames, innermost last, and the languages that parts declare."""

    def __init__(self, paired: frozenset[int]) -> None:
        self.stack = [Frame()]
        self.names: Counter[str] = Counter()
        self.paired = paired
        self.declarations: dict[Span, Declaration] = {}
        self.too_deep = False  # whether any text was nested too deeply to be read

    @property
    def top(self) -> Frame:
        return self.stack[-1]

    def open(
        self,
        name: str,
        kind: Kind | None = None,
        language: str | None = None,
        declared: Span | None = None,
        image: str | None = None,
    ) -> None:
        outer = self.top
        if language is None or declared is None:
            tag, place = outer.language, outer.declared
        else:
            tag, place = normalise(language) or UNDETERMINED, declared
            self.declare(language, declared)
        inherits = kind is None or kind is outer.kind
        frame = Frame(
            name, kind or outer.kind, tag, place, image or (outer.image if inherits else None)
        )
        self.stack.append(frame)
        self.names[name] += 1

    def close(self, name: str) -> None:
        if not self.names[name]:
            return
        self.names[name] -= 1
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].name == name:
                del self.stack[index]
                return

    def declare(self, tag: str, span: Span) -> None:
        self.declarations.setdefault(span, Declaration(tag.strip(), span, "lang", part=True))

    def show(self, image: str | None) -> None:
        """A picture within a figure is the one that its caption belongs to."""
        top = self.top
        if image and top.kind is Kind.CAPTION and top.image is None:
            top.image = image

    def within(self) -> "Frames":
        """Frames for a text that stands in a parameter: what it leaves open ends with it."""
        inner = Frames(frozenset())
        inner.stack = [self.top]
        inner.declarations = self.declarations
        return inner

    def settle(self, depth: int) -> None:
        """Close the elements and spans that a block left open."""
        for frame in self.stack[depth:]:
            if frame.name[0] in "<[":
                self.names[frame.name] -= 1
        self.stack[depth:] = [one for one in self.stack[depth:] if one.name[0] not in "<["]

    def open_tag(self, source: Source, tag: Tag, start: int) -> None:
        """The part between a tag and its end, where it has one and is anything of its own."""
        if source.locate(start, start + 1).start not in self.paired:
            return
        lang = next((one for one in tag.parameters if one.name == "lang" and one.quoted), None)
        if lang is None and tag.content_kind is None:
            return
        language = tag.spelling[lang.start : lang.end] if lang else None
        span = source.locate(start + lang.start, start + lang.end) if lang else None
        self.open("tag " + tag.name, tag.content_kind, language, span, tag.image)

    def follow(self, source: Source, start: int, end: int) -> None:
        """Keep account of HTML elements with a `lang` that stay open behind a piece of HTML."""
        for found in _ELEMENT.finditer(source.text, start, end):
            element = found[2].lower()
            name = "<" + element
            if found[1]:
                self.close(name)
            elif element in _VOID or found[3].endswith("/"):
                continue
            elif lang := _LANG.search(source.text, *found.span(3)):
                group = lang.lastindex or 0
                self.open(name, None, lang[group], source.locate(*lang.span(group)))
            elif self.names[name]:
                self.open(name)
