"""A backup: everything that the program keeps about a person in one ZIP archive."""

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from biofeedback.keeping.own_files import OwnFile, OwnKind, is_recorded
from devices.regular_file import open_regular_file
from sessions.database import opened
from sessions.errors import SessionFileError, unreadable
from sessions.private_file import new_private_file

MANIFEST_NAME: Final = "backup.json"
SCHEMA: Final = "biofeedback/backup/1"
_PRIVATE: Final = 0o100600 << 16
_BLOCK_BYTES: Final = 1 << 20
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can store."""


@dataclass(frozen=True, slots=True)
class Backup:
    """The outcome of a backup.

    Parameters
    ----------
    counts : dict of OwnKind to int
        Number of files of each kind.
    unread : tuple of SessionFileError
        The error for each file that can't be read and is missing.
    """

    counts: dict[OwnKind, int]
    unread: tuple[SessionFileError, ...]


def write_backup(files: Iterable[OwnFile], output: Path) -> Backup:
    """Write files into a new archive, completely or not at all.

    If a file can't be read, the others are still written. If a session is being recorded, the archive gets
    the part that is on disk.

    Parameters
    ----------
    files : iterable of OwnFile
        The files to back up.
    output : Path
        The archive, which must not exist.

    Raises
    ------
    SessionFileError
        If it exists or can't be written.
    """
    counts = dict.fromkeys(OwnKind, 0)
    unread: list[SessionFileError] = []
    with new_private_file(output) as written, ZipFile(written, "w", ZIP_DEFLATED) as archive:
        about = {"schema": SCHEMA, "program": version("biofeedback")}
        archive.writestr(_entry(MANIFEST_NAME, time.time()), json.dumps(about).encode())
        for one in files:
            try:
                _add(archive, one)
            except SessionFileError as error:
                unread.append(error)
            else:
                counts[one.kind] += 1
    return Backup(counts, tuple(unread))


def _add(archive: ZipFile, one: OwnFile) -> None:
    if one.kind is OwnKind.SESSION and is_recorded(one.path):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            _copy_open_session(one.path, copy)
            _add_file(archive, one.name, copy)
    else:
        _add_file(archive, one.name, one.path)


def _copy_open_session(path: Path, copy: Path) -> None:
    """Copy a session that has a log beside it, including the content of the log."""
    with opened(path) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _add_file(archive: ZipFile, name: str, path: Path) -> None:
    try:
        with open_regular_file(path) as source:
            entry = _entry(name, path.stat().st_mtime)
            with archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, _BLOCK_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error


def _entry(name: str, changed_s: float) -> ZipInfo:
    moment = time.localtime(changed_s)[:6]
    entry = ZipInfo(name, max(moment, _EARLIEST))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _PRIVATE
    return entry
