"""Whatever a command needs of a session, it reads each record once and decodes each notification once."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

import sessions.store
from biofeedback.cli import run_command
from biofeedback.practice.simulated import simulated_records
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from devices.notifications import Notification
from devices.simulated.scenario import load_scenario
from devices.straps.decoder import Decoder
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from sessions.records import StoredRow, encode_record
from sessions.store import Origin, SessionHeader, read_records, write_session
from tests.past_sessions import NOW

DATA_DIR = "--data-dir"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("once") / "calm.session"
    records = simulated_records(load_scenario("calm"), seed=2, minutes=1.0, ecg=True)
    write_session(path, SessionHeader(NOW, 0, Origin.STRAP), map(encode_record, records))
    return path


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many records are read and how many notifications are decoded."""
    counted: Counter[str] = Counter()
    read, decode = sessions.records.decode_record, Decoder.decode

    def reading(row: StoredRow) -> object:
        counted["records"] += 1
        return read(row)

    def decoding(self: Decoder, notification: Notification) -> object:
        counted["notifications"] += 1
        return decode(self, notification)

    monkeypatch.setattr(sessions.store, "decode_record", reading)
    monkeypatch.setattr(Decoder, "decode", decoding)
    return counted


def contents(session: Path) -> Counter[str]:
    records = list(read_records(session))
    notifications = [record for record in records if isinstance(record, Notification)]
    return Counter(records=len(records), notifications=len(notifications))


@pytest.mark.parametrize(
    "command",
    [
        "sessions show SESSION",
        "sessions show SESSION --json",
        "sessions report SESSION --output OUT",
        "sessions export SESSION --format edf --output OUT",
        "sessions export SESSION --format csv --output OUT",
        "sessions export SESSION --format bids --output OUT",
        "analyze SESSION --json --beats",
        "replay SESSION --speed max",
    ],
)
def test_a_command_reads_a_session_once(
    command: str, session: Path, tmp_path: Path, counts: Counter[str]
) -> None:
    expected = contents(session)
    counts.clear()
    named = {"SESSION": str(session), "OUT": str(tmp_path / "out")}
    assert run_command([named.get(word, word) for word in command.split()]) == 0
    assert counts == expected


def test_the_history_reads_a_new_session_once_and_then_no_more(
    session: Path, tmp_path: Path, counts: Counter[str]
) -> None:
    (tmp_path / "sessions").mkdir()
    shutil.copy(session, tmp_path / "sessions")
    expected = contents(session)
    for command, read in (("history", expected), ("history", Counter()), ("list", Counter())):
        counts.clear()
        assert run_command(["sessions", command, "--json", DATA_DIR, str(tmp_path)]) == 0
        assert counts == read


def test_an_export_of_intervals_decodes_no_samples(
    session: Path, tmp_path: Path, counts: Counter[str]
) -> None:
    output = tmp_path / "a.rr"
    expected = Counter(records=contents(session)["records"], notifications=without_samples(session))
    counts.clear()
    assert run_command(["sessions", "export", str(session), "--format", "rr", "--output", str(output)]) == 0
    assert counts == expected


def test_a_search_for_the_resonance_is_judged_without_reading_it_again(
    tmp_path: Path, counts: Counter[str]
) -> None:
    path = tmp_path / "search.session"
    schedule = protocol_schedule(Protocol.REFINING, 2.0, about_per_min=5.5)
    records = simulated_records(
        load_scenario("calm"),
        seed=5,
        minutes=0.6 * schedule.duration_s / 60.0,
        pattern_at=schedule.pattern_at,
    )
    write_session(path, SessionHeader(NOW, 0, Origin.SIMULATED), map(encode_record, records))
    expected = contents(path)
    counts.clear()
    assert run_command(["analyze", str(path), "--json"]) == 0
    assert counts == expected


def without_samples(session: Path) -> int:
    return sum(
        isinstance(record, Notification) and record.characteristic != POLAR_MEASUREMENT_DATA
        for record in read_records(session)
    )
