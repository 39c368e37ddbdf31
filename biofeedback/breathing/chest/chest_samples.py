"""A recorded strap's acceleration as one series of samples with times."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import Floats
from biofeedback.clocks.frame_times import FrameStamp, recorded_times_s
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


def chest_samples(frames: Sequence[AccelerationFrame], start_ns: int) -> ChestSamples | None:
    """Place the samples of recorded frames by the strap's clock; None where there are none.

    Parameters
    ----------
    frames : sequence of AccelerationFrame
        In the order they came.
    start_ns : int
        The session's start on the clock of their receipt.
    """
    stamps = [
        FrameStamp(0, (one.time_ns - start_ns) / 1e9, one.device_time_ns, len(one.acceleration_mg))
        for one in frames
    ]
    times_s = recorded_times_s(stamps) if stamps else []
    # A frame out of order has no times and is left out.
    placed = [(times, one.acceleration_mg) for times, one in zip(times_s, frames, strict=True) if times]
    if not placed:
        return None
    return ChestSamples(
        np.concatenate([times for times, _ in placed]),
        np.concatenate([np.array(mg, dtype=np.float64) for _, mg in placed]),
    )
