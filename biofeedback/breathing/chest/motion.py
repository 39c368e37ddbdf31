"""Body movements other than breathing: bouts of movement and shifts of posture."""

from collections import deque
from statistics import median
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
        self._quiet_mg: deque[float] = deque(maxlen=_QUIET_VALUES)
        self._band: deque[float] = deque(maxlen=_STEPS_PER_S)
        self._posture_mg: deque[Floats] = deque(maxlen=round(_STEPS_PER_S * _SHIFT_S))
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
        self._band.append(float(np.square(raw_mg - smooth_mg).sum()) / raw_mg.shape[0])
        band_mg = (sum(self._band) / len(self._band)) ** 0.5
        trembling = self._trembles(band_mg)
        self.shifting = self._shifts(smooth_mg[-1], breath_mg)
        if trembling or self.shifting:
            self._moving_until_s = time_s + _AFTER_S
        self.moving = time_s < self._moving_until_s

    def _trembles(self, band_mg: float) -> bool:
        if len(self._quiet_mg) < _FIRST_VALUES:
            self._quiet_mg.append(band_mg)
            return False
        limit_mg = max(_LEAST_BAND_MG, _BAND_SHARE * median(self._quiet_mg))
        # Large values are capped but still count, so that the limit can rise again after an unusual calm.
        self._quiet_mg.append(min(band_mg, limit_mg))
        return band_mg > limit_mg

    def _shifts(self, smooth_mg: Floats, breath_mg: float | None) -> bool:
        self._posture_mg.append(smooth_mg)
        if breath_mg is None:
            return False
        way_mg = float(np.linalg.norm(smooth_mg - self._posture_mg[0]))
        return way_mg > max(_SHIFT_MG, _SHIFT_BREATHS * breath_mg)
