"""A sound device's clock on the computer's: when a block that is asked for now will be heard; pure."""

import math
from typing import Final, NamedTuple

_BANDWIDTH_HZ: Final = 0.15
"""Of the loop: requests that come some milliseconds late average out, drift is followed within seconds."""

_SETTLE_S: Final = 0.5
"""At first a device asks for its whole buffer at once; until it has settled, its rate is taken as nominal."""

_LARGEST_ERROR_S: Final = 0.02
"""A request later than this was held up; it counts as this late."""

_JUMP_S: Final = 0.3
"""A request off by more: the device or the computer stood still, and all begins anew."""

_MOST_DRIFT: Final = 0.02
_MOST_STRETCH: Final = 0.03
"""How much faster or slower than nominal the guide is followed to catch up."""


class Span(NamedTuple):
    """When a block is heard, from its first sample to the first after it."""

    from_s: float
    until_s: float


class AudioClock:
    """Maps the frames of a device to the clock that its requests are timed with.

    A delay-locked loop of second order follows when the next request is due, and how long a frame lasts.
    Block after block is heard without a gap: the span of each begins where the last one ended, and is
    stretched a little where that is off.

    Source: Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005
    (kokkinizita.linuxaudio.org/papers/usingdll.pdf).

    Parameters
    ----------
    sample_rate_hz : int
        Nominal frames a second of the device.
    latency_s : float
        From a request to the moment its first frame is heard.
    """

    def __init__(self, sample_rate_hz: int, *, latency_s: float) -> None:
        self._nominal_s = 1.0 / sample_rate_hz
        self._latency_s = latency_s
        self._begin(0.0)
        self._frames = 0
        self._until_s: float | None = None

    def span(self, arrival_s: float, frames: int) -> Span:
        """Return when the frames asked for at this moment will be heard."""
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
        """Take the earliest as prompt, which the last request for the buffer at the begin is."""
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
