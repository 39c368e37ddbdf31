"""R peaks of an electrocardiogram: found by sleepecg, then checked against the person's own usual beat."""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

EcgArray = NDArray[np.float64]
Places = NDArray[np.float64]
"""Shape ``(n_peaks,)``: positions in the ECG in samples, with fractions."""

LOWEST_RATE_HZ: Final = 100.0
"""At a lower sample rate R peaks can't be timed well, and the detector's filter fails at 60 Hz."""

SHORTEST_ECG_S: Final = 2.0
"""Shortest ECG that can be searched, because the detector learns for two seconds."""

_SNAP_S: Final = 0.05
"""The detector's times are correct to within this, so the exact peak is searched in this range."""

_BASELINE_S: Final = 0.3
_UPRIGHT: Final = 0.5
"""R waves with at least this share of the downward wave next to them are upright: their top is the peak."""

_LEVEL: Final = 0.05
_PLATEAU: Final = 4
"""If this many samples are within 5 % of the top, the amplifier cut off the wave.

The peak is then their middle, because it is chance which of them is highest.
"""

_QRS_S: Final = 0.06
_SMALLEST: Final = 0.3
"""Size below which a find is a P or T wave or noise, relative to the usual QRS complex.

Of 781 beats of a Polar H10 with every third premature, one in a hundred is below 0.4. Of 23 false finds, five
are above 0.3.
"""

_LONG: Final = 1.3
_LIKE: Final = 0.85
_REFRACTORY_S: Final = 0.25
"""If peaks are further apart than 1.3 usual intervals, the usual QRS complex is searched again between them.

The detector misses normal beats that are closely followed by a large premature beat.
"""


class RPeaks(NamedTuple):
    """R peaks in order of time.

    Parameters
    ----------
    place : array
        Shape ``(n_peaks,)``: in samples from the first, from a parabola through three samples. At 130 Hz, the
        parabola reduces the error from 2.2 to about 0.2 ms on a clean ECG.
    height_uv : array
        Shape ``(n_peaks,)``: height of the R wave above the median of 0.6 s around it; negative if it points
        down.
    """

    place: Places
    height_uv: EcgArray


def is_coarse(sample_rate_hz: float) -> bool:
    """Return whether the sample rate of an ECG is too low to find beats.

    Strap clocks and the times in files are not exact, so the rate is rounded to whole hertz.

    Parameters
    ----------
    sample_rate_hz : float
        Measured samples per second.
    """
    return round(sample_rate_hz) < LOWEST_RATE_HZ


def find_r_peaks(ecg_uv: EcgArray, sample_rate_hz: float) -> RPeaks:
    """Find the R peaks of a whole ECG, or of a window of several seconds.

    `sleepecg.detect_heartbeats` (a modified Pan & Tompkins 1985, DOI 10.1109/TBME.1985.325532) finds them.
    Finds that are much smaller than the others are dropped, and long gaps are searched for the usual complex.

    Parameters
    ----------
    ecg_uv : array
        Shape ``(n_samples,)``: evenly sampled and finite.
    sample_rate_hz : float
        Sample rate of the ECG.

    Returns
    -------
    RPeaks
        Empty if the ECG is shorter than two seconds, flat, or sampled below 100 Hz.
    """
    varied = np.flatnonzero(ecg_uv != ecg_uv[:1])
    # The detector stores a filter for each rate, and by the strap's clock each window has a different rate.
    whole_rate_hz = round(sample_rate_hz)
    # The detector skips a flat line at the start.
    if is_coarse(sample_rate_hz):
        return RPeaks(np.empty(0), np.empty(0))
    if not varied.size or ecg_uv.size - varied[0] < SHORTEST_ECG_S * whole_rate_hz:
        return RPeaks(np.empty(0), np.empty(0))
    # The import takes 0.8 s and 87 MB, so it waits for an ECG. Live, `Practice` did it in a thread.
    from sleepecg.heartbeats import detect_heartbeats

    ecg_uv = np.ascontiguousarray(ecg_uv, dtype=np.float64)
    found = np.asarray(detect_heartbeats(ecg_uv, whole_rate_hz), dtype=np.int64)
    if found.size < 2:
        return _tops(ecg_uv, found, sample_rate_hz)
    peaks = _tops(ecg_uv, found, sample_rate_hz)
    complexes = qrs_complexes(ecg_uv, sample_rate_hz, peaks.place)
    sizes = np.sqrt(np.square(complexes).sum(axis=1))
    large = sizes >= _SMALLEST * np.median(sizes)
    kept = peaks.place[large]
    usual = np.median(complexes[large], axis=0)
    return _tops(ecg_uv, _completed(ecg_uv, sample_rate_hz, kept, usual), sample_rate_hz)


