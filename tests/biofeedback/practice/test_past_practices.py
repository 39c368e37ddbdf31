"""What was practised, from recorded sessions: which level, how long, how it felt; and what a look costs."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from biofeedback.engine.followed import Followed
from biofeedback.person.levels import BELLY, OWN_PACE, Done, level_offer, programme_like
from biofeedback.practice.past_practices import PRACTICES_NAME, practices_of
from biofeedback.practice.reached_rate import reached_rate
from biofeedback.programmes.programme import guide_pattern
from biofeedback.programmes.shelf import shipped_programmes
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, Tick
from devices.steps import Measured, StepChanged
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered
from sessions.folder import SessionFolder
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, delete_session, write_session

S: Final = 10**9
STARTED: Final = datetime(2026, 5, 4, 21, 30, tzinfo=UTC)


def guided(pattern: BreathPattern, minutes: float, *, begin_s: int = 0) -> list[Record]:
    end_s = begin_s + round(60 * minutes)
    ticks = [Tick(second * S) for second in range(begin_s + 1, end_s)]
    return [
        GuideChanged(begin_s * S, True, pattern),
        *ticks,
        GuideChanged(end_s * S, False, pattern),
    ]


def add(
    folder: SessionFolder,
    records: Sequence[Record],
    *,
    day: int = 0,
    origin: Origin = Origin.STRAP,
) -> Path:
    started_at = STARTED + timedelta(days=day)
    path = folder.new_file(started_at)
    write_session(path, SessionHeader(started_at, 0, origin), map(encode_record, records))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(tmp_path)


@pytest.mark.parametrize(
    ("rate_per_min", "ratio", "programme"),
    [
        (5.0, 2.0, "belly-a4"),
        (5.5, 2.0, "belly-a4"),
        (6.0, 2.0, "belly-a3"),
        (6.5, 2.0, "belly-a2"),
        (5.0, 1.5, "belly-a2"),
        (7.5, 1.2, "belly-a1"),
        (6.0, 1.2, "belly-a1"),
        (6.0, 1.0, OWN_PACE),
        (10.0, 2.0, OWN_PACE),
    ],
)
def test_a_pace_counts_as_the_highest_level_that_it_reaches(
    rate_per_min: float, ratio: float, programme: str
) -> None:
    assert programme_like(BreathPattern(rate_per_min, ratio)) == programme


def test_every_level_with_a_pace_is_counted_as_itself() -> None:
    for name in BELLY[1:]:
        last = [step.guide for step in shipped_programmes()[name].steps if step.guide][-1]
        assert programme_like(guide_pattern(last)) == name


def test_practices_are_told_by_day_with_what_was_said(folder: SessionFolder) -> None:
    slow, quick = BreathPattern(5.0, 2.0), BreathPattern(7.5, 1.2)
    add(folder, guided(slow, 6), day=0)
    said = PracticeAnswered(400 * S, Ease.EASY, restless=False, dizzy=True)
    add(folder, [*guided(quick, 5), said], day=2, origin=Origin.NONE)
    assert practices_of(folder, UTC) == [
        Done(date(2026, 5, 4), "belly-a4", 6.0),
        Done(date(2026, 5, 6), "belly-a1", 5.0, Ease.EASY, dizzy=True),
    ]


def test_the_pace_that_was_practised_longest_counts(folder: SessionFolder) -> None:
    first = guided(BreathPattern(7.5, 1.2), 3)
    add(folder, [*first, *guided(BreathPattern(6.0, 2.0), 4, begin_s=200)])
    (one,) = practices_of(folder)
    assert (one.programme, one.minutes) == ("belly-a3", pytest.approx(7.0))


def test_a_programme_is_known_by_its_steps(folder: SessionFolder) -> None:
    step = StepChanged(0, True, "pmr-8", 1, 1, 0.0, 300.0, "Rest.", Measured.MOVING)
    ticks = [Tick(second * S) for second in range(1, 300)]
    add(folder, [step, *ticks, replace(step, time_ns=300 * S, running=False)])
    assert practices_of(folder, UTC) == [Done(date(2026, 5, 4), "pmr-8", 5.0)]


def step(programme: str, second: int, *, running: bool = True) -> StepChanged:
    return StepChanged(second * S, running, programme, 1, 1, 0.0, 600.0, "Rest.", Measured.ORDINARY)


def ticks(begin_s: int, end_s: int) -> list[Record]:
    return [Tick(second * S) for second in range(begin_s, end_s)]


def test_a_session_that_changed_to_another_programme_counts_as_both(folder: SessionFolder) -> None:
    add(
        folder,
        [
            step("belly-a2", 0),
            *ticks(1, 100),
            FeelingTold(100 * S, Feeling.RESTLESS),
            step("belly-a2", 100, running=False),
            *ticks(101, 110),
            step("pmr-8", 110),
            *ticks(111, 310),
            step("pmr-8", 310, running=False),
            PracticeAnswered(320 * S, Ease.EASY, restless=False, dizzy=False),
        ],
    )
    day = date(2026, 5, 4)
    assert practices_of(folder, UTC) == [
        Done(day, "belly-a2", 100.0 / 60.0, restless=True),
        Done(day, "pmr-8", 200.0 / 60.0, Ease.EASY),
    ]


@pytest.mark.parametrize(("feeling", "counts"), [(Feeling.DIZZY, True), (Feeling.RESTLESS, False)])
def test_a_short_practice_that_dizziness_ended_counts(
    feeling: Feeling, folder: SessionFolder, *, counts: bool
) -> None:
    told = FeelingTold(40 * S, feeling)
    add(folder, [step("belly-a2", 0), *ticks(1, 40), told, step("belly-a2", 40, running=False)])
    assert len(practices_of(folder, UTC)) == counts
    assert level_offer(practices_of(folder, UTC)).level == (1 if counts else 0)


def test_breaths_are_looked_at_only_where_they_decide_on_the_level(
    folder: SessionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def how_followed(path: Path) -> Followed:
        looked.append(path.stem)
        return Followed(rate_followed=False, ratio_reached=True)

    monkeypatch.setattr("biofeedback.practice.past_practices.how_followed", how_followed)
    for day in range(5):
        add(folder, guided(BreathPattern(6.5, 1.5), 4), day=day)
    add(folder, [step("pmr-8", 0), *ticks(1, 300)], day=6)
    done = practices_of(folder, UTC)
    assert [one.rate_followed for one in done] == [None, None, False, False, False, None]
    assert len(looked) == 3
    practices_of(folder, UTC)
    assert len(looked) == 3
    assert level_offer(done).reason.key == "weeks.stay_pace"


@pytest.mark.parametrize(
    ("paces", "reached"),
    [
        ([(8.0, 3.0), (7.0, 2.0)], 7.0),
        ([(8.0, 3.0), (7.0, 0.5)], 8.0),
        ([(7.0, 3.0), (6.5, 2.0), (7.5, 3.0)], 7.5),
        ([(7.0, 0.5)], None),
    ],
)
def test_the_rate_reached_last_was_held_for_a_minute_and_not_eased(
    paces: list[tuple[float, float]], reached: float | None, folder: SessionFolder
) -> None:
    records: list[Record] = []
    begin_s = 0
    for rate_per_min, minutes in paces:
        records += guided(BreathPattern(rate_per_min, 1.5), minutes, begin_s=begin_s)
        begin_s += round(60 * minutes)
    add(folder, records)
    assert reached_rate(folder) == reached


def test_the_day_is_that_of_the_persons_own_calendar(folder: SessionFolder) -> None:
    add(folder, guided(BreathPattern(), 5))
    assert practices_of(folder, timezone(timedelta(hours=4)))[0].day == date(2026, 5, 5)


def test_what_was_not_practised_does_not_count(folder: SessionFolder) -> None:
    for number, origin in enumerate((Origin.SIMULATED, Origin.REPLAY, Origin.IMPORT)):
        add(folder, guided(BreathPattern(), 5), day=number, origin=origin)
    add(folder, guided(BreathPattern(), 1), day=5)
    add(folder, [Tick(S)], day=6)
    (folder.path / "broken.session").write_bytes(b"SQLite format 3\x00 and nothing else")
    assert practices_of(folder) == []


def test_a_second_look_reads_no_session(folder: SessionFolder) -> None:
    path = add(folder, guided(BreathPattern(), 5))
    found = practices_of(folder, UTC)
    status = path.stat()
    path.write_bytes(b"\x00" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert practices_of(folder, UTC) == found
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert practices_of(folder, UTC) == []


def test_a_deleted_session_is_forgotten(folder: SessionFolder) -> None:
    path = add(folder, guided(BreathPattern(), 5))
    assert len(practices_of(folder)) == 1
    delete_session(path)
    assert practices_of(folder) == []
    assert json.loads((folder.path / PRACTICES_NAME).read_text())["sessions"] == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"version": 1, "sessions": 3}',
        b'{"version": 9, "sessions": {}}',
        b'{"version": 1, "sessions": {"a": {"stamp": [1, 2], "practised_s": 1e999}}}',
        b"\xff",
        b"[" * 5000,
    ],
)
def test_a_damaged_cache_costs_time_only(folder: SessionFolder, content: bytes) -> None:
    add(folder, guided(BreathPattern(), 5))
    found = practices_of(folder)
    (folder.path / PRACTICES_NAME).write_bytes(content)
    assert practices_of(folder) == found
    assert oct((folder.path / PRACTICES_NAME).stat().st_mode)[-3:] == "600"


def test_without_a_folder_nothing_was_done(folder: SessionFolder) -> None:
    assert practices_of(folder) == []
    assert not folder.path.exists()
