"""Times of the samples in a Polar strap's frames, each of which tells the time of its last sample only."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from biofeedback.clocks.strap_clock import StrapClock, recorded_clock

_GAP: Final = 1.1
"""Samples so many times further apart than usual: a frame was lost. True rates are within 2 % of nominal."""

_LEARNT_FRAMES: Final = 15
_USUAL: Final = 0.25
"""The quantile of the steps that counts: lost frames only lengthen them, odd timestamps do either."""

_LARGEST_STEP_S: Final = 1.0
"""If samples lie further apart, the strap's clock was broken: the stream would seem to last for years."""

_LEAST_STEP_S: Final = 1e-6
"""Samples closer together than this on the host's clock are not told apart."""


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """A frame without its samples.

    Parameters
    ----------
    stream : int
        Which measurement it is of; all streams of one strap share its clock.
    arrival_s : float
        Receipt on the host's monotonic clock.
    device_time_ns : int
        The strap's time at its last sample.
    sample_count : int
        How many samples it holds.
    """

    stream: int
    arrival_s: float
    device_time_ns: int
    sample_count: int


class FrameTimes:
    """Places the samples of one stream, frame by frame as they come.

    The last sample is placed by the clock. The others lie before it in even steps: those from the former
    frame's timestamp to this one's, for the true rate differs from the nominal one by up to 2 %. Where a
    frame was lost, or the clock jumped, the steps are the usual ones (lower quartile of the last fifteen), so
    that nothing is stretched; where the clock's line has come down, they are shortened so far that times keep
    increasing.

    A frame is refused, and gets no times,

    - where its timestamp is that of the former frame or an earlier one;
    - where it would lie before times that were given already: frames that were held back at the very start
      place the line too late, and the first prompt one shows it;
    - where it is the first and the rate is not known. Two frames tell it.

    Parameters
    ----------
    clock : StrapClock
        The strap's, one for all its streams.
    sample_rate_hz : float, optional
        The nominal rate that was asked for, where it is known.
    """

    def __init__(self, clock: StrapClock, sample_rate_hz: float | None = None) -> None:
        self._clock = clock
        self._placing = _Placing(None if sample_rate_hz is None else 1.0 / sample_rate_hz)

    def add(self, arrival_s: float, device_time_ns: int, sample_count: int) -> tuple[float, ...]:
        """Place the samples of one frame.

        Parameters
        ----------
        arrival_s : float
            Receipt on the host's monotonic clock.
        device_time_ns : int
            The strap's time at the last sample.
        sample_count : int
            How many samples the frame holds.

        Returns
        -------
        tuple of float
            Shape ``(sample_count,)``: on the host's clock, in seconds, oldest first, strictly increasing
            from frame to frame too, never later than the arrival. Empty where the frame is refused.
        """
        self._clock.add(arrival_s, device_time_ns)
        last_s = min(self._clock.host_s(device_time_ns), arrival_s)
        return self._placing.place(last_s, device_time_ns, sample_count, jumps=self._clock.jumps)


def recorded_times_s(frames: Sequence[FrameStamp]) -> list[tuple[float, ...]]:
    """Place the samples of a whole recording, whose last frame helps to place its first.

    Parameters
    ----------
    frames : sequence of FrameStamp
        Of all streams of one strap, in the order they came.

    Returns
    -------
    list of tuple of float
        For each frame what `FrameTimes.add` returns. The rates are learnt from the recording, so a first
        frame is refused only where its stream has no other.
    """
    return list(placed_frames(frames))


def placed_frames(frames: Sequence[FrameStamp]) -> Iterator[tuple[float, ...]]:
    """Yield what `recorded_times_s` returns: the times of hours of samples fill hundreds of megabytes."""
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
    """What placing one stream's samples needs to remember.

    Parameters
    ----------
    step_s : float or None
        From sample to sample on the strap's clock, where it is known.
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
        return tuple(last_s - step_s * before for before in range(sample_count - 1, -1, -1))

    def _step_s(self, device_time_ns: int, sample_count: int) -> float | None:
        """From sample to sample of this frame, on the strap's clock; None where nothing tells it."""
        if self._former_ns is None:
            return _usual_s(self._steps_s) if self._steps_s else None
        step_s = (device_time_ns - self._former_ns) * 1e-9 / sample_count
        self._steps_s.append(step_s)
        usual_s = _usual_s(self._steps_s)
        return step_s if step_s <= _GAP * usual_s else usual_s
