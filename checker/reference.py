"""What a segment should have said: references, their files and how they find their segments."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import ClassVar, Protocol

from captions.article import Article, Unreadable
from captions.language import normalise
from captions.picture_address import address_parts
from captions.segment import Segment
from checker.translation_memory import TranslationMemory, Unit, fold

SIDECAR = ".captions.jsonl"

_FIELDS = ("path", "image", "source", "kind", "language", "text")
# Units of one memory; a million take about a gigabyte.
_MOST_UNITS = 2_000_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that a segment should correspond to; `origin` is the `file:line` it came from.

    `edition`: it stands in another edition of the article, nobody gave it as a reference.
    `embedded`: it stands in the file of the picture. Not `sure`: it may be for another text, of a
    picture at the same place, or one much like this one in a translation memory, or says of a
    picture what no caption of it has to say; it is shown, and nothing is scored against it.
    """

    text: str
    language: str
    origin: str
    edition: bool = False
    sure: bool = True
    embedded: bool = False

    @property
    def file(self) -> PurePath:
        """The file of the origin."""
        return PurePath(self.origin.rpartition(":")[0] or self.origin)

    @property
    def line(self) -> int | None:
        """The line of the origin."""
        line = self.origin.rpartition(":")[2]
        return int(line) if line.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference and the segments that it is for: those that fit every key it has.

    `path` is an article's path or the end of one, `source` the text that stands in the article,
    `image` the address of its picture. At least one of the three is set.
    """

    reference: Reference
    path: str | None = None
    image: str | None = None
    source: str | None = None
    kind: str | None = None


class ReferencesError(ValueError):
    """A references file that cannot be used; the message has the line and the mend."""


class ReferenceFormat(Protocol):
    """Reads one format of references file."""

    suffixes: ClassVar[frozenset[str]]

    def read(self, path: Path) -> Sequence[Entry | Unit]:
        """All entries or units of a file; raises `ReferencesError` naming the line."""
        ...


def without_repeats(pairs: Iterable[tuple[str, object]], origin: str) -> dict[str, object]:
    """A row's values by their fields; raises `ReferencesError` for a field that stands twice."""
    row: dict[str, object] = {}
    for key, value in pairs:
        if key in row:
            raise ReferencesError(f"{origin}: {key!r} stands there twice; leave one out")
        row[key] = value
    return row


def checked_tag(tag: str | None, origin: str) -> str:
    """A language tag of a file, normalised; raises `ReferencesError` for what is none."""
    if not tag:
        raise ReferencesError(f"{origin}: it does not say which language this is in")
    found = normalise(tag)
    if found is None:
        raise ReferencesError(f"{origin}: {tag!r} is not a language tag, such as en")
    return found


def checked_units(count: int, origin: str) -> None:
    """Raises `ReferencesError` where a file has more units or entries than can be held."""
    if count > _MOST_UNITS:
        raise ReferencesError(
            f"{origin}: more than {_MOST_UNITS:,} units; leave out those that are not needed"
        )


def checked_names(names: Iterable[str], origin: str) -> None:
    """Raises `ReferencesError` for a field that no entry has."""
    for name in sorted(names):
        if name not in _FIELDS:
            valid = ", ".join(_FIELDS)
            raise ReferencesError(f"{origin}: no field {name!r}; valid are {valid}")


def make_entry(values: dict[str, object], origin: str) -> Entry:
    """An entry from a row's values; `origin` is its `file:line`."""
    checked_names(values, origin)
    row = {key: value for key, value in values.items() if value not in (None, "")}
    for key, value in row.items():
        if not isinstance(value, str):
            raise ReferencesError(f"{origin}: {key} is {value!r}, not text")
    fields = {key: str(value).strip() for key, value in row.items()}
    for key in ("text", "language"):
        if not fields.get(key):
            raise ReferencesError(f"{origin}: a reference needs {key!r}")
    checked_tag(fields["language"], origin)
    if not fields.keys() & {"path", "image", "source"}:
        raise ReferencesError(f"{origin}: a reference needs one of 'path', 'image' and 'source'")
    return Entry(
        Reference(fields["text"], fields["language"], origin),
        fields.get("path"), fields.get("image"), fields.get("source"), fields.get("kind"),
    )  # fmt: skip


def load(
    paths: Iterable[Path], formats: Iterable[ReferenceFormat]
) -> tuple[list[Entry | Unit], list[Unreadable]]:
    """What is in all files that can be used, and the files that cannot."""
    readers = {suffix: reader for reader in formats for suffix in reader.suffixes}
    entries: list[Entry | Unit] = []
    broken: list[Unreadable] = []
    for path in paths:
        reader = readers.get(path.suffix.lower())
        if reader is None:
            valid = ", ".join(sorted(readers))
            reason = f"no reader for references in {path.suffix!r} files; there are {valid}"
            broken.append(Unreadable(path, "UnknownReferences", reason))
            continue
        try:
            entries += reader.read(path)
        except ReferencesError as error:
            broken.append(Unreadable(path, "MalformedReferences", str(error)))
        except OSError as error:
            broken.append(Unreadable(path, "MissingReferences", error.strerror or str(error)))
        except UnicodeDecodeError:
            broken.append(Unreadable(path, "MalformedReferences", "it is not UTF-8"))
        except MemoryError:
            reason = "it does not fit into memory; split it and name the parts that are needed"
            broken.append(Unreadable(path, "HugeReferences", reason))
    return entries, broken


