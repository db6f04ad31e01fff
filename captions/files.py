"""The files beside an article, as one run sees them: looked at once, and noted on request."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePath

from captions.file_names import language_of_folder, split_name

# Looks that a run remembers; a look that was forgotten is taken anew.
_KEPT = 2_000_000
_ABSENT = ""


class Look(StrEnum):
    """What is looked at."""

    NAMES = "names"  # which names a folder has in it
    LANGUAGES = "languages"  # those of them that are named after languages
    TAGGED = "tagged"  # those of them that have a language in their name: boats.es.md
    KEYED = "keyed"  # what the front matter of a site makes of a file
    IS_FILE = "is file"  # whether there is a regular file
    CONTENT = "content"  # what is in a file


_Key = tuple[str, str]
# Digests of what was seen, "" where there was nothing, by the look and its path.
Sights = dict[_Key, str]


@dataclass(frozen=True, slots=True)
class Files:
    """Looks at files and folders, and remembers what was seen.

    Whoever wants to know later whether something would be read as it was read now, notes the
    sights on the way and asks whether they still hold.
    """

    _seen: Sights = field(default_factory=dict, repr=False, compare=False)
    _listed: dict[_Key, list[str]] = field(default_factory=dict, repr=False, compare=False)
    _learnt: dict[str, Callable[[str], str]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _notes: list[Sights] = field(default_factory=list, repr=False, compare=False)

    def names(self, folder: Path, look: Look) -> list[str]:
        """The names in a folder, all or some of them, sorted; none where it cannot be listed."""
        key = (look, str(folder))
        self.look(*key)
        if key not in self._listed:
            self._listed[key] = _names(look, str(folder))
        return self._listed[key]

    def is_file(self, path: Path) -> bool:
        """Whether there is a regular file."""
        return self.look(Look.IS_FILE, str(path)) != _ABSENT

    def note(self, path: Path) -> None:
        """Note what is in a file, before it is read."""
        if self._notes:
            self.look(Look.CONTENT, str(path))

    @contextmanager
    def noting(self) -> Iterator[Sights]:
        """Collect what is looked at meanwhile."""
        noted: Sights = {}
        self._notes.append(noted)
        try:
            yield noted
        finally:
            self._notes.pop()

    def saw(self, path: str, data: bytes) -> None:
        """Say what was in a file when it was read."""
        self._seen[Look.CONTENT, path] = hashlib.sha256(data).hexdigest()

    def still_hold(self, sights: Sights) -> bool:
        """Whether everything is as it was when the sights were noted."""
        return all(self.look(*key) == digest for key, digest in sights.items())

    def learn(self, look: str, digest: Callable[[str], str]) -> None:
        """How something is looked at that is not plain to see."""
        self._learnt[look] = digest

    def look(self, look: str, path: str) -> str:
        """The digest of what is seen."""
        key = look, path
        digest = self._seen.get(key)
        if digest is None:
            digest = (self._learnt.get(look) or _LOOKS[Look(look)])(path)
            if len(self._seen) >= _KEPT:
                self._seen.clear()
            self._seen[key] = digest
        for noted in self._notes:
            noted[key] = digest
        return digest


def spelt_as(path: Path, beside: PurePath) -> PurePath:
    """A path as reports spell it: relative where that of the article is."""
    return path if beside.is_absolute() else PurePath(os.path.relpath(path))


_NAMED: dict[Look, Callable[[str], object]] = {
    Look.NAMES: lambda _: True,
    Look.LANGUAGES: language_of_folder,
    Look.TAGGED: lambda name: split_name(name)[1],
}


def _names(look: Look, folder: str) -> list[str]:
    try:
        return sorted(filter(_NAMED[look], os.listdir(folder)))
    except OSError:
        return []


def _digest_of_names(look: Look, folder: str) -> str:
    names = "\0".join(_names(look, folder))
    return hashlib.sha256(names.encode(errors="surrogatepass")).hexdigest()


def digest_of_file(path: str) -> str:
    """A digest of what is in a regular file, "" where it cannot be read."""
    if not os.path.isfile(path):  # a pipe would never end
        return _ABSENT
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return _ABSENT


_LOOKS: dict[Look, Callable[[str], str]] = {
    **{look: partial(_digest_of_names, look) for look in _NAMED},
    Look.IS_FILE: lambda path: "yes" if os.path.isfile(path) else _ABSENT,
    Look.CONTENT: digest_of_file,
}
