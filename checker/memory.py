"""Hypotheses kept between runs, in SQLite, under sentence, model revision and settings."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from checker import database
from checker.model import cache_folder

_NAME = "translations.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS translation (
    key BLOB PRIMARY KEY, hypothesis TEXT NOT NULL
) WITHOUT ROWID
"""
_MOST_ROWS = 1_000_000
_DIGEST = 8  # characters


@dataclass(frozen=True, slots=True)
class Memory:
    """The hypotheses of one model with one set of settings.

    A memory that cannot be opened or read is one that knows nothing: translations are then made
    anew, never lost.
    """

    settings: str
    connection: sqlite3.Connection | None

    @classmethod
    @contextmanager
    def open(cls, settings: str, *, on: bool = True) -> Iterator["Memory"]:
        """The memory of a model; several processes may have it open at once (WAL)."""
        connection = database.connect(path(), _TABLE) if on else None
        try:
            yield cls(settings, connection)
        finally:
            if connection:
                connection.close()

    def recall(self, sentences: Iterable[str]) -> dict[str, str]:
        """The hypotheses that are known."""
        known: dict[str, str] = {}
        if self.connection is None:
            return known
        query = "SELECT hypothesis FROM translation WHERE key = ?"
        try:
            for sentence in sentences:
                row = self.connection.execute(query, (self._key(sentence),)).fetchone()
                # A file that was cut short reads as zeros.
                if row and row[0][:_DIGEST] == _digest(row[0][_DIGEST:]):
                    known[sentence] = row[0][_DIGEST:]
        except sqlite3.Error:
            return {}
        return known

    def keep(self, hypotheses: Mapping[str, str]) -> None:
        """Remember hypotheses, all of them or, where the run is cut short, none."""
        if self.connection is None:
            return
        rows = [(self._key(one), _digest(text) + text) for one, text in hypotheses.items()]
        try:
            with self.connection:
                self.connection.execute("BEGIN IMMEDIATE")  # waits; a later upgrade would not
                [count] = self.connection.execute("SELECT count(*) FROM translation").fetchone()
                if count + len(rows) > _MOST_ROWS:
                    self.connection.execute("DELETE FROM translation")
                self.connection.executemany(
                    "INSERT OR REPLACE INTO translation VALUES (?, ?)", rows
                )
        except (sqlite3.Error, UnicodeEncodeError):  # half a character cannot be stored
            return

    def _key(self, sentence: str) -> bytes:
        return hashlib.sha256(
            f"{self.settings}\0{sentence}".encode(errors="surrogatepass")
        ).digest()


def _digest(text: str) -> str:
    return f"{zlib.crc32(text.encode(errors='surrogatepass')):08x}"


def path() -> Path:
    """Where the memory lies."""
    return cache_folder() / _NAME


def count() -> int:
    """How many hypotheses are kept."""
    connection = database.connect(path(), _TABLE) if path().is_file() else None
    if connection is None:
        return 0
    try:
        [number] = connection.execute("SELECT count(*) FROM translation").fetchone()
        return int(number)
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def forget() -> None:
    """Remove the memory."""
    database.remove(path())
