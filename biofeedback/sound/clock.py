"""Maps a sound device's clock to the computer's clock: when a block requested now will be heard; pure."""

import math
from typing import Final, NamedTuple

_BANDWIDTH_HZ: Final = 0.15
"""Bandwidth of the loop: delays of a few milliseconds average out, and it follows drift within seconds."""

_SETTLE_S: Final = 0.5
"""A device first requests its whole buffer at once; during this time its rate is assumed to be nominal."""

_LARGEST_ERROR_S: Final = 0.02
"""A request later than this was delayed by the system; it counts as late by this much."""

_JUMP_S: Final = 0.3
"""If a request is off by more than this, the device or the computer stopped, and the clock starts again."""

_MOST_DRIFT: Final = 0.02
_MOST_STRETCH: Final = 0.03
"""Largest relative change of speed with which the sound catches up with the guide."""


class Span(NamedTuple):
    """When a block is heard, from its first sample to the first sample after it."""

    from_s: float
    until_s: float


class AudioClock:
    """Maps the frames of a device to the clock that measures the times of its requests.

    A second-order delay-locked loop estimates when the next request is due, and how long a frame lasts.
    There are no gaps between blocks: the span of each begins where the last one ended, and it is stretched a
    little to correct an error.

    Source: Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005
    (kokkinizita.linuxaudio.org/papers/usingdll.pdf).

    Parameters
    ----------
    sample_rate_hz : int
        Nominal frames per second of the device.
    latency_s : float
        Time from a request until its first frame is heard.
    """

    def __init__(self, sample_rate_hz: int, *, latency_s: float) -> None:
        self._nominal_s = 1.0 / sample_rate_hz
        self._latency_s = latency_s
        self._begin(0.0)
        self._frames = 0
        self._until_s: float | None = None

    def span(self, arrival_s: float, frames: int) -> Span:
        """Return when the frames requested at this moment will be heard."""
        if self._frames == 0 or abs(arrival_s - self._due_s) > _JUMP_S:
            self._begin(arrival_s)
        if self._settled_s < _SETTLE_S:
            self._settle(arrival_s, frames)
        else:
            self._follow(arrival_s, frames)
        until_s = self._due_s + self._latency_s
        length_s = frames * self._frame_s
        if self._until_s is None:
            self._until_s = until_s - length_s
        from_s = self._until_s
        most_s = _MOST_STRETCH * length_s
        self._until_s = from_s + length_s + min(most_s, max(-most_s, until_s - length_s - from_s))
        self._frames += frames
        return Span(from_s, self._until_s)

    def _begin(self, arrival_s: float) -> None:
        self._due_s = arrival_s
        self._frame_s = self._nominal_s
        self._settled_s = 0.0
        self._until_s = None

    def _settle(self, arrival_s: float, frames: int) -> None:
        """Use the earliest request as the one without delay: the last of those that first fill the buffer."""
        if arrival_s < self._due_s:
            self._due_s, self._until_s = arrival_s, None
        length_s = frames * self._nominal_s
        self._settled_s += length_s
        self._due_s += length_s

    def _follow(self, arrival_s: float, frames: int) -> None:
        error_s = min(_LARGEST_ERROR_S, max(-_LARGEST_ERROR_S, arrival_s - self._due_s))
        turned = 2.0 * math.pi * _BANDWIDTH_HZ * min(0.1, frames * self._nominal_s)
        frame_s = self._frame_s + turned**2 * error_s / frames
        low_s, high_s = (self._nominal_s * (1.0 + sign * _MOST_DRIFT) for sign in (-1.0, 1.0))
        self._frame_s = min(high_s, max(low_s, frame_s))
        self._due_s += math.sqrt(2.0) * turned * error_s + frames * self._frame_s
