"""How far a recording can be trusted."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.signals.beats import GAP_S
from devices.events import HeartRateMeasurement
from devices.heart_rate_service import rr_ms_from_ticks

REGRESSION_MINIMUM_S: Final = 180.0
"""Shorter spans give no verdict: on real recordings the ratio of 60 s runs from 0.972 to 1.026."""

_RATIO_WITHOUT_DOUBT: Final = (0.95, 1.015)
_DOUBTFUL_COVERAGE_PERCENT: Final = 95.0
_DOUBTFUL_NOISE_PERCENT: Final = 5.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of a recording.

    Parameters
    ----------
    coverage_percent : float or None
        Share of the time, from the first beats to the end, in which the strap was heard.
    rr_to_elapsed : float or None
        Slope of the cumulated RR intervals against their arrival: 1 where no beat is missing. None without
        arrivals, or without 180 s free of gaps.
    warnings : tuple of str
        What the person should know, each with advice.
    """

    coverage_percent: float | None
    rr_to_elapsed: float | None
    warnings: tuple[str, ...]


def quality_of_arrivals(
    measurements: Sequence[HeartRateMeasurement], *, end_ns: int, noise_percent: float
) -> Quality:
    """Judge a recorded strap.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In the order they came.
    end_ns : int
        End of the session on their clock.
    noise_percent : float
        Share of the intervals that are no heart beats.
    """
    if not measurements:
        return Quality(
            None, None, ("No heart rate was received. Wear the strap and moisten its electrodes.",)
        )
    arrivals_s = np.array([m.time_ns for m in measurements]) / 1e9
    silences_s = np.diff(arrivals_s, append=end_ns / 1e9)
    span_s = end_ns / 1e9 - arrivals_s[0]
    gaps_s = float(silences_s[silences_s > GAP_S].sum())
    coverage = 100.0 * (1.0 - gaps_s / span_s) if span_s > 0 else 100.0
    ratio = _rr_to_elapsed(measurements, arrivals_s, silences_s)
    has_beats = any(m.rr_ticks for m in measurements)
    return Quality(coverage, ratio, _warnings(coverage, ratio, noise_percent, has_beats=has_beats))


def quality_of_intervals(noise_percent: float) -> Quality:
    """Judge RR intervals that came without arrival times."""
    return Quality(None, None, _warnings(None, None, noise_percent, has_beats=True))


def _rr_to_elapsed(
    measurements: Sequence[HeartRateMeasurement],
    arrivals_s: NDArray[np.float64],
    silences_s: NDArray[np.float64],
) -> float | None:
    rr_s = np.array([sum(map(rr_ms_from_ticks, m.rr_ticks)) / 1000.0 for m in measurements])
    edges = [0, *(np.flatnonzero(silences_s[:-1] > GAP_S) + 1), len(measurements)]
    longest = max(itertools.pairwise(edges), key=lambda e: arrivals_s[e[1] - 1] - arrivals_s[e[0]])
    chain = slice(*longest)
    time_s = arrivals_s[chain]
    if time_s[-1] - time_s[0] < REGRESSION_MINIMUM_S or not rr_s[chain].any():
        return None
    return float(np.polyfit(time_s - time_s[0], np.cumsum(rr_s[chain]), 1)[0])


def _warnings(
    coverage_percent: float | None, ratio: float | None, noise_percent: float, *, has_beats: bool
) -> tuple[str, ...]:
    warnings = []
    if not has_beats:
        warnings.append("The strap sent a heart rate but no beats: no variability can be computed.")
    if coverage_percent is not None and coverage_percent < _DOUBTFUL_COVERAGE_PERCENT:
        warnings.append(
            f"The strap was heard for {coverage_percent:.0f} % of the time only. Sit closer to the computer."
        )
    low, high = _RATIO_WITHOUT_DOUBT
    if ratio is not None and ratio < low:
        warnings.append(
            f"The beats add up to {100 * ratio:.1f} % of the time: some are missing. Moisten the electrodes."
        )
    if ratio is not None and ratio > high:
        warnings.append(
            f"The beats add up to {100 * ratio:.1f} % of the time: this strap's unit of time seems wrong."
        )
    if noise_percent > _DOUBTFUL_NOISE_PERCENT:
        warnings.append(
            f"{noise_percent:.1f} % of the intervals are no heart beats. Moisten the electrodes, sit still."
        )
    return tuple(warnings)
