"""Plan and diary on the command line, as a person uses them."""

import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject

from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, Tick
from sessions.folder import SessionFolder
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, write_session
from tests.program import run_here

S = 10**9


def practise(data_dir: Path, *, days_ago: int, pattern: BreathPattern, minutes: int) -> None:
    """Record a practice without a strap."""
    started_at = datetime.now(UTC) - timedelta(days=days_ago, seconds=1)
    records: list[Record] = [
        GuideChanged(0, True, pattern),
        *(Tick(second * S) for second in range(60 * minutes)),
        GuideChanged(60 * minutes * S, False, pattern),
    ]
    path = SessionFolder(data_dir).new_file(started_at)
    write_session(path, SessionHeader(started_at, 0, Origin.NONE), map(encode_record, records))


def offered(data_dir: Path) -> list[str]:
    told = json.loads(run_here("plan", "show", "--json", "--data-dir", data_dir).stdout)
    return [one["programme"] for one in told["offers"]]


def test_the_first_day_is_two_hands_in_both_languages(tmp_path: Path) -> None:
    english = run_here("plan", "show", "--data-dir", tmp_path).stdout.splitlines()
    assert english[0].startswith("08:00 Belly breathing: two hands, 5 minutes. ")
    german = run_here("--language", "de", "plan", "show", "--data-dir", tmp_path).stdout.splitlines()
    assert german[0].startswith("08:00 Bauchatmung: zwei Hände, 5 Minuten. ")
    assert not (tmp_path / "sessions").exists()


def test_what_was_done_today_is_no_longer_offered(tmp_path: Path) -> None:
    for days_ago in (12, 11, 10, 9, 8, 7, 6):
        practise(tmp_path, days_ago=days_ago, pattern=BreathPattern(7.5, 1.2), minutes=5)
    before = offered(tmp_path)
    assert before.count("belly-a1") == 2
    practise(tmp_path, days_ago=0, pattern=BreathPattern(7.5, 1.2), minutes=5)
    assert offered(tmp_path).count("belly-a1") == 1


def test_a_plan_of_a_coach_decides_times_and_calendar(tmp_path: Path) -> None:
    coach, calendar = tmp_path / "coach.toml", tmp_path / "plan.ics"
    coach.write_text('times = ["07:30"]\nmost_minutes = 6\n')
    ended = run_here("plan", "open", coach, "--data-dir", tmp_path / "data")
    assert ended.returncode == 0, ended.stderr
    assert "at 07:30, at most 6 minutes a day" in ended.stderr
    assert stat.S_IMODE((tmp_path / "data" / "plan.toml").stat().st_mode) == 0o600
    assert offered(tmp_path / "data") == ["belly-a0"]
    assert run_here("plan", "export", "--output", calendar, "--data-dir", tmp_path / "data").returncode == 0
    (event,) = vobject.readOne(calendar.read_text()).vevent_list
    assert (event.dtstart.value.hour, event.dtstart.value.minute) == (7, 30)
    again = run_here("plan", "export", "--output", calendar, "--data-dir", tmp_path / "data")
    assert again.returncode == 1
    assert "exists" in again.stderr


def test_a_broken_plan_changes_nothing(tmp_path: Path) -> None:
    coach = tmp_path / "coach.toml"
    coach.write_text('times = ["07:30"]\nmost_minutes = "six"\n')
    ended = run_here("plan", "open", coach, "--data-dir", tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"biofeedback: {coach}, line 2: most_minutes is wrong. ")
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "plan.toml").exists()


def test_a_damaged_session_hides_no_plan(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "a.session").write_bytes(b"\x00" * 5000)
    assert offered(tmp_path) == ["belly-a0", "belly-a0"]


def test_the_diary_keeps_a_day_in_parts(tmp_path: Path) -> None:
    today = date.today()
    for arguments in (
        ("--pain", 4, "--did", "heat,walk"),
        ("--sleep", 7),
        ("--stress", 0, "--date", today - timedelta(days=1)),
    ):
        assert run_here("diary", "add", *arguments, "--data-dir", tmp_path).returncode == 0
    told = json.loads(run_here("diary", "show", "--json", "--data-dir", tmp_path).stdout)
    assert [(one["pain"], one["stress"], one["sleep"], one["did"]) for one in told] == [
        (None, 0, None, []),
        (4, None, 7, ["walk", "heat"]),
    ]
    german = run_here("--language", "de", "diary", "show", "--data-dir", tmp_path).stdout
    assert "Schmerz 4 · Schlaf 7 · Spaziergang · Wärme" in german


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--pain", "11"), 2, "11 is not between 0 and 10"),
        (("--pain", "3.5"), 2, "'3.5' is not a whole number"),
        (("--did", "swim"), 2, "'swim' is not known here"),
        (("--pain", "1", "--date", "2026-02-30"), 2, "'2026-02-30' is not a date"),
        (("--pain", "1", "--date", "2999-01-01"), 1, "lies in the future"),
        ((), 1, "nothing to note"),
    ],
)
def test_what_can_not_be_noted_is_told(
    arguments: tuple[str, ...], status: int, said: str, tmp_path: Path
) -> None:
    ended = run_here("diary", "add", *arguments, "--data-dir", tmp_path)
    assert ended.returncode == status
    assert said in ended.stderr
    assert not (tmp_path / "diary.toml").exists()


def test_an_empty_diary_says_so(tmp_path: Path) -> None:
    assert run_here("diary", "show", "--data-dir", tmp_path).stderr == "The diary is empty.\n"
    assert run_here("diary", "show", "--json", "--data-dir", tmp_path).stdout == "[]\n"
