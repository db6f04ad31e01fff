"""reStructuredText's inline markup: what of a line is text."""

import re
from collections.abc import Iterator

from captions.source import Run, Source

_MARKUP = re.compile(
    r"(?P<escape>\\(?:\s|.))"
    r"|(?P<literal>``(?:(?!``(?!`)).)+``)"
    r"|:(?P<role>[\w:+.-]+):`(?P<named>[^`]+)`"
    r"|_?`(?P<phrase>[^`]+)`(?:__?(?!\w)|:(?P<suffix>[\w:+.-]+):)?"
    r"|(?P<footnote>\[(?:\d+|\#[\w-]*|\*|[\w.-]+)\]_)"
    r"|(?P<substitution>(?<!\w)\|[^|\s](?:[^|\n]*[^|\s])?\|(?:__?)?)"
    r"|(?P<emphasis>(?<![\w*])\*{1,2}(?=[^\s*])|(?<=[^\s*])\*{1,2}(?![\w*]))"
    r"|(?P<reference>(?<=[^\W_])__?(?!\w))",
    re.DOTALL,
)
_TARGET = re.compile(r"\s*<[^<>]*>\s*\Z")
# A formula, where that is the default role.
_FORMULA = re.compile(r"\\[a-zA-Z{]|[_^]\{")
# Roles whose text is to be read; what others hold is code, or the name of something.
_PROSE = frozenset(
    "emphasis strong sub sup subscript superscript title title-reference t term abbr acronym dfn "
    "guilabel menuselection index underline".split()
)
# Roles that point somewhere: to be read where they say what to write there.
_LINKS = frozenset("ref doc numref any download external link".split())


def inline_runs(source: Source) -> tuple[Run, ...]:
    """The text of a paragraph; literals, code and references to nothing but a name leave a gap."""
    return tuple(_runs(source, 0, len(source.text)))


def _runs(source: Source, start: int, end: int) -> Iterator[Run]:
    for found in _MARKUP.finditer(source.text, start, end):
        yield from source.cut(start, found.start())
        start = found.end()
        match found.lastgroup:
            case "escape":
                if not found[0][1].isspace():
                    yield source.stand_in(found[0][1], *found.span())
            case "named":
                yield from _phrase(source, found, "named", found["role"])
            case "phrase" | "suffix":
                yield from _phrase(source, found, "phrase", found["suffix"])
            case "emphasis" | "reference":
                pass
            case _:
                yield source.stand_in(" ", *found.span())
    yield from source.cut(start, end)


def _phrase(source: Source, found: re.Match[str], group: str, role: str | None) -> Iterator[Run]:
    """Text between backquotes: the name of a link, or what a role is applied to."""
    first, last = found.span(group)
    target = _TARGET.search(source.text, first, last)
    role = role and role.rsplit(":", 1)[-1]
    if target and (role is None or role in _PROSE | _LINKS):
        last = target.start()
    elif (role and role not in _PROSE) or (role is None and _FORMULA.search(found[group])):
        last = first
    if first == last:
        yield source.stand_in(" ", *found.span())
    else:
        yield from _runs(source, first, last)
