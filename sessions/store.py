"""A session file: one SQLite database per session, readable by its owner only."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from devices.message import Message, as_message, message, verbatim
from devices.notifications import Notification
from devices.system_reason import reason_of
from sessions.database import (
    APPLICATION_ID,
    SESSION_WITH_ZONE,
    TABLES,
    VERSIONS_AT,
    WITH_LOG,
    is_database,
    is_in_use,
    opened,
)
from sessions.errors import SessionFileError
from sessions.private_file import create_private_file, new_private_file
from sessions.records import NOTIFICATION, Record, StoredRow, decode_record
from sessions.zone import LARGEST_OFFSET_S, Zone, is_zone_name

SUFFIX: Final = ".session"
WITHOUT_ZONE, WITH_ZONE = 1, 2
"""Versions of the schema. A session with an unknown time zone is written in the format of older versions."""


LONGEST_SESSION_S: Final = 7 * 86_400.0
"""A week. Records that claim to be further from their session's start are skipped."""

YEARS: Final = (1970, 2100)
"""A session that claims to have started outside these years is invalid: calendars and clocks fail there."""

_EARLIEST_NS: Final = -60 * 10**9
"""Earliest time of a record: a strap may send before the start, while the session is being set up."""

_LATEST_NS: Final = round((LONGEST_SESSION_S + 60.0) * 1e9)

_LARGEST_CLOCK_NS: Final = 2**62

_LONGEST_NOTIFICATION_BYTES: Final = 512
"""No Bluetooth strap can send more at once (Core Specification 5.4, volume 3, part F, 3.2.9)."""


class Origin(StrEnum):
    """Where a session's beats came from; NONE is a practice without any connected strap."""

    STRAP = "strap"
    NONE = "none"
    SIMULATED = "simulated"
    REPLAY = "replay"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """The header of a session file.

    Parameters
    ----------
    started_at : datetime
        Start in UTC.
    start_ns : int
        The same moment on the clock of its records.
    origin : Origin
        Where its beats came from.
    zone : Zone or None
        The time zone in which it was recorded; None if unknown, as in older files.
    """

    started_at: datetime
    start_ns: int
    origin: Origin
    zone: Zone | None = None


def session_file_name(started_at: datetime, number: int = 1) -> str:
    """Return the name of a session file from its start: ``2026-11-22T08-30-00Z.session``."""
    suffix = "" if number == 1 else f"-{number}"
    return f"{started_at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}{suffix}{SUFFIX}"


def create_session(path: Path, header: SessionHeader) -> None:
    """Create a session file with mode 0600.

    Raises
    ------
    SessionFileError
        If the file exists or can't be written.
    """
    create_private_file(path, _with_log(_content(header, ())))


def write_session(path: Path, header: SessionHeader, rows: Iterable[StoredRow]) -> None:
    """Write a session with all its records, completely or not at all.

    Raises
    ------
    SessionFileError
        If the file exists or can't be written.
    """
    with new_private_file(path) as file:  # first, so that no content is made if it can't be written
        file.write(_content(header, rows))


def _content(header: SessionHeader, rows: Iterable[StoredRow]) -> bytes:
    """Return the content of a session's file, made in memory so that the disk never has half a session."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _write_header(connection, header)
        append_rows(connection, rows)
        return connection.serialize()


def _write_header(connection: sqlite3.Connection, header: SessionHeader) -> None:
    zone, tables = header.zone, dict(TABLES)
    row: tuple[str | int, ...] = (
        header.started_at.astimezone(UTC).isoformat(),
        header.start_ns,
        header.origin.value,
    )
    if zone is not None:
        tables["session"] = SESSION_WITH_ZONE
        row = (*row, zone.name, zone.utc_offset_s)
    version = WITHOUT_ZONE if zone is None else WITH_ZONE
    for statement in (
        f"PRAGMA application_id = {APPLICATION_ID}",
        f"PRAGMA user_version = {version}",
        *tables.values(),
    ):
        connection.execute(statement)
    connection.execute(f"INSERT INTO session VALUES ({', '.join('?' * len(row))})", row)


def _with_log(content: bytes) -> bytes:
    """Return a database that has a write-ahead log from the start.

    The recorder would otherwise have to switch it on, and a reader at that moment could prevent that.
    """
    with_log = bytearray(content)
    with_log[VERSIONS_AT] = bytes((WITH_LOG, WITH_LOG))
    return bytes(with_log)


def _remove(path: Path) -> None:
    """Delete a session, and the log beside it that a killed program left."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open with a write-ahead log, so that committed records survive if the program is killed."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=1.0)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def append_rows(connection: sqlite3.Connection, rows: Iterable[StoredRow]) -> None:
    """Append encoded records in one transaction."""
    with connection:
        connection.executemany(
            "INSERT INTO records (time_ns, kind, characteristic, data) VALUES (?, ?, ?, ?)", rows
        )


