"""An electrocardiogram as one series of samples with times."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from biofeedback.clocks.frame_times import FrameStamp, recorded_times_s
from biofeedback.ecg.r_peaks import Floats
from devices.streams import EcgFrame


class EcgSamples(NamedTuple):
    """An electrocardiogram.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``, increasing, on the session's clock.
    ecg_uv : array
        Shape ``(n,)``.
    """

    time_s: Floats
    ecg_uv: Floats


def ecg_samples(frames: Sequence[EcgFrame], start_ns: int) -> EcgSamples | None:
    """Place the samples of recorded frames by the strap's clock; None where there are none.

    Parameters
    ----------
    frames : sequence of EcgFrame
        In the order they came.
    start_ns : int
        The session's start on the clock of their receipt.
    """
    stamps = [
        FrameStamp(0, (one.time_ns - start_ns) / 1e9, one.device_time_ns, len(one.ecg_uv)) for one in frames
    ]
    times_s = recorded_times_s(stamps) if stamps else []
    # A frame out of order has no times and is left out.
    placed = [(times, one.ecg_uv) for times, one in zip(times_s, frames, strict=True) if times]
    if not placed:
        return None
    return EcgSamples(
        np.concatenate([times for times, _ in placed]),
        np.concatenate([np.array(uv, dtype=np.float64) for _, uv in placed]),
    )
