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
"""What comes before the window and tells with it how this person's complexes differ from one another."""

_COMPONENTS: Final = 5
_INDEPENDENT: Final = 2.0
"""Breathing may lie in any of the first five ways in which complexes differ (height, area, either slope), and
in one person each of these is noise. They count as two, for movement is in all of them at once."""


def shape_components(shapes: QrsShapes, begin_s: float, end_s: float) -> Modulation:
    """Return the main ways in which QRS complexes differ, those of a window and of the minute before it.

    Principal components of the aligned complexes (Langley et al. 2010, DOI 10.1109/TBME.2009.2018297, derive
    breathing from the first; here it may lie in any of five, for the first is often where they were placed).

    Parameters
    ----------
    shapes : QrsShapes
        In order.
    begin_s, end_s : float
        The window; what is known after it may be included.
    """
    first, end = np.searchsorted(shapes.time_s, [begin_s - _LEARNT_S, end_s])
    if end - first < _COMPONENTS:
        return Modulation(np.empty(0), np.empty((0, _COMPONENTS)), _INDEPENDENT)
    shape_uv = drawn_in(shapes.shape_uv[first:end])
    differences_uv: Floats = shape_uv - np.median(shape_uv, axis=0)
    _, directions = np.linalg.eigh(differences_uv.T @ differences_uv)
    return Modulation(shapes.time_s[first:end], differences_uv @ directions[:, -_COMPONENTS:], _INDEPENDENT)


class ElectrocardiogramBreathing:
    """Reads the rate of breathing from an ECG as it comes; causal, and of bounded memory.

    It gives a rate and no phase: the turns of a breath can't be told from beats that are a second apart.
    """

    def __init__(self) -> None:
        self._reader = QrsReader()
        self._shapes = together([])
        self._rolling = RollingRate()

    def add(self, time_s: Floats, ecg_uv: Floats) -> None:
        """Take samples.

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
        """Tell the rate of late, at most 5 s old beside the newest beat.

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
        """Return what breathing modulates in the beats kept, for a window."""
        return {RateSource.ECG: shape_components(self._shapes, begin_s, end_s + CONTEXT_S)}
