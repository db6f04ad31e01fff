"""What a segment should have said: references, their files and how they find their segments."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import ClassVar, Protocol
from urllib.parse import unquote, urlsplit

from captions.article import Article, Unreadable
from captions.language import normalise
from captions.segment import Segment

SIDECAR = ".captions.jsonl"


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that a segment should correspond to; `origin` is the `file:line` it came from."""

    text: str
    language: str
    origin: str


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

    def read(self, path: Path) -> list[Entry]:
        """All entries of a file; raises `ReferencesError` naming the line."""
        ...


def make_entry(values: dict[str, object], origin: str) -> Entry:
    """An entry from a row's values; `origin` is its `file:line`."""
    unknown = values.keys() - {"path", "image", "source", "kind", "language", "text"}
    if unknown:
        valid = "path, image, source, kind, language, text"
        raise ReferencesError(f"{origin}: no field {sorted(unknown)[0]!r}; valid are {valid}")
    row = {key: value for key, value in values.items() if value not in (None, "")}
    for key, value in row.items():
        if not isinstance(value, str):
            raise ReferencesError(f"{origin}: {key} is {value!r}, not text")
    fields = {key: str(value).strip() for key, value in row.items()}
    for key in ("text", "language"):
        if not fields.get(key):
            raise ReferencesError(f"{origin}: a reference needs {key!r}")
    if normalise(fields["language"]) is None:
        raise ReferencesError(f"{origin}: {fields['language']!r} is not a language tag, such as en")
    if not fields.keys() & {"path", "image", "source"}:
        raise ReferencesError(f"{origin}: a reference needs one of 'path', 'image' and 'source'")
    return Entry(
        Reference(fields["text"], fields["language"], origin),
        fields.get("path"), fields.get("image"), fields.get("source"), fields.get("kind"),
    )  # fmt: skip


def load(
    paths: Iterable[Path], formats: Iterable[ReferenceFormat]
) -> tuple[list[Entry], list[Unreadable]]:
    """The entries of all files that can be used, and the files that cannot."""
    readers = {suffix: reader for reader in formats for suffix in reader.suffixes}
    entries: list[Entry] = []
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
    return entries, broken


def load_sidecar(
    article: Path, formats: Iterable[ReferenceFormat]
) -> tuple[list[Entry], list[Unreadable]]:
    """The entries of `<article>.captions.jsonl`, which are for that article alone."""
    sidecar = article.with_name(article.name + SIDECAR)
    if not sidecar.is_file():
        return [], []
    entries, broken = load([sidecar], formats)
    own = [
        Entry(entry.reference, article.as_posix(), entry.image, entry.source, entry.kind)
        for entry in entries
    ]
    return own, broken


@dataclass(frozen=True, slots=True)
class References:
    """All entries of a run, laid out for look-up."""

    by_source: dict[str, list[Entry]] = field(default_factory=dict)
    by_image: dict[str, list[Entry]] = field(default_factory=dict)
    by_file: dict[str, list[Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "References":
        """Each entry stands under the most telling of its keys."""
        index = cls()
        for entry in entries:
            if entry.source:
                index.by_source.setdefault(_folded(entry.source), []).append(entry)
            elif entry.image:
                index.by_image.setdefault(_file_name(entry.image), []).append(entry)
            elif entry.path:
                index.by_file.setdefault(PurePath(entry.path).name, []).append(entry)
        return index

    def find(self, article: Article) -> list[tuple[Reference, ...]]:
        """The references of each segment of an article, in order.

        An entry with no key but a path and a kind is used only where the article has one segment
        of that kind, since nothing says which of several it is for.
        """
        kinds = Counter(segment.kind for segment in article.segments)
        found = []
        for segment in article.segments:
            near = list(self.by_source.get(_folded(segment.text), ()))
            if segment.image:
                near += self.by_image.get(_file_name(segment.image), ())
            if kinds[segment.kind] == 1:
                near += self.by_file.get(article.path.name, ())
            fits = [entry for entry in near if _fits(entry, article, segment)]
            found.append(tuple(dict.fromkeys(entry.reference for entry in fits)))
        return found


def _fits(entry: Entry, article: Article, segment: Segment) -> bool:
    if entry.kind and entry.kind != segment.kind:
        return False
    if entry.kind is None and not entry.source and not entry.image and segment.kind != "caption":
        return False
    if entry.image and not (segment.image and _same_image(entry.image, segment.image)):
        return False
    return entry.path is None or _ends(PurePath(article.path).parts, PurePath(entry.path).parts)


def _ends(whole: Sequence[str], end: Sequence[str]) -> bool:
    end = [part for part in end if part != "."]
    return bool(end) and list(whole[-len(end) :]) == end


def _same_image(one: str, other: str) -> bool:
    first, second = _image_parts(one), _image_parts(other)
    shorter = min(len(first), len(second))
    return first[-shorter:] == second[-shorter:]


def _image_parts(address: str) -> tuple[str, ...]:
    path = unquote(urlsplit(address).path) or address
    return tuple(part for part in PurePath(path).parts if part not in ("/", ".", ".."))


def _file_name(address: str) -> str:
    parts = _image_parts(address)
    return parts[-1] if parts else address


def _folded(text: str) -> str:
    return " ".join(text.split())
