"""The history: minutes where they belong, trends with honest intervals, and no heart that is not real."""

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.past_sessions import CACHE_NAME, past_sessions
from biofeedback.terminal.history import trend_words
from devices.events import GuideChanged, Rating, RatingMoment
from sessions.folder import SessionFolder, summarise
from sessions.history import (
    Dated,
    Day,
    Pace,
    PastSession,
    Week,
    by_week,
    changes,
    days,
    month,
    rated,
    responses,
    scales,
    trend,
    weeks,
)
from sessions.records import encode_record
from sessions.store import Origin, append_rows, open_for_writing, read_header, seal
from tests.program import run

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BEFORE, AFTER = RatingMoment.BEFORE, RatingMoment.AFTER


def past(day: float, minutes: float = 10.0, origin: Origin = Origin.STRAP, **fields: object) -> PastSession:
    return PastSession(MONDAY + timedelta(days=day), 60.0 * minutes, origin, **fields)  # type: ignore[arg-type]


def test_minutes_belong_to_the_day_that_a_session_began_on() -> None:
    sessions = [past(0.6), past(0.0, 5.0), past(1.0, 2.5, Origin.IMPORT), past(2.0, origin=Origin.SIMULATED)]
    assert days(sessions, UTC) == [Day(date(2026, 11, 2), 15.0, 2), Day(date(2026, 11, 3), 2.5, 1)]
    far_east = timezone(timedelta(hours=12))
    assert days(sessions, far_east)[1] == Day(date(2026, 11, 3), 12.5, 2)
    assert days([past(0.0, origin=Origin.REPLAY)], UTC) == []


def test_weeks_without_practice_are_weeks_too() -> None:
    practised = days([past(-1.0, 4.0), past(6.5, 6.0), past(21.0, 8.0)], UTC)
    assert weeks(practised) == [
        Day(date(2026, 10, 26), 4.0, 1),
        Day(date(2026, 11, 2), 6.0, 1),
        Day(date(2026, 11, 9), 0.0, 0),
        Day(date(2026, 11, 16), 0.0, 0),
        Day(date(2026, 11, 23), 8.0, 1),
    ]
    assert weeks([]) == []


@given(st.integers(1990, 2080), st.integers(1, 12))
def test_month_is_a_calendar(year: int, number: int) -> None:
    rows = month([Day(date(year, number, 15), 7.0, 1)], year, number)
    cells = [cell for row in rows for cell in row if cell is not None]
    assert all(len(row) == 7 for row in rows)
    assert [cell.day.day for cell in cells] == list(range(1, len(cells) + 1))
    assert {cell.day.month for cell in cells} == {number}
    assert all(row[i] is None or row[i].day.weekday() == i for row in rows for i in range(7))  # type: ignore[union-attr]
    assert [cell.minutes for cell in cells if cell.sessions] == [7.0]


def test_responses_are_compared_at_one_pace_only() -> None:
    slow, fast = Pace(5.0, 2.0), Pace(6.0, 2.0)
    sessions = [
        past(0.0, pace=slow, response_ln_ms2=8.0),
        past(1.0, pace=fast, response_ln_ms2=7.0),
        past(2.0, pace=slow, response_ln_ms2=8.5),
        past(3.0, pace=slow),
        past(4.0, pace=slow, response_ln_ms2=9.0, origin=Origin.SIMULATED),
    ]
    assert {pace: [one.value for one in values] for pace, values in responses(sessions).items()} == {
        slow: [8.0, 8.5],
        fast: [7.0],
    }


def test_ratings_are_paired_within_their_session() -> None:
    both = (Rating(0, "pain", 6.0, BEFORE), Rating(9, "pain", 4.0, AFTER), Rating(9, "mood", 5.0, AFTER))
    sessions = [past(0.0, ratings=both), past(1.0, ratings=both[:1]), past(2.0)]
    assert scales(sessions) == ["pain", "mood"]
    assert [one.value for one in rated(sessions, "pain", BEFORE)] == [6.0, 6.0]
    assert changes(sessions, "pain") == [Dated(MONDAY, -2.0)]
    assert changes(sessions, "mood") == []


