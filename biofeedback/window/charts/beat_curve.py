"""The heart rate from beat to beat as a smooth curve, which never overshoots the beats themselves.

Piecewise cubic Hermite interpolation with slopes that keep each piece monotone (Fritsch and Carlson 1980,
doi 10.1137/0717021; the slopes are harmonic means as in Fritsch and Butland 1984, doi 10.1137/0905021).
Both ends take the slope of their piece, which keeps them monotone too. SciPy offers the same, but takes a
third of a second to import.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import Beat, BeatLabel

CurveValues = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BeatCurve:
    """Runs of beats without a gap, each at least one beat long.

    Parameters
    ----------
    runs : tuple of (times, rates)
        Times in s on the session's clock and heart rates per minute, two arrays of shape (n_beats,) per run.
    """

    runs: tuple[tuple[CurveValues, CurveValues], ...]

    @classmethod
    def through(cls, beats: Iterable[Beat]) -> "BeatCurve":
        """Return the curve through beats, oldest first; it breaks where a beat is missing or not normal."""
        runs: list[list[tuple[float, float]]] = [[]]
        for beat in beats:
            follows = not runs[-1] or beat.time_s > runs[-1][-1][0]
            if not (follows and beat.adjacent and beat.label is BeatLabel.NORMAL):
                runs.append([])
            if beat.label is BeatLabel.NORMAL:
                runs[-1].append((beat.time_s, 60000.0 / beat.rr_ms))
        pairs = (np.array(run, dtype=float).T for run in runs if run)
        return cls(tuple((pair[0], pair[1]) for pair in pairs))

    @property
    def rates_per_min(self) -> list[float]:
        """The heart rates of all beats, oldest first."""
        return [float(rate) for _, rates in self.runs for rate in rates]

    @property
    def newest(self) -> tuple[float, float] | None:
        """Time in s and heart rate per minute of the newest beat on the curve."""
        if not self.runs:
            return None
        times_s, rates = self.runs[-1]
        return float(times_s[-1]), float(rates[-1])

    def points(self, step_s: float) -> tuple[CurveValues, CurveValues]:
        """Return points along the curve, about `step_s` apart, with NaN where it breaks.

        Returns
        -------
        tuple of arrays, shape (n_points,) each
            Time in s, and heart rate per minute.
        """
        times: list[CurveValues] = []
        rates: list[CurveValues] = []
        for knots_s, values in self.runs:
            run_s = _between(knots_s, step_s)
            times += [run_s, knots_s[-1:]]
            rates += [_monotone(knots_s, values, run_s), np.array([np.nan])]
        if not times:
            return np.zeros(0), np.zeros(0)
        return np.concatenate(times), np.concatenate(rates)


def _between(knots_s: CurveValues, step_s: float) -> CurveValues:
    """Return the knots and evenly spaced times between them, about `step_s` apart."""
    pieces = [
        np.linspace(start_s, end_s, max(1, round((end_s - start_s) / step_s)), endpoint=False)
        for start_s, end_s in pairwise(knots_s)
    ]
    return np.concatenate([*pieces, knots_s[-1:]])


def _monotone(knots_s: CurveValues, values: CurveValues, at_s: CurveValues) -> CurveValues:
    """Return the interpolated values; the knots must increase strictly."""
    if len(knots_s) < 2:
        return np.interp(at_s, knots_s, values)
    widths, slopes = np.diff(knots_s), np.diff(values) / np.diff(knots_s)
    tangents = np.concatenate((slopes[:1], _inner_tangents(widths, slopes), slopes[-1:]))
    k = np.clip(np.searchsorted(knots_s, at_s, side="right") - 1, 0, len(widths) - 1)
    width, share = widths[k], (at_s - knots_s[k]) / widths[k]
    come, bend = share * share * (3.0 - 2.0 * share), share * (1.0 - share)
    straight = values[k] + come * (values[k + 1] - values[k])
    return straight + width * bend * ((1.0 - share) * tangents[k] - share * tangents[k + 1])


def _inner_tangents(widths: CurveValues, slopes: CurveValues) -> CurveValues:
    """Return the slopes at inner knots: 0 at an extreme, else the weighted harmonic mean of both pieces."""
    before, after = slopes[:-1], slopes[1:]
    weight_before = 2.0 * widths[1:] + widths[:-1]
    weight_after = widths[1:] + 2.0 * widths[:-1]
    same = before * after > 0.0
    safe_before, safe_after = np.where(same, before, 1.0), np.where(same, after, 1.0)
    mean = (weight_before + weight_after) / (weight_before / safe_before + weight_after / safe_after)
    return np.where(same, mean, 0.0)
