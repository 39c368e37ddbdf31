"""The index beside the sessions: nothing is read twice, nothing is believed, nothing else is written to."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, Rating, RatingMoment, Tick
from sessions import known_summaries as module
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.known_summaries import known_summaries
from sessions.recorder import Recorder
from sessions.records import Record, encode_record
from sessions.session_index import INDEX_NAME, session_index
from sessions.store import Origin, SessionHeader, append_rows, open_for_writing, seal, write_session
from sessions.zone import Zone

HEADER = SessionHeader(datetime(2026, 5, 4, 6, 30, tzinfo=UTC), 0, Origin.STRAP, Zone(7200, "Europe/Berlin"))
RECORDS: list[Record] = [
    GuideChanged(0, True, BreathPattern()),
    Rating(10**9, "Fear of pain", 6.0, RatingMoment.BEFORE),
    *(Tick(second * 10**9) for second in range(2, 100)),
]


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    found = SessionFolder(tmp_path)
    found.path.mkdir()
    for number in range(3):
        write_session(found.path / f"{number}.session", HEADER, map(encode_record, RECORDS))
    return found


def listed(folder: SessionFolder) -> list[SessionSummary | SessionFileError]:
    with session_index(folder.path) as index:
        return list(known_summaries(folder.files(), index))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which sessions are read through."""
    names: list[str] = []

    def reading(path: Path) -> SessionSummary:
        names.append(path.stem)
        return summarise(path)

    monkeypatch.setattr(module, "summarise", reading)
    return names


def test_each_session_is_read_once(folder: SessionFolder, read: list[str]) -> None:
    truth = [summarise(path) for path in folder.files()]
    assert listed(folder) == truth
    assert listed(folder) == truth
    assert read == ["0", "1", "2"]
    assert stat.S_IMODE((folder.path / INDEX_NAME).stat().st_mode) == 0o600


def test_a_session_that_changed_is_read_again_and_one_that_is_gone_is_forgotten(
    folder: SessionFolder, read: list[str]
) -> None:
    listed(folder)
    first, second, _ = folder.files()
    connection = open_for_writing(first)
    append_rows(connection, [encode_record(Tick(300 * 10**9))])
    seal(connection)
    second.unlink()
    read.clear()
    changed, _ = listed(folder)
    assert isinstance(changed, SessionSummary)
    assert changed.duration_s == 300.0
    assert read == ["0"]
    with closing(sqlite3.connect(folder.path / INDEX_NAME)) as index:
        assert {name for (name,) in index.execute("SELECT name FROM found")} == {"0.session", "2.session"}


def test_a_session_that_is_being_recorded_is_not_kept(folder: SessionFolder, read: list[str]) -> None:
    recorder = Recorder(folder.path / "now.session", HEADER)
    try:
        recorder.put(Tick(1))
        while not (folder.path / "now.session-wal").exists():
            pass
        listed(folder)
        listed(folder)
        assert read.count("now") == 2
        recorder.put(Tick(50 * 10**9))
    finally:
        recorder.close()
    *_, last = listed(folder)
    assert isinstance(last, SessionSummary)
    assert last.duration_s == 50.0


def test_what_was_read_is_kept_where_somebody_stops(folder: SessionFolder, read: list[str]) -> None:
    with session_index(folder.path) as index:
        next(known_summaries(folder.files(), index))
        killed = folder.path / "as it is on the disk"
        shutil.copy(folder.path / INDEX_NAME, killed)
    killed.replace(folder.path / INDEX_NAME)
    listed(folder)
    assert read == ["0", "1", "2"]


def _view(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 1112899145")
        connection.execute(
            "CREATE VIEW found AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
            "SELECT 'summary/1' AS part, x AS name, 1 AS size, 1 AS changed_ns, 'x' AS data FROM c"
        )
        connection.commit()


def _another(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE found (a)")
        connection.commit()


DAMAGED: dict[str, Callable[[Path], object]] = {
    "no database": lambda path: path.write_text("broken"),
    "empty": lambda path: path.write_bytes(b""),
    "a view without end": _view,
    "another table": _another,
    "cut": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(50)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_an_index_that_is_damaged_is_made_anew(folder: SessionFolder, read: list[str], name: str) -> None:
    DAMAGED[name](folder.path / INDEX_NAME)
    truth = listed(folder)
    assert len(truth) == 3
    read.clear()
    assert listed(folder) == truth
    assert read == []


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_left_alone(folder: SessionFolder, tmp_path: Path, kind: str) -> None:
    path, victim = folder.path / INDEX_NAME, tmp_path / "victim"
    victim.write_text("precious")
    if kind == "link":
        path.symlink_to(victim)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    assert len(listed(folder)) == 3
    assert victim.read_text() == "precious"
    assert path.is_symlink() or not path.is_file()


@given(data=st.one_of(st.text(max_size=200), st.binary(max_size=50)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_odd_values_are_not_believed(folder: SessionFolder, data: str | bytes) -> None:
    truth = listed(folder)
    with closing(sqlite3.connect(folder.path / INDEX_NAME)) as connection, connection:
        try:
            connection.execute("UPDATE found SET data = ?", (data,))
        except UnicodeError:
            return
    assert listed(folder) == truth


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert listed(SessionFolder(tmp_path / "none")) == []
    assert not (tmp_path / "none").exists()


def test_an_index_that_another_program_writes_to_stays(folder: SessionFolder, read: list[str]) -> None:
    truth = listed(folder)
    path = folder.path / INDEX_NAME
    kept = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        read.clear()
        assert listed(folder) == truth
        assert read == ["0", "1", "2"]
        other.execute("ROLLBACK")
    assert path.read_bytes() == kept
    read.clear()
    assert listed(folder) == truth
    assert read == []
