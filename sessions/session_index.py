"""The index: what was found in each session before, in one database beside them, so that none is read twice.

It is kept as it grows, so that nothing is lost where somebody stops. It is never believed: what is odd in it
is found anew, and a database that is damaged or not ours is made anew.
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
    """By what a file is known again: one with another size or time of change is another."""

    size: int
    changed_ns: int


def stamp_of(path: Path) -> Stamp:
    """Return the stamp of a file.

    Raises
    ------
    OSError
        If it is not there.
    """
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns)


class SessionIndex:
    """What was found in sessions, by kind of finding.

    Parameters
    ----------
    folder : Path
        Where the sessions lie; nothing is kept of a file elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = _known_index(folder / INDEX_NAME)
        self._known: dict[str, dict[str, tuple[Stamp, str]]] = {}

    def find(self, part: str, path: Path) -> str | None:
        """Return what was found in a file before; None where that is not known, or the file has changed.

        Parameters
        ----------
        part : str
            Kind of finding, with its version.
        path : Path
            The session.

        Raises
        ------
        OSError
            If the session is not there.
        """
        kept = self._of(part).get(path.name)
        if kept is None or path.parent != self._folder or kept[0] != stamp_of(path) or is_in_use(path):
            return None
        return kept[1]

    def keep(self, part: str, path: Path, data: str, stamp: Stamp) -> None:
        """Keep what was found in a file, at once.

        Parameters
        ----------
        part : str
            Kind of finding, with its version.
        path : Path
            The session; nothing is kept of one that is being recorded.
        data : str
            What was found.
        stamp : Stamp
            The file's stamp before it was read.
        """
        if path.parent != self._folder or is_in_use(path) or len(data) > _LARGEST_VALUE_BYTES:
            return
        self._of(part)[path.name] = stamp, data
        if self._connection is None:
            self._connection = _new_index(self._folder / INDEX_NAME)
        # A folder that can't be written to costs time only.
        with suppress(sqlite3.Error, UnicodeError), self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?, ?, ?)", (part, path.name, *stamp, data)
            )

    def forget_gone(self, part: str) -> None:
        """Forget the files that are gone.

        Parameters
        ----------
        part : str
            Kind of finding.
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
        """Let go of the database."""
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
    """Lend the index of a folder; where none can be kept there, one that is forgotten afterwards.

    Parameters
    ----------
    folder : Path
        Where the sessions lie.
    """
    with closing(SessionIndex(folder)) as index:
        yield index


def _known_index(path: Path) -> sqlite3.Connection | None:
    """Open the index; None where there is none yet, or none of any use."""
    try:
        return _as_it_is(path)
    except (OSError, sqlite3.Error, UnicodeError) as error:
        return _of_memory() if _is_busy(error) else None


def _new_index(path: Path) -> sqlite3.Connection:
    """Make the index, unless another copy of the program just did."""
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
    try:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchmany(3)
        if application_id == _APPLICATION_ID and tables == [(_TABLE,)]:
            connection.execute("SELECT count(*) FROM found").fetchone()
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _anew(path: Path) -> sqlite3.Connection | None:
    """Make the index, in place of one that is of no use; anything but a file is left alone."""
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        for suffix in ("", "-journal", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MODE))
    connection = _opened(path)
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
    connection.execute("PRAGMA trusted_schema = OFF")
    # What is lost with the computer's power is found anew.
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _bounded() -> Callable[[], bool]:
    looks = 0

    def is_too_much() -> bool:
        nonlocal looks
        looks += 1
        return looks > _MOST_LOOKS

    return is_too_much


def _is_busy(error: Exception) -> bool:
    """Tell whether another program writes to the index at the moment, which must not be made anew then."""
    busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode in busy
