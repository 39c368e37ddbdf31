"""A session file: one SQLite database a session, readable by its owner only."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError, unreadable
from sessions.private_file import create_private_file
from sessions.records import Record, Row, decode_record

SUFFIX: Final = ".session"
APPLICATION_ID: Final = 0x42464253
SCHEMA_VERSION: Final = 1
_SQLITE_MAGIC: Final = b"SQLite format 3\0"

_SCHEMA: Final = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
    "CREATE TABLE session (started_at TEXT NOT NULL, start_ns INTEGER NOT NULL, origin TEXT NOT NULL)",
    """CREATE TABLE records (
        sequence INTEGER PRIMARY KEY, time_ns INTEGER NOT NULL, kind TEXT NOT NULL,
        characteristic TEXT NOT NULL, data BLOB NOT NULL
    )""",
)


class Origin(StrEnum):
    """Where a session's beats came from; NONE is a practice in which no strap was ever connected."""

    STRAP = "strap"
    NONE = "none"
    SIMULATED = "simulated"
    REPLAY = "replay"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """What a session file says of itself.

    Parameters
    ----------
    started_at : datetime
        Start in UTC.
    start_ns : int
        The same moment on the clock of its records.
    origin : Origin
        Where its beats came from.
    """

    started_at: datetime
    start_ns: int
    origin: Origin


def session_file_name(started_at: datetime, number: int = 1) -> str:
    """Name a session file by its start: ``2026-11-22T08-30-00Z.session``."""
    suffix = "" if number == 1 else f"-{number}"
    return f"{started_at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}{suffix}{SUFFIX}"


def create_session(path: Path, header: SessionHeader) -> None:
    """Create a session file with mode 0600.

    Raises
    ------
    SessionFileError
        If the file exists or can't be written.
    """
    create_private_file(path, b"")
    with _whole_or_gone(path), closing(open_for_writing(path)) as connection, connection:
        # All at once, so that nobody who reads meanwhile finds half a session.
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO session VALUES (?, ?, ?)",
            (header.started_at.astimezone(UTC).isoformat(), header.start_ns, header.origin.value),
        )


def write_session(path: Path, header: SessionHeader, rows: Iterable[Row]) -> None:
    """Write a session of which all is known, whole or not at all.

    Raises
    ------
    SessionFileError
        If the file exists or can't be written.
    """
    create_session(path, header)
    with _whole_or_gone(path), closing(open_for_writing(path)) as connection:
        append_rows(connection, rows)
        seal(connection)


@contextmanager
def _whole_or_gone(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        _remove(path)
        if isinstance(error, sqlite3.Error):
            raise SessionFileError(
                f"{path} can't be written ({error}).",
                "Free some space on the disk, or choose another folder.",
            ) from error
        raise


def _remove(path: Path) -> None:
    """Remove a session, and the log beside it that a killed program left."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open with a write-ahead log, so that a killed program loses nothing that was committed."""
    connection = sqlite3.connect(path, timeout=1.0)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def append_rows(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Append encoded records in one transaction."""
    with connection:
        connection.executemany(
            "INSERT INTO records (time_ns, kind, characteristic, data) VALUES (?, ?, ?, ?)", rows
        )


def take_strap(connection: sqlite3.Connection) -> None:
    """Write down that a strap was connected in a session that began without one."""
    with connection:
        connection.execute(
            "UPDATE session SET origin = ? WHERE origin = ?", (Origin.STRAP.value, Origin.NONE.value)
        )


def seal(connection: sqlite3.Connection) -> None:
    """Fold the write-ahead log back into the one file and close."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def delete_session(path: Path) -> None:
    """Delete a session.

    Raises
    ------
    SessionFileError
        If it is no session, or may not be deleted.
    """
    read_header(path)
    try:
        _remove(path)
    except OSError as error:
        raise SessionFileError(
            f"{path} can't be deleted: {error.strerror}.", "Check the permissions of its folder."
        ) from error


def is_session(path: Path) -> bool:
    """Tell whether a file is an SQLite database, which no other format here is."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC


def read_header(path: Path) -> SessionHeader:
    """Read a session's header.

    Raises
    ------
    SessionFileError
        If the file is missing or no session of a version that this program knows.
    """
    with _reading(path) as connection:
        return _header(connection, path)


def read_records(path: Path) -> Iterator[Record]:
    """Read a session's records in the order they came.

    Raises
    ------
    SessionFileError
        If the file is no session, or holds a record that makes no sense.
    """
    with _reading(path) as connection:
        _header(connection, path)
        for row in connection.execute(
            "SELECT time_ns, kind, characteristic, data FROM records ORDER BY sequence"
        ):
            yield decode_record(row)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.exists():
        raise SessionFileError(f"There is no file {path}.", "See `biofeedback sessions list`.")
    try:
        if not is_session(path):
            raise _no_session(path)
        mode = "rw" if _is_being_recorded(path) else "ro"
        # The garbage collector closes a reader that was left in the middle, in whatever thread it runs.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=10.0, check_same_thread=False
        )
        with closing(connection):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            yield connection
    except (sqlite3.Error, UnicodeError) as error:
        raise SessionFileError(
            f"{path} is damaged or no session ({error}).", "Use a copy of it if there is one."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _is_being_recorded(path: Path) -> bool:
    """Tell whether a program has the session open; where one was killed, fold what it left into the file."""
    log = path.with_name(path.name + "-wal")
    if log.exists():
        # SQLite refuses this while any other connection is open.
        with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0.0)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    return log.exists()


def _header(connection: sqlite3.Connection, path: Path) -> SessionHeader:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _no_session(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise SessionFileError(
            f"{path} has session format {version}; this program knows {SCHEMA_VERSION}.",
            "Update biofeedback.",
        )
    row = connection.execute("SELECT started_at, start_ns, origin FROM session").fetchone()
    try:
        started_at, start_ns, origin = row
        return SessionHeader(datetime.fromisoformat(started_at), int(start_ns), Origin(origin))
    except (TypeError, ValueError) as error:
        raise SessionFileError(f"{path} has no readable header.", "Use a copy of it.") from error


def _no_session(path: Path) -> SessionFileError:
    return SessionFileError(
        f"{path} is no session of this program.", "Sessions end in .session; see `biofeedback sessions list`."
    )
