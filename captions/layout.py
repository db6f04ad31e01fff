"""Where the other editions of an article lie: patterns, and the layouts of site generators."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from captions.errors import ConfigError
from captions.file_names import LANGUAGE, TAG, language_of_folder, split_name, tag_in
from captions.files import Files, Look

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Levels of folders above a file that are looked at for folders of languages.
_DEPTH = 8

# Docusaurus: the folder of the first language, and where the same files lie in the others.
_DOCUSAURUS = (
    (("docs",), ("docusaurus-plugin-content-docs", "current")),
    (("versioned_docs",), ("docusaurus-plugin-content-docs",)),
    (("blog",), ("docusaurus-plugin-content-blog",)),
    (("src", "pages"), ("docusaurus-plugin-content-pages",)),
)


@dataclass(frozen=True, slots=True)
class Sister:
    """A file that is the same article in another language, which its path may name."""

    path: Path
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Folders:
    """What lies in folders, each looked at once in a run."""

    files: Files = field(default_factory=Files)
    _languages: dict[Path, list[tuple[str, str]]] = field(default_factory=dict)
    _names: dict[Path, dict[tuple[str, str], list[tuple[str, str]]]] = field(default_factory=dict)

    def languages(self, folder: Path) -> list[tuple[str, str]]:
        """The folders in a folder that are named after languages: name and tag."""
        names = self.files.names(folder, Look.LANGUAGES)
        if folder not in self._languages:
            found = [(name, language_of_folder(name)) for name in names]
            self._languages[folder] = [(name, tag) for name, tag in found if tag]
        return self._languages[folder]

    def names(self, folder: Path, base: str, suffix: str) -> list[tuple[str, str]]:
        """The files of a folder that are called `base.<tag>.suffix`: name and tag."""
        names = self.files.names(folder, Look.TAGGED)
        if folder not in self._names:
            found: dict[tuple[str, str], list[tuple[str, str]]] = {}
            for name in names:
                stem, tag, end = split_name(name)
                if tag:  # few of the files of a corpus
                    found.setdefault((stem, end), []).append((name, tag))
            self._names[folder] = found
        return self._names[folder].get((base, suffix), [])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of paths: `content/{language}/{slug}.md`.

    `{language}` is a language tag, every other name in braces any text, in folders below as well;
    a name that stands twice is the same text twice. A relative pattern may begin in any folder.
    `first` is the pattern of the edition that has no language in its path: `source/{slug}.md`.
    """

    text: str
    first: str = ""
    _expression: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _of_first: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if "{language}" not in self.text:
            raise ConfigError(
                f"editions: {self.text!r} has no {{language}}; write one such as "
                '"content/{language}/{slug}.md"'
            )
        names = set(_PLACEHOLDER.findall(self.text)) - {"language"}
        if self.first and set(_PLACEHOLDER.findall(self.first)) != names:
            raise ConfigError(
                f"editions: {self.first!r} must name the same in braces as {self.text!r}, but for "
                "{language}"
            )
        object.__setattr__(self, "_expression", _compiled(self.text))
        object.__setattr__(self, "_of_first", _compiled(self.first) if self.first else None)

    @classmethod
    def of(cls, written: str | Sequence[str]) -> "Pattern":
        """One pattern, or two of which one has no `{language}`."""
        patterns = [written] if isinstance(written, str) else list(written)
        patterns.sort(key=lambda one: "{language}" not in one)
        if not 1 <= len(patterns) <= 2:
            raise ConfigError(
                f"editions: {written!r}: write one pattern, or two of which one has no {{language}}"
            )
        return cls(*patterns)

    def fits(self, path: Path) -> re.Match[str] | None:
        """The names in braces and what they are for a file, by an absolute path."""
        text = path.as_posix()
        found = self._expression.fullmatch(text)
        if found and tag_in(found["language"]):
            return found
        return self._of_first.fullmatch(text) if self._of_first else None

    def language(self, path: PurePath) -> str | None:
        """The language that the pattern gives a file, None for a file that it does not fit."""
        found = self._expression.fullmatch(_absolute(path).as_posix())
        return tag_in(found["language"]) if found else None

    def sisters(self, path: Path, files: Files) -> Iterator[Sister]:
        """The files that differ from this one, by an absolute path, in the language alone."""
        found = self.fits(path)
        if not found:
            return
        values = found.groupdict()
        own = values.pop("language", None)
        before, _, rest = _spelt(self.text, values).partition("{}")
        above, _, head = before.rpartition("/")
        for name in files.names(Path(above or "/"), Look.NAMES):
            other = TAG.match(name, len(head)) if name.startswith(head) else None
            tag = tag_in(other[0]) if other else None
            if other and tag and other[0] != own:
                whole = Path(f"{above}/{head}{other[0]}{rest.replace('{}', other[0])}")
                if files.is_file(whole):
                    yield Sister(whole, tag)
        if self.first and own:
            whole = Path(_spelt(self.first, values))
            if files.is_file(whole):
                yield Sister(whole)


