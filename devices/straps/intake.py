"""Skips notifications of a strap that were delivered twice or are part of a flood.

The decision depends only on the notifications, so that a live session, its replay and its analysis skip the
same ones.
"""

from typing import Final

from devices.events import LeftOutWhy
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.protocols import PROTOCOLS

REPEAT_NS: Final = 50_000_000
"""Equal values within this time are one notification that the Bluetooth stack delivered twice, as BlueZ does
after some reconnections. A heart cannot beat twice within it."""

_LATE_NS: Final = 3_000_000_000
"""After a silence of this length, the beats of several seconds may arrive at once."""

_MOST_CHARACTERISTICS: Final = 64
"""Limit for files, which may name any number of characteristics; a strap has about a dozen."""

FLOOD_FACTOR: Final = 20
"""A strap is faulty if it sends this many times the plausible amount."""

_OVERHEAD_BYTES: Final = 6
"""Cost of a notification in addition to its value, so that a flood of empty ones is detected too."""

_PLAUSIBLE_BYTES_PER_S: Final = {
    # One notification per second with up to four intervals.
    HEART_RATE_MEASUREMENT: 16,
} | {name: most for one in PROTOCOLS for name, most in one.plausible_bytes_per_s.items()}
_PLAUSIBLE_ELSEWHERE_BYTES_PER_S: Final = 16

_SAVED_S: Final = 10
"""After a silence, a strap may send at once the amount for this time: five minutes of beats."""

_NS: Final = 1_000_000_000


class Allowance:
    """Distinguishes a flood from a plausible number of notifications.

    All allowed notifications would be allowed again without the others. A recording that contains only these
    is therefore read completely.
    """

    def __init__(self) -> None:
        self._budgets: dict[int, _Budget] = {}

    def allows(self, notification: Notification) -> bool:
        """Return whether a notification is within the limit of its characteristic; count it if so."""
        rate = _PLAUSIBLE_BYTES_PER_S.get(notification.characteristic, _PLAUSIBLE_ELSEWHERE_BYTES_PER_S)
        # One shared budget for all characteristics that are not listed: their number is unlimited.
        budget = self._budgets.setdefault(rate, _Budget(rate * FLOOD_FACTOR))
        return budget.spend(len(notification.data) + _OVERHEAD_BYTES, notification.time_ns)


class _Budget:
    """Number of bytes that may still arrive; grows with time, in integers to avoid rounding."""

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
    """Detects notifications that were delivered twice.

    When the beats of several seconds arrive at once after a silence, two of them may be equal. In this case
    a notification counts as repeated only if the one before it was repeated too.
    """

    def __init__(self) -> None:
        self._latest: dict[str, _Latest] = {}

    def is_repeat(self, notification: Notification) -> bool:
        """Return whether this notification repeats the previous one."""
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
    """The last accepted notification of a characteristic, and whether it came shortly after another."""

    __slots__ = ("data", "in_burst", "time_ns", "was_repeated")

    def __init__(self, time_ns: int, data: bytes, *, in_burst: bool) -> None:
        self.time_ns = time_ns
        self.data = data
        self.in_burst = in_burst
        self.was_repeated = False


class Intake:
    """Decides for each notification of one strap, in order of arrival, whether to skip it."""

    def __init__(self) -> None:
        self._allowance = Allowance()
        self._repeats = Repeats()

    def leaves_out(self, notification: Notification) -> LeftOutWhy | None:
        """Return why to skip a notification, or None to accept it."""
        if not self._allowance.allows(notification):
            return LeftOutWhy.FLOOD
        return LeftOutWhy.REPEATED if self._repeats.is_repeat(notification) else None

    def reconnect(self) -> None:
        """Forget the previous connection: the next notification is not a late part of it."""
        self._repeats = Repeats()
