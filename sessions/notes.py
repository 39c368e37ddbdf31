"""Stores what a person writes about a session afterwards, in the session's own file."""

import sqlite3
from pathlib import Path

from devices.message import message, verbatim
from devices.wellbeing import SessionNote
from sessions.database import is_in_use
from sessions.errors import SessionFileError
from sessions.records import encode_record
from sessions.store import append_rows, open_for_writing, read_header, seal


def write_note(path: Path, text: str) -> None:
    """Store a note in a session's file; it replaces an earlier note, and an empty note removes it.

    Parameters
    ----------
    path : Path
        The session's file; its recording has ended.
    text : str
        The person's own words.

    Raises
    ------
    SessionFileError
        If it is not a session, is being recorded, or can't be written to.
    """
    start_ns = read_header(path).start_ns
    if is_in_use(path):
        raise SessionFileError(
            message("store.being_recorded", path=f"{path}"), message("store.end_recording_first")
        )
    try:
        connection = open_for_writing(path)
        try:
            (last_ns,) = connection.execute("SELECT max(time_ns) FROM records").fetchone()
            time_ns = start_ns if last_ns is None else last_ns
            append_rows(connection, [encode_record(SessionNote(time_ns, text))])
        finally:
            seal(connection)
    except sqlite3.Error as error:
        raise SessionFileError(
            message("store.note_not_kept", path=f"{path}", why=verbatim(str(error))),
            message("store.check_folder_permissions"),
        ) from error
