"""What the readers of corpora give: records, and places where nothing could be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from captions.errors import ConfigError
from captions.plugins import suggest


@dataclass(frozen=True, slots=True)
class Record:
    """One article of a corpus, not yet read.

    `position` says where in its file it stands: the row of Parquet, counted from 0, else the byte
    at which its line (of the decompressed text) or its WARC record begins. `content` is text, or
    the bytes of a page, for which `charset` is what the server declared; `markup`: it is HTML.
    """

    position: int
    content: str | bytes
    markup: bool = False
    id: str | None = None
    url: str | None = None
    language: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A place of a corpus where an article, or all that follows, could not be read, and why."""

    position: int
    kind: str
    reason: str
    id: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A named piece of a file, read and written by itself.

    `path` names the file in results, `source` opens it.
    `start` and `end` are row groups of Parquet and bytes of plain JSON Lines; other files are one
    part each. `size` in bytes says how much there is to do.
    """

    name: str
    path: str
    source: str
    format: str
    start: int
    end: int
    size: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, or keys of JSON, that hold an article; a dot leads into nested ones.

    Of `html` and `text` the first that is not null counts. The usual names need not be there;
    `named` are the fields that somebody named, whose columns must.
    """

    text: str = "text"
    html: str = "html"
    url: str = "url"
    id: str = "id"
    language: str = "language"
    named: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Columns":
        """The columns that a configuration names, the usual ones for the rest."""
        valid = [item.name for item in fields(cls) if item.name != "named"]
        for key in given:
            if key not in valid:
                raise ConfigError(f"[corpus] has no key {key!r}: {suggest(key, valid)}")
        return cls(**given, named=frozenset(given))

    def items(self) -> Iterator[tuple[str, str]]:
        """Each field with its column."""
        for item in fields(self):
            if item.name != "named":
                yield item.name, getattr(self, item.name)

    def missing(self, known: Mapping[str, object] | frozenset[str]) -> str | None:
        """Why articles cannot be read from what has only these columns; None where they can."""
        absent = [
            name
            for key, name in self.items()
            if key in self.named and name not in known and name.partition(".")[0] not in known
        ]
        if not absent and (self.text in known or self.html in known or self._content_inside(known)):
            return None
        wanted = " or ".join(map(repr, absent or [self.text, self.html]))
        there = ", ".join(sorted(known)[:20]) or "nothing"
        return f"there is no {wanted}, but {there}; name it in [corpus]"

    def _content_inside(self, known: Mapping[str, object] | frozenset[str]) -> bool:
        nested = [name for name in (self.text, self.html) if "." in name]
        return any(name.partition(".")[0] in known for name in nested)

    def record(self, row: Mapping[str, object], position: int) -> Record | Broken:
        """The record of a row, or why it is none."""
        identity = _text(_value(row, self.id))
        url = _text(_value(row, self.url))
        for name, markup in ((self.html, True), (self.text, False)):
            content = _value(row, name)
            if content is None:
                continue
            if not isinstance(content, str | bytes):
                reason = f"{name!r} is of type {type(content).__name__}, not text"
                return Broken(position, "NoText", reason, identity, url)
            language = _text(_value(row, self.language))
            return Record(position, content, markup, identity, url, language)
        if why := self.missing(row):
            return Broken(position, "MissingColumn", why, identity, url)
        names = [repr(name) for name in (self.text, self.html) if name in row]
        reason = f"{' and '.join(names) or repr(self.text)} is null"
        return Broken(position, "NoText", reason, identity, url)


def _value(row: Mapping[str, object], name: str) -> object:
    """The value under a name, or along it where dots part it."""
    if name in row or "." not in name:
        return row.get(name)
    first, _, rest = name.partition(".")
    inner = row.get(first)
    return _value(inner, rest) if isinstance(inner, Mapping) else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
