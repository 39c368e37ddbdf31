"""What is usual by earlier sessions: where the next session lies, and from which sessions it is told."""

import json
import math
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t as student

from biofeedback.analysis.past_sessions import earlier_swings, history_of
from biofeedback.analysis.usual import EarlierUsual, earlier_usual, usual_of
from devices.breath_pattern import BreathPattern
from devices.simulated.scenario import load_scenario
from sessions.events import ReadingStopped
from sessions.history.trends import PaceSwing
from sessions.session_index import INDEX_NAME
from sessions.store import Origin
from tests import guided_person
from tests.kept_figures import change_figures, kept_figures
from tests.program import run

SLOW = BreathPattern()


def swing(ms: float, breaths: int = 50, rate: float = 5.0, ratio: float = 2.0, *holds: float) -> PaceSwing:
    return PaceSwing(BreathPattern(rate, ratio, *holds), breaths, math.log(ms))


def usual(*sessions: PaceSwing, pattern: BreathPattern = SLOW) -> EarlierUsual | None:
    return earlier_usual([(one,) for one in sessions], pattern)


@pytest.mark.parametrize("count", [3, 4, 8, 30])
def test_the_interval_is_the_prediction_interval_of_the_textbook(count: int) -> None:
    logs = np.random.default_rng(count).normal(4.3, 0.4, count)
    found = usual_of(logs.tolist())
    assert found is not None
    half_width = student.ppf(0.975, count - 1) * logs.std(ddof=1) * math.sqrt(1.0 + 1.0 / count)
    assert found.sessions == count
    assert math.log(found.mean_ms) == pytest.approx(logs.mean())
    assert math.log(found.low_ms) == pytest.approx(logs.mean() - half_width, rel=0.005)
    assert math.log(found.high_ms) == pytest.approx(logs.mean() + half_width, rel=0.005)


@pytest.mark.parametrize("count", [3, 6, 20])
@pytest.mark.parametrize("between", [0.15, 0.4])
def test_the_next_session_lies_in_the_interval_as_often_as_it_says(count: int, between: float) -> None:
    """Sessions of breaths: their mean differs from day to day, and each breath from the session's mean."""
    chance = np.random.default_rng(7)
    runs = 2000
    day = chance.normal(math.log(80.0), between, (runs, count + 1, 1))
    sessions = (day + chance.normal(0.0, 0.35, (runs, count + 1, 40))).mean(axis=2)
    found = [usual_of(one[:count].tolist()) for one in sessions]
    held = [
        one is not None and one.low_ms <= math.exp(then) <= one.high_ms
        for one, then in zip(found, sessions[:, count], strict=True)
    ]
    assert 0.935 <= np.mean(held) <= 0.965


@pytest.mark.soak
def test_it_covers_the_next_session_of_simulated_people() -> None:
    person, pace = load_scenario("calm").person, guided_person.Pace(5.0, 2.0)
    logs = []
    for seed in range(5000, 5128):
        beats = guided_person.beats_of(person, pace, seed=seed, minutes=4.0)
        breaths = guided_person.judged_breaths(beats, pace, minutes=4.0)
        logs.append(float(np.mean([math.log(one.rsa_ms) for one in breaths if one.rsa_ms])))
    held = []
    for first in range(0, len(logs), 8):
        block = logs[first : first + 8]
        for left_out in range(8):
            found = usual_of(block[:left_out] + block[left_out + 1 :])
            assert found is not None
            held.append(found.low_ms <= math.exp(block[left_out]) <= found.high_ms)
    assert 0.91 <= np.mean(held) <= 0.99


def test_below_three_sessions_nothing_is_told() -> None:
    assert usual(swing(80.0), swing(90.0)) is None
    assert usual(swing(80.0), swing(90.0), swing(100.0)) is not None


def test_only_sessions_at_the_pace_count() -> None:
    near = [swing(80.0), swing(90.0, rate=5.25), swing(100.0, ratio=1.75), swing(110.0, rate=4.75)]
    far = [
        swing(500.0, rate=5.3),
        swing(500.0, ratio=2.3),
        swing(500.0, 50, 5.0, 2.0, 1.0),
        swing(500.0, breaths=11),
    ]
    found = usual(*near, *far)
    assert found is not None
    assert (found.sessions, found.high_ms < 200.0) == (4, True)
    held = BreathPattern(5.0, 2.0, 1.0)
    assert usual(*near, *far, pattern=held) is None


def test_paces_next_to_each_other_are_one_session() -> None:
    ramp = (swing(60.0, 10, 5.2), swing(90.0, 20, 5.0), swing(400.0, 30, 6.0))
    found = earlier_usual([ramp, ramp, ramp], SLOW)
    assert found is not None
    assert found.mean_ms == pytest.approx(math.exp((math.log(60.0) + 2.0 * math.log(90.0)) / 3.0))
    assert (found.low_ms, found.high_ms) == (pytest.approx(found.mean_ms), pytest.approx(found.mean_ms))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Origin], None]:
    """Writes a copy of four minutes at 5 a minute, as if its beats had come from somewhere."""
    original = tmp_path_factory.mktemp("earlier") / "a.session"
    assert run("simulate", "calm", "--minutes", "4", "--seed", "3", "--output", original).returncode == 0

    def write(path: Path, origin: Origin) -> None:
        shutil.copy(original, path)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE session SET origin = ?", (origin,))
        connection.close()

    return write


def test_sessions_of_a_worn_strap_count_and_no_others(
    recorded: Callable[[Path, Origin], None], tmp_path: Path
) -> None:
    for origin in Origin:
        recorded(tmp_path / f"{origin}.session", origin)
    present = tmp_path / "zz-present.session"
    recorded(present, Origin.STRAP)
    (tmp_path / "broken.session").write_bytes(b"nothing")
    ((found,),) = earlier_swings(tmp_path, present=present)
    assert found.pace == BreathPattern(5.0, 2.0)
    assert 12 <= found.breaths <= 20
    shown = json.loads(run("sessions", "show", tmp_path / "strap.session", "--json").stdout)
    assert math.exp(found.mean_ln_ms) == pytest.approx(shown["summary"]["rsa_ms"], rel=0.15)


def test_what_the_history_worked_out_is_not_worked_out_again(
    recorded: Callable[[Path, Origin], None], tmp_path: Path
) -> None:
    path = tmp_path / "strap.session"
    recorded(path, Origin.STRAP)
    first = list(earlier_swings(tmp_path))
    kept = kept_figures(tmp_path)["strap"]
    kept["swings"][0][1] = 77
    change_figures(tmp_path, "strap", kept)
    assert len(list(history_of([path], tmp_path))) == 1
    assert next(earlier_swings(tmp_path))[0].breaths == 77
    (tmp_path / INDEX_NAME).write_text("broken")
    assert list(earlier_swings(tmp_path)) == first


def test_it_stops_within_a_session(recorded: Callable[[Path, Origin], None], tmp_path: Path) -> None:
    recorded(tmp_path / "strap.session", Origin.STRAP)
    asked = iter([False, False, False])
    with pytest.raises(ReadingStopped):
        list(earlier_swings(tmp_path, should_stop=lambda: next(asked, True)))
    assert kept_figures(tmp_path) == {}