def test_weeks_of_values_tell_how_many_and_how_far_apart() -> None:
    values = [Dated(MONDAY + timedelta(days=day), value) for day, value in ((0, 3.0), (2, 5.0), (8, 4.0))]
    assert by_week(values, UTC) == [
        Week(date(2026, 11, 2), 2, 4.0, 3.0, 5.0),
        Week(date(2026, 11, 9), 1, 4.0, 4.0, 4.0),
    ]


def dated(chance: np.random.Generator, count: int, per_week: float, scatter: str) -> list[Dated]:
    day = np.sort(chance.uniform(0.0, 56.0, count))
    noise = {
        "normal": chance.normal(size=count),
        "heavy tails": chance.standard_t(2, size=count),
        "whole steps": np.rint(chance.normal(size=count)),
    }[scatter]
    return [
        Dated(MONDAY + timedelta(days=at), per_week * at / 7.0 + one)
        for at, one in zip(day.tolist(), noise.tolist(), strict=True)
    ]


@pytest.mark.parametrize("count", [8, 15, 40])
@pytest.mark.parametrize("scatter", ["normal", "heavy tails", "whole steps"])
@pytest.mark.parametrize("per_week", [0.0, 0.4])
def test_interval_of_a_trend_holds_the_truth(count: int, scatter: str, per_week: float) -> None:
    chance = np.random.default_rng(count)
    held = 0
    for _ in range(400):
        found = trend(dated(chance, count, per_week, scatter))
        assert found is not None
        assert found.low_per_week <= found.per_week <= found.high_per_week
        held += found.low_per_week <= per_week <= found.high_per_week
    # How ratings in whole steps were rounded is not known, so their interval is the wider.
    assert 0.92 <= held / 400 <= (1.0 if scatter == "whole steps" else 0.99)


def test_trend_waits_for_sessions_and_weeks() -> None:
    daily = [Dated(MONDAY + timedelta(days=day), float(day)) for day in range(15)]
    assert trend(daily[:14]) is None
    assert trend(daily[::3]) is None
    found = trend(daily)
    assert found is not None
    assert (found.per_week, found.is_told, found.count) == (pytest.approx(7.0), True, 15)


def test_same_moment_or_same_value_is_no_trend() -> None:
    same = [Dated(MONDAY + timedelta(days=2 * day), 5.0) for day in range(10)]
    found = trend(same)
    assert found is not None
    assert (found.per_week, found.is_told) == (0.0, False)
    twice = [*same, *same]
    assert trend(twice) is not None


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_equal_ratings_leave_room_for_a_change_within_their_step(step: float) -> None:
    same = [Dated(MONDAY + timedelta(days=2 * day), 5 * step) for day in range(15)]
    found = trend(same)
    assert found is not None
    weeks = 28 / 7
    assert 0.1 * step < found.high_per_week * weeks < step
    assert -step < found.low_per_week * weeks < -0.1 * step


@pytest.mark.parametrize("count", [8, 15, 40])
@pytest.mark.parametrize("scatter", [0.3, 0.6])
@pytest.mark.parametrize("per_week", [0.0, 0.1])
def test_interval_of_whole_numbers_holds_what_was_felt(count: int, scatter: float, per_week: float) -> None:
    chance = np.random.default_rng(count)
    held = narrow = 0
    for _ in range(200):
        day = np.sort(chance.uniform(0.0, 56.0, count))
        felt = 5.0 + chance.uniform(-0.5, 0.5) + per_week * day / 7.0 + scatter * chance.normal(size=count)
        rated_as = np.rint(felt).tolist()
        found = trend(
            [Dated(MONDAY + timedelta(days=at), one) for at, one in zip(day, rated_as, strict=True)]
        )
        assert found is not None
        held += found.low_per_week <= per_week <= found.high_per_week
        narrow += found.high_per_week - found.low_per_week < 0.05
    assert held / 200 >= 0.93
    assert narrow == 0


