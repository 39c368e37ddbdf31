"""The history: minutes where they belong, trends with honest intervals, and no heart that is not real."""

import json
import shutil
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.analysis.past_sessions import history_of
from biofeedback.words.speech import speech
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, Rating, RatingMoment
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder, summarise
from sessions.history.trends import (
    Dated,
    Day,
    PastSession,
    Week,
    by_week,
    changes,
    days,
    month,
    rated,
    responses,
    scales,
    weeks,
)
from sessions.records import encode_record
from sessions.session_index import INDEX_NAME
from sessions.store import (
    Origin,
    append_rows,
    open_for_writing,
    read_header,
    read_records,
    seal,
    write_session,
)
from tests.kept_figures import change_figures, kept_figures
from tests.program import run_here

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BEFORE, AFTER = RatingMoment.BEFORE, RatingMoment.AFTER


def past_sessions(paths: Iterable[Path], folder: Path) -> Iterator[PastSession]:
    found = (one for one in history_of(sorted(paths), folder) if not isinstance(one, SessionFileError))
    return (past for _, past in found if past is not None)


def past(day: float, minutes: float = 10.0, origin: Origin = Origin.STRAP, **fields: object) -> PastSession:
    """A session that was left open for an hour more than was practised."""
    practised_s = None if origin is Origin.IMPORT else 60.0 * minutes
    return PastSession(
        MONDAY + timedelta(days=day),
        60.0 * minutes + 3600.0,
        origin,
        practised_s=practised_s,
        **fields,  # type: ignore[arg-type]
    )


def test_minutes_belong_to_the_day_that_a_session_began_on() -> None:
    sessions = [past(0.6), past(0.0, 5.0), past(1.0, 2.5, Origin.NONE), past(2.0, origin=Origin.SIMULATED)]
    assert days(sessions, UTC) == [Day(date(2026, 11, 2), 15.0, 2), Day(date(2026, 11, 3), 2.5, 1)]
    far_east = timezone(timedelta(hours=12))
    assert days(sessions, far_east)[1] == Day(date(2026, 11, 3), 12.5, 2)
    assert days([past(0.0, origin=Origin.REPLAY), past(0.0, origin=Origin.IMPORT)], UTC) == []
    assert days([past(0.0, minutes=0.0)], UTC) == []


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
    assert all(row[i] is None or row[i].day.weekday() == i for row in rows for i in range(7))
    assert [cell.minutes for cell in cells if cell.sessions] == [7.0]


