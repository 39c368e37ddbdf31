"""A simulated chest strap: beats in, the very bytes of a real strap out."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from devices.heart_rate_service import TICKS_PER_SECOND, encode_heart_rate_measurement
from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification
from devices.simulated.heart import Beat
from devices.simulated.person import LungGuide, SimulatedPerson
from devices.simulated.traits import CALM, PersonTraits

_NS: Final = 1_000_000_000

_SHORTEST_PROCESSING_S: Final = 0.1
"""A strap needs more than one step of the model (50 ms) to see a beat."""

_FIRST_BATTERY_NS: Final = 200_000_000

_RATE_AVERAGE_S: Final = 5.0
"""Time constant of the averaged heart-rate byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapTraits:
    """What makes one strap differ from another.

    Parameters
    ----------
    rr_latency_s : float
        Median time from a beat to the arrival of its RR interval. Polar H10: 2.6 s, interquartile range
        2.2 to 2.8 s (Physiol. Meas. 46(8) 085001, 2025). Up to a second of it is the wait for the next
        notification.
    rr_latency_sd_s : float
        Standard deviation of the strap's own part of it, from beat to beat.
    notification_period_s : float
        Time between two notifications.
    connection_interval_s : float
        Grid of radio events, to the next of which a notification waits; 45 ms fits recorded H10 arrivals.
    host_jitter_s : float
        Typical delay inside the host after a radio event (half-normal).
    battery_percent : int
        Charge at the start; sent then, and again each time it has fallen by one.
    battery_percent_per_hour : float
        Discharge; 0.25 empties a full battery in 400 h.

    Raises
    ------
    ValueError
        If the latency is shorter than the waits that it contains, or the charge is no percentage.
    """

    rr_latency_s: float = 2.6
    rr_latency_sd_s: float = 0.05
    notification_period_s: float = 1.0
    connection_interval_s: float = 0.045
    host_jitter_s: float = 0.001
    battery_percent: int = 87
    battery_percent_per_hour: float = 0.25

    def __post_init__(self) -> None:
        if self.processing_s < _SHORTEST_PROCESSING_S:
            shortest_s = self.rr_latency_s - self.processing_s + _SHORTEST_PROCESSING_S
            raise ValueError(f"rr_latency_s {self.rr_latency_s} out of range: [{shortest_s}, …]")
        if not 0 <= self.battery_percent <= 100:
            raise ValueError(f"battery_percent {self.battery_percent} out of range: [0, 100]")
        if self.battery_percent_per_hour <= 0.0:
            raise ValueError(f"battery_percent_per_hour {self.battery_percent_per_hour} is not positive")

    @property
    def processing_s(self) -> float:
        """The strap's own part of the latency: what is left without the mean waits for sending."""
        return self.rr_latency_s - (self.notification_period_s + self.connection_interval_s) / 2.0


POLAR_H10: Final = StrapTraits()


@dataclass(frozen=True, slots=True)
class _Interval:
    ready_ns: int
    ticks: int


