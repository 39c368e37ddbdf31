"""The index stores results from each session in one database beside the sessions, so that none is read twice.

Each result is stored at once, so a cancelled reading keeps its results. The index is not trusted: invalid
entries are computed again, and a database that is damaged or not ours is replaced.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from sessions.database import is_in_use

INDEX_NAME: Final = "index.sqlite"

_APPLICATION_ID: Final = 0x42464249
_TABLE: Final = (
    "CREATE TABLE found (part TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, "
    "changed_ns INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (part, name)) WITHOUT ROWID"
)
_MOST_BYTES: Final = 500_000_000
_LARGEST_VALUE_BYTES: Final = 1_000_000
_MODE: Final = 0o600
_STEPS_A_LOOK: Final = 1_000_000
_MOST_LOOKS: Final = 200


class Stamp(NamedTuple):
    """Identifies a version of a file: if its size or modification time differs, the file has changed."""

    size: int
    changed_ns: int


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file.

    Raises
    ------
    OSError
        If the file does not exist.
    """
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns)


class SessionIndex:
    """Stored results from sessions, by kind of result.

    Parameters
    ----------
    folder : Path
        The folder of the sessions; nothing is stored about files elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = _known_index(folder / INDEX_NAME)
        self._known: dict[str, dict[str, tuple[Stamp, str]]] = {}

    def find(self, part: str, path: Path) -> str | None:
        """Return the stored result of a file; None if there is none, or the file has changed.

        Parameters
        ----------
        part : str
            Kind of result, with its version.
        path : Path
            The session.

        Raises
        ------
        OSError
            If the session does not exist.
        """
        kept = self._of(part).get(path.name)
        if kept is None or path.parent != self._folder or kept[0] != stamp_of(path) or is_in_use(path):
            return None
        return kept[1]

    def keep(self, part: str, path: Path, data: str, stamp: Stamp) -> None:
        """Store the result of a file at once.

        Parameters
        ----------
        part : str
            Kind of result, with its version.
        path : Path
            The session; nothing is stored while it is being recorded.
        data : str
            The result.
        stamp : Stamp
            The file's stamp before it was read.
        """
        if path.parent != self._folder or is_in_use(path) or len(data) > _LARGEST_VALUE_BYTES:
            return
        self._of(part)[path.name] = stamp, data
        if self._connection is None:
            self._connection = _new_index(self._folder / INDEX_NAME)
        # If the folder can't be written to, the only cost is time.
        with suppress(sqlite3.Error, UnicodeError), self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?)", (part, path.name, *stamp, data)
            )

    def forget_gone(self, part: str) -> None:
        """Delete the results of files that no longer exist.

        Parameters
        ----------
        part : str
            Kind of result.
        """
        try:
            gone = self._of(part).keys() - {one.name for one in os.scandir(self._folder)}
        except OSError:
            return
        if self._connection is None or not gone:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.executemany(
                "DELETE FROM found WHERE part = ? AND name = ?", ((part, one) for one in gone)
            )
        for name in gone:
            del self._known[part][name]

    def close(self) -> None:
        """Close the database."""
        if self._connection is not None:
            self._connection.close()

    def _of(self, part: str) -> dict[str, tuple[Stamp, str]]:
        if part not in self._known:
            known: dict[str, tuple[Stamp, str]] = {}
            with suppress(sqlite3.Error, UnicodeError):
                rows = (
                    ()
                    if self._connection is None
                    else self._connection.execute(
                        "SELECT name, size, changed_ns, data FROM found WHERE part = ?", (part,)
                    )
                )
                for name, size, changed_ns, data in rows:
                    if isinstance(data, str):
                        known[name] = Stamp(size, changed_ns), data
            self._known[part] = known
        return self._known[part]


@contextmanager
def session_index(folder: Path) -> Iterator[SessionIndex]:
    """Yield the index of a folder; if it can't be stored there, it exists only until the context ends.

    Parameters
    ----------
    folder : Path
        The folder of the sessions.
    """
    with closing(SessionIndex(folder)) as index:
        yield index


def _known_index(path: Path) -> sqlite3.Connection | None:
    """Open the index; return None if there is none yet, or if it is unusable."""
    try:
        return _as_it_is(path)
    except (OSError, sqlite3.Error, UnicodeError) as error:
        return _of_memory() if _is_busy(error) else None


def _new_index(path: Path) -> sqlite3.Connection:
    """Create the index, unless another copy of the program has just created it."""
    if (known := _known_index(path)) is not None:
        return known
    with suppress(OSError, sqlite3.Error, UnicodeError):
        if (made := _anew(path)) is not None:
            return made
    return _of_memory()


def _of_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_TABLE)
    return connection


def _as_it_is(path: Path) -> sqlite3.Connection | None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        return None
    connection = _opened(path)
    with _closed_on_error(connection):
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchmany(3)
        if application_id == _APPLICATION_ID and tables == [(_TABLE,)]:
            connection.execute("SELECT count(*) FROM found").fetchone()
            return connection
    connection.close()
    return None


def _anew(path: Path) -> sqlite3.Connection | None:
    """Create the index, and replace an unusable one; return None if the path is not a regular file."""
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        for suffix in ("", "-journal", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
    connection = _opened(path)
    with _closed_on_error(connection):
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(_TABLE)
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=1.0, check_same_thread=False
    )
    for category, limit in (
        (sqlite3.SQLITE_LIMIT_LENGTH, 2 * _LARGEST_VALUE_BYTES),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    ):
        connection.setlimit(category, limit)
    connection.set_progress_handler(_bounded(), _STEPS_A_LOOK)
    with _closed_on_error(connection):
        connection.execute("PRAGMA trusted_schema = OFF")
        # Results lost in a power failure are computed again.
        connection.execute("PRAGMA synchronous = OFF")
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _bounded() -> Callable[[], bool]:
    looks = 0

    def is_too_much() -> bool:
        nonlocal looks
        looks += 1
        return looks > _MOST_LOOKS

    return is_too_much


def _is_busy(error: Exception) -> bool:
    """Return whether another program is writing to the index; then the index must not be replaced."""
    busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode in busy