def sidecar(article: Path) -> Path:
    """Where the references for one article alone are."""
    return article.with_name(article.name + SIDECAR)


def load_sidecar(
    article: Path, formats: Iterable[ReferenceFormat]
) -> tuple[list[Entry], list[Unreadable]]:
    """The entries of `<article>.captions.jsonl`, which are for that article alone."""
    beside = sidecar(article)
    if not beside.is_file():
        return [], []
    entries, broken = load([beside], formats)
    # By the whole path: the end of one may be that of another article as well.
    path = Path(os.path.abspath(article)).as_posix()
    own = [replace(entry, path=path) for entry in entries if isinstance(entry, Entry)]
    return own, broken


@dataclass(frozen=True, slots=True)
class References:
    """All entries of a run and its translation memory, laid out for look-up."""

    by_source: dict[str, list[Entry]] = field(default_factory=dict)
    by_image: dict[str, list[Entry]] = field(default_factory=dict)
    by_file: dict[str, list[Entry]] = field(default_factory=dict)
    of_article: dict[str, list[Entry]] = field(default_factory=dict)
    memory: TranslationMemory = field(default_factory=TranslationMemory)

    @classmethod
    def of(cls, items: Iterable[Entry | Unit], similarity: float = 100.0) -> "References":
        """Each entry stands under the most telling of its keys; units are the memory."""
        items = list(items)
        units = (item for item in items if isinstance(item, Unit))
        index = cls(memory=TranslationMemory.of(units, similarity))
        for entry in items:
            if isinstance(entry, Unit):
                continue
            if entry.path:
                index.of_article.setdefault(PurePath(entry.path).name, []).append(entry)
            if entry.source:
                index.by_source.setdefault(fold(entry.source), []).append(entry)
            elif entry.image:
                index.by_image.setdefault(_file_name(entry.image), []).append(entry)
            elif entry.path:
                index.by_file.setdefault(PurePath(entry.path).name, []).append(entry)
        return index

    def __bool__(self) -> bool:
        return bool(self.by_source or self.by_image or self.by_file or self.memory)

    def find(self, article: Article) -> list[tuple[Reference, ...]]:
        """The references of each segment of an article, in order.

        An entry with no key but a path and a kind is used only where the article has one segment
        of that kind, since nothing says which of several it is for.
        """
        if not self:
            return [()] * len(article.segments)
        kinds = Counter(segment.kind for segment in article.segments)
        found = []
        for segment in article.segments:
            fits = [
                entry.reference
                for entry in self._near(article, segment, alone=kinds[segment.kind] == 1)
                if _fits(entry, article, segment)
            ]
            fits += self._remembered(segment.text, article.language)
            found.append(tuple(dict.fromkeys(fits)))
        return found

    def unplaced(self, article: Article) -> Iterator[Entry]:
        """The entries that name the article, and a picture or a text that it does not have."""
        named = [
            entry for entry in self.of_article.get(article.path.name, ()) if _is_of(entry, article)
        ]
        texts = {fold(segment.text) for segment in article.segments} if named else set()
        for entry in named:
            pictured = entry.image is None or any(
                segment.image and _same_image(entry.image, segment.image)
                for segment in article.segments
            )
            if not pictured or (entry.source and fold(entry.source) not in texts):
                yield entry

    def _near(self, article: Article, segment: Segment, *, alone: bool) -> Iterator[Entry]:
        """The entries whose most telling key may be this segment's."""
        yield from self.by_source.get(fold(segment.text), ())
        if segment.image:
            yield from self.by_image.get(_file_name(segment.image), ())
        if alone:
            yield from self.by_file.get(article.path.name, ())

    def _remembered(self, text: str, language: str) -> Iterator[Reference]:
        for found in self.memory.find(text, language):
            for tag, other in found.texts:
                yield Reference(other, tag, found.unit.origin, sure=found.equal)


def _fits(entry: Entry, article: Article, segment: Segment) -> bool:
    if entry.kind and entry.kind != segment.kind:
        return False
    if entry.kind is None and not entry.source and not entry.image and segment.kind != "caption":
        return False
    if entry.image and not (segment.image and _same_image(entry.image, segment.image)):
        return False
    return entry.path is None or _is_of(entry, article)


def _is_of(entry: Entry, article: Article) -> bool:
    """Whether an entry's path is the article's or the end of it."""
    end = [part for part in PurePath(entry.path or "").parts if part != "."]
    path = PurePath(os.path.abspath(article.path))
    return bool(end) and list(path.parts[-len(end) :]) == end


def _same_image(one: str, other: str) -> bool:
    first, second = address_parts(one), address_parts(other)
    shorter = min(len(first), len(second))
    return first[-shorter:] == second[-shorter:]


def _file_name(address: str) -> str:
    parts = address_parts(address)
    return parts[-1] if parts else address
