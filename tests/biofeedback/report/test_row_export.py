"""Rows of sessions as tables for spreadsheets, from the command line."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.practice.simulated import simulated_records
from devices.events import Rating, RatingMoment
from devices.simulated.scenario import load_scenario
from sessions.formats.registry import read_intervals
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, write_session
from tests.program import run


def written(path: Path, records: Iterable[Record], day: int) -> Path:
    header = SessionHeader(datetime(2026, 3, day, 7, tzinfo=UTC), 0, Origin.STRAP)
    write_session(path, header, map(encode_record, records))
    return path


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("rows")
    records = [
        Rating(0, "=Fear; of pain", 6.0, RatingMoment.BEFORE),
        *simulated_records(load_scenario("calm"), seed=1, minutes=1.5),
    ]
    return written(folder / "a.session", records, 3), written(folder / "b.session", records, 4)


def table(path: Path, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text()), delimiter=delimiter))


def exported(sessions: Iterable[Path], output: Path, *options: str) -> Path:
    ended = run("sessions", "export", *sessions, *options, "--output", output, "--data-dir", output.parent)
    assert ended.returncode == 0, ended.stderr
    return output


def test_a_german_spreadsheet_gets_decimal_commas(sessions: tuple[Path, Path], tmp_path: Path) -> None:
    options = ("--format", "csv", "--rows", "windows", "--decimal", "comma")
    rows = table(exported(sessions, tmp_path / "w.csv", *options), ";")
    assert {row["session"] for row in rows} == {"a", "b"}
    assert rows[0]["start_s"] == "0,0"
    assert 30.0 < float(rows[0]["heart_rate_per_min"].replace(",", ".")) < 120.0
    assert datetime.fromisoformat(rows[0]["time"]) == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_peoples_own_words_are_no_formula(sessions: tuple[Path, Path], tmp_path: Path) -> None:
    rows = table(exported(sessions[:1], tmp_path / "r.csv", "--format", "csv", "--rows", "ratings"), ",")
    assert [(row["scale"], row["when"], row["value"]) for row in rows] == [
        ("'=Fear; of pain", "before", "6.0")
    ]


def test_several_sessions_make_a_folder(sessions: tuple[Path, Path], tmp_path: Path) -> None:
    folder = exported(sessions, tmp_path / "all", "--format", "rr")
    assert sorted(one.name for one in folder.iterdir()) == ["a.rr", "b.rr"]
    found = read_intervals(folder / "b.rr")
    assert found.started_at is not None
    assert found.started_at.astimezone(UTC) == datetime(2026, 3, 4, 7, tzinfo=UTC)


def test_several_sessions_make_one_dataset(sessions: tuple[Path, Path], tmp_path: Path) -> None:
    folder = exported(sessions, tmp_path / "bids", "--format", "bids")
    assert len(list(folder.glob("sub-01/ses-*/*_scans.tsv"))) == 2
    assert (folder / "participants.tsv").read_text() == "participant_id\nsub-01\n"
