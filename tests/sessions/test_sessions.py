"""Session files: nothing lost, nobody else's eyes, and no bad file that isn't named as such."""

import gc
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.breath_pattern import BreathPattern
from devices.events import (
    GuideChanged,
    HeardStrap,
    ImportedInterval,
    LinkChanged,
    LinkState,
    Marker,
    Part,
    PartChanged,
    Rating,
    RatingMoment,
    StrapsHeard,
    Tick,
)
from devices.message import Message
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.streams import Measurement, MeasurementChanged
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.recorder import Recorder
from sessions.records import Record, decode_record, encode_record
from sessions.replay import ReplaySource, replayed
from sessions.store import Origin, SessionHeader, create_session, read_header, read_records
from tests.polling import wait_until

STARTED_AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HEADER = SessionHeader(STARTED_AT, 1_000, Origin.STRAP)
BEAT = bytes.fromhex("103EB103")

times = st.integers(0, 7 * 86_400 * 10**9)
patterns = st.builds(BreathPattern, st.floats(3, 10), st.floats(0.5, 4), st.floats(0, 1.5), st.floats(0, 1.5))
arguments = st.text() | st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
moments = st.dates() | st.datetimes(timezones=st.just(UTC) | st.none())
keys = st.from_regex(r"[a-z]{1,8}(\.[a-z_]{1,8})?", fullmatch=True)
plain = st.builds(
    Message, keys, st.dictionaries(st.sampled_from(["path", "count", "a_b"]), arguments | moments)
)
nested = st.builds(
    Message, keys, st.fixed_dictionaries({"why": plain, "parts": st.lists(plain, max_size=3).map(tuple)})
)
said = st.none() | plain | nested
records = st.one_of(
    st.builds(Notification, times, st.just(HEART_RATE_MEASUREMENT), st.binary(max_size=40)),
    st.builds(LinkChanged, times, st.sampled_from(LinkState), st.text(), st.text(), said),
    st.builds(GuideChanged, times, st.booleans(), patterns),
    st.builds(PartChanged, times, st.sampled_from(Part)),
    st.builds(
        StrapsHeard,
        times,
        st.lists(
            st.builds(HeardStrap, st.text(), st.text(), st.none() | st.integers(-127, 0)), max_size=3
        ).map(tuple),
    ),
    st.builds(MeasurementChanged, times, st.sampled_from(Measurement), st.booleans(), said),
    st.builds(Marker, times, said),
    st.builds(Rating, times, st.text(), st.floats(0, 10), st.sampled_from(RatingMoment)),
    st.builds(ImportedInterval, times, st.floats(1, 1e6), st.booleans()),
    st.builds(Tick, times),
)


def record_all(path: Path, what: list[Record]) -> None:
    recorder = Recorder(path, HEADER)
    for record in what:
        recorder.put(record)
    recorder.close()


@given(records)
def test_every_record_survives_its_encoding(record: Record) -> None:
    assert decode_record(encode_record(record)) == record


@settings(max_examples=10)
@given(st.lists(records, max_size=60))
def test_what_is_recorded_is_read_in_order(
    tmp_path_factory: pytest.TempPathFactory, what: list[Record]
) -> None:
    path = tmp_path_factory.mktemp("sessions") / "a.session"
    record_all(path, what)
    assert list(read_records(path)) == what
    assert read_header(path) == HEADER


def test_session_is_one_file_that_only_its_owner_can_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = SessionFolder(tmp_path / "data").new_file(STARTED_AT)
        record_all(path, [Tick(2_000)])
    finally:
        os.umask(before)
    assert path.name == "2026-11-22T08-30-00Z.session"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_second_session_of_the_same_second_has_a_name_of_its_own(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    create_session(folder.new_file(STARTED_AT), HEADER)
    assert folder.new_file(STARTED_AT).name == "2026-11-22T08-30-00Z-2.session"


def test_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.session"
    path.write_text("precious")
    with pytest.raises(SessionFileError, match="exists already"):
        Recorder(path, HEADER)
    assert path.read_text() == "precious"


def test_disk_that_refuses_for_a_while_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, HEADER)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        recorder.put(Notification(2_000, HEART_RATE_MEASUREMENT, BEAT))
        wait_until(lambda: recorder.problem is not None)
        assert "kept in memory" in str(recorder.problem)
        other.execute("COMMIT")
    wait_until(lambda: recorder.problem is None)
    recorder.close()
    assert list(read_records(path)) == [Notification(2_000, HEART_RATE_MEASUREMENT, BEAT)]


