"""docs/json.md lists every key that `--json` prints, and no other."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.past_outcome import past_outcome
from biofeedback.analysis.recording import load_recording
from biofeedback.analysis.to_json import analysis_json
from biofeedback.beats.arrivals import Pause
from biofeedback.breathing.course import BreathCourse
from biofeedback.coaching.carry_over import BreathsOf, CarryOver
from biofeedback.engine.engine import Engine
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.hrv.ordinary import OrdinaryBreathing, outcome
from biofeedback.outlets.state_json import state_to_json
from biofeedback.person.profile import (
    PROFILE_FILE_NAME,
    FoundHeartPhase,
    FoundResonance,
    Profile,
    save_profile,
)
from biofeedback.practice.simulated import simulated_records
from biofeedback.report.session_tables import session_json
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.resonance.session import Search
from biofeedback.response.figure_history import Change, Direction
from devices.events import HeardStrap, Rating, RatingMoment
from devices.simulated.scenario import load_scenario
from devices.steps import Measured, StepSound
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, read_header, write_session
from tests.json_document import documented_keys, keys_of
from tests.program import run_here

SESSIONS = 8
FIRST = datetime(2025, 11, 3, 8, 0, tzinfo=UTC)
FOUND = Resonance(5.4, 0.2, 9.0, 0.8, 50)
BEFORE = OrdinaryBreathing(120.0, 32.0, 3.466, 0.15, 900.0)
AFTER = OrdinaryBreathing(120.0, 40.0, 3.689, 0.15, 920.0)
STEP = ProgrammeStep("pmr-8", 2, 9, "Sit.", Measured.ORDINARY, 1.0, 5.0, True, "face", StepSound.BELL, True)
ORDINARY = BeforeAfter(BEFORE, AFTER, outcome(BEFORE, AFTER))


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight rated sessions in three weeks, the first with beats, and a profile with a search and a lag."""
    folder = tmp_path_factory.mktemp("json")
    (folder / "sessions").mkdir()
    records = list(simulated_records(load_scenario("calm"), seed=4, minutes=4.0, ecg=False))
    end_ns = records[-1].time_ns
    records += [
        Rating(end_ns, "pain", 4.0, RatingMoment.BEFORE),
        Rating(end_ns, "pain", 3.0, RatingMoment.AFTER),
        FeelingTold(end_ns, Feeling.RESTLESS),
        PracticeAnswered(end_ns, Ease.EASY, restless=True, dizzy=False),
    ]
    rows = [encode_record(one) for one in records]
    for number in range(SESSIONS):
        started_at = FIRST.replace(day=1 + 3 * number)
        path = folder / "sessions" / f"{started_at:%Y-%m-%dT%H-%M-%SZ}.session"
        write_session(path, SessionHeader(started_at, 0, Origin.STRAP), rows if not number else rows[-4:])
    search = FoundResonance(FIRST, "evening", Protocol.STEPPED, 2.0, 5.4, 0.2, 9.0, 0.8, 50)
    heart = FoundHeartPhase(FIRST, "evening", 40.0, 60)
    save_profile(folder / PROFILE_FILE_NAME, Profile((search,), (heart,)))
    return folder


@pytest.fixture(scope="module")
def session(data_dir: Path) -> Path:
    return sorted((data_dir / "sessions").glob("*.session"))[0]


def printed(*arguments: object) -> object:
    return json.loads(run_here(*arguments, "--json").stdout)


def test_analyze(session: Path, tmp_path: Path) -> None:
    found = analyse(load_recording(session), AnalysisOptions())
    practised = analysis_json(
        replace(
            found,
            before_after=ORDINARY,
            resonance=Search(Protocol.STEPPED, FOUND),
            pauses=(Pause(60.0, 64.0),),
        )
    )
    objects = printed("analyze", session, tmp_path / "missing", "--beats")
    assert set(keys_of(objects)) | set(keys_of(practised)) == documented_keys("biofeedback analyze")
    assert isinstance(objects, list)
    assert [sorted(one)[0] for one in objects] == ["beat_list", "error"]
    assert {one["schema"] for one in objects} == {"biofeedback/analysis/1"}


def test_lists_and_figures_of_sessions(data_dir: Path, session: Path) -> None:
    listed = printed("sessions", "list", "--data-dir", data_dir)
    assert set(keys_of(listed)) == documented_keys("sessions list")
    shown = printed("sessions", "show", session)
    outcome = replace(
        past_outcome(session, {"pain": "pain"}),
        change=Change(Direction.MORE, 8.0, 3.0),
        carry_over=CarryOver(without_guide=BreathsOf(9, 5.2, 1.9)),
    )
    recording = load_recording(session)
    changed = session_json(recording, analyse(recording, AnalysisOptions()), outcome)
    assert set(keys_of(shown)) | set(keys_of(changed)) == documented_keys("sessions show")


def test_history(data_dir: Path) -> None:
    told = printed("sessions", "history", "--data-dir", data_dir)
    assert set(keys_of(told)) == documented_keys("sessions history")


def test_plan_and_diary(data_dir: Path) -> None:
    assert run_here("diary", "add", "--pain", 3, "--did", "walk", "--data-dir", data_dir).returncode == 0
    for command in ("plan show", "diary show"):
        told = printed(*command.split(), "--data-dir", data_dir)
        assert set(keys_of(told)) == documented_keys(f"biofeedback {command}")


def test_states(session: Path) -> None:
    lines = run_here("replay", session, "--speed", "max", "--json").stdout.splitlines()
    replayed = {key for line in lines for key in keys_of(json.loads(line))}
    engine = Engine(read_header(session).start_ns)
    state = replace(
        engine.state(),
        before_after=ORDINARY,
        heard_straps=(HeardStrap("Polar H10", "00:11", -60),),
        step=STEP,
    )
    assert replayed | set(keys_of(json.loads(state_to_json(state)))) == documented_keys("States")


def test_a_breath_whose_turn_is_never_overdue_is_json(session: Path) -> None:
    state = Engine(read_header(session).start_ns).state()
    breathing = replace(state.breathing, course=BreathCourse(1.0, 4.0, 10.0))
    line = state_to_json(replace(state, breathing=breathing))
    assert json.loads(line, parse_constant=pytest.fail)["breathing"]["course"]["until_s"] is None


def test_programmes() -> None:
    assert set(keys_of(printed("programmes", "list"))) == documented_keys("programmes list")
    assert set(keys_of(printed("programmes", "show", "desk-pause"))) == documented_keys("programmes show")


def test_a_key_that_is_not_listed_would_be_noticed() -> None:
    listed = documented_keys("biofeedback scan")
    assert listed == {"schema", "name", "address", "signal_dbm"}
    assert set(keys_of([{"schema": "x", "a": {"b": [{"c": 1}]}}])) == {"schema", "a", "a.b", "a.b[].c"}
