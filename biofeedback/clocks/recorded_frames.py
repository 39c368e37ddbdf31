"""Collects the samples of a recorded strap's frames in packed form."""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from biofeedback.clocks.frame_times import FrameStamp, placed_frames

_Floats = NDArray[np.float64]


class RecordedFrames:
    """One stream of a strap; its samples get their times after the whole recording has been read.

    Samples are packed on receipt, because twelve hours of acceleration as Python numbers take more than a
    gigabyte. Single precision represents every value of a strap exactly: a strap sends at most 24 bits.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of the receipt times.
    """

    def __init__(self, start_ns: int) -> None:
        self._start_ns = start_ns
        self._stamps: list[FrameStamp] = []
        self._samples: deque[NDArray[np.float32]] = deque()

    def add(
        self, time_ns: int, device_time_ns: int, samples: Sequence[int] | Sequence[tuple[int, int, int]]
    ) -> None:
        """Add the next frame, in order of arrival.

        Parameters
        ----------
        time_ns : int
            Receipt time.
        device_time_ns : int
            The strap's time at its last sample.
        samples : sequence
            Shape ``(n,)`` or ``(n, 3)``.
        """
        arrival_s = (time_ns - self._start_ns) / 1e9
        self._stamps.append(FrameStamp(0, arrival_s, device_time_ns, len(samples)))
        self._samples.append(np.array(samples, dtype=np.float32))

    def take(self) -> tuple[_Floats, _Floats] | None:
        """Return times in seconds and values of all samples, and free them; None if there are none."""
        if not self._samples:
            return None
        count = sum(one.sample_count for one in self._stamps)
        time_s, values = np.empty(count), np.empty((count, *self._samples[0].shape[1:]))
        end = 0
        for times in placed_frames(self._stamps):
            samples = self._samples.popleft()
            if times:  # A frame out of order has no times and is left out.
                begin, end = end, end + len(times)
                time_s[begin:end], values[begin:end] = times, samples
        self._stamps.clear()
        return (time_s[:end], values[:end]) if end else None
