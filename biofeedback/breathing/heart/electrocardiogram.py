"""Breathing from the ECG: the shape of the QRS complex changes with each breath."""

from typing import Final

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.heart.modulation import Modulation, drawn_in
from biofeedback.breathing.heart.phase_count import CONTEXT_S
from biofeedback.breathing.heart.qrs_shapes import QrsReader, QrsShapes, together
from biofeedback.breathing.heart.rolling_rate import KEPT_S, RollingRate
from biofeedback.breathing.rate import BreathingRate, RateSource

_LEARNT_S: Final = 60.0
"""Time before the window that is also used to learn how this person's complexes vary."""

_COMPONENTS: Final = 5
_INDEPENDENT: Final = 2.0
"""Breathing may appear in any of the first five components of the complexes (height, area, either slope).

Each of these can be noise in a given person. They count as two, because movement affects all at once.
"""


def shape_components(shapes: QrsShapes, begin_s: float, end_s: float) -> Modulation:
    """Return the main components in which QRS complexes differ, in a window and the minute before it.

    These are principal components of the aligned complexes. Langley et al. 2010 (DOI
    10.1109/TBME.2009.2018297) derive breathing from the first. Here it may be in any of five, because the
    first often reflects errors of the alignment.

    Parameters
    ----------
    shapes : QrsShapes
        In order.
    begin_s, end_s : float
        The window; known complexes after it may be included.
    """
    first, end = np.searchsorted(shapes.time_s, [begin_s - _LEARNT_S, end_s])
    if end - first < _COMPONENTS:
        return Modulation(np.empty(0), np.empty((0, _COMPONENTS)), _INDEPENDENT)
    shape_uv = drawn_in(shapes.shape_uv[first:end])
    differences_uv: Floats = shape_uv - np.median(shape_uv, axis=0)
    _, directions = np.linalg.eigh(differences_uv.T @ differences_uv)
    return Modulation(shapes.time_s[first:end], differences_uv @ directions[:, -_COMPONENTS:], _INDEPENDENT)


class ElectrocardiogramBreathing:
    """Measures the breathing rate from an ECG as it arrives; causal, and with bounded memory.

    It gives a rate but no phase, because beats a second apart are too coarse to show the turns of a breath.
    """

    def __init__(self) -> None:
        self._reader = QrsReader()
        self._shapes = together([])
        self._rolling = RollingRate()

    def add(self, time_s: Floats, ecg_uv: Floats) -> None:
        """Add samples.

        Parameters
        ----------
        time_s, ecg_uv : array
            Shape ``(n,)``: increasing from call to call, at 100 Hz or more.
        """
        found = self._reader.add(time_s, ecg_uv)
        if found.time_s.size:
            kept = self._shapes.time_s > found.time_s[-1] - KEPT_S
            former = QrsShapes(self._shapes.time_s[kept], self._shapes.shape_uv[kept])
            self._shapes = together([former, found])

    def at(self, time_s: float) -> BreathingRate | None:
        """Return the recent rate, computed at most 5 s before the newest beat.

        Parameters
        ----------
        time_s : float
            Now, on the clock of the samples.
        """
        if not self._shapes.time_s.size:
            return None
        return self._rolling.at(time_s, self.until_s, self.modulations)

    @property
    def until_s(self) -> float:
        """Time of the newest beat; minus infinity before the first."""
        return float(self._shapes.time_s[-1]) if self._shapes.time_s.size else -np.inf

    def modulations(self, begin_s: float, end_s: float) -> dict[RateSource, Modulation]:
        """Return what breathing modulates in the stored beats, for a window."""
        return {RateSource.ECG: shape_components(self._shapes, begin_s, end_s + CONTEXT_S)}
