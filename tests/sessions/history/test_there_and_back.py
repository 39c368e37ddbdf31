"""What is exported can be imported: the same beats, breaks, words and date; sessions of others too."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.export import session_export
from biofeedback.analysis.heart_judge import HeartJudge
from biofeedback.analysis.recording import load_recording
from biofeedback.practice.simulated import simulated_records
from devices.events import Marker, Rating, RatingMoment
from devices.message import Message, verbatim
from devices.simulated.scenario import load_scenario
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder
from sessions.formats.registry import EXPORTS
from sessions.history.imports import import_file
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, read_records, write_session

STARTED_AT = datetime(2026, 3, 29, 0, 58, 30, tzinfo=UTC)
"""A minute and a half before the clocks of central Europe went from 2 to 3."""

WORDS = (
    Marker(20_000_000_000, verbatim("coughed")),
    Rating(30_000_000_000, "Fear of pain", 6.0, RatingMoment.BEFORE),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("there") / "a.session"
    records = list(simulated_records(load_scenario("link-losses"), seed=3, minutes=4.0))
    told = sorted([*records, *WORDS], key=lambda one: one.time_ns)
    write_session(path, SessionHeader(STARTED_AT, 0, Origin.SIMULATED), map(encode_record, told))
    return path


@pytest.mark.parametrize("name", ["rr", "csv", "edf"])
def test_an_export_comes_back_as_it_was(session: Path, tmp_path: Path, name: str) -> None:
    exported = session_export(session, samples=name == "edf")
    (form,) = (one for one in EXPORTS if one.name == name)
    written = form.write(exported)
    assert isinstance(written, bytes)
    path = tmp_path / f"a.{name}"
    path.write_bytes(written)
    imported = import_file(path, SessionFolder(tmp_path / "data"), HeartJudge())
    again = session_export(imported.summary.file, samples=False)
    assert [beat.rr_ms for beat in again.beats] == pytest.approx(
        [beat.rr_ms for beat in exported.beats], abs=6e-4
    )
    if name == "rr":
        assert imported.summary.started_at == STARTED_AT
        return  # a list of intervals has no place for pauses
    assert [beat.adjacent for beat in again.beats[1:]] == [beat.adjacent for beat in exported.beats[1:]]
    later_s = (again.started_at - STARTED_AT).total_seconds()
    assert [beat.time_s + later_s for beat in again.beats] == pytest.approx(
        [beat.time_s for beat in exported.beats], abs=0.03
    )
    if name == "edf":
        said = list(read_records(imported.summary.file))
        assert [one.text for one in said if isinstance(one, Marker)][1:] == [verbatim("coughed")]
        assert [(one.scale, one.value) for one in said if isinstance(one, Rating)] == [("Fear of pain", 6.0)]


def test_a_session_of_another_computer_comes_in_whole(session: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path / "data")
    imported = import_file(session, folder)
    assert list(read_records(imported.summary.file)) == list(read_records(session))
    assert imported.summary.origin is Origin.SIMULATED
    assert imported.summary.started_at == STARTED_AT
    with pytest.raises(SessionFileError) as refused:
        import_file(session, folder)
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.key == "file.imported_before"


def test_numbers_that_are_no_intervals_come_in_with_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "rr.txt"
    path.write_text("\n".join(map(str, [*range(880, 930), 1878949389, 0, *range(930, 880, -1)])))
    imported = import_file(path, SessionFolder(tmp_path / "data"), HeartJudge())
    now, then = (
        analyse(load_recording(one), AnalysisOptions(list_beats=True))
        for one in (imported.summary.file, path)
    )
    assert now.beat_list == then.beat_list
    assert now.summary == then.summary


def test_a_file_that_is_no_heart_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "samples.txt"
    path.write_text("\n".join(str(225 + row % 9) for row in range(300)))
    folder = SessionFolder(tmp_path / "data")
    with pytest.raises(SessionFileError) as refused:
        import_file(path, folder, HeartJudge())
    assert isinstance(refused.value.message, Message)
    assert refused.value.message.key == "file.mostly_artefacts"
    assert list(islice(folder.files(), 1)) == []
