"""Times of the samples of all streams of one strap, which share its clock."""

import numpy as np
from numpy.typing import NDArray

from biofeedback.clocks.frame_times import FrameTimes
from biofeedback.clocks.strap_clock import StrapClock
from devices.streams import Measurement


class StreamTimes:
    """Calculates the sample times of acceleration and ECG frames on receipt."""

    def __init__(self) -> None:
        self._clock = StrapClock()
        self._streams: dict[Measurement, FrameTimes] = {}

    def add(
        self, measurement: Measurement, arrival_s: float, device_time_ns: int, sample_count: int
    ) -> NDArray[np.float64]:
        """Return the times of the samples of one frame; see `FrameTimes.add`.

        Parameters
        ----------
        measurement : Measurement
            Stream of the frame.
        arrival_s : float
            Receipt time on the session's clock.
        device_time_ns : int
            The strap's time at its last sample.
        sample_count : int
            Number of its samples.

        Returns
        -------
        array
            Shape ``(sample_count,)``, or empty if the frame is refused.
        """
        stream = self._streams.setdefault(measurement, FrameTimes(self._clock))
        return np.array(stream.add(arrival_s, device_time_ns, sample_count))
