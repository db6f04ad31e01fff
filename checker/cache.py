"""Results kept between runs: what has not changed is neither read nor checked again.

A result is kept under all that made it: the file's content and path, the settings, the references,
the code and what is installed beside it. With it stands what was looked at around the file, its
editions and pictures, and it counts only while all of that is as it was. Nothing depends on the
times of files, which checkouts and copies change.
"""

import hashlib
import io
import os
import pickle
import sqlite3
import sys
import time
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, is_dataclass
from enum import EnumType
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any

from captions import plugins
from captions.article import Unreadable
from captions.files import Files, Sights, digest_of_file
from checker import database
from checker.checked import Checked
from checker.model import cache_folder

_NAME = "results.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS result (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, result BLOB NOT NULL
) WITHOUT ROWID
"""
# Bytes that are kept; beyond them those that were not used for the longest time go.
_MOST_BYTES = 256_000_000
_LEFT = 0.8  # of them, then
_CRC = 4  # bytes
_DAY = 86_400
# A look at which models there are, for results that more of them would change.
_MODELS = "models"
# Results that are written at a time.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Cache:
    """The results of earlier runs with the same settings.

    A cache that cannot be opened, read or written is one that knows nothing.
    """

    settings: str = ""
    files: Files = field(default_factory=Files)
    connection: sqlite3.Connection | None = None
    # In order: standard input may go by the name of a file that is checked as well.
    _expected: dict[PurePath, deque[tuple[bytes, Sights]]] = field(default_factory=dict)
    _fresh: list[tuple[bytes, bytes]] = field(default_factory=list)
    _used: list[bytes] = field(default_factory=list)

    @classmethod
    @contextmanager
    def open(cls, settings: str) -> Iterator["Cache"]:
        """The cache for a run; several processes may have it open at once (WAL)."""
        connection = database.connect(path(), _TABLE)
        opened = cls(settings, connection=connection)
        opened.files.learn(_MODELS, lambda _: _models())
        try:
            yield opened
        finally:
            if connection:
                opened._write()
                connection.close()

    def recall(self, file: PurePath, data: bytes) -> Checked | None:
        """The result for a file with this content, if nothing that it depends on has changed."""
        if self.connection is None:
            return None
        key = self._key(file, data)
        try:
            row = self.connection.execute(
                "SELECT result FROM result WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        found = _unpacked(row[0]) if row else None
        if found is None or not self.files.still_hold(found[1]):
            return None
        self._used.append(key)
        return found[0]

    def noting(self) -> AbstractContextManager[Sights]:
        """Collect what a result depends on, if it can be kept."""
        return nullcontext({}) if self.connection is None else self.files.noting()

    def expect(self, file: PurePath, data: bytes, sights: Sights) -> None:
        """Say what the result for a file that could be read will depend on."""
        if self.connection is None:
            return
        # Its editions may take from memory what was read: of that, not of what is on disk by then.
        self.files.saw(os.path.abspath(file), data)
        self._expected.setdefault(file, deque()).append((self._key(file, data), sights))

    def keep(self, checked: Checked) -> None:
        """Keep a result that was expected, unless the next run may find more."""
        path = checked.article.path
        if isinstance(checked.article, Unreadable) or path not in self._expected:
            return
        key, sights = self._expected[path].popleft()
        if not self._expected[path]:
            del self._expected[path]
        if not checked.final:
            return
        # Models that are looked for are found in an order, those of the hub last.
        if checked.uncompared or not checked.complete or any("/" in one for one in checked.models):
            sights = {**sights, (_MODELS, ""): self.files.look(_MODELS, "")}
        self._fresh.append((key, _packed(checked, sights)))
        if len(self._fresh) >= _BATCH:
            self._write()

    def _key(self, file: PurePath, data: bytes) -> bytes:
        place = f"{self.settings}\0{file}\0{os.path.abspath(file)}\0"
        made = hashlib.sha256(_encoded(place))
        made.update(data)
        return made.digest()

    def _write(self) -> None:
        """All that is new, or, where the run is cut short, nothing of it."""
        fresh, used = list(self._fresh), list(self._used)
        self._fresh.clear()
        self._used.clear()
        if self.connection is None or not (fresh or used):
            return
        today = int(time.time() / _DAY)
        try:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")  # waits; a later upgrade would not
                self.connection.executemany(
                    "UPDATE result SET used = ? WHERE key = ? AND used < ?",
                    [(today, key, today) for key in used],
                )
                self.connection.executemany(
                    "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?)",
                    [(key, today, len(data), data) for key, data in fresh],
                )
                _prune(self.connection)
        except sqlite3.Error as error:
            database.discard_spoilt(path(), error)


def _prune(connection: sqlite3.Connection) -> None:
    [total] = connection.execute("SELECT coalesce(sum(size), 0) FROM result").fetchone()
    if total <= _MOST_BYTES:
        return
    rows = connection.execute("SELECT key, size FROM result ORDER BY used").fetchall()
    for key, size in rows:
        if total <= _MOST_BYTES * _LEFT:
            break
        connection.execute("DELETE FROM result WHERE key = ?", (key,))
        total -= size


def _packed(checked: Checked, sights: Sights) -> bytes:
    data = zlib.compress(pickle.dumps((checked.slim(), sights), protocol=5), 1)
    return zlib.crc32(data).to_bytes(_CRC) + data


def _unpacked(row: bytes) -> tuple[Checked, Sights] | None:
    data = row[_CRC:]
    if zlib.crc32(data).to_bytes(_CRC) != row[:_CRC]:  # a file that was cut short reads as zeros
        return None
    try:
        checked, sights = _Unpickler(io.BytesIO(zlib.decompress(data))).load()
    except (
        pickle.UnpicklingError, zlib.error, AttributeError, TypeError, ValueError, EOFError,
        ImportError, LookupError,
    ):  # fmt: skip
        return None
    return (checked, sights) if isinstance(checked, Checked) and isinstance(sights, dict) else None


class _Unpickler(pickle.Unpickler):
    """Makes nothing but values of this project's types: a cache may come from another machine."""

    def find_class(self, module: str, name: str) -> Any:
        # Nothing is imported for it: what results are made of was, by then.
        if (module, name) in _OTHERS or (_is_own(module) and module in sys.modules):
            found = super().find_class(module, name)
            if (module, name) in _OTHERS or is_dataclass(found) or isinstance(found, EnumType):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")


