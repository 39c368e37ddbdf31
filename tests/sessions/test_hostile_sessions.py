"""Session files that nobody's program records: each is read or refused with a reason, and hides no other."""

import json
import random
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.analysis.figure_cache import KEPT_FIGURES, indexed_figures
from biofeedback.analysis.past_sessions import history_of
from biofeedback.analysis.recording import load_recording
from devices.errors import BiofeedbackError
from devices.events import Tick
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.recorder import Recorder
from sessions.records import StoredRow, decode_record, encode_record
from sessions.session_index import INDEX_NAME, session_index, stamp_of
from sessions.store import delete_session, read_header, read_records, write_session
from tests.kept_figures import kept_figures
from tests.program import run_here
from tests.sessions.hostile_sessions import (
    ABSURD_CACHES,
    HEADER,
    READABLE,
    START_NS,
    UNREADABLE,
    honest,
    honest_records,
    not_regular,
)

_FLOODS = [name for name in READABLE if name.startswith("flood")]
_MUTATED_ROWS = 200
_TAKEN_ROWS = 40


@pytest.mark.parametrize("name", UNREADABLE)
def test_session_that_makes_no_sense_is_refused_with_its_name_and_advice(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.session"
    UNREADABLE[name](path)
    before = path.read_bytes()
    with pytest.raises(SessionFileError) as refused:
        list(read_records(path))
    assert str(path) in str(refused.value.message)
    assert refused.value.advice
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", sorted(READABLE.keys() - set(_FLOODS)))
def test_odd_session_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.session"
    READABLE[name](path)
    assert summarise(path).beats == 60
    assert len(load_recording(path).beats) == 60


@pytest.mark.parametrize(
    ("name", "duration_s"),
    [("tick at 2^62 ns", 60.0), ("tick a year off", 60.0), ("guide at -2^62 ns", 60.0)],
)
def test_record_outside_the_week_is_left_out_and_counted(
    tmp_path: Path, name: str, duration_s: float
) -> None:
    path = tmp_path / "a.session"
    READABLE[name](path)
    recording = load_recording(path)
    assert recording.duration_s == pytest.approx(duration_s, abs=0.1)
    assert any("were left out: 1." in str(warning) for warning in recording.quality.warnings)


@pytest.mark.soak
@pytest.mark.parametrize("name", _FLOODS)
def test_flood_is_read_and_said_to_be_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.session"
    READABLE[name](path)
    assert load_recording(path).quality.warnings


def test_bad_files_hide_none_of_the_others(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    for name, make in UNREADABLE.items():
        make(folder.path / f"bad {name.replace('/', ' ')}.session")
    not_regular(folder.path)
    honest(folder.path / "good.session")
    (folder.path / INDEX_NAME).write_text(ABSURD_CACHES[0])
    bad = len(UNREADABLE) + 4
    listed = run_here("sessions", "list", "--json", "--data-dir", tmp_path)
    assert [one["name"] for one in json.loads(listed.stdout)] == ["good"]
    assert listed.returncode == 1
    told = run_here("sessions", "history", "--json", "--data-dir", tmp_path)
    assert json.loads(told.stdout)
    for ended in (listed, told):
        assert len(ended.stderr.splitlines()) == bad
        assert all(line.startswith("biofeedback: ") for line in ended.stderr.splitlines())
    shown = run_here("sessions", "show", "good", "--json", "--data-dir", tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_database_of_another_program_stays_as_it_was_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "sessions" / "foreign.session"
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE t (a)")
    other.execute("INSERT INTO t VALUES (1)")
    other.commit()
    beside = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    assert sorted(beside) == ["foreign.session", "foreign.session-shm", "foreign.session-wal"]
    for arguments in (
        ("sessions", "list"),
        ("sessions", "show", "foreign"),
        ("analyze", path),
        ("sessions", "import", path),
        ("sessions", "delete", "foreign", "--yes"),
    ):
        ended = run_here(*arguments, "--data-dir", tmp_path)
        assert ended.returncode == 1
        assert "is a database of another program" in ended.stderr
        assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == beside
    other.close()


def test_journal_that_names_another_file_deletes_nothing(tmp_path: Path) -> None:
    path, victim = tmp_path / "a.session", tmp_path / "victim"
    honest(path)
    victim.write_text("precious")
    journal = tmp_path / "a.session-journal"
    journal.write_bytes(
        b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504) + b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    )
    with pytest.raises(SessionFileError, match="belongs to no session"):
        list(read_records(path))
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("content", ABSURD_CACHES)
def test_absurd_cache_is_thrown_away_and_made_anew(tmp_path: Path, content: str) -> None:
    honest(tmp_path / "a.session")
    (tmp_path / INDEX_NAME).write_text(content)
    assert len(list(history_of([tmp_path / "a.session"], tmp_path))) == 1
    assert list(kept_figures(tmp_path)) == ["a"]


@pytest.mark.parametrize(
    "change",
    [
        {"pace": 5},
        {"pace": [1, 2, 3]},
        {"pace": [1, 2, 3, "4"]},
        {"response_ln_ms2": "much"},
        {"response_ln_ms2": float("inf")},
        {"swings": 7},
        {"swings": [[[6.0, 2.0, 0.0, 0.0], 3]]},
        {"swings": [[[6.0, 2.0, 0.0, 0.0], 3, None]]},
    ],
)
def test_odd_figures_in_the_cache_are_not_believed(tmp_path: Path, change: dict[str, object]) -> None:
    figures = {"pace": [6.0, 2.0, 0.0, 0.0], "response_ln_ms2": 7.5, "swings": []}
    path = tmp_path / "a.session"
    honest(path)
    with session_index(tmp_path) as index:
        for kept, is_believed in ((figures, True), (figures | change, False)):
            index.keep(KEPT_FIGURES, path, json.dumps(kept), stamp_of(path))
            assert (indexed_figures(path, index) is not None) is is_believed


def test_import_named_after_the_last_day_of_all_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "9999-12-31 23-59-59.txt"
    path.write_text("800\n" * 300)
    ended = run_here("sessions", "import", path, "--data-dir", tmp_path)
    assert ended.returncode == 0
    assert "31 December 9999 in the file can't be right" in ended.stderr
    assert read_header(Path(ended.stdout.strip())).started_at.year == datetime.now(UTC).year
    for command in ("list", "history"):
        told = run_here("sessions", command, "--data-dir", tmp_path)
        assert (told.returncode, told.stderr) == (0, "")


def test_session_that_is_being_recorded_is_not_deleted(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, HEADER)
    try:
        recorder.put(Tick(START_NS))
        while not path.with_name("a.session-wal").exists():
            pass
        with pytest.raises(SessionFileError, match="is being recorded"):
            delete_session(path)
    finally:
        recorder.close()
    assert list(read_records(path)) == [Tick(START_NS)]
    delete_session(path)
    assert list(tmp_path.iterdir()) == []


def mutated(row: StoredRow, chance: random.Random) -> StoredRow:
    """Return a row of which one or two columns are other than a recorder would write them."""
    columns: list[object] = list(row)
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(4)
        columns[place] = chance.choice(_ODD)(columns[place], chance)
    return tuple(columns)  # type: ignore[return-value]


def _other_bytes(value: object, chance: random.Random) -> object:
    if not isinstance(value, bytes) or not value:
        return chance.randbytes(chance.randint(0, 30))
    changed = bytearray(value)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _other_json(_: object, chance: random.Random) -> object:
    value = chance.choice(('"a"', "null", "-1", "1e400", "NaN", "[]", "{}", "true", "1e-320", "9" * 30))
    name = chance.choice(("state", "running", "rate_per_min", "exhale_to_inhale", "scale", "when", "straps"))
    return json.dumps({name: 5, "text": "x"}).replace("5", value).encode()


_ODD = (
    lambda value, chance: _other_bytes(value, chance),
    lambda value, chance: _other_json(value, chance),
    lambda _, chance: chance.choice((-(2**63), 2**63 - 1, 0, START_NS, START_NS + 10**15, -1)),
    lambda _, chance: chance.choice(
        ("link", "guide", "tick", "part", "step", "rating", "interval", "straps", "", "\0")
    ),
    lambda _, chance: chance.choice((None, 1.5, float("inf"), "text", b"", "\U0001f600")),
    lambda value, _: value,
)


@given(seed=st.integers(0, 2**32))
def test_mutated_records_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Each example mutates 200 records: 20,000 in all, and ten times as many with `make fuzz`."""
    chance = random.Random(seed)
    rows = [encode_record(record) for record in honest_records()]
    odd = [mutated(chance.choice(rows), chance) for _ in range(_MUTATED_ROWS)]
    sound = []
    for row in odd:
        with suppress(SessionFileError):
            sound.append(encode_record(decode_record(row)))
    folder = tmp_path_factory.mktemp("mutated")
    storable = [row for row in sound if abs(row[0]) < 2**63]
    write_session(folder / "sound.session", HEADER, rows[:20] + storable[:_TAKEN_ROWS])
    assert summarise(folder / "sound.session").duration_s <= 7 * 86_400.0 + 60.0
    with suppress(BiofeedbackError):  # a guide outside what there is
        load_recording(folder / "sound.session")


@given(seed=st.integers(0, 2**32))
def test_damaged_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("damaged") / "a.session"
    honest(path)
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content)
    try:
        assert isinstance(summarise(path), SessionSummary)
    except SessionFileError as error:
        assert error.advice  # noqa: PT017 (either outcome is right)
