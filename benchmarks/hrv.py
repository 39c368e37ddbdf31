"""What the figures of 5 minutes, 1 hour and 24 hours cost, beside neurokit2 and hrv-analysis.

The peers come with `pip install 'biofeedback[compare]'`; what is not there, or does not run, is named. All of
neurokit2 takes a minute or two for one hour and is measured once; 24 hours are left out, for its memory grows
with the square of the beats.
"""

import importlib
import time
import warnings
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from biofeedback.beats.artefacts import label_intervals
from biofeedback.hrv.nonlinear import nonlinear
from biofeedback.hrv.spectrum import band_powers
from biofeedback.hrv.tachogram import Tachogram
from biofeedback.hrv.time_domain import time_domain

RUNS = 5
ONCE_ABOVE_S = 5.0
MEAN_RR_MS = 864.0
SPANS = (("5 min", 300.0), ("1 h", 3600.0), ("24 h", 86400.0))

Measure = Callable[[np.ndarray], Any]


def intervals_ms(length_s: float) -> np.ndarray:
    """Make a resting heart: slow drift, breathing at 0.25 Hz, noise; in steps of 1/1024 s."""
    rng = np.random.default_rng(20261122)
    count = round(1000.0 * length_s / MEAN_RR_MS)
    time_s = np.arange(count) * MEAN_RR_MS / 1000.0
    drift_ms = 60.0 * np.sin(2.0 * np.pi * time_s / 5400.0) + 25.0 * np.sin(2.0 * np.pi * 0.09 * time_s)
    breathing_ms = 35.0 * np.sin(2.0 * np.pi * 0.25 * time_s)
    rr_ms = MEAN_RR_MS + drift_ms + breathing_ms + rng.normal(0.0, 15.0, count)
    return np.round(rr_ms * 1.024) / 1.024


def time_and_frequency(rr_ms: np.ndarray) -> None:
    every = np.ones(rr_ms.size, dtype=bool)
    time_domain(rr_ms, every, every)
    band_powers(Tachogram(np.cumsum(rr_ms) / 1000.0, rr_ms, every, every).stretches)


def full(rr_ms: np.ndarray) -> None:
    every = np.ones(rr_ms.size, dtype=bool)
    time_and_frequency(rr_ms)
    nonlinear(rr_ms, every, every)


def artefact_pass(rr_ms: np.ndarray) -> None:
    label_intervals(rr_ms, np.ones(rr_ms.size, dtype=bool))


def neurokit_time_and_frequency(rr_ms: np.ndarray) -> None:
    neurokit = importlib.import_module("neurokit2")
    peaks = neurokit.intervals_to_peaks(rr_ms, sampling_rate=1000)
    neurokit.hrv_time(peaks, sampling_rate=1000)
    neurokit.hrv_frequency(peaks, sampling_rate=1000)


def neurokit_full(rr_ms: np.ndarray) -> None:
    if rr_ms.size > 10_000:
        raise NotImplementedError("left out: memory in proportion to the square of the beats")
    neurokit = importlib.import_module("neurokit2")
    neurokit.hrv(neurokit.intervals_to_peaks(rr_ms, sampling_rate=1000), sampling_rate=1000)


def hrv_analysis_time_and_frequency(rr_ms: np.ndarray) -> None:
    package = importlib.import_module("hrvanalysis")
    intervals = rr_ms.tolist()
    package.get_time_domain_features(intervals)
    package.get_frequency_domain_features(intervals)


def hrv_analysis_full(rr_ms: np.ndarray) -> None:
    """All that it has: no DFA, no stress index."""
    package = importlib.import_module("hrvanalysis")
    hrv_analysis_time_and_frequency(rr_ms)
    intervals = rr_ms.tolist()
    package.get_geometrical_features(intervals)
    package.get_poincare_plot_features(intervals)
    package.get_csi_cvi_features(intervals)
    package.get_sampen(intervals)


def taken_s(measure: Measure, rr_ms: np.ndarray) -> float | str:
    """Median of the runs, one run where a run is long, or why there is none; what is imported is no part."""
    try:
        once_s(measure, intervals_ms(SPANS[0][1]))
        times_s = [once_s(measure, rr_ms)]
    except ModuleNotFoundError as error:
        return f"{error.name} is not installed"
    except NotImplementedError as error:
        return str(error)
    except Exception as error:  # whatever a peer does is its own affair, and worth printing
        return f"{type(error).__name__}: {error}"
    if times_s[0] < ONCE_ABOVE_S:
        times_s = [once_s(measure, rr_ms) for _ in range(RUNS)]
    return median(times_s)


def once_s(measure: Measure, rr_ms: np.ndarray) -> float:
    begin_s = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        measure(rr_ms)
    return time.perf_counter() - begin_s


GROUPS: tuple[tuple[str, Measure, tuple[tuple[str, Measure], ...]], ...] = (
    (
        "time and frequency domain",
        time_and_frequency,
        (("neurokit2", neurokit_time_and_frequency), ("hrv-analysis", hrv_analysis_time_and_frequency)),
    ),
    ("all figures", full, (("neurokit2", neurokit_full), ("hrv-analysis", hrv_analysis_full))),
    ("labels of artefacts", artefact_pass, ()),
)


def print_group(name: str, ours: Measure, peers: tuple[tuple[str, Measure], ...]) -> None:
    print(f"{name}:", flush=True)
    own_s: list[float] = []
    for label, length_s in SPANS:
        rr_ms = intervals_ms(length_s)
        own = taken_s(ours, rr_ms)
        if isinstance(own, str):
            print(f"  {label:<8}{own}")
            return
        own_s.append(own)
        print(f"  {label:<8}{rr_ms.size:7d} beats  {1000.0 * own:9.2f} ms", flush=True)
        for peer, measure in peers:
            other = taken_s(measure, rr_ms)
            said = other if isinstance(other, str) else f"{1000.0 * other:9.2f} ms  {other / own:6.0f} times"
            print(f"  {'':<8}{peer:>13}  {said}", flush=True)
    print(f"  24 h cost {own_s[-1] / own_s[1]:.1f} times what 1 h does")


def main() -> None:
    print(f"figures of intervals in memory, median of {RUNS} runs, one where it takes {ONCE_ABOVE_S:.0f} s:")
    for group in GROUPS:
        print_group(*group)


if __name__ == "__main__":
    main()
