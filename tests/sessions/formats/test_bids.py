"""A dataset of this program, or of another, comes in by any of its tables."""

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from devices.message import Message
from sessions.errors import SessionFileError
from sessions.formats.bids.dataset import bids_files
from sessions.formats.export import Channel, ExportedBeat, Note, Phase, SessionExport
from sessions.formats.registry import read_file
from sessions.formats.signals import Annotation, SignalRecording
from sessions.zone import Zone

STARTED_AT = datetime(2026, 3, 29, 0, 59, 58, 250_000, tzinfo=UTC)
BEATS = [
    ExportedBeat(1.5, 800.0, "normal", adjacent=False),
    ExportedBeat(2.25, 750.0, "extra", adjacent=True),
    ExportedBeat(9.25, 812.5, "normal", adjacent=False),
]


def session(*, zone: Zone | None) -> SessionExport:
    time_s = np.arange(1300) / 130.0
    channels = [
        Channel(("ECG",), "uV", time_s, np.rint(400.0 * np.sin(time_s))[:, np.newaxis]),
        Channel(("ACC X", "ACC Y", "ACC Z"), "mg", time_s[::5], np.full((260, 3), (10.0, -20.0, 990.0))),
    ]
    phases, notes = [Phase(2.0, 1.5, "guide inhale")], [Note(3.0, "coughed\tloudly")]
    return SessionExport(STARTED_AT, 10.0, BEATS, phases, notes, channels, zone=zone)


def written(folder: Path, export: SessionExport) -> list[Path]:
    for name, content in bids_files(export).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return sorted(folder.rglob("*.tsv.gz"))


def signals(path: Path) -> SignalRecording:
    found = read_file(path)
    assert isinstance(found, SignalRecording)
    return found


@pytest.mark.parametrize("table", range(3))
def test_any_table_brings_the_whole_recording(tmp_path: Path, table: int) -> None:
    tables = written(tmp_path, session(zone=Zone(3600, "Europe/Berlin")))
    assert len(tables) == 3
    found = signals(tables[table])
    assert found.ecg_uv[:3] == pytest.approx([0.0, 3.0, 6.0])
    assert found.acceleration_mg[-1] == pytest.approx([10.0, -20.0, 990.0])
    assert found.intervals is not None
    assert found.intervals.rr_ms == (800.0, 750.0, 812.5)
    assert found.intervals.end_s == (1.5, 2.25, 9.25)
    assert found.intervals.adjacent == (False, True, False)
    assert found.annotations == (
        Annotation(2.0, 1.5, "guide inhale"),
        Annotation(3.0, None, "coughed loudly"),
    )
    assert found.started_at == STARTED_AT
    assert str(found.started_at.tzinfo) == "Europe/Berlin"
    assert [one.key for one in found.warnings] == ["file.joined"]


def test_a_session_of_unknown_zone_is_in_utc(tmp_path: Path) -> None:
    found = signals(written(tmp_path, session(zone=None))[0])
    assert (found.started_at, found.started_at and found.started_at.tzinfo) == (STARTED_AT, UTC)


def test_without_the_scans_only_the_date_is_missing(tmp_path: Path) -> None:
    tables = written(tmp_path, session(zone=None))
    next(tmp_path.rglob("*_scans.tsv")).unlink()
    found = signals(tables[0])
    assert found.started_at is None
    assert found.intervals is not None
    assert found.ecg_uv.size
    assert found.acceleration_mg.size


def test_a_table_without_its_description_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, session(zone=None))[0]
    about = path.with_name(path.name.replace(".tsv.gz", ".json"))
    about.unlink()
    with pytest.raises(SessionFileError) as refused:
        read_file(path)
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.key == "file.bids_not_described"
    assert about.name in str(refused.value.advice)


def foreign(folder: Path, about: dict[str, object], rows: str) -> Path:
    path = folder / "sub-07_task-rest_physio.tsv"
    path.write_text(rows)
    path.with_suffix(".json").write_text(json.dumps(about))
    return path


def test_a_dataset_of_another_program_is_read_by_its_description(tmp_path: Path) -> None:
    about = {
        "SamplingFrequency": 50.0, "StartTime": -2.0, "Columns": ["respiratory", "cardiac"],
        "cardiac": {"Units": "mV"},
    }  # fmt: skip
    rows = "".join(f"0.1\t{row / 100}\n" for row in range(100)) + "0.1\tn/a\n0.1\tbroken\n0.1\t1.5\n"
    found = signals(foreign(tmp_path, about, rows))
    assert (found.ecg_time_s[0], found.ecg_time_s[-1]) == pytest.approx((-2.0, -2.0 + 102 / 50))
    assert found.ecg_uv[-1] == pytest.approx(1500.0)
    assert found.ecg_uv.size == 101
    assert [one.key for one in found.warnings] == ["file.damaged_rows"]


@pytest.mark.parametrize("units", [{}, {"Units": "arbitrary"}, "mV", None])
def test_a_pulse_is_no_ecg(tmp_path: Path, units: object) -> None:
    path = foreign(
        tmp_path, {"SamplingFrequency": 50.0, "Columns": ["cardiac"], "cardiac": units}, "1\n" * 99
    )
    with pytest.raises(SessionFileError) as refused:
        read_file(path)
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.key == "file.bids_columns"


@pytest.mark.parametrize("about", ["", "[", "[" * 100_000, "[]", '{"Columns": 3}', '{"Columns": []}'])
def test_a_damaged_description_is_none(tmp_path: Path, about: str) -> None:
    path = foreign(tmp_path, {}, "1\t2\n" * 99)
    path.with_suffix(".json").write_text(about)
    with pytest.raises(SessionFileError) as refused:
        read_file(path)
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.key == "file.bids_not_described"
