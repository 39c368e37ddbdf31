"""The second person is what it says it is: otherwise no figure beside it means anything."""

import ast
from pathlib import Path

import numpy as np
import pytest

from tests.second_person.body import Chest, Person, wear
from tests.second_person.breaths import Exhale, Habit, lung_volume
from tests.second_person.goals import SHAPES
from tests.second_person.heart import Heart
from tests.second_person.rhythms import early_beats, sinus


def test_nothing_is_shared_with_the_first_person_or_the_program() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not str(node.module).startswith(("biofeedback", "devices", "sessions")), path.name


@pytest.mark.parametrize(("exhale", "rest"), SHAPES)
def test_lungs_are_full_at_the_exhale_and_empty_when_the_flow_ends(exhale: Exhale, rest: float) -> None:
    worn = wear(Person(Habit(exhale=exhale, rest=rest), length_s=120.0), 3)
    for breath in worn.breaths[1:-1]:
        moments_s = np.array([breath.exhale_s - 1e-6, breath.flow_ends_s, breath.next_inhale_s - 1e-6])
        assert lung_volume(moments_s, worn.breaths, exhale) == pytest.approx(
            [breath.depth, 0.0, 0.0], abs=1e-3
        )
        rest_s = breath.next_inhale_s - breath.flow_ends_s
        assert rest_s == pytest.approx(2.0 * (rest > 0.0), abs=1.9 * (rest > 0.0) + 1e-9)


@pytest.mark.parametrize("degrees", [-90, -30, 0, 60, 150])
def test_the_heart_lags_by_what_was_asked_for(degrees: float) -> None:
    person = Person(Habit(length_sd=0.0), Heart(behind_degrees=degrees, mayer_sd_per_min=0.0), length_s=600.0)
    worn = wear(person, 1)
    middle_s = 0.5 * (worn.beats_s[1:] + worn.beats_s[:-1])
    rate = 60.0 / np.diff(worn.beats_s)
    volume = lung_volume(middle_s, worn.breaths, person.habit.exhale)
    turn = np.exp(-2j * np.pi * middle_s / 10.0)
    lag = np.angle(((volume - volume.mean()) @ turn) / ((rate - rate.mean()) @ turn))
    apart = (np.degrees(lag) - degrees + 180.0) % 360.0 - 180.0
    assert abs(apart) < 8.0
    swing = 4.0 * abs((rate - rate.mean()) @ turn) / rate.size
    assert swing == pytest.approx(8.0, rel=0.1)


def test_holds_are_without_flow() -> None:
    worn = wear(Person(Habit(holds_at_s=(60.0,), hold_s=25.0), length_s=150.0), 2)
    (held,) = [one for one in worn.breaths if one.held]
    assert held.next_inhale_s - held.flow_ends_s == pytest.approx(25.0)


def test_the_same_seed_gives_the_same_recording() -> None:
    person = Person(chest=Chest(sway_mg=10.0), length_s=30.0, with_ecg=True)
    one, other, third = wear(person, 5), wear(person, 5), wear(person, 6)
    assert np.array_equal(one.acceleration_mg, other.acceleration_mg)
    assert np.array_equal(one.ecg_uv, other.ecg_uv)
    assert not np.array_equal(one.beats_s, third.beats_s)


def test_sinus_swings_by_what_was_asked_for() -> None:
    rr_ms = sinus(60.0, 12.0, 200.0, 4).rr_ms
    breaths = [rr_ms[i : i + 5] for i in range(0, rr_ms.size - 5, 5)]
    assert np.median([np.ptp(one) for one in breaths]) == pytest.approx(200.0, rel=0.3)
    assert rr_ms.mean() == pytest.approx(1000.0, rel=0.05)


def test_couplets_are_two_early_beats_and_a_pause() -> None:
    found = early_beats(0.1, 3, in_row=2)
    runs = np.diff(np.flatnonzero(np.diff(found.normal.astype(int)) != 0))
    assert set(runs[::2]) == {3} or set(runs[1::2]) == {3}