def test_responses_are_compared_at_one_pace_only() -> None:
    slow, fast = BreathPattern(5.0, 2.0), BreathPattern(6.0, 2.0)
    sessions = [
        past(0.0, pace=slow, response_ln_ms2=8.0),
        past(1.0, pace=fast, response_ln_ms2=7.0),
        past(2.0, pace=slow, response_ln_ms2=8.5),
        past(3.0, pace=slow),
        past(4.0, pace=slow, response_ln_ms2=9.0, origin=Origin.SIMULATED),
        past(5.0, pace=slow, response_ln_ms2=9.0, origin=Origin.NONE),
        past(6.0, pace=fast, response_ln_ms2=7.5, origin=Origin.IMPORT),
    ]
    assert {pace: [one.value for one in values] for pace, values in responses(sessions).items()} == {
        slow: [8.0, 8.5],
        fast: [7.0, 7.5],
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


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four minutes at 5 a minute, as if a strap had been worn."""
    path = tmp_path_factory.mktemp("history") / "2026-11-02T08-00-00Z.session"
    made = run_here("simulate", "calm", "--minutes", "4", "--seed", "3", "--output", path)
    assert made.returncode == 0, made.stderr
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET origin = 'strap'")
    connection.close()
    return path


def test_past_session_is_that_of_the_longest_pace(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    (found,) = past_sessions(folder.files(), folder.path)
    assert found.pace == BreathPattern(5.0, 2.0)
    shown = json.loads(run_here("sessions", "show", recorded, "--json").stdout)
    assert found.response_ln_ms2 == pytest.approx(shown["summary"]["response_ln_ms2"])


@pytest.mark.parametrize(("changed_s", "longest"), [(150, 5.0), (60, 7.0)])
def test_longest_pace_counts_however_short_the_first_was(
    recorded: Path, tmp_path: Path, changed_s: int, longest: float
) -> None:
    path, header = tmp_path / recorded.name, read_header(recorded)
    change = GuideChanged(header.start_ns + changed_s * 10**9, running=True, pattern=BreathPattern(7.0, 2.0))
    in_order = sorted([*read_records(recorded), change], key=lambda record: record.time_ns)
    write_session(path, header, map(encode_record, in_order))
    (found,) = past_sessions([path], tmp_path)
    assert found.pace == BreathPattern(longest, 2.0)


def test_what_was_worked_out_is_kept_where_somebody_stops(recorded: Path, tmp_path: Path) -> None:
    for name in ("2026-11-02T08-00-00Z.session", "2026-11-03T08-00-00Z.session"):
        shutil.copy(recorded, tmp_path / name)
    reading = history_of(sorted(tmp_path.glob("*.session")), tmp_path)
    next(reading)
    assert isinstance(reading, Generator)
    reading.close()
    assert list(kept_figures(tmp_path)) == ["2026-11-02T08-00-00Z"]


def test_deleted_or_odd_session_hides_none_of_the_others(recorded: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.session" for name in ("deleted", "odd", "good")]
    for path in paths:
        shutil.copy(recorded, path)
    connection = open_for_writing(paths[1])
    start_ns = read_header(paths[1]).start_ns
    row = encode_record(GuideChanged(start_ns + 60 * 10**9, running=True, pattern=BreathPattern(5.0, 2.0)))
    append_rows(connection, [(*row[:3], row[3].replace(b"5.0", b"0.0"))])
    seal(connection)
    paths[0].unlink()
    odd, kept = history_of(paths, tmp_path)
    assert isinstance(odd, SessionFileError)
    assert "odd.session" in str(odd.message)
    assert not isinstance(kept, SessionFileError)
    summary, good = kept
    assert summary.name == "good"
    assert good is not None
    assert good.response_ln_ms2 is not None


def test_figures_are_worked_out_once(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    files = folder.files()
    first = list(past_sessions(files, folder.path))
    ((name, kept),) = kept_figures(folder.path).items()
    changed = {**kept, "response_ln_ms2": 1.25}
    change_figures(folder.path, name, changed)
    assert [one.response_ln_ms2 for one in past_sessions(files, folder.path)] == [1.25]
    change_figures(folder.path, name, changed, part="figures/1")
    assert list(past_sessions(files, folder.path)) == first, (
        "what an earlier version meant is worked out anew"
    )
    (folder.path / INDEX_NAME).write_text("broken")
    assert list(past_sessions(files, folder.path)) == first
    assert list(kept_figures(folder.path)) == [name]


def test_history_is_told(recorded: Path, tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    folder.path.mkdir()
    shutil.copy(recorded, folder.path)
    told = json.loads(run_here("sessions", "history", "--json", "--data-dir", tmp_path).stdout)
    assert [week["sessions"] for week in told["weeks"]] == [1]
    assert told["days"][0]["minutes"] == pytest.approx(4.0)
    (series,) = told["series"]
    assert (series["name"], series["trend"]) == (
        "Heart response at 5.0 per minute, exhale 2 times as long as the inhale",
        None,
    )
    printed = run_here("sessions", "history", "--data-dir", tmp_path)
    assert (printed.returncode, printed.stderr) == (0, "")
    decided_on = summarise(recorded).started_at.astimezone().date() + timedelta(days=27)
    day = speech("en").moment(decided_on, "date")
    assert f"Whether there is a trend can be decided on {day} at the earliest." in printed.stdout
    assert "Series tested for a trend: 1." in printed.stdout
    empty = run_here("sessions", "history", "--data-dir", tmp_path / "none")
    assert "No minutes of practice yet" in empty.stdout
