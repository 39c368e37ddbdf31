"""Whether clear premature beats were frequent in the last minutes, beat by beat or in a whole series.

Where they are, a smaller early beat beside one of them is premature too. In another heart the same small step
is chance. Only beats whose two followers have come are counted, so that live and later analysis agree.
"""

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_thresholds import WINDOW

DELAY: Final = 2
"""A beat counts from this many beats later on."""

_FREQUENT: Final = 3
"""Number of clear premature beats among the last 91 beats. Random intervals with an SD of 6 % have one at
most, as a rule."""


def are_frequent(clear: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return at which beats of a series clear premature beats are frequent.

    Parameters
    ----------
    clear : ndarray of bool, shape (n_beats,)
        Whether each beat is clearly premature.
    """
    padded = np.concatenate((np.zeros(WINDOW + DELAY, dtype=np.int64), clear.astype(np.int64)))
    counts: NDArray[np.int64] = np.cumsum(padded)
    last: NDArray[np.int64] = counts[WINDOW:] - counts[:-WINDOW]
    return last[: clear.size] >= _FREQUENT


class RunningCount:
    """The same, one beat after the other."""

    def __init__(self) -> None:
        self._clear: deque[bool] = deque(maxlen=WINDOW)

    def add(self, *, clear: bool) -> bool:
        """Take whether the beat two before the new one is clear; return whether they are frequent now."""
        self._clear.append(clear)
        return sum(self._clear) >= _FREQUENT
