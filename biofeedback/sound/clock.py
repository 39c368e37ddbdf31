"""A sound device's clock on the computer's: when a block that is asked for now will be heard; pure."""

from collections import deque
from typing import Final, NamedTuple

_WINDOW_S: Final = 6.0
_BIN_S: Final = 0.25
_SETTLE_S: Final = 0.5
"""At first a device asks for its whole buffer at once; the mapping may jump until then."""

_JUMP_S: Final = 0.3
"""Requests that come later than this, or time that is off by as much: the device stood still."""

_MOST_STRETCH: Final = 0.02
"""How much faster or slower than nominal the guide is followed to catch up."""


class Span(NamedTuple):
    """When a block is heard, from its first sample to the first after it."""

    from_s: float
    until_s: float


class AudioClock:
    """Maps the frames of a device to the clock that its requests are timed with.

    A device asks for frames when it has room for them, and the request comes late by a delay that varies and
    is never negative. So the lowest (arrival − frames asked for) of the last seconds is the offset of the two
    clocks; taken anew all the time, it follows their drift. Block after block is heard without a gap: the
    span of each begins where the last one ended, and is stretched a little where the offset moves.

    Parameters
    ----------
    sample_rate_hz : int
        Nominal frames a second of the device.
    latency_s : float
        From a prompt request to the moment its first frame is heard.
    """

    def __init__(self, sample_rate_hz: int, *, latency_s: float) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._latency_s = latency_s
        self._frames = 0
        self._until_s: float | None = None
        self._lowest_s: deque[tuple[int, float]] = deque()

    def span(self, arrival_s: float, frames: int) -> Span:
        """Return when the frames asked for at this moment will be heard."""
        asked_s, length_s = self._frames / self._sample_rate_hz, frames / self._sample_rate_hz
        offset_s = self._offset_s(asked_s, arrival_s - asked_s)
        due_s = offset_s + asked_s + self._latency_s
        from_s = due_s if self._until_s is None or asked_s < _SETTLE_S else self._until_s
        behind_s = due_s - from_s
        if abs(behind_s) > _JUMP_S:
            from_s, behind_s = due_s, 0.0
        most_s = _MOST_STRETCH * length_s
        self._frames += frames
        self._until_s = from_s + length_s + min(most_s, max(-most_s, behind_s))
        return Span(from_s, self._until_s)

    def _offset_s(self, asked_s: float, late_s: float) -> float:
        """Take one request; return the lowest of the last seconds."""
        lowest_s, number = self._lowest_s, int(asked_s / _BIN_S)
        if lowest_s and late_s - min(low for _, low in lowest_s) > _JUMP_S:
            lowest_s.clear()
        while lowest_s and lowest_s[0][0] < number - _WINDOW_S / _BIN_S:
            lowest_s.popleft()
        if lowest_s and lowest_s[-1][0] == number:
            lowest_s[-1] = number, min(lowest_s[-1][1], late_s)
        else:
            lowest_s.append((number, late_s))
        return min(low for _, low in lowest_s)
