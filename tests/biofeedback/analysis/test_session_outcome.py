"""What a session came to is what its guided breaths came to, whatever else happened in it."""

import json
from pathlib import Path

import numpy as np
import pytest

from biofeedback.analysis.outcome import SessionOutcome, change_sentence, summarise_outcome
from biofeedback.analysis.past_outcome import past_outcome
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.state import State
from biofeedback.response.figure_history import CHANGE_S, Change, Direction
from devices.breath_pattern import BreathPattern
from devices.events import Rating, RatingMoment, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from sessions.events import decoded
from sessions.records import Record, encode_record
from sessions.store import Origin, append_rows, open_for_writing, read_records, seal
from tests.biofeedback.analysis.interrupted_session import Parts, records, runs_s, write
from tests.program import run, run_here

PRACTISED_S = 240.0


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one session of two minutes' waiting, practice, a pause, and practice again."""
    folder = tmp_path_factory.mktemp("outcome")
    (folder / "sessions").mkdir()
    path = write(folder / "sessions" / "waited.session")
    connection = open_for_writing(path)
    ratings = [Rating(1, "pain", 6.0, RatingMoment.BEFORE), Rating(2, "pain", 3.5, RatingMoment.AFTER)]
    append_rows(connection, map(encode_record, ratings))
    seal(connection)
    return folder


@pytest.fixture(scope="module")
def session(data_dir: Path) -> Path:
    return data_dir / "sessions" / "waited.session"


@pytest.fixture(scope="module")
def shown(session: Path) -> dict[str, object]:
    """What the command line says of it."""
    told: dict[str, object] = json.loads(run_here("sessions", "show", session, "--json").stdout)
    return told


@pytest.fixture(scope="module")
def outcome(session: Path) -> SessionOutcome:
    """What it came to."""
    return past_outcome(session, {"pain": "pain"})


@pytest.fixture(scope="module")
def states(session: Path) -> list[State]:
    """Its state at each second, and at its end."""
    engine, states = Engine(0), list[State]()
    for event in decoded(read_records(session)):
        engine.take(event)
        if isinstance(event, Tick):
            states.append(engine.state())
    return [*states, engine.state()]


@pytest.fixture(scope="module")
def course(states: list[State]) -> SessionCourse:
    """All its breaths, guided or not."""
    course = SessionCourse()
    for state in states:
        course.see(state)
    return course


def is_guided(time_s: float) -> bool:
    return any(begin_s <= time_s < end_s for begin_s, end_s in runs_s())


def test_figures_are_those_of_the_guided_breaths(course: SessionCourse, outcome: SessionOutcome) -> None:
    known = [one for one in course.measured if one.exhale_to_inhale is not None]
    ratios = np.array([one.exhale_to_inhale for one in known if is_guided(one.begin_s)])
    assert outcome.median_ratio == float(np.median(ratios))
    as_guided = 100.0 * np.mean((ratios >= 1.6) & (ratios <= 2.5))
    assert outcome.share_percent == pytest.approx(as_guided)
    responses_ms = [
        one.rsa_ms for one in course.breaths if one.rsa_ms is not None and is_guided(one.inhale_s)
    ]
    assert outcome.median_ms == float(np.median(responses_ms))
    assert outcome.breaths == sum(is_guided(one.inhale_s) for one in course.breaths)
    assert outcome.practised_s == PRACTISED_S
    others = [one for one in known if not is_guided(one.begin_s)]
    assert len(others) > 10, "Without breaths outside the guide the test would show nothing."


def test_the_engine_tells_no_response_to_a_breath_that_was_not_guided(course: SessionCourse) -> None:
    breaths = course.breaths
    assert all(is_guided(one.inhale_s) for one in breaths)
    first, second = (sum(begin_s <= one.inhale_s < end_s for one in breaths) for begin_s, end_s in runs_s())
    assert min(first, second) >= 7


def test_advice_waits_for_breaths_of_the_present_run(states: list[State]) -> None:
    counts = [(one.time_s, one.breathing.following.breaths) for one in states if one.breathing.following]
    for begin_s, end_s in runs_s():
        early = [count for time_s, count in counts if begin_s <= time_s < begin_s + 24.0]
        later = [count for time_s, count in counts if begin_s + 80.0 <= time_s < end_s]
        assert early
        assert max(early) == 0, "fewer than three breaths have begun and ended since"
        assert max(later) >= 5
    assert all(is_guided(time_s) for time_s, _ in counts)


def test_the_command_line_shows_the_same(outcome: SessionOutcome, shown: dict[str, object]) -> None:
    assert shown["schema"] == "biofeedback/session/1"
    assert shown["outcome"] == {
        "practised_s": PRACTISED_S,
        "response_ms": outcome.median_ms,
        "exhale_to_inhale": outcome.median_ratio,
        "as_guided_percent": outcome.share_percent,
        "breaths": outcome.breaths,
        "change": None,
        "carry_over": None,
        "ratings": [{"scale": "pain", "before": 6.0, "after": 3.5}],
    }
    assert (shown["practised_s"], shown["breaths"]) == (PRACTISED_S, outcome.breaths)
    assert shown["started_at"] == "2026-11-02T08:00:00+00:00"
    listed = shown["breath_list"]
    assert isinstance(listed, list)
    assert {one["guided"] for one in listed} == {True, False}
    assert all(one["guided"] is is_guided(one["inhale_s"]) for one in listed)