def take_strap(connection: sqlite3.Connection) -> None:
    """Record that a strap was connected in a session that began without one."""
    with connection:
        connection.execute(
            "UPDATE session SET origin = ? WHERE origin = ?", (Origin.STRAP.value, Origin.NONE.value)
        )


def seal(connection: sqlite3.Connection) -> None:
    """Merge the write-ahead log into the file, and close the connection."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def delete_session(path: Path) -> None:
    """Delete a session.

    Raises
    ------
    SessionFileError
        If it is not a session, is being recorded, or can't be deleted.
    """
    read_header(path)
    if is_in_use(path):
        raise SessionFileError(
            message("store.being_recorded", path=f"{path}"), message("store.end_recording_first")
        )
    try:
        _remove(path)
    except OSError as error:
        raise SessionFileError(
            message("store.not_deleted", path=f"{path}", why=reason_of(error)),
            message("store.check_folder_permissions"),
        ) from error


def is_session(path: Path) -> bool:
    """Return whether a file is an SQLite database; no other format here is one."""
    return is_database(path)


def read_header(path: Path) -> SessionHeader:
    """Read a session's header.

    Raises
    ------
    SessionFileError
        If the file is missing, or is not a session of a version that this program knows.
    """
    with opened(path) as connection:
        return _header(connection, path)


def read_records(
    path: Path, *, left_out: Callable[[], object] = bool, events_only: bool = False
) -> Iterator[Record]:
    """Read a session's records in the order received.

    Parameters
    ----------
    path : Path
        A session file.
    left_out : callable, optional
        Called for each record that is skipped, because it is outside the week of the session or too long for
        any strap.
    events_only : bool, optional
        Whether to skip notifications, which are nearly all of a session.

    Raises
    ------
    SessionFileError
        If the file is not a session, or contains an invalid record.
    """
    with opened(path) as connection:
        start_ns = _header(connection, path).start_ns
        before = -1
        for sequence, *row in connection.execute(
            "SELECT sequence, time_ns, kind, characteristic, data FROM records"
            " WHERE NOT (? AND kind = ?) ORDER BY sequence",
            (events_only, NOTIFICATION),
        ):
            if sequence <= before:  # a damaged file can lead to an endless loop
                raise SessionFileError(
                    message("store.records_repeat", path=f"{path}"), message("store.use_copy")
                )
            before = sequence
            record = _decoded(path, tuple(row))
            if _is_plausible(record, start_ns):
                yield record
            else:
                left_out()


def _decoded(path: Path, row: StoredRow) -> Record:
    try:
        return decode_record(row)
    except SessionFileError as error:
        unread = message("store.unreadable_because", path=f"{path}", why=as_message(error.message))
        raise SessionFileError(unread, error.advice) from error


def _is_plausible(record: Record, start_ns: int) -> bool:
    if isinstance(record, Notification) and len(record.data) > _LONGEST_NOTIFICATION_BYTES:
        return False
    return _EARLIEST_NS <= record.time_ns - start_ns <= _LATEST_NS


def _header(connection: sqlite3.Connection, path: Path) -> SessionHeader:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version not in (WITHOUT_ZONE, WITH_ZONE):
        raise SessionFileError(
            message("store.other_format", path=f"{path}", found=f"{version}", known=WITH_ZONE),
            message("store.update"),
        )
    also = ", zone, utc_offset_s" if version == WITH_ZONE else ", '', NULL"
    row = connection.execute(f"SELECT started_at, start_ns, origin{also} FROM session").fetchone()
    try:
        started_at, start_ns, origin, zone, utc_offset_s = row
        if not isinstance(start_ns, int) or abs(start_ns) > _LARGEST_CLOCK_NS:
            raise _no_header(path, message("store.odd_clock"))
        moment = _moment(path, started_at)
        return SessionHeader(moment, start_ns, Origin(origin), _zone(zone, utc_offset_s))
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_header(path, verbatim(str(error)[:80])) from error


def _moment(path: Path, text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise _no_header(path, message("store.no_time_zone"))
    moment = moment.astimezone(UTC)
    first, last = YEARS
    if not first <= moment.year <= last:
        raise _no_header(path, message("store.odd_year", first_year=first, last_year=last))
    return moment


def _zone(name: object, utc_offset_s: object) -> Zone | None:
    """Return the zone that a header gives; None if it is invalid, so that the session can still be read."""
    if not isinstance(utc_offset_s, int) or abs(utc_offset_s) > LARGEST_OFFSET_S:
        return None
    return Zone(utc_offset_s, name if isinstance(name, str) and is_zone_name(name) else "")


def _no_header(path: Path, why: Message) -> SessionFileError:
    return SessionFileError(message("store.no_header", path=f"{path}", why=why), message("store.use_copy"))
