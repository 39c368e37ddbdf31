"""A session played again: at each moment it is what the recorded session was."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.engine.course import SessionCourse
from biofeedback.outlets.state_json import state_to_json
from biofeedback.practice.playback import SPEEDS, Playback
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from sessions.errors import SessionFileError
from sessions.records import encode_record
from sessions.store import append_rows, open_for_writing, read_header, seal
from tests.program import run

MINUTES = 2.0


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two minutes with the guide."""
    path = tmp_path_factory.mktemp("playback") / "a.session"
    made = run("simulate", "calm", "--minutes", str(MINUTES), "--seed", "5", "--output", path)
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture(scope="module")
def replayed(recorded: Path) -> list[str]:
    """The states of the command line's replay."""
    told = run("replay", recorded, "--json", "--speed", "max")
    assert told.returncode == 0, told.stderr
    return told.stdout.splitlines()


def opened(path: Path, **options: object) -> Playback:
    return Playback(path, duration_s=60.0 * MINUTES, **options)  # type: ignore[arg-type]


def arrive(playback: Playback) -> Playback:
    while playback.target_s is not None:
        playback.advance(0.0)
    return playback


def told_at(replayed: list[str], time_s: float) -> str:
    """The last state of the replay that is not after a moment."""
    times_s = [json.loads(line)["time_s"] for line in replayed]
    return replayed[bisect_right(times_s, time_s) - 1]


@pytest.mark.parametrize("time_s", [1.0, 12.3, 59.99, 61.5, 110.0, 120.0])
def test_a_moment_is_that_of_the_command_lines_replay(
    recorded: Path, replayed: list[str], time_s: float
) -> None:
    playback = opened(recorded)
    playback.go_to(time_s)
    assert state_to_json(arrive(playback).state) == told_at(replayed, time_s)
    assert playback.position_s == time_s


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from([-30.0, 30.0, -45.0, 7.0]), min_size=1, max_size=5))
def test_whatever_way_one_came_the_moment_is_the_same(
    recorded: Path, replayed: list[str], jumps: list[float]
) -> None:
    playback = opened(recorded)
    position_s = 0.0
    for by_s in jumps:
        playback.jump(by_s)
        arrive(playback)
        position_s = min(max(position_s + by_s, 0.0), 60.0 * MINUTES)
    assert playback.position_s == position_s
    if position_s > 0.0:
        assert state_to_json(playback.state) == told_at(replayed, position_s)


@pytest.mark.parametrize("steps", range(len(SPEEDS)))
def test_it_goes_as_fast_as_was_asked(recorded: Path, replayed: list[str], steps: int) -> None:
    playback = opened(recorded, clock_s=lambda: 0.0)
    playback.change_speed(steps)
    for _ in range(100):
        playback.advance(0.016)
    assert playback.position_s == pytest.approx(1.6 * SPEEDS[steps])
    assert state_to_json(playback.state) == told_at(replayed, playback.position_s)


def ticking(step_s: float) -> Iterator[float]:
    """A clock that moves on whenever one looks at it."""
    return (step_s * k for k in count())


def test_a_jump_is_made_in_slices_and_jumps_add_up(recorded: Path) -> None:
    clock = ticking(0.005)
    playback = opened(recorded, clock_s=lambda: next(clock))
    playback.jump(30.0)
    playback.jump(30.0)
    positions_s = []
    while playback.target_s is not None:
        assert playback.target_s == 60.0
        playback.advance(10.0)
        positions_s.append(playback.position_s)
    assert len(positions_s) > 10
    assert positions_s == sorted(positions_s)
    assert positions_s[-1] == 60.0


def test_it_stops_at_the_end_and_begins_again(recorded: Path) -> None:
    playback = opened(recorded)
    playback.jump(1000.0)
    arrive(playback)
    assert (playback.is_over, playback.running, playback.position_s) == (True, False, 60.0 * MINUTES)
    playback.play_or_pause()
    arrive(playback)
    assert (playback.running, playback.position_s) == (True, 0.0)


def test_paused_it_stands(recorded: Path) -> None:
    playback = opened(recorded, clock_s=lambda: 0.0)
    playback.advance(5.0)
    playback.play_or_pause()
    playback.advance(5.0)
    assert playback.position_s == 5.0


def test_the_course_is_that_of_the_session_so_far(recorded: Path) -> None:
    playback, seen = opened(recorded), SessionCourse()
    playback.on_state = seen.see
    playback.go_to(100.0)
    arrive(playback)
    assert playback.course.breaths == seen.breaths
    assert len(seen.breaths) >= 6
    playback.go_to(50.0)
    assert len(arrive(playback).course.breaths) < len(seen.breaths)


def test_where_the_file_is_damaged_it_ends_with_a_reason(recorded: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.session"
    path.write_bytes(recorded.read_bytes())
    connection = open_for_writing(path)
    row = encode_record(
        GuideChanged(read_header(path).start_ns, running=True, pattern=BreathPattern(5.0, 2.0))
    )
    append_rows(connection, [(*row[:3], b"nonsense")])
    seal(connection)
    playback = opened(path)
    playback.jump(1000.0)
    arrive(playback)
    assert "can't read" in str(playback.problem)
    assert not playback.running
    assert 100.0 < playback.position_s <= 60.0 * MINUTES
    playback.advance(1.0)


def test_what_is_no_session_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SessionFileError, match="There is no file"):
        opened(tmp_path / "none.session")
