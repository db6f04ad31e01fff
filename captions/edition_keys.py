"""Editions that name one another in their front matter: `translationKey`, `ref`, `original`.

Hugo's `translationKey` and Jekyll's `ref` are the same in all editions of an article; `original` is
the path or the address of the article that one is a translation of. Whatever the files are called,
they are found in the site that the article is in.
"""

import codecs
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from captions import layout
from captions.article import UNKNOWN, Unreadable
from captions.file_names import language_of_folder, split_name
from captions.files import Files
from captions.layout import Sister
from captions.read import ReadSettings, read_bytes

# What lies in the folder that a site begins in.
_MARKS = frozenset(
    ".git hugo.toml hugo.yaml hugo.yml hugo.json config.toml config.yaml config.yml config.json"
    " _config.yml _config.yaml docusaurus.config.js docusaurus.config.ts mkdocs.yml"
    " astro.config.mjs astro.config.ts gatsby-config.js gatsby-config.ts .eleventy.js"
    " eleventy.config.js package.json pyproject.toml captioncheck.toml".split()
)
# Folders above an article that may be where its site begins.
_DEPTH = 8
_SUFFIXES = (".md", ".markdown", ".mdx", ".qmd", ".rmd")
# Files and folders of a site that are looked at, and how far into files.
_MOST = 100_000
_HEAD = 64 * 1024
_NAMED = re.compile(rb"translation[-_]?key|ref|original", re.IGNORECASE)
_OPENING = re.compile(r"(?:---|\+\+\+|\{)[ \t]*[\r\n]")
_MATTER = re.compile(
    rb"(---|\+\+\+)[ \t]*[\r\n].*?^\1[ \t]*(?:[\r\n]+|\Z)", re.DOTALL | re.MULTILINE
)
# The keys that nobody uses for anything else.
_SURE = frozenset({"translationkey", "original"})

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Member:
    """A file, the language that it or its path names, and the keys in its front matter."""

    path: Path
    language: str | None
    keys: tuple[_Key, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    """The files of a site that have keys; not `whole` where there were too many to look at."""

    members: dict[Path, _Member]
    groups: dict[_Key, list[_Member]]
    whole: bool


@dataclass(frozen=True, slots=True)
class EditionKeys:
    """Finds editions by their front matter; each site is looked through once in a run."""

    settings: ReadSettings
    _sites: dict[Path, _Site] = field(default_factory=dict)
    _roots: dict[Path, Path] = field(default_factory=dict)

    def sisters(self, own: Path) -> list[Sister]:
        """The files of the site that say that they are editions of one, by an absolute path.

        Of several in one language nothing says which one is meant, so none is.
        """
        site = self._site(own)
        member = site.members.get(own)
        found: dict[Path, Sister] = {}
        for key in member.keys if member else ():
            for other in _others(own, site.groups[key], sure=key[0] in _SURE):
                found.setdefault(other.path, Sister(other.path, other.language))
        return list(found.values())

    def apart(self, own: Path, other: Path) -> bool:
        """Whether two files say by one and the same key that they are no editions of each other."""
        members = self._site(own).members
        one, two = (dict(members[path].keys) if path in members else {} for path in (own, other))
        return any(
            two.get(name, value) != value for name, value in one.items() if name != "original"
        )

    def whole(self, own: Path) -> bool:
        """Whether all of the site was looked at."""
        return self._site(own).whole

    def _site(self, own: Path) -> _Site:
        folder = own.parent
        if folder not in self._roots:
            self._roots[folder] = _root(folder)
        root = self._roots[folder]
        if root not in self._sites:
            self._sites[root] = _look_through(root, replace(self.settings, language=None))
        return self._sites[root]


def _root(folder: Path) -> Path:
    """The folder that a site begins in.

    Without a mark of a generator that is where its folders of languages are. Where there are none
    it is the folder itself: what lies above may be anything.
    """
    above = (folder, *folder.parents)[:_DEPTH]
    for place in above:
        if any(os.path.lexists(place / name) for name in _MARKS):
            return place
    for place in above:
        if language_of_folder(place.name):
            return place.parent
    return folder


def opens(text: str) -> bool:
    """Whether a text begins with front matter, without which no file has keys."""
    return bool(_OPENING.match(text))


def _look_through(root: Path, settings: ReadSettings) -> _Site:
    found: dict[Path, _Member] = {}
    files, whole = _files(root)
    for path in files:
        head = _head(path)
        if _NAMED.search(head) and (member := _member(path, head, root, settings)).keys:
            found[path] = member
    members: dict[Path, _Member] = {}
    groups: dict[_Key, list[_Member]] = {}
    for member in _with_originals(found, root, settings):
        members[member.path] = member
        for key in member.keys:
            groups.setdefault(key, []).append(member)
    return _Site(members, groups, whole)


def _files(root: Path) -> tuple[list[Path], bool]:
    """The files of a site that may have keys, and whether these are all."""
    found: list[Path] = []
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name != "node_modules"
        )
        seen += len(folders) + len(names)
        if seen > _MOST:
            return found, False
        found += (Path(folder, name) for name in sorted(names) if name.lower().endswith(_SUFFIXES))
    return found, True


def _head(path: Path) -> bytes:
    """The front matter of a file; nothing where it has none."""
    if not path.is_file():  # a pipe would be waited for
        return b""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return b""
    found = _MATTER.match(head.removeprefix(codecs.BOM_UTF8))
    if found:
        return found[0]
    return head if head.startswith(b"{") else b""


def _member(path: Path, head: bytes, root: Path, settings: ReadSettings) -> _Member:
    article = read_bytes(path, head, settings)
    if isinstance(article, Unreadable):
        return _Member(path, _by_path(path, root), ())
    language = None if article.language == UNKNOWN else article.language
    return _Member(path, language or _by_path(path, root), article.keys)


def _by_path(path: Path, root: Path) -> str | None:
    _, tag, _ = split_name(path.name)
    folders = path.parent.relative_to(root).parts
    tags = [tag, *(language_of_folder(name) for name in reversed(folders))]
    return next(filter(None, tags), None)


def _with_originals(
    found: dict[Path, _Member], root: Path, settings: ReadSettings
) -> Iterator[_Member]:
    """The members, each original with all that are translations of it."""
    files = Files()
    keys: dict[Path, dict[_Key, None]] = {}
    for path, member in found.items():
        own = keys.setdefault(path, {})
        for name, value in member.keys:
            if name != "original":
                own[name, value] = None
            elif (original := _original(value, path, files)) and original.is_relative_to(root):
                key = name, str(original)
                own[key] = None
                keys.setdefault(original, {})[key] = None
    for path, own in keys.items():
        known = found.get(path) or _member(path, _head(path), root, settings)
        yield replace(known, keys=tuple(own))


def _original(value: str, path: Path, files: Files) -> Path | None:
    """The local file that is named as the original; paths begin beside the file or in the site."""
    try:
        named = urlsplit(value).path.strip("/.")
    except ValueError:  # an address that is none
        return None
    found = named and (layout.local(value, path, files) or layout.local(f"/{value}", path, files))
    return found if found and found != path else None


def _others(own: Path, group: Sequence[_Member], *, sure: bool) -> Iterator[_Member]:
    """Those of a group that are the only ones in their language, as the file itself must be."""
    languages = Counter(member.language for member in group)
    [mine] = [member.language for member in group if member.path == own]
    others = [member for member in group if member.path != own]
    if sure and len(others) == 1 and others[0].language is None:
        yield others[0]
    elif languages[mine] == 1:
        yield from (member for member in others if languages[member.language] == 1)
