"""Breathing from acceleration beside recordings whose breaths were counted, and beside simulated chests."""

from pathlib import Path

import numpy as np
import pytest

from biofeedback.breathing.recording import recorded_breathing
from devices.simulated.scenario import load_scenario
from scripts.breathing_truth import POSTURES, Windows, guide, in_posture, recordings, simulated_chest
from scripts.validate_breathing import (
    BORDER,
    breaths_found,
    guided_phases,
    rate_windows,
    recorded_signs,
    recorded_windows,
    sign_counts,
    speech_labels,
)
from tests.ratchet import assert_no_worse

SEEDS = range(2000, 2003)


def test_breaths_of_the_paced_recordings(real_data: Path) -> None:
    for recorded in recordings(real_data):
        found = recorded_breathing(recorded.time_s, recorded.acceleration_mg)
        assert abs(breaths_found(recorded, found) - (recorded.onsets_s.size - 1)) <= 1, recorded.name


@pytest.mark.parametrize("window_s", [30.0, 60.0])
def test_rate_in_the_paced_recordings(real_data: Path, window_s: float) -> None:
    windows = Windows.together([recorded_windows(one, window_s) for one in recordings(real_data)])
    assert windows.answered >= 0.94
    assert windows.within_one >= 0.99
    assert 0.85 <= windows.covered <= 0.97
    assert windows.width_per_min <= 2.0
    assert_no_worse(f"breathing_rate_paced_{window_s:.0f}_s_mae_per_min", windows.mean_error_per_min)


@pytest.mark.parametrize("window_s", [30.0, pytest.param(60.0, marks=pytest.mark.soak)])
def test_rate_of_simulated_chests(window_s: float) -> None:
    rates = (4.0, 6.0, 10.0, 15.0, 20.0)
    windows = Windows.together([rate_windows(one, window_s, SEEDS) for one in rates])
    assert windows.answered >= 0.95
    assert windows.covered >= 0.85
    assert windows.width_per_min <= 2.0
    assert_no_worse(f"breathing_rate_simulated_{window_s:.0f}_s_mae_per_min", windows.mean_error_per_min)


@pytest.mark.parametrize(
    ("breathing_mg", "drift_mg"),
    [*(pytest.param(*one, marks=pytest.mark.soak) for one in ((30.0, 6.0), (10.0, 0.0))), (10.0, 2.0)],
)
def test_inhale_share_of_simulated_chests(breathing_mg: float, drift_mg: float) -> None:
    even, long = (guided_phases(breathing_mg, ratio, SEEDS, drift_mg=drift_mg) for ratio in (1.0, 2.0))
    error = np.concatenate((even.error, long.error))
    name = f"breathing_{breathing_mg:.0f}_mg_drift_{drift_mg:.0f}_mg"
    assert abs(error.mean()) <= 0.03
    assert max(even.missed, long.missed) == 0.0
    assert np.median(np.concatenate((even.late_s, long.late_s))) <= 2.2
    mistaken = np.concatenate((even.found_share <= BORDER, long.found_share >= BORDER)).mean()
    assert_no_worse(f"{name}_inhale_share_sd", float(error.std()))
    assert_no_worse(f"{name}_1_to_1_mistaken_for_1_to_2_percent", 100.0 * float(mistaken))
    assert_no_worse(f"{name}_phase_rms_s", max(even.phase_rms_s, long.phase_rms_s))


def test_the_sign_is_right_or_unknown_in_every_posture() -> None:
    chest = simulated_chest(
        2100, minutes=5.0, breathing_mg=20.0, lung_guide=guide(6.0, 2.0), shifts_per_hour=12.0
    )
    for name in POSTURES:
        right, wrong, _ = sign_counts(in_posture(chest, name))
        assert right >= 10, name
        assert wrong == 0, name


def test_breaths_of_talking_are_labelled_and_silent_ones_are_not() -> None:
    talker = load_scenario("talker").person
    chest = simulated_chest(2201, minutes=15.0, breathing_mg=20.0, lung_guide=guide(5.0, 2.0), person=talker)
    spoken, labelled, silent, mistaken = speech_labels(chest)
    assert spoken >= 15
    assert silent >= 15
    assert mistaken == 0
    assert_no_worse("breaths_of_talking_not_labelled_percent", 100.0 * (1.0 - labelled / spoken))


@pytest.mark.parametrize(
    "name", ["ecgrsp_physio_slow8", "ecgrsp_nk_rest8", "ecgrsp_nk_event", "ecgrsp_bitalino81"]
)
def test_no_wrong_sign_in_recordings_with_a_reference(real_data: Path, name: str) -> None:
    _, wrong, _ = recorded_signs(real_data / name)
    assert wrong == 0
