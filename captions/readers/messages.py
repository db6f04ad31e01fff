"""Messages of translation catalogues: text with places for values in it."""

import re
from collections.abc import Iterator

from captions.reader import Draft
from captions.readers.contents import Context, field_drafts
from captions.segment import Kind
from captions.source import Run, Source

_PLACEHOLDER = re.compile(
    r"%(?:\d+\$)?\(\w+\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]"  # %(name)s
    r"|%(?:\d+\$)?[-+#0]*\d*(?:\.\d+)?(?:ll?|h)?[sdiufgxXoceE@](?![^\W\d_])"  # %s, %1$d, %.2f
    r"|\$\{\w+\}|\{\{[^{}]{0,100}\}\}|\{[\w.:!]{0,60}\}"  # ${name}, {{ name }}, {name}, {0:.2f}
)
# ICU: {count, plural, one {# boat} other {# boats}}
_CHOICE = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,")
_CHOICES = re.compile(rf"{_CHOICE.pattern}|(?:=\d+|\b\w++)\s*+\{{|[{{}}]")


def message_drafts(text: Source, context: Context) -> Iterator[Draft]:
    """The drafts of a message, with a gap where a value is filled in."""
    patterns = [_PLACEHOLDER]
    if _CHOICE.search(text.text):
        patterns.append(_CHOICES)
    for pattern in patterns:
        text = _without(text, pattern)
    yield from field_drafts(Kind.BODY, text, context)


def _without(text: Source, pattern: re.Pattern[str]) -> Source:
    if not pattern.search(text.text):
        return text
    runs: list[Run] = []
    start = 0
    for found in pattern.finditer(text.text):
        runs += text.cut(start, found.start())
        runs.append(text.stand_in(" ", *found.span()))
        start = found.end()
    runs += text.cut(start, len(text.text))
    return Source(tuple(runs))
