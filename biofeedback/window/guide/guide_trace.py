"""Where the guide was in the past minute."""

from collections import deque
from typing import Final

from biofeedback.pacing.guide import Guide

TRACE_STEP_S: Final = 0.2


class GuideTrace:
    """Samples the guide as time goes by, so that changes of rate and pauses stay where they were.

    Parameters
    ----------
    keep_s : float
        How much of the past is kept, in seconds.
    """

    def __init__(self, keep_s: float) -> None:
        self.samples: deque[tuple[float, float]] = deque(maxlen=round(keep_s / TRACE_STEP_S) + 2)
        self._keep_s = keep_s
        self._next_s = 0.0

    def advance(self, now_s: float, guide: Guide) -> None:
        """Append (time in s, lung position 0 to 1; 0 while the guide stands) up to now."""
        self._next_s = max(self._next_s, now_s - self._keep_s)
        while self._next_s <= now_s:
            lung_position = guide.at(self._next_s).lung_position if guide.running else 0.0
            self.samples.append((self._next_s, lung_position))
            self._next_s += TRACE_STEP_S
