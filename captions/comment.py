"""Comments in which a file speaks to captioncheck. What they ask for is not known here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captions.source import Source
from captions.span import Span

NAME = "captioncheck"
_ADDRESSED = re.compile(rf"\s*{NAME}(?=[\s:])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, or a key of a structured format, that begins with the name `captioncheck`.

    `text` is what follows the name, a colon included, on one line; `span` is all of the comment.
    `scope` is what it is about where the format itself says so, None where its lines do.
    """

    text: str
    span: Span
    scope: Span | None = None


def commented(
    source: Source, places: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[Comment]:
    """The comments among some: each the range of what it says and the range of all of it."""
    for inside, whole in places:
        if found := _ADDRESSED.match(source.text[slice(*inside)]):
            yield Comment(" ".join(found[1].split()), source.locate(*whole))


def keyed(value: object, span: Span, scope: Span) -> Iterator[Comment]:
    """What the key `captioncheck` of a structured format holds: `ignore: [RULE, …]`, or a text."""
    items = value.items() if isinstance(value, dict) else [(value, True)]
    for key, named in items:
        bare = named in (True, None, "true", "")  # `ignore: true`, in YAML without types as well
        words = named if isinstance(named, list) else [] if bare else [named]
        text = " ".join([":", str(key), *map(str, words)])
        # Half a surrogate pair is no character, and could not be written out again.
        yield Comment(
            text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), span, scope
        )
