"""The shape of each QRS complex in an ECG, because breathing turns the heart and moves the electrodes."""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.breathing.chest.samples import Floats
from biofeedback.ecg.beats import EcgBeats

_Places = NDArray[np.int64]

_BLOCK_S: Final = 2.0
"""Samples are collected for this time, because each search for R peaks costs the same."""

_GAP_S: Final = 0.1
_KEPT_S: Final = 12.0

_STEP_S: Final = 0.004
_AROUND_S: Final = _STEP_S * np.arange(-30.0, 31.0)
_TOP_S: Final = 0.06
_CROSSING: Final = 0.6
_FARTHEST_S: Final = 0.03
"""The time of a complex is the middle between its crossings of 60 % of its height.

Unlike the top, this also works if the amplifier cut off the top. It is never farther from the R peak than
this.
"""

SHAPE_S: Final = 0.012 * np.arange(-6.0, 9.0)
"""Times around the middle at which a shape is sampled: the whole QRS complex."""


class QrsShapes(NamedTuple):
    """QRS complexes in order of time.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: the middle of each R wave.
    shape_uv : array
        Shape ``(n, 15)``: the ECG at `SHAPE_S` around it.
    """

    time_s: Floats
    shape_uv: Floats


NO_SHAPES: Final = QrsShapes(np.empty(0), np.empty((0, SHAPE_S.size)))


class QrsReader:
    """Finds QRS complexes in an ECG as it arrives, and samples their shapes; with bounded memory."""

    def __init__(self) -> None:
        self._beats = EcgBeats(_KEPT_S)
        self._waiting_s: Floats = np.empty(0)
        self._waiting_uv: Floats = np.empty(0)
        self._time_s: Floats = np.empty(0)
        self._ecg_uv: Floats = np.empty(0)
        self._taken_s = -np.inf

    def add(self, time_s: Floats, ecg_uv: Floats) -> QrsShapes:
        """Add samples, and return the complexes that are now certain.

        Parameters
        ----------
        time_s, ecg_uv : array
            Shape ``(n,)``: increasing from call to call; evenly sampled except for gaps, at 100 Hz or more.
        """
        last_s = max((float(one[-1]) for one in (self._time_s, self._waiting_s) if one.size), default=-np.inf)
        kept = np.isfinite(ecg_uv) & (time_s > last_s)
        time_s = np.concatenate((self._waiting_s, time_s[kept]))
        ecg_uv = np.concatenate((self._waiting_uv, ecg_uv[kept]))
        cuts = _cuts(time_s)
        done = cuts[-1] if cuts else 0
        self._waiting_s, self._waiting_uv = time_s[done:], ecg_uv[done:]
        blocks = zip(np.split(time_s[:done], cuts[:-1]), np.split(ecg_uv[:done], cuts[:-1]), strict=True)
        return together([self._take(*block) for block in blocks if block[0].size])

    def _take(self, time_s: Floats, ecg_uv: Floats) -> QrsShapes:
        self._beats.add(time_s, ecg_uv)
        self._time_s = np.concatenate((self._time_s, time_s))
        self._ecg_uv = np.concatenate((self._ecg_uv, ecg_uv))
        found_s = np.array([beat.time_s for beat in self._beats.beats if beat.time_s > self._taken_s])
        shapes = self._read(found_s) if found_s.size else NO_SHAPES
        first = int(np.searchsorted(self._time_s, self._time_s[-1] - _KEPT_S))
        self._time_s, self._ecg_uv = self._time_s[first:], self._ecg_uv[first:]
        return shapes

    def _read(self, found_s: Floats) -> QrsShapes:
        self._taken_s = float(found_s[-1])
        place = np.interp(found_s, self._time_s, np.arange(self._time_s.size))
        rate_hz = 1.0 / float(np.median(np.diff(self._time_s)))
        middle, shape_uv = _shapes(self._ecg_uv, place, rate_hz)
        return QrsShapes(np.interp(middle, np.arange(self._time_s.size), self._time_s), shape_uv)


def _cuts(time_s: Floats) -> list[int]:
    """Return where blocks end: at gaps, and after each 2 s."""
    gaps = np.flatnonzero(np.diff(time_s) > _GAP_S) + 1
    cuts: list[int] = []
    for begin, end in pairwise([0, *gaps.tolist(), time_s.size]):
        steps_s = np.arange(time_s[begin] + _BLOCK_S, time_s[end - 1], _BLOCK_S) if end > begin else ()
        cuts += (begin + np.searchsorted(time_s[begin:end], steps_s)).tolist()
        if end < time_s.size:
            cuts.append(end)
    return cuts


def together(parts: list[QrsShapes]) -> QrsShapes:
    """Concatenate shapes."""
    return QrsShapes(*(np.concatenate(columns) for columns in zip(NO_SHAPES, *parts, strict=True)))


def _shapes(ecg_uv: Floats, place: Floats, rate_hz: float) -> tuple[Floats, Floats]:
    """Return the middle of each complex in samples, and its shape."""
    # Import scipy.ndimage only when there is an ECG; the detector of R peaks also imports it then.
    from scipy.ndimage import spline_filter1d

    spline = spline_filter1d(ecg_uv, mode="nearest")
    around_uv = _at(spline, place[:, np.newaxis] + rate_hz * _AROUND_S)
    raised_uv = around_uv - np.median(around_uv, axis=1, keepdims=True)
    downward = np.median(raised_uv[:, _AROUND_S.size // 2]) < 0.0
    middle = place + rate_hz * _middles_s(-raised_uv if downward else raised_uv)
    return middle, _at(spline, middle[:, np.newaxis] + rate_hz * SHAPE_S)


def _at(spline: Floats, place: Floats) -> Floats:
    from scipy.ndimage import map_coordinates

    values: Floats = map_coordinates(spline, [place.ravel()], prefilter=False, mode="nearest")
    return values.reshape(place.shape)


def _middles_s(around_uv: Floats) -> Floats:
    """Return the midpoints between the crossings, relative to the peaks."""
    number = np.arange(around_uv.shape[1])
    top = np.where(np.abs(_AROUND_S) <= _TOP_S, around_uv, -np.inf).argmax(axis=1)
    level_uv = _CROSSING * around_uv[np.arange(top.size), top]
    below = around_uv <= level_uv[:, np.newaxis]
    rise = np.where(below & (number < top[:, np.newaxis]), number, -1).max(axis=1)
    fall = np.where(below & (number > top[:, np.newaxis]), number, number.size).min(axis=1)
    crossed = (rise >= 0) & (fall < number.size)
    rise, fall = np.maximum(rise, 0), np.minimum(fall, number.size - 1)
    risen = _crossing(around_uv, level_uv, rise, rise + 1)
    fallen = _crossing(around_uv, level_uv, fall, fall - 1)
    middle_s = _STEP_S * (0.5 * (risen + fallen) - (number.size - 1) / 2)
    return np.where(crossed & (np.abs(middle_s) <= _FARTHEST_S), middle_s, 0.0)


def _crossing(around_uv: Floats, level_uv: Floats, below: _Places, above: _Places) -> Floats:
    """Return where a line from the sample below to the one above crosses the level."""
    rows = np.arange(level_uv.size)
    low_uv, high_uv = around_uv[rows, below], around_uv[rows, above]
    way_uv = np.maximum(high_uv - low_uv, 1e-9)
    crossing: Floats = below + (above - below) * np.clip((level_uv - low_uv) / way_uv, 0.0, 1.0)
    return crossing