def qrs_complexes(ecg_uv: EcgArray, sample_rate_hz: float, place: Places) -> EcgArray:
    """Cut out the QRS complexes around R peaks.

    Parameters
    ----------
    ecg_uv : array
        Shape ``(n_samples,)``.
    sample_rate_hz : float
        Sample rate of the ECG.
    place : array
        Shape ``(n_peaks,)``: R peaks in samples.

    Returns
    -------
    array
        Shape ``(n_peaks, n)``: 60 ms on each side, minus the mean of each complex. Beyond the ends of the
        ECG, its first or last sample is repeated.
    """
    reach = round(_QRS_S * sample_rate_hz)
    around = place[:, np.newaxis] + np.arange(-reach, reach + 1)
    complexes = np.interp(around, np.arange(ecg_uv.size), ecg_uv)
    centred: EcgArray = complexes - complexes.mean(axis=1, keepdims=True)
    return centred


def likeness(complexes: EcgArray, usual: EcgArray) -> EcgArray:
    """Correlate QRS complexes with a usual one.

    Parameters
    ----------
    complexes : array
        Shape ``(..., n)``: each with mean 0.
    usual : array
        Shape ``(n,)``: with mean 0.

    Returns
    -------
    array
        Shape ``(...,)``: −1 to 1.
    """
    sizes = np.sqrt(np.square(complexes).sum(axis=-1) * np.square(usual).sum())
    products = complexes @ usual
    alike: EcgArray = np.divide(products, sizes, out=np.zeros_like(products), where=sizes > 0.0)
    return alike


def _tops(ecg_uv: EcgArray, found: NDArray[np.int64], sample_rate_hz: float) -> RPeaks:
    """Move each peak to the top of its R wave."""
    if not found.size:
        return RPeaks(np.empty(0), np.empty(0))
    near = _around(found, round(_SNAP_S * sample_rate_hz), ecg_uv.size)
    baseline_uv = np.median(ecg_uv[_around(found, round(_BASELINE_S * sample_rate_hz), ecg_uv.size)], axis=1)
    up_uv = np.median(ecg_uv[near].max(axis=1) - baseline_uv)
    down_uv = np.median(baseline_uv - ecg_uv[near].min(axis=1))
    sign = 1.0 if up_uv >= _UPRIGHT * down_uv else -1.0
    top = np.unique(near[np.arange(found.size), np.argmax(sign * ecg_uv[near], axis=1)])
    baseline_uv = np.median(ecg_uv[_around(top, round(_BASELINE_S * sample_rate_hz), ecg_uv.size)], axis=1)
    height_uv = ecg_uv[top] - baseline_uv
    place = top + _vertices(sign * ecg_uv, top)
    near = _around(top, round(_SNAP_S * sample_rate_hz), ecg_uv.size)
    plateau = sign * ecg_uv[near] >= (sign * ecg_uv[top] - _LEVEL * np.abs(height_uv))[:, np.newaxis]
    clipped = plateau.sum(axis=1) >= _PLATEAU
    middle = (near * plateau).sum(axis=1) / plateau.sum(axis=1)
    place, first = np.unique(np.where(clipped, middle, place), return_index=True)
    return RPeaks(place, height_uv[first])


def _around(middle: NDArray[np.int64], reach: int, count: int) -> NDArray[np.int64]:
    """Return indices around each middle, ``(n, 2 * reach + 1)``, limited to the second and last but one."""
    around: NDArray[np.int64] = np.clip(middle[:, np.newaxis] + np.arange(-reach, reach + 1), 1, count - 2)
    return around


def _vertices(ecg_uv: EcgArray, top: NDArray[np.int64]) -> EcgArray:
    """Return the distance of a parabola's vertex from the middle one of its three samples, in samples."""
    before, here, after = ecg_uv[top - 1], ecg_uv[top], ecg_uv[top + 1]
    curvature = before - 2.0 * here + after
    shift = np.divide(before - after, 2.0 * curvature, out=np.zeros(top.size), where=curvature < 0.0)
    return np.asarray(np.clip(shift, -0.5, 0.5))


def _completed(ecg_uv: EcgArray, sample_rate_hz: float, place: Places, usual: EcgArray) -> NDArray[np.int64]:
    """Search each long gap for the usual complex."""
    found = np.rint(place).astype(np.int64)
    if found.size < 3:
        return found
    steps = np.diff(found)
    more = [
        at
        for before, after in pairwise(found)
        if after - before > _LONG * np.median(steps)
        and (at := _most_alike(ecg_uv, sample_rate_hz, int(before), int(after), usual)) is not None
    ]
    return np.unique(np.concatenate((found, np.array(more, dtype=np.int64))))


def _most_alike(
    ecg_uv: EcgArray, sample_rate_hz: float, before: int, after: int, usual: EcgArray
) -> int | None:
    """Return the position between two peaks most similar to the usual complex; None if none is similar."""
    apart = round(_REFRACTORY_S * sample_rate_hz)
    places = np.arange(before + apart, after - apart)
    if not places.size:
        return None
    complexes = qrs_complexes(ecg_uv, sample_rate_hz, places.astype(np.float64))
    large = np.sqrt(np.square(complexes).sum(axis=1)) >= _SMALLEST * np.sqrt(np.square(usual).sum())
    alike = np.where(large, likeness(complexes, usual), 0.0)
    best = int(alike.argmax())
    return int(places[best]) if alike[best] >= _LIKE else None
