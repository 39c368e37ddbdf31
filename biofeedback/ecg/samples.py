"""An electrocardiogram as one series of samples with times."""

from collections.abc import Iterable
from typing import NamedTuple

from biofeedback.clocks.recorded_frames import RecordedFrames
from biofeedback.ecg.r_peaks import EcgArray
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

    time_s: EcgArray
    ecg_uv: EcgArray


def ecg_samples(frames: Iterable[EcgFrame], start_ns: int) -> EcgSamples | None:
    """Return the samples of recorded frames with times from the strap's clock; None if there are none.

    Parameters
    ----------
    frames : iterable of EcgFrame
        In order of arrival.
    start_ns : int
        The session's start on the clock of their arrival times.
    """
    recorded = RecordedFrames(start_ns)
    for one in frames:
        recorded.add(one.time_ns, one.device_time_ns, one.ecg_uv)
    return ecg_of(recorded)


def ecg_of(frames: RecordedFrames) -> EcgSamples | None:
    """Return the samples of all frames; None if there are none."""
    found = frames.take()
    return None if found is None else EcgSamples(*found)
