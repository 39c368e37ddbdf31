"""Breathing from RR intervals alone: the heart beats faster while the lungs fill."""

from collections import deque
from collections.abc import Iterable
from typing import Final

import numpy as np

from biofeedback.beats.beats import Beat
from biofeedback.breathing.heart.intervals import IntervalArrays, interval_arrays_of
from biofeedback.breathing.heart.mayer_wave import mayer_wave_per_min
from biofeedback.breathing.heart.modulation import Modulation, drawn_in
from biofeedback.breathing.heart.rolling_rate import KEPT_S, RollingRate
from biofeedback.breathing.rate import BreathingRate, RateSource

_INDEPENDENT: Final = 1.0


def interval_changes(intervals: IntervalArrays, begin_s: float, end_s: float) -> Modulation:
    """Return the difference of each RR interval from the one before, at the beat between them.

    Differences weight a swing by its rate. So the Mayer wave at 6 /min, often the largest swing in the
    intervals, counts only a third as much as breathing at 18 /min. A swing that may be a Mayer wave is not
    evidence for any rate. Only pairs of normal intervals count.

    Parameters
    ----------
    intervals : IntervalArrays
        Of the window and of some time around it.
    begin_s, end_s : float
        The window.
    """
    time_s, changes_ms = intervals.changes()
    changes_ms = drawn_in(changes_ms[:, np.newaxis])
    return Modulation(time_s, changes_ms, _INDEPENDENT, mayer_wave_per_min(intervals, begin_s, end_s))


class SinusArrhythmiaBreathing:
    """Measures the breathing rate from beats as they arrive; causal, and with bounded memory.

    It gives only a rate and a trend, because the heart does not show exactly when a breath begins and turns.
    """

    def __init__(self) -> None:
        self._beats: deque[Beat] = deque()
        self._rolling = RollingRate()

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Add beats in order of time; beats out of order had their times corrected, and are skipped."""
        for beat in beats:
            if beat.time_s > self.until_s:
                self._beats.append(beat)
        while self._beats and self._beats[0].time_s < self._beats[-1].time_s - KEPT_S:
            self._beats.popleft()

    def at(self, time_s: float) -> BreathingRate | None:
        """Return the recent rate, computed at most 5 s before the newest beat.

        Parameters
        ----------
        time_s : float
            Now, on the clock of the beats.
        """
        if not self._beats:
            return None
        return self._rolling.at(time_s, self.until_s, self.modulations)

    @property
    def until_s(self) -> float:
        """Time of the newest beat; minus infinity before the first."""
        return self._beats[-1].time_s if self._beats else -np.inf

    def modulations(self, begin_s: float, end_s: float) -> dict[RateSource, Modulation]:
        """Return what breathing modulates in the stored beats, for a window."""
        return {
            RateSource.SINUS_ARRHYTHMIA: interval_changes(interval_arrays_of(self._beats), begin_s, end_s)
        }
