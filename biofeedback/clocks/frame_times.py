"""Times of the samples in a Polar strap's frames; a frame contains only the time of its last sample."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from biofeedback.clocks.strap_clock import StrapClock, recorded_clock

_GAP: Final = 1.1
"""A step this many times the usual one means a lost frame. True rates are within 2 % of nominal."""

_LEARNT_FRAMES: Final = 15
_USUAL: Final = 0.25
"""Quantile of the steps to use: lost frames only lengthen steps, odd timestamps change them either way."""

_LARGEST_STEP_S: Final = 1.0
"""A larger step means a faulty strap clock: the stream would seem to last for years."""

_LEAST_STEP_S: Final = 1e-6
"""Samples closer together than this on the host's clock can't be distinguished."""


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """A frame without its samples.

    Parameters
    ----------
    stream : int
        Number of its measurement; all streams of one strap share its clock.
    arrival_s : float
        Receipt time on the host's monotonic clock.
    device_time_ns : int
        The strap's time at its last sample.
    sample_count : int
        Number of its samples.
    """

    stream: int
    arrival_s: float
    device_time_ns: int
    sample_count: int


class FrameTimes:
    """Calculates the times of the samples of one stream, frame by frame.

    The clock gives the time of the last sample. The others precede it in equal steps. The step comes from the
    timestamps of this frame and the previous one, because the true rate differs from the nominal one by up to
    2 %. After a lost frame or a jump of the clock, the step is the usual one (lower quartile of the last
    fifteen), so that samples are not stretched. If the clock's line has moved down, the step is shortened so
    that times keep increasing.

    A frame is refused, and gets no times, in these cases:

    - Its timestamp is not later than that of the previous frame.
    - It would lie before times that were already returned. Frames delayed at the very start place the line
      too late, and the first prompt frame reveals this.
    - It is the first frame and the rate is unknown. Two frames give the rate.

    Parameters
    ----------
    clock : StrapClock
        The strap's clock, shared by all its streams.
    sample_rate_hz : float, optional
        The nominal rate that was requested, if known.
    """

    def __init__(self, clock: StrapClock, sample_rate_hz: float | None = None) -> None:
        self._clock = clock
        self._placing = _Placing(None if sample_rate_hz is None else 1.0 / sample_rate_hz)

    def add(self, arrival_s: float, device_time_ns: int, sample_count: int) -> tuple[float, ...]:
        """Return the times of the samples of one frame.

        Parameters
        ----------
        arrival_s : float
            Receipt time on the host's monotonic clock.
        device_time_ns : int
            The strap's time at the last sample.
        sample_count : int
            Number of samples in the frame.

        Returns
        -------
        tuple of float
            Shape ``(sample_count,)``: on the host's clock, in seconds, oldest first, strictly increasing even
            across frames, and never later than the arrival. Empty if the frame is refused.
        """
        self._clock.add(arrival_s, device_time_ns)
        last_s = min(self._clock.host_s(device_time_ns), arrival_s)
        return self._placing.place(last_s, device_time_ns, sample_count, jumps=self._clock.jumps)


def recorded_times_s(frames: Sequence[FrameStamp]) -> list[tuple[float, ...]]:
    """Return the times of all samples of a recording; later frames improve the times of earlier ones.

    Parameters
    ----------
    frames : sequence of FrameStamp
        Frames of all streams of one strap, in order of arrival.

    Returns
    -------
    list of tuple of float
        For each frame, the same as `FrameTimes.add`. The rates come from the recording, so a first frame is
        refused only if its stream has no other.
    """
    return list(placed_frames(frames))


def placed_frames(frames: Sequence[FrameStamp]) -> Iterator[tuple[float, ...]]:
    """Yield the items of `recorded_times_s`, as the times for hours would fill hundreds of megabytes."""
    clock = recorded_clock([one.arrival_s for one in frames], [one.device_time_ns for one in frames])
    placings = {stream: _Placing(_usual_step_s(frames, stream)) for stream in {one.stream for one in frames}}
    for one, time in zip(frames, clock, strict=True):
        yield placings[one.stream].place(time.host_s, one.device_time_ns, one.sample_count, jumps=time.jumps)


def _usual_step_s(frames: Sequence[FrameStamp], stream: int) -> float | None:
    own = [frame for frame in frames if frame.stream == stream and frame.sample_count > 0]
    steps_s = [
        (frame.device_time_ns - former.device_time_ns) * 1e-9 / frame.sample_count
        for former, frame in pairwise(own)
        if frame.device_time_ns > former.device_time_ns
    ]
    return _usual_s(steps_s) if steps_s else None


def _usual_s(steps_s: Collection[float]) -> float:
    return sorted(steps_s)[int(_USUAL * len(steps_s))]


class _Placing:
    """State for calculating the times of one stream's samples.

    Parameters
    ----------
    step_s : float or None
        Time between samples on the strap's clock, if known.
    """

    def __init__(self, step_s: float | None) -> None:
        self._steps_s = deque([] if step_s is None else [step_s], maxlen=_LEARNT_FRAMES)
        self._former_ns: int | None = None
        self._former_s = float("-inf")
        self._jumps = 0

    def place(
        self, last_s: float, device_time_ns: int, sample_count: int, *, jumps: int
    ) -> tuple[float, ...]:
        if jumps != self._jumps:
            self._jumps, self._former_ns = jumps, None
        if sample_count < 1 or (self._former_ns is not None and device_time_ns <= self._former_ns):
            return ()
        step_s = self._step_s(device_time_ns, sample_count)
        self._former_ns = device_time_ns
        if step_s is None:
            return ()
        step_s = min(step_s, (last_s - self._former_s) / sample_count)
        if not _LEAST_STEP_S <= step_s <= _LARGEST_STEP_S:
            return ()
        self._former_s = last_s
        return tuple([last_s - step_s * before for before in range(sample_count - 1, -1, -1)])

    def _step_s(self, device_time_ns: int, sample_count: int) -> float | None:
        """Return the time between samples of this frame on the strap's clock, or None if unknown."""
        if self._former_ns is None:
            return _usual_s(self._steps_s) if self._steps_s else None
        step_s = (device_time_ns - self._former_ns) * 1e-9 / sample_count
        self._steps_s.append(step_s)
        usual_s = _usual_s(self._steps_s)
        return step_s if step_s <= _GAP * usual_s else usual_s
