"""The recorder writes records in a thread of its own, and keeps them in memory if the disk fails."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, main_thread
from typing import Final

from devices.events import LinkChanged
from devices.message import message
from sessions.errors import SessionFileError
from sessions.records import Record, StoredRow, encode_record
from sessions.store import (
    Origin,
    SessionHeader,
    append_rows,
    create_session,
    open_for_writing,
    seal,
    take_strap,
)

COMMIT_INTERVAL_S: Final = 0.5
"""Records reach the file within this time; a killed program loses at most this much."""

_CLOSING_TRIES: Final = 10

_MOST_WAITING: Final = 1_000_000
"""Largest number of records in memory while the disk fails: a day of a strap with acceleration and ECG."""


class Recorder:
    """Records one session into one file.

    Parameters
    ----------
    path : Path
        A file that does not exist yet.
    header : SessionHeader
        Start and origin; the origin NONE becomes STRAP when a strap is connected.

    Raises
    ------
    SessionFileError
        If the file can't be created.
    """

    def __init__(self, path: Path, header: SessionHeader) -> None:
        create_session(path, header)
        self.path = path
        self._problem: SessionFileError | None = None
        self._queue: SimpleQueue[Record | None] = SimpleQueue()
        self._pending: list[StoredRow] = []
        self._strap_waits = False
        self._has_strap = header.origin is not Origin.NONE
        self._lost = 0
        self._connection: sqlite3.Connection | None = None
        self._why = ""
        self._thread = Thread(target=self._run, name="recorder")
        self._thread.start()

    @property
    def problem(self) -> SessionFileError | None:
        """Why records are waiting in memory, or were lost; None while all are written."""
        if self._problem is None and self._lost:
            return SessionFileError(
                message("store.records_not_kept", count=self._lost), message("store.begin_new_session")
            )
        return self._problem

    def put(self, record: Record) -> None:
        """Take a record from any thread and return at once; if too many are waiting, the record is lost."""
        if self._queue.qsize() + len(self._pending) >= _MOST_WAITING:
            self._lost += 1
        else:
            self._queue.put(record)

    def close(self) -> None:
        """Write the remaining records and close the file.

        Raises
        ------
        SessionFileError
            If the last records could not be written.
        """
        self._queue.put(None)
        self._thread.join()
        if self._problem is not None:
            raise self._problem

    def _run(self) -> None:
        try:
            self._write()
        except Exception as error:  # the person must learn of any error that ends this thread
            self._problem = _lost(self.path, f"{error}", self._pending)
        finally:
            if self._connection is not None:
                self._connection.close()

    def _write(self) -> None:
        ending = False
        while not ending:
            ending = self._collect()
            self._commit()
        for _ in range(_CLOSING_TRIES):
            if not self._pending:
                break
            time.sleep(COMMIT_INTERVAL_S)
            self._commit()
        if self._pending:
            self._problem = _lost(self.path, self._why, self._pending)
        elif self._connection is not None and self._problem is None:
            # If a reader has the file open now, the next reader seals it.
            with suppress(sqlite3.Error):
                seal(self._connection)

    def _collect(self) -> bool:
        deadline_s = time.monotonic() + COMMIT_INTERVAL_S
        while (left_s := deadline_s - time.monotonic()) > 0:
            try:
                record = self._queue.get(timeout=left_s)
            except Empty:
                # A recorder that nobody closed must not keep the program running.
                return not main_thread().is_alive()
            if record is None:
                return True
            self._pending.append(encode_record(record))
            if not self._has_strap and isinstance(record, LinkChanged) and record.state.is_connected:
                self._has_strap = self._strap_waits = True
        return False

    def _commit(self) -> None:
        if not self.path.exists():
            # SQLite would continue to write into the deleted file.
            self._problem = _gone(self.path)
            self._pending.clear()
            return
        try:
            if self._connection is None:
                self._connection = open_for_writing(self.path)
            if self._strap_waits:
                take_strap(self._connection)
                self._strap_waits = False
            if self._pending:
                append_rows(self._connection, self._pending)
        except sqlite3.Error as error:
            self._why = str(error)
            self._problem = _refused(self.path, error)
        else:
            self._pending.clear()
            self._problem = None


def _refused(path: Path, error: Exception) -> SessionFileError:
    return SessionFileError(
        message("store.not_written_now", path=f"{path}", why=f"{error}"),
        message("store.kept_in_memory"),
    )


def _lost(path: Path, why: str, pending: list[StoredRow]) -> SessionFileError:
    first_ns, last_ns = (pending[place][0] for place in (0, -1)) if pending else (0, 0)
    return SessionFileError(
        message("store.end_lost", path=f"{path}", lost_s=(last_ns - first_ns) / 1e9, why=why),
        message("store.rest_kept"),
    )


def _gone(path: Path) -> SessionFileError:
    return SessionFileError(
        message("store.recording_gone", path=f"{path}"), message("store.begin_again_leave_folder")
    )