class SimulatedStrap:
    """A strap around the chest of a simulated person, without a clock of its own.

    Call `advance` as time goes by, or with one far time for a whole session at once: the notifications are
    the same, byte for byte and nanosecond for nanosecond.

    RR intervals are differences of beat times rounded to 1/1024 s, so rounding errors do not add up. Those
    that ended before the start are lost, as with a strap that was worn before the connection.

    Parameters
    ----------
    traits : PersonTraits
        Who wears it.
    seed : int
        Chance in person and strap.
    lung_guide : callable or None
        Guide to breathe with, see `SimulatedPerson`.
    start_ns : int
        When the strap was connected, on the host's monotonic clock.
    strap_traits : StrapTraits
        Which strap it is.
    """

    def __init__(
        self,
        traits: PersonTraits = CALM,
        *,
        seed: int = 0,
        lung_guide: LungGuide | None = None,
        start_ns: int = 0,
        strap_traits: StrapTraits = POLAR_H10,
    ) -> None:
        self.person = SimulatedPerson(traits, seed=seed, lung_guide=lung_guide, start_ns=start_ns)
        self._traits = strap_traits
        self._start_ns = start_ns
        self._sensor_random = Random(f"{seed}/sensor")
        self._radio_random = Random(f"{seed}/radio")
        self._last_tick: int | None = None
        self._last_ready_ns = self.person.beats[0].time_ns
        self._intervals: deque[_Interval] = deque()
        self._mean_rr_s = 60.0 / traits.heart_rate_per_min
        self._measure(self.person.beats)
        self._collect(start_ns - 1)
        self._battery_percent = strap_traits.battery_percent
        self._battery_ns = start_ns + _FIRST_BATTERY_NS
        self._due_ns = start_ns + round(
            self._radio_random.random() * strap_traits.notification_period_s * _NS
        )
        self._arrival_ns = self._arrival_of(self._due_ns)

    def advance(self, until_ns: int) -> list[Notification]:
        """Let time go on and return what arrived since the last call, in order.

        Parameters
        ----------
        until_ns : int
            Time on the clock of `start_ns`; a time that has passed gives an empty list.
        """
        self._measure(self.person.advance(until_ns))
        notifications = []
        while min(self._arrival_ns, self._battery_ns) <= until_ns:
            if self._battery_ns < self._arrival_ns:
                notifications.append(self._battery_level())
            else:
                notifications.append(self._heart_rate_measurement())
        return notifications

    def _measure(self, beats: Iterable[Beat]) -> None:
        for beat in beats:
            tick = round((beat.time_ns - self._start_ns) * TICKS_PER_SECOND / _NS)
            if self._last_tick is not None:
                self._intervals.append(_Interval(self._ready_ns(beat), tick - self._last_tick))
            self._last_tick = tick

    def _ready_ns(self, beat: Beat) -> int:
        processing_s = self._sensor_random.gauss(self._traits.processing_s, self._traits.rr_latency_sd_s)
        ready_ns = beat.time_ns + round(max(_SHORTEST_PROCESSING_S, processing_s) * _NS)
        self._last_ready_ns = max(self._last_ready_ns, ready_ns)
        return self._last_ready_ns

    def _collect(self, due_ns: int) -> tuple[int, ...]:
        rr_ticks = []
        while self._intervals and self._intervals[0].ready_ns <= due_ns:
            ticks = self._intervals.popleft().ticks
            rr_s = ticks / TICKS_PER_SECOND
            self._mean_rr_s += (rr_s - self._mean_rr_s) * min(1.0, rr_s / _RATE_AVERAGE_S)
            rr_ticks.append(ticks)
        return tuple(rr_ticks)

    def _heart_rate_measurement(self) -> Notification:
        rr_ticks = self._collect(self._due_ns)
        data = encode_heart_rate_measurement(
            heart_rate_per_min=round(60.0 / self._mean_rr_s), rr_ticks=rr_ticks
        )
        notification = Notification(self._arrival_ns, HEART_RATE_MEASUREMENT, data)
        self._due_ns += round(self._traits.notification_period_s * _NS)
        self._arrival_ns = max(self._arrival_ns + 1, self._arrival_of(self._due_ns))
        return notification

    def _arrival_of(self, due_ns: int) -> int:
        interval_ns = round(self._traits.connection_interval_s * _NS)
        radio_ns = self._start_ns + -(-(due_ns - self._start_ns) // interval_ns) * interval_ns
        host_s = abs(self._radio_random.gauss(0.0, self._traits.host_jitter_s))
        return radio_ns + round(host_s * _NS)

    def _battery_level(self) -> Notification:
        notification = Notification(self._battery_ns, BATTERY_LEVEL, bytes([self._battery_percent]))
        self._battery_percent = max(0, self._battery_percent - 1)
        self._battery_ns += round(_NS * 3600.0 / self._traits.battery_percent_per_hour)
        return notification
