"""Breaths of the second simulated person: any shape of the exhale or phase of the heart, holds, swaying."""

import numpy as np
import pytest

from biofeedback.breathing.chest.acceleration import AccelerationBreathing
from biofeedback.breathing.chest.cycles import Breath
from biofeedback.breathing.chest.witnesses.heart_phase import MeasuredPhase, learnt_phase
from biofeedback.breathing.chest.witnesses.sign import InhaleKnownBy
from scripts.second_person.breath_scores import (
    BreathScore,
    analysed,
    beats_of,
    score_breaths,
    score_holds,
    score_rates,
)
from tests.second_person import goals
from tests.second_person.body import Chest, Person, Worn, wear
from tests.second_person.breaths import Exhale, Habit
from tests.second_person.heart import Heart

SEED = 300


@pytest.mark.parametrize(("exhale", "rest"), [(Exhale.STEADY, 0.0), (Exhale.PASSIVE, 0.2)])
def test_a_rest_or_a_corner_does_not_shift_the_ratio(exhale: Exhale, rest: float) -> None:
    score = score_breaths(Person(Habit(6.0, 1.0, exhale, rest), Heart(rsa_per_min=10.0)), [SEED])
    assert score.told_share >= goals.LEAST_TOLD
    assert score.inverted == 0
    assert abs(score.bias) <= 1.5 * goals.MOST_SHARE_BIAS
    assert score.onsets_off <= goals.MOST_ONSETS_OFF


@pytest.mark.parametrize(("phase", "known_by"), [(-90.0, "shape"), (-60.0, "heart"), (90.0, "shape")])
def test_inhale_is_known_at_any_phase_of_the_heart(phase: float, known_by: str) -> None:
    person = Person(Habit(6.0, 2.0, Exhale.STEADY), Heart(rsa_per_min=8.0, behind_degrees=phase))
    worn = wear(person, SEED)
    found = analysed(worn)
    told = [one for one in found.breaths if one.exhale_to_inhale is not None]
    assert len(told) >= goals.LEAST_TOLD * len(worn.breaths) - 2
    assert {str(one.inhale_known_by) for one in told} == {known_by}
    if known_by == "shape":
        assert max(one.confidence for one in told) <= 0.6
    assert np.median([one.exhale_to_inhale for one in told]) == pytest.approx(2.0, rel=0.15)


def test_nothing_is_told_where_heart_and_shape_contradict_each_other() -> None:
    habit = Habit(6.0, 2.0, Exhale.COSINE)
    score = score_breaths(Person(habit, Heart(rsa_per_min=8.0, behind_degrees=180.0)), [SEED])
    assert score.inverted == 0


def test_no_breath_is_told_in_a_hold() -> None:
    habit = Habit(6.0, 2.0, holds_at_s=(70.0, 160.0), hold_s=30.0)
    score = score_holds(Person(habit, Heart(rsa_per_min=10.0), length_s=260.0), [SEED])
    assert score.holds == 2
    assert score.with_breath == score.crossed == 0


def test_swaying_is_no_breathing() -> None:
    habit = Habit(12.0, 1.4, Exhale.PASSIVE, 0.1, length_sd=0.06)
    heart, chest = Heart(rsa_per_min=3.0, behind_degrees=30.0), Chest(breath_mg=15.0, sway_mg=10.0)
    score = score_rates(Person(habit, heart, chest, 240.0), [SEED], chest=True, beats=True)
    assert score.wrong(goals.WRONG_PER_MIN) <= goals.MOST_SWAY_WRONG
    assert score.answered >= goals.LEAST_SWAY_ANSWERED


def lived(worn: Worn, *, calibrated: bool) -> list[Breath]:
    breathing = AccelerationBreathing(keep_s=np.inf)
    if calibrated:
        first = worn.breaths[3]
        breathing.calibrate(first.inhale_s, first.exhale_s)
    breathing.add_beats(beats_of(worn))
    for first_row in range(0, worn.time_s.size, 100):
        block = slice(first_row, first_row + 100)
        breathing.add(worn.time_s[block], worn.acceleration_mg[block])
    return [one for one in breathing.breaths if one.known_sign]


@pytest.mark.parametrize(("ratio", "phase"), [(0.5, 0.0), (1.0, 180.0)])
def test_a_heart_that_was_learnt_tells_what_a_strangers_cannot(ratio: float, phase: float) -> None:
    worn = wear(Person(Habit(6.0, ratio), Heart(rsa_per_min=8.0, behind_degrees=phase), length_s=180.0), SEED)
    found = analysed(worn, expected=learnt_phase([MeasuredPhase(phase + 10.0, 20)]))
    score = BreathScore()
    score.add(worn, found)
    assert score.told_share >= goals.LEAST_TOLD_WHEN_LEARNT - 0.05
    assert score.inverted == 0
    assert {one.inhale_known_by for one in found.breaths} == {InhaleKnownBy.HEART}


def test_a_calibration_tells_what_heart_and_shape_cannot() -> None:
    even = Person(Habit(6.0, 1.0), Heart(behind_degrees=90.0), length_s=180.0)
    worn = wear(even, SEED)
    assert not lived(worn, calibrated=False)
    told = lived(worn, calibrated=True)
    assert {one.known_by for one in told} == {InhaleKnownBy.CALIBRATION}
    onsets_s = np.array([one.inhale_s for one in worn.breaths])
    assert max(np.abs(onsets_s - one.begin_s).min() for one in told) < 1.5


def test_what_a_calibration_shows_of_the_heart_is_learnt() -> None:
    worn = wear(Person(Habit(6.0, 1.0), Heart(rsa_per_min=8.0, behind_degrees=120.0), length_s=180.0), SEED)
    breathing = AccelerationBreathing(keep_s=np.inf)
    for one in worn.breaths[2:4]:
        breathing.calibrate(one.inhale_s, one.exhale_s)
    breathing.add_beats(beats_of(worn))
    breathing.add(worn.time_s, worn.acceleration_mg)
    (measured,) = breathing.heart_phases
    assert measured.degrees == pytest.approx(120.0, abs=25.0)


def test_inhales_that_disagree_tell_nothing() -> None:
    worn = wear(Person(Habit(6.0, 1.0), Heart(behind_degrees=90.0), length_s=120.0), SEED)
    breathing = AccelerationBreathing(keep_s=np.inf)
    right, wrong = worn.breaths[2:4]
    breathing.calibrate(right.inhale_s, right.exhale_s)
    breathing.calibrate(wrong.exhale_s, wrong.next_inhale_s)
    breathing.add_beats(beats_of(worn))
    breathing.add(worn.time_s, worn.acceleration_mg)
    assert not [one for one in breathing.breaths if one.known_by is InhaleKnownBy.CALIBRATION]
