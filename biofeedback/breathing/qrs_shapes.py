"""The shape of each QRS complex in an ECG as it comes: breathing turns the heart and moves the electrodes."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates, spline_filter1d

from biofeedback.breathing.samples import Bools, Floats
from biofeedback.ecg.r_peaks import find_r_peaks

Places = NDArray[np.int64]

_EVERY_S: Final = 2.0
_SEARCHED_S: Final = 12.0
"""R peaks are looked for every 2 s in the last 12 s, so that the detector has learnt before what is new."""

_UNSETTLED_S: Final = 0.6
"""The newest part, in which a peak may yet be found otherwise."""

_APART_S: Final = 0.25
_GAP_S: Final = 0.1

_STEP_S: Final = 0.004
_AROUND_S: Final = _STEP_S * np.arange(-30.0, 31.0)
_TOP_S: Final = 0.06
_CROSSING: Final = 0.6
_FARTHEST_S: Final = 0.03
"""A complex is placed at the middle between its crossings of 60 % of its height, which unlike its top also
holds where the top is cut off by the amplifier; never farther from the top than this."""

SHAPE_S: Final = 0.012 * np.arange(-6.0, 9.0)
"""Where a shape is read, around its middle: the whole QRS complex."""


class QrsShapes(NamedTuple):
    """QRS complexes in the order of time.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: the middle of each R wave.
    shape_uv : array
        Shape ``(n, 15)``: the ECG at `SHAPE_S` around it.
    """

    time_s: Floats
    shape_uv: Floats


_NOTHING: Final = QrsShapes(np.empty(0), np.empty((0, SHAPE_S.size)))


class QrsReader:
    """Finds QRS complexes in an ECG as it comes, and reads their shapes; of bounded memory."""

    def __init__(self) -> None:
        self._time_s: Floats = np.empty(0)
        self._ecg_uv: Floats = np.empty(0)
        self._searched_s = -np.inf
        self._taken_s = -np.inf

    def add(self, time_s: Floats, ecg_uv: Floats) -> QrsShapes:
        """Take samples, and return the complexes that have become certain.

        Parameters
        ----------
        time_s, ecg_uv : array
            Shape ``(n,)``: time increasing from call to call; even but for gaps, at 100 Hz or more.
        """
        kept = np.isfinite(ecg_uv) & (time_s > (self._time_s[-1] if self._time_s.size else self._taken_s))
        time_s, ecg_uv = time_s[kept], ecg_uv[kept]
        last_s = self._time_s[-1] if self._time_s.size else np.inf
        found = []
        gaps = np.flatnonzero(np.diff(time_s, prepend=last_s) > _GAP_S).tolist()
        for first, end in zip([0, *gaps], [*gaps, time_s.size], strict=True):
            if first in gaps:
                self._restart()
            self._time_s = np.concatenate((self._time_s, time_s[first:end]))
            self._ecg_uv = np.concatenate((self._ecg_uv, ecg_uv[first:end]))
            found.extend(self._search())
        return together(found)

    def _restart(self) -> None:
        self._time_s, self._ecg_uv = np.empty(0), np.empty(0)
        self._searched_s = -np.inf

    def _search(self) -> list[QrsShapes]:
        found = []
        while self._time_s.size:
            due_s = max(self._searched_s + _EVERY_S, float(self._time_s[0]) + _SEARCHED_S)
            if self._time_s[-1] < due_s:
                break
            begin, end = np.searchsorted(self._time_s, [due_s - _SEARCHED_S, due_s])
            found.append(self._read(self._time_s[begin:end], self._ecg_uv[begin:end]))
            self._searched_s = due_s
            kept = int(np.searchsorted(self._time_s, due_s + _EVERY_S - _SEARCHED_S))
            self._time_s, self._ecg_uv = self._time_s[kept:], self._ecg_uv[kept:]
        return found

    def _read(self, time_s: Floats, ecg_uv: Floats) -> QrsShapes:
        rate_hz = (time_s.size - 1) / float(time_s[-1] - time_s[0])
        peaks = find_r_peaks(ecg_uv, rate_hz)
        if not peaks.place.size:
            return _NOTHING
        upright_uv = ecg_uv if np.median(peaks.height_uv) > 0.0 else -ecg_uv
        place, shape_uv = _shapes(upright_uv, peaks.place, rate_hz)
        middle_s = np.interp(place, np.arange(time_s.size), time_s)
        new = (middle_s > self._taken_s + _APART_S) & (middle_s <= time_s[-1] - _UNSETTLED_S)
        if new.any():
            self._taken_s = float(middle_s[new][-1])
        return QrsShapes(middle_s[new], shape_uv[new])


def together(parts: list[QrsShapes]) -> QrsShapes:
    """Put shapes one behind the other."""
    if not parts:
        return _NOTHING
    return QrsShapes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _shapes(ecg_uv: Floats, place: Floats, rate_hz: float) -> tuple[Floats, Floats]:
    """Return the middle of each complex in samples, and its shape less the ECG's level around it."""
    spline = spline_filter1d(ecg_uv, mode="nearest")
    around_uv = _at(spline, place[:, np.newaxis] + rate_hz * _AROUND_S)
    middle = place + rate_hz * _middles_s(around_uv - np.median(around_uv, axis=1, keepdims=True))
    return middle, _at(spline, middle[:, np.newaxis] + rate_hz * SHAPE_S)


def _at(spline: Floats, place: Floats) -> Floats:
    values: Floats = map_coordinates(spline, [place.ravel()], prefilter=False, mode="nearest")
    return values.reshape(place.shape)


def _middles_s(around_uv: Floats) -> Floats:
    """Return the middles between the crossings, relative to the peaks."""
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
    middle = 0.5 * (risen + fallen)
    middle_s = _STEP_S * (middle - (number.size - 1) / 2)
    near: Bools = crossed & (np.abs(middle_s) <= _FARTHEST_S)
    return np.where(near, middle_s, 0.0)


def _crossing(around_uv: Floats, level_uv: Floats, below: Places, above: Places) -> Floats:
    """Return where a line from the sample below to the one above crosses the level."""
    rows = np.arange(level_uv.size)
    low_uv, high_uv = around_uv[rows, below], around_uv[rows, above]
    way_uv = np.maximum(high_uv - low_uv, 1e-9)
    crossing: Floats = below + (above - below) * np.clip((level_uv - low_uv) / way_uv, 0.0, 1.0)
    return crossing