def test_words_make_nothing_of_chance() -> None:
    assert trend_words(None, "ms").startswith("a trend needs at least 8")
    told = {"per_week": -0.5, "low_per_week": -0.9, "high_per_week": -0.1, "count": 20, "is_told": True}
    assert trend_words(told, "of 10").startswith("falling by 0.50 of 10 a week (95 % interval -0.90")
    assert trend_words({**told, "high_per_week": 0.1, "is_told": False}, "ms").startswith(
        "no change that chance"
    )


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four minutes at 5 a minute, as if a strap had been worn."""
    path = tmp_path_factory.mktemp("history") / "2026-11-02T08-00-00Z.session"
    made = run("simulate", "calm", "--minutes", "4", "--seed", "3", "--output", path)
    assert made.returncode == 0, made.stderr
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE session SET origin = 'strap'")
    connection.close()
    return path


def test_past_session_is_that_of_the_longest_pace(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    (found,) = past_sessions([summarise(path) for path in folder.path.glob("*.session")], folder.path)
    assert found.pace == Pace(5.0, 2.0)
    shown = json.loads(run("sessions", "show", recorded, "--json").stdout)
    assert found.response_ln_ms2 == pytest.approx(shown["summary"]["response_ln_ms2"])


@pytest.mark.parametrize(("changed_s", "longest"), [(150, 5.0), (60, 7.0)])
def test_longest_pace_counts_however_short_the_first_was(
    recorded: Path, tmp_path: Path, changed_s: int, longest: float
) -> None:
    path = tmp_path / recorded.name
    shutil.copy(recorded, path)
    change = GuideChanged(read_header(path).start_ns + changed_s * 10**9, True, 7.0, 2.0)
    connection = open_for_writing(path)
    append_rows(connection, [encode_record(change)])
    seal(connection)
    (found,) = past_sessions([summarise(path)], tmp_path)
    assert found.pace == Pace(longest, 2.0)


def test_what_was_worked_out_is_kept_where_somebody_stops(recorded: Path, tmp_path: Path) -> None:
    for name in ("2026-11-02T08-00-00Z.session", "2026-11-03T08-00-00Z.session"):
        shutil.copy(recorded, tmp_path / name)
    reading = past_sessions([summarise(path) for path in sorted(tmp_path.glob("*.session"))], tmp_path)
    next(reading)
    reading.close()
    assert list(json.loads((tmp_path / CACHE_NAME).read_text())["sessions"]) == ["2026-11-02T08-00-00Z"]


def test_deleted_or_odd_session_hides_none_of_the_others(recorded: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.session" for name in ("deleted", "odd", "good")]
    for path in paths:
        shutil.copy(recorded, path)
    connection = open_for_writing(paths[1])
    start_ns = read_header(paths[1]).start_ns
    append_rows(connection, [encode_record(GuideChanged(start_ns + 60 * 10**9, True, 0.0, 2.0))])
    seal(connection)
    summaries = [summarise(path) for path in paths]
    paths[0].unlink()
    odd, good = past_sessions(summaries, tmp_path)
    assert (odd.pace, odd.response_ln_ms2, odd.duration_s) == (None, None, good.duration_s)
    assert good.response_ln_ms2 is not None


def test_figures_are_worked_out_once(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    summaries = [summarise(path) for path in folder.path.glob("*.session")]
    first = list(past_sessions(summaries, folder.path))
    cache = folder.path / CACHE_NAME
    kept = json.loads(cache.read_text())
    (entry,) = kept["sessions"].values()
    entry["response_ln_ms2"] = 1.25
    cache.write_text(json.dumps(kept))
    assert [one.response_ln_ms2 for one in past_sessions(summaries, folder.path)] == [1.25]
    cache.write_text("broken")
    assert list(past_sessions(summaries, folder.path)) == first


def test_history_is_told(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    told = json.loads(run("sessions", "history", "--json", "--data-dir", tmp_path).stdout)
    assert [week["sessions"] for week in told["weeks"]] == [1]
    assert told["days"][0]["minutes"] == pytest.approx(4.0)
    (series,) = told["series"]
    assert (series["name"], series["trend"]) == (
        "Heart response at 5.0 per minute, exhale 2 times the inhale",
        None,
    )
    printed = run("sessions", "history", "--data-dir", tmp_path)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "a trend needs at least 8 sessions" in printed.stdout
    empty = run("sessions", "history", "--data-dir", tmp_path / "none")
    assert "No practice with a strap yet" in empty.stdout
