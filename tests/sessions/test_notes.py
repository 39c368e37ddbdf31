"""Notes that are kept in the files of sessions."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.analysis.export import session_export
from devices.events import LONGEST_SCALE, Tick
from devices.printable import LONGEST_NOTE, printable
from sessions.database import is_in_use
from sessions.errors import SessionFileError
from sessions.folder import summarise
from sessions.notes import write_note
from sessions.recorder import Recorder
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, read_header, write_session
from tests.polling import wait_until

HEADER = SessionHeader(datetime(2026, 3, 1, 8, 0, tzinfo=UTC), 5_000_000_000, Origin.STRAP)


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / "a.session"
    ticks = [Tick(HEADER.start_ns + second * 10**9) for second in range(5)]
    write_session(path, HEADER, map(encode_record, ticks))
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(text=st.text(max_size=LONGEST_SCALE))
def test_any_text_is_kept_as_far_as_it_can_be_printed(session: Path, text: str) -> None:
    write_note(session, text)
    assert summarise(session).note == printable(text, LONGEST_NOTE)
    assert summarise(session).duration_s == 4.0
    assert read_header(session) == HEADER


def test_the_last_note_counts_and_an_empty_one_removes_it(session: Path) -> None:
    assert summarise(session).note == ""
    for text in ("Slept badly", "Warm room", ""):
        write_note(session, text)
        assert summarise(session).note == text
    assert stat.S_IMODE(session.stat().st_mode) == 0o600
    assert [path.name for path in session.parent.iterdir()] == [session.name]


def test_a_note_is_among_the_annotations_of_an_export(session: Path) -> None:
    write_note(session, "Warm room")
    assert [note.text for note in session_export(session).notes] == ["Warm room"]


def test_a_session_that_is_being_recorded_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "b.session"
    recorder = Recorder(path, HEADER)
    recorder.put(Tick(HEADER.start_ns))
    try:
        wait_until(lambda: is_in_use(path))
        with pytest.raises(SessionFileError, match="being recorded"):
            write_note(path, "too early")
    finally:
        recorder.close()


@pytest.mark.parametrize("content", [None, b"no session"])
def test_what_is_no_session_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "c.session"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SessionFileError, match=r"c\.session"):
        write_note(path, "nowhere")
    assert content is None or path.read_bytes() == content
