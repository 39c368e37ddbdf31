"""Heart beats of an electrocardiogram as it arrives: their times, and whether they are of normal origin."""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.ecg.r_peaks import SHORTEST_ECG_S, EcgArray, find_r_peaks, is_coarse, likeness, qrs_complexes

_WINDOW_S: Final = 10.0
_FIRST_S: Final = 4.0
_HOP_S: Final = 1.0
"""The last 10 s are searched once a second, starting at 4 s.

In windows of 4 to 12 s the detector finds the same peaks as in a whole recording.
"""

_EDGE_S: Final = 0.5
"""Peaks this close to the newest sample wait for the next search: their QRS complex is still incomplete."""

_APART_S: Final = 0.2
"""Two finds of the same peak in successive windows differ by less than this."""

_GAP: Final = 1.5
"""If samples are this many times further apart than usual, some were lost and the search starts again."""

_USUAL_BEATS: Final = 61
_FEWEST_BEATS: Final = 8
"""The usual QRS complex is the median of the last 61. With fewer than eight, it is not known."""


_ODD: Final = 0.90
_ODD_TIMES: Final = 10.0
_LARGE: Final = 0.5
"""A QRS complex is of another origin if its correlation with the usual one is below 0.9.

On a Polar H10, this is true of all 247 premature ventricular beats and of one in two hundred of 544 others.
The correlation must also be ten times as far from 1 as the median beat's, for ECGs in which noise makes all
complexes differ. In addition, the complex must be at least half as large as usual.
"""


@dataclass(frozen=True, slots=True)
class EcgBeat:
    """One heart beat in an ECG.

    Parameters
    ----------
    time_s : float
        Time of the R peak, on the clock of the samples.
    likeness : float
        Correlation of its QRS complex with the person's usual one; 1 until the usual one is known.
    odd : bool
        Whether the complex differs so much from the usual one that the beat is of another origin.
    """

    time_s: float
    likeness: float
    odd: bool


class EcgBeats:
    """Finds heart beats in blocks of samples, at most 1.5 s after they happened; the first after 4 s of ECG.

    Parameters
    ----------
    keep_s : float
        How far back `beats` reaches.

    Attributes
    ----------
    is_coarse : bool
        Whether the last samples had too low a rate to find beats; such samples are skipped.
    """

    def __init__(self, keep_s: float) -> None:
        self.is_coarse = False
        self.beats: deque[EcgBeat] = deque()
        self.spans_s: deque[tuple[float, float]] = deque()
        self._keep_s = keep_s
        self._time_s: EcgArray = np.empty(0)
        self._ecg_uv: EcgArray = np.empty(0)
        self._searched_s = self._next_s = -np.inf
        self._complexes: deque[EcgArray] = deque(maxlen=_USUAL_BEATS)
        self._likenesses: deque[float] = deque(maxlen=_USUAL_BEATS)

    def add(self, time_s: EcgArray, ecg_uv: EcgArray) -> None:
        """Add a block of samples.

        Parameters
        ----------
        time_s : array
            Shape ``(n,)``, increasing, after all earlier ones; gaps are allowed.
        ecg_uv : array
            Shape ``(n,)``.
        """
        gaps = _gaps(self._time_s, time_s)
        stretches = zip(np.split(time_s, gaps), np.split(ecg_uv, gaps), strict=True)
        for number, (stretch_s, stretch_uv) in enumerate(stretches):
            if number and self._time_s.size:
                self._search(float(self._time_s[-1]))
            if number:
                self._time_s, self._ecg_uv = np.empty(0), np.empty(0)
            if stretch_s.size:
                self._take(stretch_s, stretch_uv)

    def covers(self, begin_s: float, end_s: float) -> bool:
        """Whether the ECG was searched without a gap from one moment to another."""
        return any(first_s <= begin_s and end_s <= last_s for first_s, last_s in self.spans_s)

    def _take(self, time_s: EcgArray, ecg_uv: EcgArray) -> None:
        if not self._time_s.size:
            first_s = float(time_s[0])
            self._searched_s, self._next_s = -np.inf, first_s + _FIRST_S
            self.spans_s.append((first_s, first_s))
        self._time_s = np.concatenate((self._time_s, time_s))
        self._ecg_uv = np.concatenate((self._ecg_uv, ecg_uv))
        newest_s = float(time_s[-1])
        if newest_s >= self._next_s:
            self._search(newest_s - _EDGE_S)
            self._next_s = newest_s + _HOP_S
        self._forget(newest_s)

    def _search(self, until_s: float) -> None:
        """Search the window, and keep the new beats in it up to a moment."""
        if self._time_s[-1] - self._time_s[0] < SHORTEST_ECG_S:
            return
        rate_hz = (self._time_s.size - 1) / float(self._time_s[-1] - self._time_s[0])
        self.is_coarse = is_coarse(rate_hz)
        if self.is_coarse:
            self._time_s, self._ecg_uv = np.empty(0), np.empty(0)
            return
        place = find_r_peaks(self._ecg_uv, rate_hz).place
        times_s = np.interp(place, np.arange(self._time_s.size), self._time_s)
        last_s = self.beats[-1].time_s if self.beats else -np.inf
        new = (times_s > max(last_s + _APART_S, self._searched_s - _APART_S)) & (times_s <= until_s)
        for moment_s, complex_uv in zip(
            times_s[new].tolist(), qrs_complexes(self._ecg_uv, rate_hz, place[new]), strict=True
        ):
            self.beats.append(self._beat(moment_s, complex_uv))
        self._searched_s = until_s
        self.spans_s[-1] = self.spans_s[-1][0], until_s
        recent = self._time_s > self._time_s[-1] - _WINDOW_S
        self._time_s, self._ecg_uv = self._time_s[recent], self._ecg_uv[recent]

    def _beat(self, time_s: float, complex_uv: EcgArray) -> EcgBeat:
        if self._complexes and self._complexes[0].size != complex_uv.size:
            self._complexes.clear()
        self._complexes.append(complex_uv)
        if len(self._complexes) < _FEWEST_BEATS:
            return EcgBeat(time_s, 1.0, odd=False)
        usual = np.median(np.array(self._complexes), axis=0)
        alike = float(likeness(complex_uv[np.newaxis], usual)[0])
        usually = float(np.median(self._likenesses)) if self._likenesses else 1.0
        large = np.square(complex_uv).sum() >= _LARGE**2 * np.square(usual).sum()
        odd = bool(large and alike < min(_ODD, 1.0 - _ODD_TIMES * (1.0 - usually)))
        if not odd:
            self._likenesses.append(alike)
        return EcgBeat(time_s, alike, odd=odd)

    def _forget(self, now_s: float) -> None:
        while self.beats and self.beats[0].time_s < now_s - self._keep_s:
            self.beats.popleft()
        while len(self.spans_s) > 1 and self.spans_s[0][1] < now_s - self._keep_s:
            self.spans_s.popleft()


def _gaps(before_s: EcgArray, time_s: EcgArray) -> NDArray[np.intp]:
    """Return the indices of the samples that follow a gap."""
    all_s = np.concatenate((before_s, time_s))
    steps_s = np.diff(all_s, prepend=all_s[:1])
    usual_s = np.median(steps_s[1:]) if steps_s.size > 1 else 0.0
    return np.flatnonzero(steps_s[before_s.size :] > _GAP * usual_s)
