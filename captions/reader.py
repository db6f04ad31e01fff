"""What a reader is, and how one is chosen for a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import ClassVar, Protocol, runtime_checkable

from captions.article import Declaration
from captions.comment import Comment
from captions.segment import Kind, Region, Segment
from captions.source import Run, Source, fold
from captions.span import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment before it has an id: raw runs, white space not yet folded."""

    kind: Kind
    runs: tuple[Run, ...]
    language: str | None = None
    image: str | None = None
    region: Region = Region.ARTICLE
    declared: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a file: its drafts in source order, and the language it declares.

    `language_source` is the name of the place that declares the language (`html-lang`);
    `declarations`, `page`, `alternates`, `keys` and `hosts` are the article's; `notices` say in
    one line each what could not be read.
    """

    drafts: tuple[Draft, ...]
    language: str | None = None
    language_source: str | None = None
    notices: tuple[str, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    page: bool = False
    alternates: tuple[tuple[str, str], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    hosts: frozenset[str] = frozenset()


class Reader(Protocol):
    """Turns the text of one format into drafts of segments.

    A reader raises `ValueError` with a one-line reason for text that is not of its format.
    """

    suffixes: ClassVar[frozenset[str]]

    def recognises(self, head: str) -> bool:
        """Whether a file of another suffix, of which `head` is the start, is of this format."""
        ...

    def encoding(self, head: bytes) -> str | None:
        """The encoding that the file itself declares in its first 1,024 bytes."""
        ...

    def read(self, source: Source) -> Reading:
        """The drafts of the whole text."""
        ...


@runtime_checkable
class Decoder(Protocol):
    """A reader of files that are not text: it lays out as text what it then reads.

    Such files are read where they are named; folders and globs do not give them.
    """

    def decode(self, data: bytes) -> str:
        """The article's text; raises `DecodeError` for bytes that are not of its format."""
        ...


@runtime_checkable
class Commented(Protocol):
    """A reader of a format in which a file can speak to captioncheck."""

    def comments(self, source: Source) -> Iterable[Comment]:
        """Those that do; asked for only where the name stands in the text."""
        ...


# What a site generator or a template engine puts something else in the place of: Jinja, Liquid,
# Handlebars, Kramdown options, transclusions. Nobody reads it as text.
_TEMPLATE = re.compile(
    r"\{%[^{}]{0,1000}%\}|\{\{[^{}]{0,1000}\}\}|\{:[^{}]{0,1000}\}|\[\[\[[^\[\]]{0,1000}\]\]\]"
)


def segments(drafts: list[Draft]) -> Iterator[Segment]:
    """Fold white space, drop what is empty, sort by place, and number the segments of each kind.

    The list is emptied, so that what is done with is not held: of a large file, that is most.
    """
    placed: list[tuple[Kind, tuple[Run, ...], str | None, str | None, Region, Span | None]] = []
    drafts.reverse()
    while drafts:
        draft = drafts.pop()
        if runs := fold(_without_templates(draft.runs)):
            placed.append(
                (draft.kind, runs, draft.language, draft.image, draft.region, draft.declared)
            )
    placed.sort(key=lambda item: item[1][0].span.start)
    placed.reverse()
    numbers = {kind: count(1) for kind in Kind}
    while placed:
        kind, runs, language, image, region, declared = placed.pop()
        number = next(numbers[kind])
        yield Segment(f"{kind}-{number}", kind, runs, language, image, region, declared)


def _without_templates(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with a gap for each template tag."""
    for run in runs:
        if "{" in run.text or "[[" in run.text:
            break
    else:
        return runs
    source = Source(runs)
    kept: list[Run] = []
    start = 0
    for found in _TEMPLATE.finditer(source.text):
        kept += source.cut(start, found.start())
        kept.append(source.stand_in(" ", *found.span()))
        start = found.end()
    return (*kept, *source.cut(start, len(source.text)))


def folder_suffixes(readers: Mapping[str, Reader]) -> frozenset[str]:
    """The suffixes of the files that folders give.

    Not those of files that are no text, nor those that readers share without one of them for all
    the rest: most `.xml` files are no articles.
    """
    owners: dict[str, list[str]] = {}
    for name, reader in readers.items():
        if not isinstance(reader, Decoder):
            for suffix in reader.suffixes:
                owners.setdefault(suffix, []).append(name)
    return frozenset(
        suffix for suffix, names in owners.items() if len(names) == 1 or suffix[1:] in names
    )


def choose(readers: Mapping[str, Reader], suffix: str, head: str) -> Reader | None:
    """The reader for a suffix, else for a content; plain text only where there is no suffix.

    Among readers that share a suffix the content decides, and the one that is named after it
    (`json` for `.json`) reads what none of the others recognises.
    """
    suffix = suffix.lower()
    owners = {name: reader for name, reader in readers.items() if suffix in reader.suffixes}
    if len(owners) == 1:
        return next(iter(owners.values()))
    if found := _recognising(owners, head) or owners.get(suffix[1:]):
        return found
    return _recognising(readers, head) or (readers.get("text") if not suffix else None)


def _recognising(readers: Mapping[str, Reader], head: str) -> Reader | None:
    """The first that recognises the content, those named after a suffix of theirs last."""
    special = [reader for name, reader in readers.items() if f".{name}" not in reader.suffixes]
    general = [reader for name, reader in readers.items() if f".{name}" in reader.suffixes]
    return next((reader for reader in (*special, *general) if reader.recognises(head)), None)
