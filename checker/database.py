"""SQLite files that runs share: several have one open at once, and none ever stops a run."""

import sqlite3
import time
from pathlib import Path

from captions.errors import UserError

# Seconds that a run waits for another one to finish writing.
_PATIENCE = 30.0
_PAUSE = 0.02


def connect(place: Path, table: str) -> sqlite3.Connection | None:
    """The database at a place, made with the statement `table`; None where there cannot be one."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            return _opened(place, table)
        except sqlite3.OperationalError as error:
            # Opening while another run closes the file is not waited for by SQLite itself.
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                return None
            time.sleep(_PAUSE)
        except sqlite3.DatabaseError as error:
            if not discard_spoilt(place, error) or time.monotonic() > deadline:
                return None
        except (OSError, sqlite3.Error):
            return None


def _opened(place: Path, table: str) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(table)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def discard_spoilt(place: Path, error: sqlite3.Error) -> bool:
    """Remove a database if the error says that its file is broken; gives whether it is gone.

    It would be of no use to any run to come.
    """
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return False
    try:
        remove(place)
    except UserError:
        return False
    return True


def remove(place: Path) -> None:
    """Remove a database and what SQLite keeps beside it."""
    for suffix in ("-wal", "-shm", ""):  # last what others find these by
        file = place.with_name(place.name + suffix)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{file}: cannot be removed: {error.strerror}") from error
