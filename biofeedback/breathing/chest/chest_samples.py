"""A recorded strap's acceleration as one series of samples with times."""

from collections.abc import Iterable
from typing import NamedTuple

from biofeedback.breathing.chest.samples import Floats
from biofeedback.clocks.recorded_frames import RecordedFrames
from devices.streams import AccelerationFrame


class ChestSamples(NamedTuple):
    """Acceleration of the chest.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``, increasing, on the session's clock.
    acceleration_mg : array
        Shape ``(n, 3)``: x, y, z of the sensor.
    """

    time_s: Floats
    acceleration_mg: Floats


def chest_samples(frames: Iterable[AccelerationFrame], start_ns: int) -> ChestSamples | None:
    """Return the samples of recorded frames with times from the strap's clock; None if there are none.

    Parameters
    ----------
    frames : iterable of AccelerationFrame
        In order of arrival.
    start_ns : int
        The session's start on the clock of their arrival times.
    """
    recorded = RecordedFrames(start_ns)
    for one in frames:
        recorded.add(one.time_ns, one.device_time_ns, one.acceleration_mg)
    return chest_of(recorded)


def chest_of(frames: RecordedFrames) -> ChestSamples | None:
    """Return the samples of all frames; None if there are none."""
    found = frames.take()
    return None if found is None else ChestSamples(*found)
