"""R peaks: all beats of real electrocardiograms, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from biofeedback.ecg.r_peaks import find_r_peaks, likeness, qrs_complexes
from devices.simulated.scenario import load_scenario
from devices.simulated.strap.electrocardiogram import Electrocardiogram
from devices.simulated.strap.strap import SimulatedStrap
from tests.biofeedback.beats.artefact_scores import Floats, column
from tests.ratchet import assert_no_worse

_NEAR_S = 0.1

REFERENCES = {
    "h10_pvc": "beats.csv",
    "ecg_mitdb_100": "beats.csv",
    "ecgrsp_physio_slow8": "rr.csv",
    "ecgrsp_nk_rest8": "rr.csv",
    "ecgrsp_nk_event": "rr.csv",
    "ecgrsp_bitalino81": "rr.csv",
}


def strap_ecg(folder: Path) -> tuple[Floats, float]:
    """A recording's ECG as a Polar strap samples it: microvolts and samples a second."""
    signals = np.load(folder / "signals.npz")
    if "ecg130" in signals:
        return signals["ecg130"].astype(float), 130.0
    return signals["ecg"].astype(float), float(signals["ecg_fs"])


def unmatched(from_s: Floats, to_s: Floats) -> Floats:
    """The moments that have no partner."""
    return from_s[np.abs(from_s[:, np.newaxis] - to_s).min(axis=1) > _NEAR_S]


def test_the_beats_of_real_recordings_are_found(real_data: Path) -> None:
    missed = false = beats = 0
    for name, file in REFERENCES.items():
        known_s = column(real_data / name / file, "t_s")
        ecg_uv, rate_hz = strap_ecg(real_data / name)
        found_s = find_r_peaks(ecg_uv, rate_hz).place / rate_hz
        # References begin with the second beat where they list intervals.
        found_s = found_s[found_s > known_s[0] - 0.3]
        beats += known_s.size
        missed += unmatched(known_s, found_s).size
        false += unmatched(found_s, known_s).size
    assert beats > 9_000
    assert_no_worse("r_peaks_missed_per_1000", 1000.0 * missed / beats)
    assert_no_worse("r_peaks_false_per_1000", 1000.0 * false / beats)


def test_intervals_between_r_peaks_are_those_of_a_finer_ecg(real_data: Path) -> None:
    folder = real_data / "ecg_mitdb_100"
    signals = np.load(folder / "signals.npz")
    fine = find_r_peaks(signals["ecg"].astype(float), 360.0).place / 360.0
    coarse = find_r_peaks(signals["ecg130"].astype(float), 130.0).place / 130.0
    nearest = coarse[np.abs(fine[:, np.newaxis] - coarse).argmin(axis=1)]
    error_ms = 1000.0 * np.abs(np.diff(fine) - np.diff(nearest))
    assert_no_worse("r_peak_interval_error_median_ms", float(np.median(error_ms)))
    assert_no_worse("r_peak_interval_error_95_percent_ms", float(np.percentile(error_ms, 95)))


def test_a_small_beat_before_a_large_one_is_found(real_data: Path) -> None:
    """sleepecg alone misses 20 such beats of a heart in trigeminy."""
    ecg_uv, rate_hz = strap_ecg(real_data / "h10_pvc")
    known_s = column(real_data / "h10_pvc" / "beats.csv", "t_s")
    found_s = find_r_peaks(ecg_uv, rate_hz).place / rate_hz
    assert unmatched(known_s, found_s).size <= 1
    assert unmatched(found_s, known_s).size <= 5


@pytest.mark.parametrize("upside_down", [False, True])
def test_the_simulated_strap_and_one_worn_upside_down(upside_down: bool) -> None:
    strap = SimulatedStrap.of(load_scenario("ectopic"), seed=3)
    strap.advance(122_000_000_000)
    time_s = np.arange(0.0, 120.0, 1.0 / 130.0)
    ecg_uv = np.array(_sampled(strap, time_s), dtype=float) * (-1.0 if upside_down else 1.0)
    peaks = find_r_peaks(ecg_uv, 130.0)
    start_ns = strap.person.start_ns
    known_s = np.array([(beat.time_ns - start_ns) / 1e9 for beat in strap.person.beats])
    known_s = known_s[(known_s > 0.5) & (known_s < 119.0)]
    assert unmatched(known_s, peaks.place / 130.0).size == 0
    assert (np.median(peaks.height_uv) < 0.0) == upside_down


def _sampled(strap: SimulatedStrap, time_s: Floats) -> list[int]:
    return Electrocardiogram(strap.person, load_scenario("ectopic").chest, seed=3).sample(time_s)


def test_too_short_and_flat() -> None:
    assert find_r_peaks(np.zeros(100), 130.0).place.size == 0
    assert find_r_peaks(np.full(1300, 7.0), 130.0).place.size == 0


@given(arrays(np.int16, st.integers(0, 1500), elements=st.integers(-32768, 32767)))
def test_any_ecg_has_rising_peaks_within_it(samples: NDArray[np.int16]) -> None:
    peaks = find_r_peaks(samples.astype(float), 130.0)
    assert np.all(np.diff(peaks.place) > 0.0)
    assert np.all(np.isfinite(peaks.height_uv))
    assert not peaks.place.size or 0.0 <= peaks.place[0] <= peaks.place[-1] < samples.size


def test_likeness_tells_shape_not_size() -> None:
    wave = np.sin(np.linspace(0.0, 2.0 * np.pi, 17))
    wave -= wave.mean()
    assert likeness(np.stack([3.0 * wave, -wave, np.zeros(17)]), wave) == pytest.approx([1.0, -1.0, 0.0])


def test_complexes_at_the_ends_are_filled_up() -> None:
    complexes = qrs_complexes(np.arange(50.0), 130.0, np.array([0.0, 49.0]))
    assert complexes.shape == (2, 17)
    assert complexes.mean(axis=1) == pytest.approx([0.0, 0.0])
