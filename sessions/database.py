"""Opens a session file for reading. It trusts nothing in the file, and it writes to our own files only.

The first bytes of a file show whether it is a session. They are checked before SQLite opens the file:
SQLite could otherwise merge the log of another program's database, or change its journal mode.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from devices.message import message
from devices.printable import printable
from devices.regular_file import open_regular_file
from sessions.errors import SessionFileError, unreadable

APPLICATION_ID: Final = 0x42464253

TABLES: Final = {
    "session": "CREATE TABLE session (started_at TEXT NOT NULL, start_ns INTEGER NOT NULL, "
    "origin TEXT NOT NULL)",
    "records": "CREATE TABLE records (sequence INTEGER PRIMARY KEY, time_ns INTEGER NOT NULL, "
    "kind TEXT NOT NULL, characteristic TEXT NOT NULL, data BLOB NOT NULL)",
}
"""SQL that creates each table, by name. Anything else in a file, such as a view, is not read."""

MOST_BYTES: Final = 4_000_000_000
"""A week of everything that a strap sends takes 1.5 GB."""

SESSION_WITH_ZONE: Final = (
    "CREATE TABLE session (started_at TEXT NOT NULL, start_ns INTEGER NOT NULL, origin TEXT NOT NULL, "
    "zone TEXT NOT NULL, utc_offset_s INTEGER NOT NULL)"
)
"""SQL of the first table for a session with a known time zone; older versions did not write zones."""

LARGEST_VALUE_BYTES: Final = 100_000
"""Limit for one value. A strap's record has a few hundred bytes, a list of a hundred straps ten thousand."""

_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_APPLICATION_ID_AT: Final = slice(68, 72)
VERSIONS_AT: Final = slice(18, 20)
WITH_LOG: Final = 2
"""Value of both version bytes when a database has a write-ahead log."""

_NAMES_ANOTHER: Final = bytes.fromhex("d9d505f920a163d7")
"""End of a journal that names another file. SQLite would delete that file; a session has no such journal."""

_LIMITS: Final = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE_BYTES),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 10_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 20),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
)

_STEPS_A_LOOK: Final = 100_000
_FEWEST_LOOKS: Final = 20
_BYTES_A_LOOK: Final = 10_000
"""A row has at least ten bytes and takes about ten steps to read. The limit is ten times that need."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Check that a file is a session, and open it for reading.

    Raises
    ------
    SessionFileError
        If the file is missing, damaged, or not a session.
    """
    try:
        header = _first_bytes(path)
        _require_session(path, header)
        _recover(path)
        with closing(_connection(_address(path, header))) as connection:
            _limit(connection, path)
            _require_own_tables(connection, path)
            yield connection
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise SessionFileError(
            message("store.damaged", path=f"{path}", why=f"{error}"), message("store.use_copy_if_any")
        ) from error
    except FileNotFoundError as error:
        missing = message("store.no_file", path=f"{path}")
        raise SessionFileError(missing, message("store.see_list")) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _connection(address: str) -> sqlite3.Connection:
    # One thread at a time reads the records. Another thread may close a reader that stopped early.
    return sqlite3.connect(address, uri=True, timeout=10.0, check_same_thread=False)


def is_database(path: Path) -> bool:
    """Return whether a file is an SQLite database; no other format here is one.

    Raises
    ------
    OSError
        If it can't be read, or is not a regular file.
    """
    return _first_bytes(path).startswith(_MAGIC)


def is_own_database(path: Path) -> bool:
    """Return whether a file is a session of this program, or was one before it was damaged.

    Raises
    ------
    OSError
        If it can't be read, or is not a regular file.
    """
    header = _first_bytes(path)
    return header.startswith(_MAGIC) and (int.from_bytes(header[_APPLICATION_ID_AT], "big") == APPLICATION_ID)


def is_in_use(path: Path) -> bool:
    """Return whether a program is recording this session; call it after reading the session."""
    return _beside(path, "-wal").exists()


def _first_bytes(path: Path) -> bytes:
    with open_regular_file(path) as file:
        return file.read(_HEADER_BYTES)


def _require_session(path: Path, header: bytes) -> None:
    how = message("store.how_sessions_end")
    if not header.startswith(_MAGIC):
        raise SessionFileError(message("store.no_session", path=f"{path}"), how)
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        raise SessionFileError(message("store.other_database", path=f"{path}"), how)
    if path.stat().st_size > MOST_BYTES:
        large = message("store.larger_than_sessions", path=f"{path}", most_gb=MOST_BYTES / 1e9)
        raise SessionFileError(large, message("store.check_name"))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _recover(path: Path) -> None:
    """Merge the log that a killed program left beside its session; do nothing if a program still records."""
    log, journal = _beside(path, "-wal"), _beside(path, "-journal")
    for beside in (log, journal):
        if beside.exists():
            with open_regular_file(beside) as file:
                file.seek(0, 2)
                size = file.tell()
                file.seek(max(0, size - len(_NAMES_ANOTHER)))
                names_another = beside == journal and file.read() == _NAMES_ANOTHER
            if names_another or size > MOST_BYTES:
                raise SessionFileError(
                    message("store.stray_log", path=f"{beside}"), message("store.move_away_or_copy")
                )
    if log.exists() or journal.exists():
        # SQLite refuses to do this while any other connection is open.
        with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=0.0)) as connection:
            _limit(connection, path)
            connection.execute("PRAGMA query_only = OFF")
            connection.execute("PRAGMA journal_mode = DELETE")


def _address(path: Path, header: bytes) -> str:
    """Return the address with which SQLite opens the file and leaves its content unchanged.

    A session that is being recorded is opened for writing, because its log has an index that readers share.
    A session that was copied without its log is opened as immutable: SQLite would otherwise need a log.
    """
    if _beside(path, "-wal").exists():
        how = "mode=rw"
    elif WITH_LOG in header[VERSIONS_AT]:
        how = "mode=ro&immutable=1"
    else:
        how = "mode=ro"
    return f"{path.resolve().as_uri()}?{how}"


def _limit(connection: sqlite3.Connection, path: Path) -> None:
    for category, limit in _LIMITS:
        connection.setlimit(category, limit)
    looks_left = _FEWEST_LOOKS + _size(path) // _BYTES_A_LOOK

    def is_too_much() -> bool:
        nonlocal looks_left
        looks_left -= 1
        return looks_left < 0

    connection.set_progress_handler(is_too_much, _STEPS_A_LOOK)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cell_size_check = ON")


def _size(path: Path) -> int:
    beside = (_beside(path, suffix) for suffix in ("", "-wal"))
    return sum(one.stat().st_size for one in beside if one.exists())


def _require_own_tables(connection: sqlite3.Connection, path: Path) -> None:
    found = {}
    for number, (kind, name, statement) in enumerate(
        connection.execute("SELECT type, name, sql FROM sqlite_master")
    ):
        if kind != "table" or name not in TABLES or number >= len(TABLES):
            foreign = message(
                "store.foreign_part", path=f"{path}", kind=printable(str(kind), 20), name=printable(str(name))
            )
            raise SessionFileError(foreign, message("store.use_copy_as_recorded"))
        found[name] = statement
    for name, statement in TABLES.items():
        known = {_without_blanks(statement)}
        if name == "session":
            known.add(_without_blanks(SESSION_WITH_ZONE))
        if _without_blanks(found.get(name)) not in known:
            raise SessionFileError(
                message("store.other_table", path=f"{path}", table=name),
                message("store.use_copy_as_recorded"),
            )


def _without_blanks(statement: object) -> str:
    return "".join(str(statement).split())
