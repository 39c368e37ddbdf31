"""Which notifications of a strap count: not those that came twice, and not those of a flood.

Both questions are answered by the notifications alone, so that a live session, its replay and its analysis
leave out the same ones.
"""

from typing import Final

from devices.events import LeftOutWhy
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.protocols import PROTOCOLS

REPEAT_NS: Final = 50_000_000
"""Equal values within this are one notification that the Bluetooth stack delivered twice, as BlueZ does after
some reconnections. No heart beats twice within it."""

_LATE_NS: Final = 3_000_000_000
"""After such a silence the beats of several seconds may come at once."""

_MOST_CHARACTERISTICS: Final = 64
"""A file may name any number of characteristics; a strap has a dozen."""

FLOOD_FACTOR: Final = 20
"""A strap that sends so many times what a strap plausibly sends is faulty."""

_OVERHEAD_BYTES: Final = 6
"""What a notification costs beyond its value: a flood of empty ones is a flood too."""

_PLAUSIBLE_BYTES_PER_S: Final = {
    # One notification a second with up to four intervals in it.
    HEART_RATE_MEASUREMENT: 16,
} | {name: most for one in PROTOCOLS for name, most in one.plausible_bytes_per_s.items()}
_PLAUSIBLE_ELSEWHERE_BYTES_PER_S: Final = 16

_SAVED_S: Final = 10
"""A strap that was quiet may send at once what it could have sent in this time: five minutes of beats."""

_NS: Final = 1_000_000_000


class Allowance:
    """Tells the notifications of a flood from those that a strap may send.

    The notifications that it allows would all be allowed again if they came alone, so a recording that holds
    only them is read whole.
    """

    def __init__(self) -> None:
        self._budgets: dict[int, _Budget] = {}

    def allows(self, notification: Notification) -> bool:
        """Say whether a notification lies within what its characteristic may send; then it is counted."""
        rate = _PLAUSIBLE_BYTES_PER_S.get(notification.characteristic, _PLAUSIBLE_ELSEWHERE_BYTES_PER_S)
        # One budget for all characteristics that are not named: their number has no bound.
        budget = self._budgets.setdefault(rate, _Budget(rate * FLOOD_FACTOR))
        return budget.spend(len(notification.data) + _OVERHEAD_BYTES, notification.time_ns)


class _Budget:
    """Bytes that may come, refilled as time goes by; in whole numbers, so that nothing is rounded."""

    def __init__(self, bytes_per_s: int) -> None:
        self._bytes_per_s = bytes_per_s
        self._most = self._left = bytes_per_s * _SAVED_S * _NS
        self._time_ns: int | None = None

    def spend(self, size_bytes: int, time_ns: int) -> bool:
        if self._time_ns is not None and time_ns > self._time_ns:
            self._left = min(self._most, self._left + (time_ns - self._time_ns) * self._bytes_per_s)
        self._time_ns = time_ns
        if size_bytes * _NS > self._left:
            return False
        self._left -= size_bytes * _NS
        return True


class Repeats:
    """Recognises notifications that were delivered twice.

    Where the beats of several seconds come at once, after a silence, two of them may well be equal. There
    a notification counts as repeated only if the one before it was repeated too.
    """

    def __init__(self) -> None:
        self._latest: dict[str, _Latest] = {}

    def is_repeat(self, notification: Notification) -> bool:
        """Say whether this is the notification before it once more."""
        latest = self._latest.get(notification.characteristic)
        time_ns, data = notification.time_ns, notification.data
        near = latest is not None and abs(time_ns - latest.time_ns) <= REPEAT_NS
        if latest is not None and near and data == latest.data:
            repeated = not latest.in_burst or notification.characteristic != HEART_RATE_MEASUREMENT
            latest.was_repeated = True
            if repeated:
                return True
        if latest is None and len(self._latest) >= _MOST_CHARACTERISTICS:
            return False
        late = latest is not None and time_ns - latest.time_ns > _LATE_NS
        in_burst = latest is not None and (near or late) and not latest.was_repeated
        self._latest[notification.characteristic] = _Latest(time_ns, data, in_burst=in_burst)
        return False


class _Latest:
    """The last notification of a characteristic that counted, and whether it came close behind another."""

    __slots__ = ("data", "in_burst", "time_ns", "was_repeated")

    def __init__(self, time_ns: int, data: bytes, *, in_burst: bool) -> None:
        self.time_ns = time_ns
        self.data = data
        self.in_burst = in_burst
        self.was_repeated = False


class Intake:
    """Says of each notification of one strap, in the order they came, whether it counts."""

    def __init__(self) -> None:
        self._allowance = Allowance()
        self._repeats = Repeats()

    def leaves_out(self, notification: Notification) -> LeftOutWhy | None:
        """Return why a notification does not count; None where it does."""
        if not self._allowance.allows(notification):
            return LeftOutWhy.FLOOD
        return LeftOutWhy.REPEATED if self._repeats.is_repeat(notification) else None

    def reconnect(self) -> None:
        """Forget what came over the connection before: what comes next is no late part of it."""
        self._repeats = Repeats()