def test_the_list_tells_length_and_practice_apart(data_dir: Path, shown: dict[str, object]) -> None:
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", data_dir).stdout)
    assert listed["schema"] == "biofeedback/session/1"
    names = ("name", "file", "started_at", "duration_s", "practised_s", "origin", "beats")
    assert {name: listed[name] for name in names} == {name: shown[name] for name in names}
    assert (listed["duration_s"], listed["practised_s"]) == (435.0, PRACTISED_S)
    assert isinstance(listed["beats"], int)


def test_the_history_counts_minutes_of_practice(data_dir: Path) -> None:
    told = json.loads(run_here("sessions", "history", "--json", "--data-dir", data_dir).stdout)
    assert [day["minutes"] for day in told["days"]] == [PRACTISED_S / 60.0]


def test_the_page_shades_the_guided_time_and_counts_its_breaths(
    session: Path, outcome: SessionOutcome, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    assert run_here("sessions", "report", session, "--output", page).returncode == 0
    text = page.read_text()
    charts = text.split("<svg")[1:]
    shades = {chart.count('class="guided"') for chart in charts}
    assert (len(charts), shades) == (4, {len(runs_s())})
    places = {chart[chart.index("<rect") : chart.index("/>")] for chart in charts}
    assert len(places) == 1, "All charts of a page have one time axis."
    assert f"Practised 4:00 minutes: {outcome.breaths} guided breaths." in text
    assert f"{outcome.share_percent:.0f} % of breaths as guided" in text


def test_a_hold_counts_with_the_half_before_it() -> None:
    """What a breath with holds is measured as, live and in the summary alike."""
    assert BreathPattern(5.0, 2.0).measured_exhale_to_inhale == pytest.approx(2.0)
    assert BreathPattern(5.0, 2.0, hold_full_s=3.0).measured_exhale_to_inhale == pytest.approx(1.0)
    assert BreathPattern(5.0, 2.0, hold_empty_s=3.0).measured_exhale_to_inhale == pytest.approx(3.0)


def outcome_by_beats(parts: Parts) -> SessionOutcome:
    """What made-up parts come to where the strap sends beats alone."""
    engine, course = Engine(0), SessionCourse()
    for event in decoded(one for one in records(parts) if not is_sample(one)):
        engine.take(event)
        if isinstance(event, Tick):
            course.see(engine.state())
    state = engine.state()
    course.see(state)
    return summarise_outcome(
        course,
        guided=state.guided,
        practised_s=state.practised_s,
        before={},
        after={},
        ordinary=BeforeAfter(),
        names={},
    )


def is_sample(record: Record) -> bool:
    return isinstance(record, Notification) and record.characteristic != HEART_RATE_MEASUREMENT


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(((72.0, True), (660.0, False)), marks=pytest.mark.soak),
        ((20.0, False), (CHANGE_S - 10.0, True), (300.0, False)),
    ],
)
def test_no_change_is_told_before_eight_guided_minutes(parts: Parts) -> None:
    outcome = outcome_by_beats(parts)
    assert outcome.change == Change()
    assert str(change_sentence(outcome.change)).startswith("No difference could be measured.")


def test_a_change_is_told_after_eight_guided_minutes() -> None:
    outcome = outcome_by_beats(((CHANGE_S + 60.0, True),))
    assert outcome.change.direction is not Direction.UNKNOWN
    assert outcome.change.half_width_ms is not None
    assert outcome.change.half_width_ms > 0.0


@pytest.mark.parametrize("origin", [Origin.STRAP, Origin.NONE])
def test_a_practice_without_a_single_beat_is_told_of(tmp_path: Path, origin: Origin) -> None:
    """As recorded now, and as earlier versions recorded it."""
    folder = tmp_path / "sessions"
    folder.mkdir()
    write(folder / "none.session", origin=origin, worn=False)
    shown = json.loads(run_here("sessions", "show", "none", "--json", "--data-dir", tmp_path).stdout)
    assert (shown["origin"], shown["beats"]) == (origin, 0)
    outcome = shown["outcome"]
    assert (outcome["practised_s"], outcome["response_ms"], outcome["change"]) == (PRACTISED_S, None, None)
    assert outcome["breaths"] == 2 * 9
    history = json.loads(run_here("sessions", "history", "--json", "--data-dir", tmp_path).stdout)
    assert [day["minutes"] for day in history["days"]] == [PRACTISED_S / 60.0]
    assert history["series"] == []


def test_a_practice_without_a_strap_counts(tmp_path: Path) -> None:
    ended = run("train", "--terminal", "--minutes", "0.05", "--data-dir", tmp_path)
    assert ended.returncode == 0, ended.stderr
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    assert (listed["origin"], listed["beats"]) == ("none", 0)
    assert listed["practised_s"] >= 3.0
    told = json.loads(run_here("sessions", "history", "--json", "--data-dir", tmp_path).stdout)
    assert [60.0 * day["minutes"] for day in told["days"]] == [pytest.approx(listed["practised_s"])]


def test_an_import_has_no_time_of_practice(tmp_path: Path) -> None:
    (tmp_path / "rr.txt").write_text("800\n" * 400)
    assert run_here("sessions", "import", tmp_path / "rr.txt", "--data-dir", tmp_path).returncode == 0
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    assert (listed["origin"], listed["practised_s"], listed["beats"]) == ("import", None, 400)
    shown = json.loads(run_here("sessions", "show", listed["name"], "--json", "--data-dir", tmp_path).stdout)
    assert shown["outcome"] == {
        "practised_s": None,
        "response_ms": None,
        "exhale_to_inhale": None,
        "as_guided_percent": None,
        "breaths": 0,
        "change": None,
        "carry_over": None,
        "ratings": [],
    }
    told = json.loads(run_here("sessions", "history", "--json", "--data-dir", tmp_path).stdout)
    assert told["days"] == []
