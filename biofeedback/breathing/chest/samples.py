"""Evenly spaced, smoothed samples of the chest's acceleration, from the samples of any strap."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RATE_HZ: Final = 25
_STEP_S: Final = 1.0 / RATE_HZ

_GAP_S: Final = 1.0
"""A gap longer than this splits the samples into two separate recordings."""

_HALF_TAPS: Final = 14
_WINDOW: Final = np.hanning(2 * _HALF_TAPS + 3)[1:-1]
_KERNEL: Final = _WINDOW / _WINDOW.sum()
"""A Hann window of 1.2 s. Its gain is 0.5 at 0.83 Hz, 0.78 for a breath of 2 s and 0.99 for one of 10 s.

It is symmetric and so shifts no turning point. A causal high-pass would shift them by 1 s at 6 /min.
"""

_AXES: Final = 3
_TAPS: Final = np.zeros(_AXES * (_KERNEL.size - 1) + 1)
_TAPS[::_AXES] = _KERNEL
"""The same window for rows of three axes one after the other: one convolution instead of three."""

DELAY_S: Final = _HALF_TAPS * _STEP_S
"""Delay of a smoothed sample in seconds."""


class Samples(NamedTuple):
    """Evenly spaced samples without a gap.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``: the middle of each sample, on the clock of the input.
    raw_mg : array
        Shape ``(n, 3)``: means over 40 ms.
    smooth_mg : array
        Shape ``(n, 3)``: the same, low-passed without delay.
    begins : bool
        Whether there is a gap before the first sample.
    """

    time_s: Floats
    raw_mg: Floats
    smooth_mg: Floats
    begins: bool


class EvenChestSamples:
    """Makes evenly spaced samples at 25 Hz by averaging each 40 ms (a boxcar), and low-passes them.

    The input can have any rate of 25 Hz or more, even or uneven. The size of its blocks has no effect.
    """

    def __init__(self) -> None:
        self._time_s: Floats = np.empty(0)
        self._acceleration_mg: Floats = np.empty((0, 3))
        self._next_edge_s = 0.0
        self._begins = True
        self._raw_time_s: Floats = np.empty(0)
        self._raw_mg: Floats = np.empty((0, 3))

    def add(self, time_s: Floats, acceleration_mg: Floats) -> Iterator[Samples]:
        """Add samples, and yield the evenly spaced ones that are complete, one `Samples` for each stretch.

        Parameters
        ----------
        time_s : array
            Shape ``(n,)``, increasing from call to call; samples out of order are skipped.
        acceleration_mg : array
            Shape ``(n, 3)``: x, y, z.
        """
        time_s, acceleration_mg = self._in_order(time_s, acceleration_mg)
        if not time_s.size:
            return
        last_s = self._time_s[-1] if self._time_s.size else time_s[0]
        gaps = []
        if time_s[-1] - last_s > _GAP_S:
            gaps = np.flatnonzero(np.diff(time_s, prepend=last_s) > _GAP_S).tolist()
        for first, end in zip([0, *gaps], [*gaps, time_s.size], strict=True):
            if first in gaps:
                self._restart()
            even = self._stretch(time_s[first:end], acceleration_mg[first:end])
            if even is not None:
                yield even

    def _in_order(self, time_s: Floats, acceleration_mg: Floats) -> tuple[Floats, Floats]:
        last_s = self._time_s[-1] if self._time_s.size else -np.inf
        latest_s = np.maximum.accumulate(np.concatenate(([last_s], time_s)))
        later = time_s > latest_s[:-1]
        if later.all() and np.isfinite(acceleration_mg).all():
            return time_s, acceleration_mg
        kept = later & np.isfinite(acceleration_mg).all(axis=1)
        return time_s[kept], acceleration_mg[kept]

    def _restart(self) -> None:
        self._time_s, self._acceleration_mg = np.empty(0), np.empty((0, 3))
        self._raw_time_s, self._raw_mg = np.empty(0), np.empty((0, 3))
        self._begins = True

    def _stretch(self, time_s: Floats, acceleration_mg: Floats) -> Samples | None:
        if not time_s.size:
            return None
        if not self._time_s.size:
            self._next_edge_s = np.ceil(time_s[0] * RATE_HZ) / RATE_HZ
        self._time_s = np.concatenate((self._time_s, time_s))
        self._acceleration_mg = np.concatenate((self._acceleration_mg, acceleration_mg))
        self._take_means()
        return self._smoothed()

    def _take_means(self) -> None:
        time_s, acceleration_mg = self._time_s, self._acceleration_mg
        count = int((time_s[-1] - self._next_edge_s) * RATE_HZ + 1e-6)
        if count < 1:
            return
        edges_s = self._next_edge_s + _STEP_S * np.arange(count + 1)
        steps_s = time_s[1:] - time_s[:-1]
        areas = 0.5 * steps_s[:, np.newaxis] * (acceleration_mg[1:] + acceleration_mg[:-1])
        sums = np.zeros_like(acceleration_mg)
        np.cumsum(areas, axis=0, out=sums[1:])
        before = np.minimum(np.searchsorted(time_s, edges_s, side="right") - 1, steps_s.size - 1)
        into = (np.minimum(edges_s, time_s[-1]) - time_s[before]) / steps_s[before]
        at_edges = sums[before] + into[:, np.newaxis] * areas[before]
        self._raw_time_s = np.concatenate((self._raw_time_s, 0.5 * (edges_s[1:] + edges_s[:-1])))
        self._raw_mg = np.concatenate((self._raw_mg, (at_edges[1:] - at_edges[:-1]) * RATE_HZ))
        self._next_edge_s = float(edges_s[-1])
        kept = max(0, int(time_s.searchsorted(self._next_edge_s, side="right")) - 1)
        self._time_s, self._acceleration_mg = time_s[kept:], acceleration_mg[kept:]

    def _smoothed(self) -> Samples | None:
        count = self._raw_time_s.size - 2 * _HALF_TAPS
        if count < 1:
            return None
        smooth_mg = np.convolve(self._raw_mg.ravel(), _TAPS, "valid").reshape(count, _AXES)
        middle = slice(_HALF_TAPS, _HALF_TAPS + count)
        even = Samples(self._raw_time_s[middle], self._raw_mg[middle], smooth_mg, self._begins)
        self._raw_time_s, self._raw_mg = self._raw_time_s[count:], self._raw_mg[count:]
        self._begins = False
        return even
