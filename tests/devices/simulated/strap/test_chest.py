"""The chest of the simulated person: what its accelerometer and its electrodes can be relied on to show."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import WARM_UP_STEPS
from devices.simulated.person.posture import BREATHING, TILT, Posture
from devices.simulated.person.traits import CALM, CHEST, UPRIGHT
from devices.simulated.scenario import Scenario, load_scenario
from devices.simulated.strap.strap import SimulatedStrap
from devices.simulated.strap.strap_traits import POLAR_H10
from devices.straps.decoder import decode
from devices.streams import AccelerationFrame, EcgFrame, Measurement

Floats = NDArray[np.float64]

MINUTE_NS = 60_000_000_000
EXACT = replace(POLAR_H10, clock_drift_ppm=0.0)
SEATED = replace(UPRIGHT, shifts_per_hour=0.0, movements_per_hour=0.0)
STILL = replace(SEATED, drift_mg=0.0)
QUIET = replace(CHEST, breathing_mg=0.0, recoil_mg=0.0, acceleration_noise_mg=0.0)


def guide(time_s: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * time_s / 12)


def felt(scenario: Scenario, *, minutes: float = 2.0, seed: int = 1) -> tuple[SimulatedStrap, Floats, Floats]:
    """The strap, the times of its samples in seconds, and its acceleration, shape (n, 3)."""
    strap = SimulatedStrap.of(replace(scenario, strap=EXACT), seed=seed, lung_guide=guide)
    strap.start_stream(Measurement.ACCELERATION, sample_rate_hz=100)
    events = [decode(notification) for notification in strap.advance(round(minutes * MINUTE_NS))]
    frames = [event for event in events if isinstance(event, AccelerationFrame)]
    acceleration_mg = np.concatenate([np.array(frame.acceleration_mg, dtype=np.float64) for frame in frames])
    first_s = (frames[0].device_time_ns - strap.strap_clock_ns(0)) / 1e9 - 0.35
    return strap, first_s + np.arange(len(acceleration_mg)) / 100.0, acceleration_mg


def heard(
    scenario: Scenario, *, minutes: float = 2.0, seed: int = 1
) -> tuple[SimulatedStrap, Floats, Floats]:
    """The strap, the times of its samples in seconds, and its ECG in microvolts."""
    strap = SimulatedStrap.of(replace(scenario, strap=EXACT), seed=seed, lung_guide=guide)
    strap.start_stream(Measurement.ECG, sample_rate_hz=130)
    events = [decode(notification) for notification in strap.advance(round(minutes * MINUTE_NS))]
    frames = [event for event in events if isinstance(event, EcgFrame)]
    last_s = (frames[0].device_time_ns - strap.strap_clock_ns(0)) / 1e9
    ecg_uv = np.concatenate([np.array(frame.ecg_uv, dtype=np.float64) for frame in frames])
    return strap, last_s + (np.arange(ecg_uv.size) - 72) / 130.0, ecg_uv


def main_direction(acceleration_mg: Floats) -> Floats:
    moved_mg = acceleration_mg - acceleration_mg.mean(axis=0)
    return np.asarray(np.linalg.svd(moved_mg, full_matrices=False)[2][0])


# Acceleration


@pytest.mark.parametrize("seed", range(8))
def test_gravity_is_mostly_on_x_and_breathing_on_no_axis_of_the_sensor(seed: int) -> None:
    _, _, acceleration_mg = felt(Scenario(posture=SEATED), seed=seed)
    assert acceleration_mg[:, 0].mean() == pytest.approx(-1013, abs=15)
    slow_mg = acceleration_mg.reshape(-1, 12, 3).mean(axis=1)
    assert np.abs(main_direction(slow_mg)).max() < 0.98


@pytest.mark.parametrize("seed", range(8))
def test_guided_breath_moves_the_chest_by_twenty_to_forty_mg(seed: int) -> None:
    _, _, acceleration_mg = felt(Scenario(posture=STILL), seed=seed)
    slow_mg = acceleration_mg.reshape(-1, 12, 3).mean(axis=1)
    along_mg = slow_mg @ main_direction(slow_mg)
    breaths_mg = [np.ptp(along_mg[begin : begin + 100]) for begin in range(200, 900, 100)]
    assert 20 < np.median(breaths_mg) < 42


def test_chest_follows_the_lungs_a_little_late() -> None:
    chest = replace(QUIET, breathing_mg=200.0, plateau=0.0, loop_share=0.0, wall_delay_s=0.3)
    strap, time_s, acceleration_mg = felt(Scenario(chest=chest, posture=STILL))
    along_mg = acceleration_mg @ main_direction(acceleration_mg)
    lungs = np.array(strap.person.lung_positions)
    lungs_s = (np.arange(lungs.size) - WARM_UP_STEPS) * 0.05

    def likeness(delay_s: float) -> float:
        return abs(float(np.corrcoef(along_mg, np.interp(time_s - delay_s, lungs_s, lungs))[0, 1]))

    delays_s = np.arange(0.0, 0.7, 0.05)
    assert delays_s[np.argmax([likeness(delay_s) for delay_s in delays_s])] == pytest.approx(0.3, abs=0.051)
    assert likeness(0.3) > 0.999


def test_recoil_has_its_size_and_comes_after_each_beat() -> None:
    scenario = Scenario(chest=replace(QUIET, recoil_mg=6.0), posture=STILL)
    strap, time_s, acceleration_mg = felt(scenario)
    moved_mg = np.linalg.norm(acceleration_mg - np.median(acceleration_mg, axis=0), axis=1)
    assert 4 < math.sqrt(float(np.mean(moved_mg**2))) < 8
    beats_s = np.array([beat.time_ns / 1e9 for beat in strap.person.beats])
    since_s = time_s - beats_s[np.searchsorted(beats_s, time_s) - 1]
    assert moved_mg[(since_s > 0.08) & (since_s < 0.2)].mean() > 10
    assert moved_mg[since_s < 0.06].max() <= 2


def test_shifts_come_at_the_asked_rate_and_size_and_turn_the_direction_of_breathing() -> None:
    posture = Posture(replace(STILL, shifts_per_hour=30.0, shift_mg=200.0), Random("shifts"))
    seconds = np.concatenate([posture.at(begin_s + np.arange(5.0)) for begin_s in range(0, 7200, 5)])
    tilt_mg, direction = seconds[::10, TILT], seconds[::10, BREATHING]
    steps_mg = np.linalg.norm(np.diff(tilt_mg, axis=0), axis=1)
    turns = np.linalg.norm(np.diff(direction, axis=0), axis=1)
    assert 35 < np.count_nonzero(steps_mg > 20) < 85
    assert np.median(steps_mg[steps_mg > 20]) == pytest.approx(200, rel=0.15)
    assert np.linalg.norm(tilt_mg, axis=1).max() < 710
    assert turns[steps_mg < 1e-3].max() < 1e-3
    assert np.median(turns[steps_mg > 20]) > 0.3


def test_still_person_is_still_and_a_restless_one_is_not() -> None:
    def unrest_mg(scenario: Scenario) -> float:
        _, _, acceleration_mg = felt(scenario, minutes=10)
        return float(np.linalg.norm(acceleration_mg.std(axis=0)))

    assert unrest_mg(Scenario(chest=QUIET, posture=STILL)) < 1
    assert unrest_mg(load_scenario("noisy-posture")) > 4 * unrest_mg(Scenario(posture=SEATED))


def test_acceleration_stays_within_the_range_of_the_sensor() -> None:
    chest, posture = (
        replace(CHEST, breathing_mg=300.0),
        replace(UPRIGHT, movement_mg=1000.0, movements_per_hour=120),
    )
    _, _, acceleration_mg = felt(Scenario(chest=chest, posture=posture), minutes=5)
    assert np.abs(acceleration_mg).max() <= 8000


def test_posture_does_not_depend_on_when_the_stream_was_started() -> None:
    def tilt_mg(started_ns: int) -> Floats:
        strap = SimulatedStrap.of(Scenario(chest=QUIET, strap=EXACT), seed=3)
        strap.advance(started_ns)
        strap.start_stream(Measurement.ACCELERATION, sample_rate_hz=100)
        events = [decode(notification) for notification in strap.advance(MINUTE_NS)]
        frames = [event.acceleration_mg for event in events if isinstance(event, AccelerationFrame)]
        return np.concatenate(frames[-10:])

    assert tilt_mg(0) == pytest.approx(tilt_mg(36_000_000_000), abs=1)


# ECG


def test_r_wave_is_at_the_beat() -> None:
    strap, time_s, ecg_uv = heard(Scenario())
    beats_s = [b.time_ns / 1e9 for b in strap.person.beats if 0.5 < b.time_ns / 1e9 < time_s[-1] - 0.5]
    assert len(beats_s) > 100
    for beat_s in beats_s:
        near = np.abs(time_s - beat_s) < 0.2
        assert abs(time_s[near][ecg_uv[near].argmax()] - beat_s) < 0.009
        assert 600 < ecg_uv[near].max() < 1250


def test_height_of_the_r_wave_breathes() -> None:
    chest = replace(CHEST, wander_uv=0.0, ecg_noise_uv=0.0, r_breathing_share=0.3)
    strap, time_s, ecg_uv = heard(Scenario(chest=chest), minutes=5)
    beats_s = np.array([b.time_ns / 1e9 for b in strap.person.beats if 1 < b.time_ns / 1e9 < time_s[-1] - 1])
    heights_uv = [ecg_uv[np.abs(time_s - beat_s) < 0.05].max() for beat_s in beats_s]
    lungs = np.array(strap.person.lung_positions)
    at_beats = np.interp(beats_s, (np.arange(lungs.size) - WARM_UP_STEPS) * 0.05, lungs)
    assert np.corrcoef(at_beats, heights_uv)[0, 1] < -0.6


def test_premature_beat_is_wide_and_has_no_p_wave() -> None:
    chest = replace(CHEST, wander_uv=0.0, ecg_noise_uv=0.0)
    scenario = Scenario(person=replace(CALM, ectopic_per_min=6.0), chest=chest)
    strap, time_s, ecg_uv = heard(scenario, minutes=10)

    def shape(kind: BeatKind) -> tuple[float, float]:
        wide, before_uv = [], []
        for beat in strap.person.beats:
            since_s = time_s - beat.time_ns / 1e9
            near = np.abs(since_s) < 0.15
            if beat.kind is kind and near.sum() > 35:
                wide.append(float((np.abs(ecg_uv[near]) > 0.25 * np.abs(ecg_uv[near]).max()).sum()))
                before_uv.append(float(ecg_uv[(since_s > -0.15) & (since_s < -0.11)].max()))
        return float(np.mean(wide)), float(np.median(before_uv))

    normal_samples, p_wave_uv = shape(BeatKind.SINUS)
    premature_samples, no_wave_uv = shape(BeatKind.ECTOPIC)
    assert premature_samples > 1.7 * normal_samples
    assert p_wave_uv > 70
    assert no_wave_uv < 30


def test_waves_do_not_depend_on_the_frame_that_they_fall_into() -> None:
    chest = replace(CHEST, ecg_noise_uv=0.0)
    ecg = {}
    for start_ns in (0, 250_000_000):
        strap = SimulatedStrap.of(Scenario(chest=chest, strap=EXACT), seed=1)
        strap.advance(start_ns)
        strap.start_stream(Measurement.ECG, sample_rate_hz=130)
        events = [decode(notification) for notification in strap.advance(MINUTE_NS)]
        frames = [event for event in events if isinstance(event, EcgFrame)]
        first_s = (frames[0].device_time_ns - strap.strap_clock_ns(0)) / 1e9 - 72 / 130
        values = np.concatenate([np.array(frame.ecg_uv, dtype=np.float64) for frame in frames])
        ecg[start_ns] = (first_s + np.arange(values.size) / 130, values)
    early_s, early_uv = ecg[0]
    late_s, late_uv = ecg[250_000_000]
    inside = (early_s > 2) & (early_s < 55)
    # 0.25 s are 32.5 samples: halfway between two of the other.
    assert np.corrcoef(np.interp(early_s[inside], late_s, late_uv), early_uv[inside])[0, 1] > 0.9