# What stands before a relative pattern.
_BEFORE = "before_it"


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(pattern)
    if any(sign in "".join(parts[::2]) for sign in "*{}"):
        raise ConfigError(f"editions: {pattern!r}: write {{name}} for what may be any text")
    expression = f"(?P<{_BEFORE}>{'' if pattern.startswith('/') else '(?:.*/)?'})"
    seen: set[str] = set()
    for index, part in enumerate(parts):
        if index % 2 == 0:
            expression += re.escape(part)
        elif part in seen:
            expression += f"(?P={part})"
        else:
            expression += f"(?P<{part}>{LANGUAGE if part == 'language' else '.+?'})"
            seen.add(part)
    return re.compile(expression)


def _spelt(pattern: str, values: Mapping[str, str]) -> str:
    """The path of a pattern, `{}` for its language."""
    return values[_BEFORE] + "".join(
        part if index % 2 == 0 else "{}" if part == "language" else values[part]
        for index, part in enumerate(_PLACEHOLDER.split(pattern))
    )


def sisters(path: Path, folders: Folders) -> Iterator[Sister]:
    """The sisters of a file, by an absolute path, in the layouts that need no configuration.

    These are `name.es.md` (Hugo), folders of languages (`content/es/…`, `_es/…`, `/es/…`), one
    language of which may have no folder of its own, and the folders of Docusaurus.
    """
    yield from _by_name(path, folders)
    yield from _by_folder(path, folders)
    yield from _docusaurus(path, folders)


def _by_name(path: Path, folders: Folders) -> Iterator[Sister]:
    base, own, suffix = split_name(path.name)
    if own and folders.files.is_file(first := path.with_name(base + suffix)):
        yield Sister(first)
    for name, tag in folders.names(path.parent, base, suffix):
        if name != path.name:
            yield Sister(path.with_name(name), tag)


def _by_folder(path: Path, folders: Folders) -> Iterator[Sister]:
    parts = path.parts
    least = max(len(parts) - 1 - _DEPTH, 1)
    named = [at for at in range(len(parts) - 2, 0, -1) if language_of_folder(parts[at])]
    for at in named:
        above, rest = Path(*parts[:at]), parts[at + 1 :]
        found = [
            Sister(above.joinpath(name, *rest), tag)
            for name, tag in folders.languages(above)
            if name != parts[at]
        ]
        found.append(Sister(above.joinpath(*rest)))
        if found := [one for one in found if folders.files.is_file(one.path)]:
            yield from found
            return
    for at in range(len(parts) - 1, least - 1, -1):
        above, rest = Path(*parts[:at]), parts[at:]
        found = [Sister(above.joinpath(name, *rest), tag) for name, tag in folders.languages(above)]
        if found := [one for one in found if folders.files.is_file(one.path)]:
            yield from found
            return


def _docusaurus(path: Path, folders: Folders) -> Iterator[Sister]:
    parts = path.parts
    for own, others in _DOCUSAURUS:
        for at in range(1, len(parts) - len(own)):
            rest = parts[at + len(own) :]
            if parts[at : at + len(own)] == own:
                i18n = Path(*parts[:at], "i18n")
                for name, tag in folders.languages(i18n):
                    other = i18n.joinpath(name, *others, *rest)
                    if folders.files.is_file(other):
                        yield Sister(other, tag)
            inner = at + 2 + len(others)
            if parts[at] == "i18n" and parts[at + 2 : inner] == others:
                first = Path(*parts[:at], *own, *parts[inner:])
                if folders.files.is_file(first):
                    yield Sister(first)


def local(href: str, path: Path, files: Files) -> Path | None:
    """The local file behind an address on a page at an absolute path, if there is one.

    An address from the root of a site, of whatever host, is tried in every folder above the page.
    """
    try:
        split = urlsplit(href)
    except ValueError:  # an address that is none
        return None
    address = unquote(split.path)
    if split.scheme not in ("", "http", "https") or "\0" in address:
        return None
    if not address.startswith("/"):
        bases = [path.parent] if not split.netloc and address else []
    else:
        bases = list(path.parents)
        address = address.lstrip("/")
    for base in bases:
        place = Path(os.path.normpath(base / address))
        if not place.name:
            continue
        for suffix in dict.fromkeys((".html", path.suffix)):
            for file in (place, place / f"index{suffix}", place.with_name(place.name + suffix)):
                if files.is_file(file):
                    return file
    return None


def _absolute(path: PurePath) -> Path:
    return Path(os.path.abspath(path))
