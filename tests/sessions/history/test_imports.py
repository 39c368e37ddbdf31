"""Sessions made of other programs' files: the same figures as the file itself, and never twice."""

import json
import os
import resource
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from devices.events import Rating, RatingMoment
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, SessionSummary, summarise
from sessions.formats.text.rr_text import write_rr_text
from sessions.history.imports import import_file
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader, read_header
from tests.program import analysed, run_here


@pytest.fixture
def noisy(real_data: Path, tmp_path: Path) -> Path:
    """Forty minutes of a real person with artefacts, named as Elite HRV names its files."""
    table = np.genfromtxt(real_data / "rr_hrm_noisy" / "rr.csv", delimiter=",", names=True)
    path = tmp_path / "2026-01-17 17-47-13.txt"
    path.write_text(write_rr_text(table["rr_ms"].tolist()))
    return path


def test_session_has_the_figures_of_its_file(noisy: Path, tmp_path: Path) -> None:
    ended = run_here("sessions", "import", noisy, "--data-dir", tmp_path / "data")
    assert (ended.returncode, ended.stderr) == (0, "")
    session = Path(ended.stdout.strip())
    assert read_header(session).origin is Origin.IMPORT
    assert read_header(session).started_at == datetime(2026, 1, 17, 17, 47, 13).astimezone(UTC)
    of_session, of_file = analysed(session, "--beats"), analysed(noisy, "--beats")
    assert [row["rr_ms"] for row in of_session["beat_list"]] == [row["rr_ms"] for row in of_file["beat_list"]]
    for name in ("beats", "summary", "windows", "quality"):
        assert of_session[name] == of_file[name]
    assert of_session["duration_s"] == pytest.approx(of_file["duration_s"])
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path / "data").stdout)
    assert (listed["origin"], listed["beats"]) == ("import", 3581)


@pytest.mark.soak
def test_imported_session_is_replayed(noisy: Path, tmp_path: Path) -> None:
    session = import_file(noisy, SessionFolder(tmp_path)).summary.file
    states = run_here("replay", session, "--speed", "max", "--json").stdout.splitlines()
    assert json.loads(states[-1])["beat_count"] == 3581
    assert json.loads(states[500])["signal"] == "good"
    assert json.loads(states[500])["figures"]["heart_rate"]["value"] is not None


def test_file_is_imported_once(noisy: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    first = import_file(noisy, folder)
    with pytest.raises(SessionFileError, match=f"imported before, as {first.summary.name}"):
        import_file(noisy, folder)
    assert len(list(folder.summaries())) == 1
    noisy.write_text("800\n900\n")
    assert import_file(noisy, folder).summary.name == f"{first.summary.name}-2"


def test_file_without_a_date_has_its_own(tmp_path: Path) -> None:
    path = tmp_path / "rr.txt"
    path.write_text("0.8\n0.9\n")
    ended_at = datetime(2026, 3, 1, 7, 0, tzinfo=UTC).timestamp()
    os.utime(path, (ended_at, ended_at))
    ended = run_here("sessions", "import", path, tmp_path / "none.txt", "--data-dir", tmp_path / "data")
    assert ended.returncode == 1
    assert Path(ended.stdout.strip()).name == "2026-03-01T06-59-58Z.session"
    assert "converted to milliseconds" in ended.stderr
    assert "the date of the file itself was used" in ended.stderr
    assert "There is no file" in ended.stderr


def test_disk_that_is_full_is_named_and_leaves_no_half_session(noisy: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path / "data")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most_bytes in (0, 4096, 20_000, 100_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
        try:
            with pytest.raises(SessionFileError, match="can't be written"):
                import_file(noisy, folder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(folder.path.iterdir()) == []
    assert import_file(noisy, folder).summary.beats == 3581


def test_ratings_are_kept_and_the_last_of_each_side_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, SessionHeader(datetime(2026, 11, 22, tzinfo=UTC), 0, Origin.STRAP))
    given = [
        Rating(1, "pain", 6.0, RatingMoment.BEFORE),
        Rating(2, "pain", 7.0, RatingMoment.BEFORE),
        Rating(3, "mood", 4.0, RatingMoment.BEFORE),
        Rating(9, "pain", 3.5, RatingMoment.AFTER),
    ]
    for one in given:
        recorder.put(one)
    recorder.close()
    summary = summarise(path)
    assert isinstance(summary, SessionSummary)
    assert summary.ratings == (given[1], given[2], given[3])


def test_sessions_and_samples_are_imported_too(tmp_path: Path) -> None:
    session, samples = tmp_path / "a.session", tmp_path / "a.edf"
    run_here("simulate", "calm", "--minutes", "0.5", "--output", session)
    assert run_here("sessions", "export", session, "--format", "edf", "--output", samples).returncode == 0
    ended = run_here("sessions", "import", session, samples, "--data-dir", tmp_path / "data")
    assert ended.returncode == 0, ended.stderr
    of_session, of_samples = map(Path, ended.stdout.split())
    assert read_header(of_session) == read_header(session)
    assert read_header(of_samples).origin is Origin.IMPORT
