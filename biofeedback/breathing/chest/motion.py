"""Body movements other than breathing: bouts of movement and shifts of posture."""

import math
from bisect import bisect_left, insort
from collections import deque
from typing import Final

import numpy as np

from biofeedback.breathing.chest.samples import Floats

_STEPS_PER_S: Final = 5

_BAND_SHARE: Final = 4.0
"""Trembling above 0.8 Hz counts as movement, not as the heart's recoil, above this many quiet medians."""

_LEAST_BAND_MG: Final = 12.0
_QUIET_VALUES: Final = 300
_FIRST_VALUES: Final = 10
_AFTER_S: Final = 1.0

_SHIFT_MG: Final = 85.0
"""Change of gravity by a tilt of five degrees, within `_SHIFT_S`."""

_SHIFT_S: Final = 1.5
_SHIFT_BREATHS: Final = 1.6
"""A shift of posture tilts the strap by at least this many times as much as a usual breath."""


class MotionGate:
    """Detects step by step whether the body moves and whether the posture shifts."""

    def __init__(self) -> None:
        self._quiet_mg: deque[float] = deque()
        self._ordered_mg: list[float] = []
        self._band: deque[float] = deque(maxlen=_STEPS_PER_S)
        self._posture_mg: deque[list[float]] = deque(maxlen=round(_STEPS_PER_S * _SHIFT_S))
        self._moving_until_s = -np.inf
        self.moving = False
        self.shifting = False

    def restart(self) -> None:
        """Forget the data before a gap."""
        self._posture_mg.clear()
        self._band.clear()

    def add(self, time_s: float, raw_mg: Floats, smooth_mg: Floats, breath_mg: float | None) -> None:
        """Add 0.2 s of samples.

        Parameters
        ----------
        time_s : float
            Time of the last sample.
        raw_mg, smooth_mg : array
            Shape ``(5, 3)``.
        breath_mg : float or None
            How far a breath tilts the strap, if that is known.
        """
        rest_mg = (raw_mg - smooth_mg).ravel()
        self._band.append(float(rest_mg @ rest_mg) / raw_mg.shape[0])
        band_mg = (sum(self._band) / len(self._band)) ** 0.5
        trembling = self._trembles(band_mg)
        self.shifting = self._shifts(smooth_mg[-1].tolist(), breath_mg)
        if trembling or self.shifting:
            self._moving_until_s = time_s + _AFTER_S
        self.moving = time_s < self._moving_until_s

    def _trembles(self, band_mg: float) -> bool:
        if len(self._quiet_mg) < _FIRST_VALUES:
            self._remember(band_mg)
            return False
        middle = len(self._ordered_mg) // 2
        median_mg = 0.5 * (self._ordered_mg[middle] + self._ordered_mg[~middle])
        limit_mg = max(_LEAST_BAND_MG, _BAND_SHARE * median_mg)
        # Large values are capped but still count, so that the limit can rise again after an unusual calm.
        self._remember(min(band_mg, limit_mg))
        return band_mg > limit_mg

    def _remember(self, band_mg: float) -> None:
        """Keep a value, also in order of size: sorting all of them at each step would cost more."""
        if len(self._quiet_mg) == _QUIET_VALUES:
            del self._ordered_mg[bisect_left(self._ordered_mg, self._quiet_mg.popleft())]
        self._quiet_mg.append(band_mg)
        insort(self._ordered_mg, band_mg)

    def _shifts(self, smooth_mg: list[float], breath_mg: float | None) -> bool:
        self._posture_mg.append(smooth_mg)
        if breath_mg is None:
            return False
        way_mg = math.dist(smooth_mg, self._posture_mg[0])
        return way_mg > max(_SHIFT_MG, _SHIFT_BREATHS * breath_mg)
