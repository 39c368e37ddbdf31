"""What a strap can send at all: more is left out and counted, for it would only cost hours to read."""

from typing import Final

from devices.events import Event, HeartRateMeasurement, Unreadable
from devices.polar_events import AccelerationFrame, EcgFrame

_SECOND_NS: Final = 1e9

_MOST_A_SECOND: Final[dict[type, float]] = {
    HeartRateMeasurement: 20.0,
    EcgFrame: 1_000.0,
    AccelerationFrame: 1_000.0,
    Unreadable: 100.0,
}
"""Intervals, samples and packets: several times what any heart or any strap has."""

_BURST_S: Final = 100.0
"""So much may come at once: what a strap or a busy computer had kept back."""


class PlausibleRate:
    """Lets through what one strap could have sent.

    Attributes
    ----------
    left_out : int
        Packets that were not let through.
    """

    def __init__(self) -> None:
        self.left_out = 0
        self._room = {kind: _BURST_S * rate for kind, rate in _MOST_A_SECOND.items()}
        self._last_ns: dict[type, int] = {}

    @property
    def warning(self) -> str:
        """What to say of what was left out, empty where nothing was."""
        if not self.left_out:
            return ""
        return (
            f"The strap sent far more than any heart has, so packets were left out: {self.left_out}. "
            "It may be faulty; try another strap."
        )

    def admits(self, event: Event) -> bool:
        """Tell whether an event is one that a strap could have sent, with those before it."""
        kind = type(event)
        if kind not in _MOST_A_SECOND:
            return True
        since_ns = max(0, event.time_ns - self._last_ns.get(kind, event.time_ns))
        self._last_ns[kind] = max(event.time_ns, self._last_ns.get(kind, event.time_ns))
        rate = _MOST_A_SECOND[kind]
        self._room[kind] = min(_BURST_S * rate, self._room[kind] + rate * since_ns / _SECOND_NS)
        size = _size(event)
        if size > self._room[kind]:
            self.left_out += 1
            return False
        self._room[kind] -= size
        return True


def _size(event: Event) -> int:
    match event:
        case HeartRateMeasurement():
            return max(1, len(event.rr_ticks))
        case EcgFrame():
            return len(event.ecg_uv)
        case AccelerationFrame():
            return len(event.acceleration_mg)
    return 1