RECORDING_PROGRAM = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader
recorder = Recorder(Path(sys.argv[1]), SessionHeader(datetime.now(UTC), time.monotonic_ns(), Origin.STRAP))
for n in range(1_000_000):
    time_ns = time.monotonic_ns()
    recorder.put(Notification(time_ns, HEART_RATE_MEASUREMENT, bytes([16, 60]) + n.to_bytes(2, "little")))
    print(time_ns, flush=True)
    time.sleep(0.01)
"""


def is_readable(path: Path) -> bool:
    try:
        return bool(read_header(path))
    except SessionFileError:
        return False


def test_killed_program_leaves_every_beat_up_to_the_last_second(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    command = [sys.executable, "-c", RECORDING_PROGRAM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            wait_until(lambda: is_readable(path) and len(list(read_records(path))) > 150)
        finally:
            killed_ns = time.monotonic_ns()
            program.send_signal(signal.SIGKILL)
        put_ns = [int(line) for line in program.communicate()[0].splitlines()]
    kept = [record for record in read_records(path) if isinstance(record, Notification)]
    assert [n.time_ns for n in kept] == put_ns[: len(kept)]
    assert put_ns[len(kept) - 1] >= max(t for t in put_ns if t < killed_ns - 1_000_000_000)
    assert summarise(path).beats == len(kept)
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "one session, one file, again"


@pytest.mark.parametrize(
    ("begun_as", "states", "origin"),
    [
        (Origin.NONE, (), Origin.NONE),
        (Origin.NONE, (LinkState.SCANNING, LinkState.CONNECTING, LinkState.UNAVAILABLE), Origin.NONE),
        (Origin.NONE, (LinkState.CONNECTING, LinkState.DISCOVERING, LinkState.GONE), Origin.STRAP),
        (Origin.SIMULATED, (LinkState.STREAMING,), Origin.SIMULATED),
    ],
)
def test_a_session_without_any_strap_says_so(
    tmp_path: Path, begun_as: Origin, states: tuple[LinkState, ...], origin: Origin
) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, SessionHeader(datetime.now(UTC), 0, begun_as))
    for number, state in enumerate(states):
        recorder.put(LinkChanged(number, state))
    recorder.put(Tick(9))
    recorder.close()
    assert read_header(path).origin is origin
    assert len(list(read_records(path))) == len(states) + 1


def test_session_is_read_while_it_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, HEADER)
    for n in range(5):
        recorder.put(Tick(n))
        wait_until(lambda n=n: list(read_records(path))[-1:] == [Tick(n)])  # type: ignore[misc]
    recorder.close()
    assert list(read_records(path)) == [Tick(n) for n in range(5)]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_replay_waits_as_long_as_it_took_divided_by_the_speed(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    record_all(path, [Tick(1_000), Tick(2_000_001_000), Tick(10_000_001_000)])
    now_s = [100.0]

    def wait(duration_s: float) -> None:
        now_s[0] += duration_s

    due_s = [now_s[0] for _ in replayed(path, speed=4.0, clock_s=lambda: now_s[0], wait=wait)]
    assert due_s == pytest.approx([100.0, 100.5, 102.5])


def test_replay_at_full_speed_never_waits(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    record_all(path, [Tick(1_000), Tick(3_600_000_001_000)])
    assert len(list(replayed(path, speed=None, wait=lambda _: pytest.fail("waited")))) == 2


def test_recorded_strap_plays_its_notifications_and_link_but_not_its_guide(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    beat = Notification(2_000, HEART_RATE_MEASUREMENT, BEAT)
    link = LinkChanged(1_500, LinkState.STREAMING, "Polar H10")
    guide = GuideChanged(1_600, running=True, pattern=BreathPattern(6.0, 2.0))
    record_all(path, [link, guide, beat])
    played: list[object] = []
    source = ReplaySource(path)
    source.start(played.append)
    wait_until(lambda: len(played) == 3)
    source.stop()
    assert [type(p) for p in played] == [LinkChanged, Notification, LinkChanged]
    assert isinstance(played[1], Notification)
    assert played[1].data == BEAT


def test_list_names_a_damaged_file_and_hides_none_of_the_others(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    path = folder.new_file(STARTED_AT)
    record_all(path, [Notification(1_000, HEART_RATE_MEASUREMENT, BEAT), Tick(5_000_001_000)])
    (folder.path / "broken.session").write_bytes(path.read_bytes()[:700])
    good, bad = folder.summaries()
    assert isinstance(good, SessionSummary)
    assert (good.beats, good.duration_s, good.origin) == (1, 5.0, Origin.STRAP)
    assert isinstance(bad, SessionFileError)


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"SQLite format 3\0" + bytes(4096), b"\0" * 99]
)
def test_file_that_is_no_session_is_called_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.session"
    path.write_bytes(content)
    with pytest.raises(SessionFileError):
        list(read_records(path))


def test_database_of_another_program_is_no_session(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE records (sequence INTEGER)")
    with pytest.raises(SessionFileError, match="not a session of this program"):
        read_header(path)


@settings(max_examples=60, deadline=None)
@given(position=st.integers(0, 20_000), junk=st.binary(min_size=1, max_size=200))
def test_damaged_session_gives_records_or_the_typed_error(
    tmp_path_factory: pytest.TempPathFactory, position: int, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.session"
    record_all(path, [Tick(n) for n in range(400)])
    content = bytearray(path.read_bytes())
    position %= len(content)
    content[position : position + len(junk)] = junk
    path.write_bytes(content)
    try:
        assert all(record is not None for record in read_records(path))
    except SessionFileError as error:
        assert error.advice  # noqa: PT017 (either outcome is right)


@pytest.fixture
def no_collection_by_chance() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection_by_chance")
def test_reader_left_in_the_middle_is_closed_by_any_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.session"
    record_all(path, [Tick(n) for n in range(400)])
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: complaints.append(found.exc_value))
    records = read_records(path)
    assert next(records) == Tick(0)
    cycle: list[object] = [records]
    cycle.append(cycle)
    del records, cycle
    collector = Thread(target=gc.collect)
    collector.start()
    collector.join()
    assert complaints == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("link", b"[" * 100_000),
        ("link", b'{"state": "streaming", "strap_name": 5}'),
        ("straps", b'{"straps": [{"name": "H10", "address": null, "signal_dbm": -60}]}'),
        ("rating", b'{"scale": "pain", "value": "6", "when": "before"}'),
        ("rating", b'{"scale": "pain", "value": NaN, "when": "before"}'),
        ("rating", b'{"scale": "pain", "value": %s, "when": "before"}' % (b"9" * 400)),
        ("guide", b'{"running": 1, "rate_per_min": 5.0, "exhale_to_inhale": 2.0}'),
        ("guide", b'{"running": true, "rate_per_min": 1e999, "exhale_to_inhale": 2.0}'),
        ("guide", b'{"running": true}'),
        ("part", b'{"part": "encore"}'),
        ("step", b'{"running": true}'),
        ("interval", b'{"rr_ms": -1.0, "adjacent": true}'),
        ("interval", b'{"rr_ms": 1e308, "adjacent": true}'),
        ("tick", b'{"time_ns": 5}'),
        ("tick", b"5"),
        ("song", b"{}"),
    ],
)
def test_record_that_makes_no_sense_is_damaged(kind: str, data: bytes) -> None:
    with pytest.raises(SessionFileError, match="can't read"):
        decode_record((0, kind, "", data))
