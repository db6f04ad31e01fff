"""reStructuredText's blocks, told apart line by line."""

import re
from dataclasses import dataclass, field, replace

from captions.article import Declaration
from captions.credit import kind_by_credit
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.readers import restructuredtext_syntax as syntax
from captions.readers.fields import is_language, kind_of, language_of
from captions.readers.html import Html
from captions.readers.restructuredtext_inline import inline_runs
from captions.readers.restructuredtext_syntax import Line
from captions.readers.restructuredtext_table import grid_cells, simple_cells
from captions.segment import Kind
from captions.source import Source
from captions.span import Span


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that belong together, and what their text inherits."""

    first: int
    last: int
    kind: Kind = Kind.BODY
    image: str | None = None
    language: str | None = None
    declared: Span | None = None
    depth: int = 0


# Blocks within blocks; what is deeper is read as text.
_MAX_DEPTH = 50


@dataclass(slots=True)
class Document:
    """Tells the blocks of a document apart, outermost first; nested ones wait their turn."""

    source: Source
    drafts: list[Draft] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    language: str | None = None
    lines: list[Line] = field(default_factory=list)
    todo: list[_Part] = field(default_factory=list)
    at_head: bool = True

    def read(self) -> None:
        for found in syntax.LINE.finditer(self.source.text):
            indent = len(found[1].expandtabs(8))
            self.lines.append(Line(found.start(2), found.end(2), indent))
        self.todo.append(_Part(0, len(self.lines)))
        while self.todo:
            self._read(self.todo.pop())

    def _read(self, part: _Part) -> None:
        """The blocks of a part, all at the indentation of its first line."""
        number = part.first
        while number < part.last and self.lines[number].blank:
            number += 1
        if number == part.last:
            return
        base = min(self.lines[number].indent, self._least(number, part.last))
        if part.depth > _MAX_DEPTH:
            self._prose(part, number, part.last)
            return
        literal = False
        while number < part.last:
            line = self.lines[number]
            if line.blank:
                number += 1
            elif line.indent > base:
                end = self._below(number, part.last, base + 1)
                if not literal:
                    quoted = Kind.QUOTE if part.kind is Kind.BODY else part.kind
                    self._nest(part, number, end, quoted)
                number, literal = end, False
            elif literal and (end := self._quoted(number, part.last)):
                number, literal = end, False
            else:
                number, literal = self._block(part, number, base)

    def _least(self, first: int, last: int) -> int:
        return min(line.indent for line in self.lines[first:last] if not line.blank)

    def _below(self, number: int, last: int, indent: int) -> int:
        """The line behind those that are indented at least so far, blank ones at the end apart."""
        end = number
        while number < last:
            line = self.lines[number]
            if not line.blank and line.indent < indent:
                break
            number += 1
            if not line.blank:
                end = number
        return end

    def _quoted(self, number: int, last: int) -> int:
        """Behind a literal block that is quoted in place of indented; 0 where there is none."""
        sign = self._text(number)[0]
        if sign.isalnum() or not syntax.ADORNMENT.match(sign * 3):
            return 0
        while number < last and self._text(number).startswith(sign):
            number += 1
        return number

    def _text(self, number: int) -> str:
        line = self.lines[number]
        return self.source.text[line.start : line.end]

    def _nest(self, part: _Part, first: int, last: int, kind: Kind | None = None) -> None:
        if first < last:
            nested = replace(part, first=first, last=last, depth=part.depth + 1)
            self.todo.append(replace(nested, kind=kind) if kind else nested)

    def _block(self, part: _Part, number: int, base: int) -> tuple[int, bool]:
        """Read a block; gives the line behind it, and whether a literal block follows."""
        text = self._text(number)
        if end := self._title(part, number):
            return end, False
        at_head, self.at_head = self.at_head, self.at_head and text.startswith((":", ".."))
        if found := syntax.EXPLICIT.match(text):
            end = self._below(number + 1, part.last, base + 1)
            self._explicit(part, number, end, found.end())
            return end, False
        if text.startswith("__ ") or syntax.ADORNMENT.match(text):
            return number + 1, False
        if syntax.GRID.match(text) or syntax.SIMPLE.match(text):
            return self._table(part, number), False
        if text.startswith(">>> "):
            return self._filled(number, part.last), False
        if found := syntax.FIELD.match(text):
            end = self._below(number + 1, part.last, base + 1)
            self._field(part, number, end, found, at_head)
            return end, False
        if found := self._item(number, part.last, text):
            self._shift(number, found.end())
            end = self._below(number + 1, part.last, base + 1)
            self._nest_shifted(part, number, end)
            return end, False
        if syntax.LINE_BLOCK.match(text):
            return self._line_block(part, number), False
        following = self.lines[number + 1] if number + 1 < part.last else None
        if following and not following.blank and following.indent > base:  # a definition
            self._prose(part, number, number + 1)
            end = self._below(number + 1, part.last, base + 1)
            if not text.endswith("::"):
                self._nest(part, number + 1, end)
            return end, False
        end = self._filled(number, part.last)
        self._prose(part, number, end)
        return end, self._text(end - 1).endswith("::")

    def _filled(self, number: int, last: int) -> int:
        """The first blank line from here."""
        while number < last and not self.lines[number].blank:
            number += 1
        return number

    def _shift(self, number: int, width: int) -> None:
        """Let a line begin behind a marker."""
        line = self.lines[number]
        start = min(line.start + width, line.end)
        self.lines[number] = Line(start, line.end, line.indent + width)

    def _nest_shifted(self, part: _Part, number: int, end: int) -> None:
        """Nest what stands behind a marker and below it, aligned to what is below."""
        line = self.lines[number]
        below = [one.indent for one in self.lines[number + 1 : end] if not one.blank]
        self.lines[number] = replace(line, indent=min([line.indent, *below]))
        self._nest(part, number, end)

    def _item(self, number: int, last: int, text: str) -> re.Match[str] | None:
        """The marker of a list item; a number is one where the next line agrees."""
        if found := syntax.BULLET.match(text) or syntax.OPTION_ITEM.match(text):
            return found
        found = syntax.NUMBER.match(text)
        if found is None or number + 1 >= last or self.lines[number + 1].blank:
            return found
        below = self.lines[number + 1]
        agrees = below.indent > self.lines[number].indent or syntax.NUMBER.match(
            self._text(number + 1)
        )
        return found if agrees else None

    def _title(self, part: _Part, number: int) -> int:
        """Behind a section's title; 0 where there is none."""
        text = self._text(number)
        below = self._text(number + 1) if number + 1 < part.last else ""
        if syntax.ADORNMENT.match(text):
            under = self._text(number + 2) if number + 2 < part.last else ""
            if below and under == text and not syntax.ADORNMENT.match(below):
                self._prose(replace(part, kind=Kind.HEADLINE), number + 1, number + 2)
                return number + 3
            return 0
        if syntax.ADORNMENT.match(below) and len(below) >= min(len(text), 4) and below[:2] != "::":
            self._prose(replace(part, kind=Kind.HEADLINE), number, number + 1)
            return number + 2
        return 0

    def _prose(self, part: _Part, first: int, last: int) -> None:
        """Lines of text as one segment."""
        start, end = self.lines[first].start, self.lines[last - 1].end
        if self.source.text.endswith("::", start, end):
            end -= 1
        self._draft(part, start, end)

    def _draft(self, part: _Part, start: int, end: int, kind: Kind | None = None) -> None:
        runs = inline_runs(self.source.part(start, end))
        kind = kind or part.kind
        if kind in (Kind.BODY, Kind.QUOTE):
            kind = kind_by_credit("".join(run.text for run in runs)) or kind
        image = part.image if kind in (Kind.CAPTION, Kind.ALT) else None
        self.drafts.append(Draft(kind, runs, part.language, image, declared=part.declared))

    def _line_block(self, part: _Part, number: int) -> int:
        """Lines that stand as they are broken: one segment."""
        first = number
        while number < part.last and (found := syntax.LINE_BLOCK.match(self._text(number))):
            self._shift(number, found.end())
            number += 1
        runs = []
        for one in range(first, number):
            line = self.lines[one]
            inside = self.source.part(line.start, line.end)
            runs += [*inline_runs(inside), self.source.stand_in(" ", line.end, line.end)]
        self.drafts.append(Draft(part.kind, tuple(runs), part.language, declared=part.declared))
        return number

    def _table(self, part: _Part, number: int) -> int:
        """Behind a table; each cell is a segment."""
        end = self._filled(number, part.last)
        simple = syntax.SIMPLE.match(self._text(number)) is not None
        if simple:  # it may have blank lines within, up to its lower border
            end = self._border(number, part.last) or end
        cells = simple_cells if simple else grid_cells
        for pieces in cells(self.source.text, self.lines[number:end]):
            runs = []
            for start, last in pieces:
                gap = self.source.stand_in(" ", last, last)
                runs += [*inline_runs(self.source.part(start, last)), gap]
            self.drafts.append(Draft(part.kind, tuple(runs), part.language, declared=part.declared))
        return end

    def _border(self, number: int, last: int) -> int:
        """Behind the lower border of a simple table: no more than its head's may come before."""
        borders = 0
        for one in range(number + 1, last):
            if syntax.SIMPLE.match(self._text(one)) or syntax.ADORNMENT.match(self._text(one)):
                borders += 1
                if borders == 2 or one + 1 == last or self.lines[one + 1].blank:
                    return one + 1
        return 0

    def _field(
        self, part: _Part, number: int, end: int, found: re.Match[str], at_head: bool
    ) -> None:
        """A field: at the head it says something of the document, elsewhere it is a list's."""
        self.at_head = at_head
        self._shift(number, found.end())
        name = found[1]
        if not at_head:
            self._nest_shifted(part, number, end)
            return
        start, last = self.lines[number].start, self.lines[end - 1].end
        value = self.source.text[start:last]
        if is_language((name,)) and value:
            self.language = self.language or language_of((name,), value)
            place = self.source.locate(start, last)
            self.declarations.append(Declaration(value, place, "docinfo"))
        elif (kind := kind_of((name,))) and value:
            self._draft(part, start, last, kind)
        elif name in ("abstract", "dedication"):
            self._nest_shifted(part, number, end)

    def _explicit(self, part: _Part, number: int, end: int, width: int) -> None:
        """What begins with two dots: a directive, a note, or else a target or a comment."""
        start = self.lines[number].start
        self._shift(number, width)
        text = self._text(number)
        if found := syntax.NOTE.match(text):
            self._shift(number, found.end())
            self._nest_shifted(part, number, end)
        elif found := syntax.DIRECTIVE.match(text):
            self._shift(number, found.end())
            self._directive(part, number, end, found["name"].lower())
        else:
            self.comments.append((start, self.lines[end - 1].end))

    def _directive(self, part: _Part, number: int, end: int, name: str) -> None:
        argument = (self.lines[number].start, self.lines[number].end)
        value = self.source.text[slice(*argument)]
        body = number + 1
        while body < end and not self.lines[body].blank and not self._text(body).startswith(":"):
            body += 1  # the argument, or a first paragraph, goes on
        if body > number + 1:
            argument = argument[0], self.lines[body - 1].end
        if name in syntax.PICTURES:
            part = replace(part, image=value or None)
        elif name == "meta":
            self._meta(part, number + 1, end)
            return
        part, content = self._options(part, body, end, toc=name == "toctree")
        if name == "class" and (found := syntax.LANGUAGE_CLASS.search(value)):
            part = self._in_language(part, argument[0] + found.start(1), argument[0] + found.end(1))
        if name in syntax.TITLED and value:
            self._draft(part, *argument, Kind.HEADLINE)
        elif name in syntax.TABLES and value:
            self._draft(part, *argument, Kind.CAPTION)
        elif name in syntax.VERSIONS:
            word = re.compile(r"\S*\s*").match(self.source.text, *argument)
            behind = word.end() if word else argument[1]
            if behind < argument[1]:
                self._draft(part, behind, argument[1])
        elif name in syntax.ADMONITIONS and argument[0] < argument[1]:
            kind = Kind.QUOTE if name in syntax.QUOTES else part.kind
            self._draft(part, *argument, kind)
        if name == "raw" and value == "html" and content < end:
            inside = self.source.part(self.lines[content].start, self.lines[end - 1].end)
            self.drafts += Html.drafts(inside)
        elif name == "figure":
            self._nest(part, content, end, Kind.CAPTION)
        elif name not in syntax.CODE and not name.startswith("auto"):
            self._nest(part, content, end, Kind.QUOTE if name in syntax.QUOTES else None)

    def _options(self, part: _Part, number: int, end: int, toc: bool) -> tuple[_Part, int]:
        """Read a directive's options; gives the part, and where its content begins."""
        while number < end and (found := syntax.FIELD.match(self._text(number))):
            line = self.lines[number]
            following = self._below(number + 1, end, line.indent + 1)
            self._shift(number, found.end())
            start, last = self.lines[number].start, self.lines[max(following - 1, number)].end
            kind = syntax.OPTIONS.get(found[1])
            if kind and start < last:
                self._draft(part, start, last, Kind.HEADLINE if toc else kind)
            elif found[1] in ("class", "figclass"):
                value = syntax.LANGUAGE_CLASS.search(self.source.text, start, last)
                if value:
                    part = self._in_language(part, *value.span(1))
            number = max(following, number + 1)
        return part, number

    def _in_language(self, part: _Part, start: int, end: int) -> _Part:
        """The part in the language that a class names."""
        tag, place = self.source.text[start:end], self.source.locate(start, end)
        self.declarations.append(Declaration(tag, place, "class", part=True))
        return replace(part, language=normalise(tag) or UNDETERMINED, declared=place)

    def _meta(self, part: _Part, number: int, end: int) -> None:
        """The descriptions that the document gives of itself for search engines."""
        for one in range(number, end):
            found = syntax.FIELD.match(self._text(one))
            if found and found[1].split()[0] in ("description", "og:description"):
                start = self.lines[one].start + found.end()
                if start < self.lines[one].end:
                    self._draft(part, start, self.lines[one].end, Kind.DESCRIPTION)