_OTHERS = frozenset(
    {
        ("pathlib", "PurePosixPath"), ("pathlib", "PosixPath"), ("pathlib", "PureWindowsPath"),
        ("pathlib", "WindowsPath"), ("pathlib._local", "PurePosixPath"),
        ("pathlib._local", "PosixPath"), ("pathlib._local", "PureWindowsPath"),
        ("pathlib._local", "WindowsPath"), ("collections", "Counter"), ("builtins", "frozenset"),
    }
)  # fmt: skip


def _is_own(module: str) -> bool:
    return module.partition(".")[0] in ("captions", "checker")


def settings_digest(settings: Iterable[str], files: Iterable[Path]) -> str:
    """A digest of settings, of what they name, of the code and of what is installed.

    Of a folder that is named, the files in it count.
    """
    made = hashlib.sha256(_encoded("\0".join([*settings, _code(), *_installed()])))
    for named in files:
        for file in sorted(named.rglob("*")) if named.is_dir() else [named]:
            if not file.is_dir():
                made.update(_encoded(f"{file.relative_to(named)}\0{digest_of_file(str(file))}\0"))
    return made.hexdigest()


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # names of files are not always text


@cache
def _code() -> str:
    """A digest of the modules that make results, and of the names and sizes of their data.

    Plugins are among them: those that are being written keep their version.
    """
    made = hashlib.sha256(sys.version.encode())
    for package in sorted({"captions", "checker", *plugins.packages()}):
        spec = find_spec(package)
        if spec is None:
            continue
        folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
        files = [file for folder in folders for file in sorted(folder.rglob("*"))]
        for file in files or [Path(spec.origin or "")]:
            if file.suffix == ".py":
                made.update(file.read_bytes())
            elif file.is_file() and file.suffix != ".pyc":
                made.update(_encoded(f"{file.name} {file.stat().st_size}"))
    return made.hexdigest()


def _models() -> str:
    from huggingface_hub import constants

    from checker import store

    kept = [f"{constants.HF_HUB_OFFLINE}"]
    kept += [f"{one.model.name} {one.model.size} {one.commit}" for one in store.entries()]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def _installed() -> Iterator[str]:
    """The names and versions of all distributions: plugins, engines and metrics are some of them.

    The folders of their metadata are called after both, and listing those takes no time.
    """
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def path() -> Path:
    """Where the results lie."""
    return cache_folder() / _NAME


def size() -> tuple[int, int]:
    """How many results are kept, and their bytes."""
    connection = database.connect(path(), _TABLE) if path().is_file() else None
    if connection is None:
        return 0, 0
    try:
        [count, total] = connection.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM result"
        ).fetchone()
    except sqlite3.Error:
        return 0, 0
    finally:
        connection.close()
    return int(count), int(total)


def forget() -> None:
    """Remove them."""
    database.remove(path())
