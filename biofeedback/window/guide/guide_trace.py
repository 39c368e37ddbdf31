"""Where the guide was in the past minute."""

import math
from collections import deque
from typing import Final

from biofeedback.pacing.guide import Guide

TRACE_STEP_S: Final = 0.2


class GuideTrace:
    """Samples the guide over time, so that past changes of rate and pauses stay in place.

    Parameters
    ----------
    keep_s : float
        How many seconds of the past to keep.
    """

    def __init__(self, keep_s: float) -> None:
        self.samples: deque[tuple[float, float]] = deque(maxlen=round(keep_s / TRACE_STEP_S) + 2)
        self._keep_s = keep_s
        self._next_s = 0.0

    def advance(self, now_s: float, guide: Guide) -> None:
        """Append samples up to now: time in s, and lung position 0 to 1, or 0 while the guide is paused."""
        self._next_s = max(self._next_s, now_s - self._keep_s)
        while self._next_s <= now_s:
            lung_position = guide.at(self._next_s).lung_position if guide.running else 0.0
            self.samples.append((self._next_s, lung_position))
            self._next_s += TRACE_STEP_S

    def ahead(self, guide: Guide, until_s: float) -> list[tuple[float, float]]:
        """Return the samples that will follow until a time if a running guide does not change."""
        if not guide.running:
            return []
        count = max(0, math.ceil((until_s - self._next_s) / TRACE_STEP_S) + 1)
        times_s = [self._next_s + step * TRACE_STEP_S for step in range(count)]
        return [(time_s, guide.at(time_s).lung_position) for time_s in times_s]
