"""What the program says of the second person's rhythms, and of labelled recordings."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import BeatLabel
from biofeedback.beats.rhythm import ectopic_spans_s, irregular_spans_s
from tests.second_person.breaths import Floats

WINDOW_S: Final = 300.0
_SIDE: Final = 3
_EARLY: Final = 0.85


@dataclass
class RhythmScore:
    """Beats and windows of recordings whose beats are known; adds up.

    Parameters
    ----------
    isolated : list of bool
        Whether each premature beat between three normal ones on either side was found.
    together : list of bool
        Whether each other beat that is not normal was found.
    shown : list of bool
        Of those, whether it was unfound in a span whose RMSSD is shown.
    kept : list of bool
        Whether each normal interval between normal ones kept its label.
    windows, withheld : int
        Windows of five minutes, and those without RMSSD.
    rmssd_errors : list of float
        Relative errors of RMSSD where it is shown, beside the one of the normal pairs.
    """

    isolated: list[bool] = field(default_factory=list)
    together: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    windows: int = 0
    withheld: int = 0
    rmssd_errors: list[float] = field(default_factory=list)

    def add(self, rr_ms: Floats, normal: np.ndarray) -> None:
        """Take one recording: intervals, and whether the beat that ends each is normal."""
        adjacent = np.arange(rr_ms.size) > 0
        labels = label_intervals(rr_ms, adjacent)
        marked = np.array([label is not BeatLabel.NORMAL for label in labels])
        time_s = np.cumsum(rr_ms) / 1000.0
        known = time_s, rr_ms, adjacent, labels
        spans_s = irregular_spans_s(*known) + ectopic_spans_s(*known)
        hidden = np.zeros(rr_ms.size, dtype=bool)
        for begin_s, end_s in spans_s:
            hidden |= (time_s > begin_s) & (time_s <= end_s)
        self._add_beats(rr_ms, normal, marked, hidden)
        for begin_s in np.arange(0.0, time_s[-1] - WINDOW_S + 1.0, WINDOW_S):
            inside = (time_s > begin_s) & (time_s <= begin_s + WINDOW_S)
            self.windows += 1
            if hidden[inside].any():
                self.withheld += 1
                continue
            true = _rmssd(rr_ms[inside], _pairs(normal[inside]))
            told = _rmssd(rr_ms[inside], ~marked[inside])
            if 0.01 <= np.mean(~normal[inside]) <= 0.10 and true > 0.0:
                self.rmssd_errors.append(abs(told / true - 1.0))

    def _add_beats(self, rr_ms: Floats, normal: np.ndarray, marked: np.ndarray, hidden: np.ndarray) -> None:
        median_ms = np.median(sliding_window_view(np.pad(rr_ms, 5, mode="edge"), 11), axis=1)
        for i in range(_SIDE, rr_ms.size - _SIDE):
            alone = normal[i - _SIDE : i].all() and normal[i + 1 : i + 1 + _SIDE].all()
            if normal[i]:
                if alone and normal[i - 1 : i + 2].all():
                    self.kept.append(not marked[i])
                continue
            found = bool(marked[i - 1 : i + 2].any())
            if alone and rr_ms[i] < _EARLY * median_ms[i]:
                self.isolated.append(found)
            elif not alone:
                self.together.append(found)
                self.shown.append(not found and not bool(hidden[i]))


def _pairs(normal: np.ndarray) -> np.ndarray:
    """Which intervals are from one normal beat to the next."""
    return normal & np.concatenate(([True], normal[:-1]))


def _rmssd(rr_ms: Floats, valid: np.ndarray) -> float:
    steps = np.diff(rr_ms)[valid[1:] & valid[:-1]]
    return float(np.sqrt(np.mean(steps**2))) if steps.size else 0.0


def withheld_share(rr_ms: Floats) -> tuple[float, float]:
    """Return the share of whole windows of five minutes without RMSSD, and of intervals labelled."""
    score = RhythmScore()
    score.add(rr_ms, np.ones(rr_ms.size, dtype=bool))
    labels = label_intervals(rr_ms, np.arange(rr_ms.size) > 0)
    marked = float(np.mean([label is not BeatLabel.NORMAL for label in labels]))
    return score.withheld / max(score.windows, 1), marked
