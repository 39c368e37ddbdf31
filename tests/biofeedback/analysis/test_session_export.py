"""What other programs get of a session, judged by edfio and by reading it back."""

import csv
import gzip
import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.analysis.export import session_export
from devices.events import Marker, Rating, RatingMoment
from devices.message import verbatim
from devices.notifications import Notification
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from sessions.errors import SessionFileError
from sessions.formats.bids.dataset import bids_files
from sessions.formats.edf.writer import edf_bytes
from sessions.formats.even_samples import even_samples, true_rate_hz
from sessions.formats.export import Channel, ExportedBeat, Note, SessionExport
from sessions.records import Record, encode_record
from sessions.store import append_rows, open_for_writing, read_header, read_records, seal
from tests.program import analysed, run_here
from tests.sessions.formats.reading import signals_of

STARTED_AT = datetime(2026, 11, 22, 8, 30, 5, 123_457, UTC)
ECG, *AXES = "ECG chest", "Misc ACC X", "Misc ACC Y", "Misc ACC Z"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four minutes with ECG and acceleration, a marker and a rating; 20 s of frames are lost."""
    folder = tmp_path_factory.mktemp("export")
    whole, path = folder / "whole.session", folder / "a.session"
    made = run_here("simulate", "calm", "--minutes", "4", "--ecg", "--seed", "31", "--output", whole)
    assert made.returncode == 0, made.stderr
    start_ns = read_header(whole).start_ns
    path.write_bytes(whole.read_bytes())
    connection = open_for_writing(path)
    with connection:
        connection.execute(
            "DELETE FROM records WHERE characteristic = ? AND time_ns BETWEEN ? AND ?",
            (POLAR_MEASUREMENT_DATA, start_ns + 100_000_000_000, start_ns + 120_000_000_000),
        )
    said: list[Record] = [
        Marker(start_ns + 60_500_000_000, verbatim("Tür\nzu")),
        Marker(start_ns + 61_000_000_000),
        Rating(start_ns + 239_000_000_000, "pain", 3.5, RatingMoment.AFTER),
    ]
    append_rows(connection, map(encode_record, said))
    seal(connection)
    return path


@pytest.fixture(scope="module")
def report(session: Path) -> dict[str, Any]:
    return analysed(session, "--beats")


@pytest.fixture(scope="module")
def exported(session: Path) -> Path:
    path = session.with_suffix(".edf")
    ended = run_here("sessions", "export", session, "--format", "edf", "--output", path)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, str(path), "")
    return path


def test_edf_is_one_that_edfio_reads_to_the_same(exported: Path) -> None:
    found, judge = signals_of(exported), edfio.read_edf(exported)
    assert judge.is_continuous
    assert judge.reserved == "EDF+C"
    assert judge.labels == (ECG, *AXES)
    assert [signal.physical_dimension for signal in judge.signals] == ["uV", "mg", "mg", "mg"]
    assert found.started_at is not None
    assert judge.startdatetime == found.started_at.replace(tzinfo=None)
    assert found.ecg_uv == pytest.approx(judge.get_signal(ECG).data)
    expected_mg = np.column_stack([judge.get_signal(label).data for label in AXES])
    assert found.acceleration_mg == pytest.approx(expected_mg)
    ours = sorted((one.text, one.onset_s, one.duration_s or 0.0) for one in found.annotations)
    theirs = sorted((one.text, one.onset, one.duration or 0.0) for one in judge.annotations)
    assert [one[0] for one in ours] == [one[0] for one in theirs]
    assert np.array([one[1:] for one in ours]) == pytest.approx(np.array([one[1:] for one in theirs]))


def test_samples_are_the_straps_own_at_their_times(session: Path, exported: Path) -> None:
    found = signals_of(exported)
    ecg, acceleration = session_export(session).channels
    for channel, time_s, values in (
        (ecg, found.ecg_time_s, found.ecg_uv[:, np.newaxis]),
        (acceleration, found.acceleration_time_s, found.acceleration_mg),
    ):
        step_s = float(np.median(np.diff(channel.time_s)))
        place = np.searchsorted(time_s, channel.time_s[:-200]) - np.array([[1], [0]])
        off_s = np.abs(time_s[place] - channel.time_s[:-200])
        nearest = np.where(off_s[0] < off_s[1], place[0], place[1])
        assert np.abs(time_s[nearest] - channel.time_s[:-200]).max() <= 0.51 * step_s
        same = np.all(values[nearest] == channel.values[:-200], axis=1)
        assert same.mean() > 0.99


def test_annotations_tell_beats_breaths_gaps_and_what_was_said(
    report: dict[str, Any], exported: Path
) -> None:
    annotations = signals_of(exported).annotations
    texts = {one.text for one in annotations}
    assert {"beat", "inhale", "exhale", "guide inhale", "guide exhale"} <= texts
    assert {"Tür zu", "marker", "rating after: pain 3.5"} <= texts
    gaps = [one for one in annotations if one.text.startswith("no signal")]
    long = [one for one in gaps if one.duration_s is not None and one.duration_s > 15.0]
    assert {one.text for one in long} == {"no signal: ECG", "no signal: ACC"}
    assert all(98.0 < one.onset_s < 101.0 for one in long)
    breaths = report["breaths"]
    inhales = [one for one in annotations if one.text == "inhale"]
    assert [one.onset_s for one in inhales] == pytest.approx([b["inhale_s"] for b in breaths])
    assert [one.duration_s for one in inhales] == pytest.approx(
        [b["exhale_s"] - b["inhale_s"] for b in breaths]
    )


def test_intervals_survive_edf(report: dict[str, Any], exported: Path) -> None:
    of_session = [row["rr_ms"] for row in report["beat_list"]]
    onsets_s = np.array([one.onset_s for one in signals_of(exported).annotations if one.text == "beat"])
    assert 1000.0 * np.diff(onsets_s) == pytest.approx(of_session, abs=1e-4)


@pytest.mark.parametrize("form", ["rr", "csv"])
def test_intervals_survive_text(session: Path, report: dict[str, Any], tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    ended = run_here("sessions", "export", session, "--format", form, "--output", path)
    assert ended.returncode == 0, ended.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    of_session, of_file = report["beat_list"], analysed(path, "--beats")["beat_list"]
    assert [row["rr_ms"] for row in of_file] == pytest.approx([row["rr_ms"] for row in of_session], abs=1e-3)


@pytest.mark.soak
def test_bids_dataset_has_samples_with_times_and_events(session: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    ended = run_here("sessions", "export", session, "--format", "bids", "--output", folder)
    assert (ended.returncode, ended.stdout.strip(), ended.stderr) == (0, str(folder), "")
    files = {path.name: path for path in folder.rglob("*") if path.is_file()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    (ecg,) = (path for name, path in files.items() if name.endswith("recording-ecg_physio.tsv.gz"))
    about = json.loads(ecg.with_name(ecg.name.replace(".tsv.gz", ".json")).read_text())
    assert about["Columns"] == ["timestamp", "cardiac"]
    rows = np.genfromtxt(io.StringIO(gzip.decompress(ecg.read_bytes()).decode()), missing_values="n/a")
    assert np.diff(rows[:, 0]) == pytest.approx(1.0 / about["SamplingFrequency"], abs=2e-6)
    channel = session_export(session).channels[0]
    place = np.searchsorted(rows[:, 0], channel.time_s[2000:2100])
    near = np.stack([rows[place - 1, 1], rows[place, 1]])
    assert np.all(np.any(near == channel.values[2000:2100, 0], axis=0))
    lost = np.isnan(rows[:, 1])
    assert 15.0 < lost.sum() / about["SamplingFrequency"] < 25.0
    (events,) = (path for name, path in files.items() if name.endswith("ecg_physioevents.tsv.gz"))
    told = json.loads(events.with_name(events.name.replace(".tsv.gz", ".json")).read_text())
    assert told["OnsetSource"] == "timestamp"
    listed = [line.split("\t") for line in gzip.decompress(events.read_bytes()).decode().splitlines()]
    assert {len(row) for row in listed} == {len(told["Columns"])}
    assert {row[2] for row in listed} <= set(told["trial_type"]["Levels"])
    assert sum(row[2] == "beat" for row in listed) == len(analysed(session, "--beats")["beat_list"])
    assert "rating after: pain 3.5" in {row[3] for row in listed}
    again = run_here("sessions", "export", session, "--format", "bids", "--output", folder)
    assert (again.returncode, "exists already" in again.stderr) == (1, True)


def test_bids_has_no_place_for_intervals_alone() -> None:
    with pytest.raises(SessionFileError, match="no place for intervals alone"):
        bids_files(SessionExport(STARTED_AT, 60.0, [ExportedBeat(1.0, 800.0, "normal", False)]))


def test_table_names_what_each_interval_is_taken_for(tmp_path: Path) -> None:
    made = tmp_path / "ectopic.session"
    run_here("simulate", "ectopic", "--minutes", "3", "--seed", "31", "--output", made)
    path = tmp_path / "beats.csv"
    run_here("sessions", "export", made, "--format", "csv", "--output", path)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    expected = analysed(made, "--beats")["beat_list"]
    assert [row["label"] for row in rows] == [row["label"] for row in expected]
    assert "ectopic" in {row["label"] for row in rows}


def test_existing_file_is_kept(session: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("precious")
    ended = run_here("sessions", "export", session, "--format", "rr", "--output", path)
    assert (ended.returncode, path.read_text()) == (1, "precious")
    assert "exists already" in ended.stderr
    missing = run_here("sessions", "export", session, "--format", "rr", "--output", tmp_path / "no" / "a.txt")
    assert (missing.returncode, "can't be written" in missing.stderr) == (1, True)


def test_session_without_samples_is_a_file_of_annotations(tmp_path: Path) -> None:
    path = tmp_path / "a.edf"
    beats = [ExportedBeat(1.0, 800.0, "normal", False), ExportedBeat(1.8, 800.0, "missed", True)]
    path.write_bytes(edf_bytes(SessionExport(STARTED_AT, 60.0, beats, notes=[Note(70.0, "late")])))
    found = signals_of(path)
    assert found.started_at == STARTED_AT  # of a session without a zone in UTC
    assert found.duration_s == 60.0
    texts = [one.text for one in found.annotations]
    assert texts == ["beat", "beat", "beat", "missed", "late"]
    assert [one.text for one in edfio.read_edf(path).annotations] == texts


@given(
    rate_hz=st.floats(20.0, 260.0),
    start_s=st.floats(0.0, 5.0),
    seconds=st.integers(1, 30),
    largest=st.sampled_from([10, 32767, 32768, 8_388_607]),
    data=st.data(),
)
def test_any_channel_is_written_and_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    rate_hz: float,
    start_s: float,
    seconds: int,
    largest: int,
    data: st.DataObject,
) -> None:
    count = max(2, int(rate_hz * seconds))
    seed = data.draw(st.integers(0, 2**32 - 1))
    values = np.random.default_rng(seed).integers(-largest, largest, (count, 1)).astype(np.float64)
    channel = Channel(("ECG",), "uV", start_s + np.arange(count) / rate_hz, values)
    texts = data.draw(st.lists(st.tuples(st.floats(-5.0, 50.0), st.text(max_size=20)), max_size=5))
    notes = [Note(at_s, text) for at_s, text in texts]
    path = tmp_path_factory.mktemp("any") / "a.edf"
    duration_s = start_s + count / rate_hz
    path.write_bytes(edf_bytes(SessionExport(STARTED_AT, duration_s, notes=notes, channels=[channel])))
    found, judge = signals_of(path), edfio.read_edf(path)
    assert judge.is_continuous
    assert found.warnings == ()
    assert found.ecg_uv == pytest.approx(judge.get_signal(ECG).data, abs=1e-9 * largest)
    even = even_samples(channel, found.ecg_uv.size / found.duration_s, found.ecg_uv.size)
    assert found.ecg_uv == pytest.approx(even.values[:, 0], abs=largest / 32767.0)
    assert true_rate_hz(channel) == pytest.approx(rate_hz)


def test_records_are_untouched_by_an_export(session: Path) -> None:
    before = [r for r in read_records(session) if isinstance(r, Notification)]
    session_export(session)
    assert [r for r in read_records(session) if isinstance(r, Notification)] == before
