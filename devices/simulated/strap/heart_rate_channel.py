"""Turns beats into heart-rate notifications: RR intervals in 1/1024 s and an averaged rate."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.person.heart import SimulatedBeat
from devices.simulated.strap.faults import StrapFaults
from devices.simulated.strap.radio import Radio
from devices.simulated.strap.strap_traits import SHORTEST_PROCESSING_S, StrapTraits
from devices.straps.heart_rate_service import TICKS_PER_SECOND, encode_heart_rate_measurement

_NS: Final = 1_000_000_000

_RATE_AVERAGE_S: Final = 5.0
"""Time constant of the averaged heart-rate byte."""


@dataclass(frozen=True, slots=True)
class _Interval:
    ready_ns: int
    ticks: int


class HeartRateChannel:
    """Produces the strap's heart-rate notifications.

    RR intervals are differences of beat times rounded to 1/1024 s, so rounding errors do not add up.
    Intervals that ended before the start are lost, as with a strap that was worn before the connection.

    Parameters
    ----------
    traits : StrapTraits
        Latency and timing.
    faults : StrapFaults
        Faults of the strap.
    beats : iterable of SimulatedBeat
        Beats that the strap detected before it was connected.
    mean_rr_s : float
        Initial value for the averaged rate.
    seed : int
        Random seed for sensor and radio.
    start_ns : int
        Time of connection.
    """

    def __init__(
        self,
        traits: StrapTraits,
        faults: StrapFaults,
        beats: Iterable[SimulatedBeat],
        *,
        mean_rr_s: float,
        seed: int,
        start_ns: int,
    ) -> None:
        self._traits = traits
        self._faults = faults
        self._start_ns = start_ns
        self._sensor_random = Random(f"{seed}/sensor")
        radio_random = Random(f"{seed}/radio")
        self._radio = Radio(traits, radio_random, start_ns=start_ns)
        self._last_tick: int | None = None
        self._last_ready_ns: int | None = None
        self._intervals: deque[_Interval] = deque()
        self._mean_rr_s = mean_rr_s
        self.take(beats)
        self._collect(start_ns - 1)
        self._due_ns = start_ns + round(radio_random.random() * traits.notification_period_s * _NS)
        self.next_ns = self._radio.arrival_ns(self._due_ns)

    def take(self, beats: Iterable[SimulatedBeat]) -> None:
        """Process new beats."""
        for beat in beats:
            tick = round((beat.time_ns - self._start_ns) * TICKS_PER_SECOND / _NS)
            if self._last_tick is not None:
                ready_ns = self._ready_ns(beat)
                seen = self._faults.seen(tick - self._last_tick)
                self._intervals.extend(_Interval(ready_ns, ticks) for ticks in seen)
            self._last_tick = tick

    def send(self) -> Notification:
        """Return the notification that arrives at `next_ns`."""
        rr_ticks = self._collect(self._due_ns)
        rate_per_min, contact, told = self._faults.told(self._due_ns, round(60.0 / self._mean_rr_s), rr_ticks)
        data = encode_heart_rate_measurement(heart_rate_per_min=rate_per_min, contact=contact, rr_ticks=told)
        notification = Notification(self.next_ns, HEART_RATE_MEASUREMENT, data)
        self._due_ns += round(self._traits.notification_period_s * _NS)
        self.next_ns = max(self.next_ns + 1, self._radio.arrival_ns(self._due_ns))
        return notification

    def _ready_ns(self, beat: SimulatedBeat) -> int:
        processing_s = self._sensor_random.gauss(self._traits.processing_s, self._traits.rr_latency_sd_s)
        ready_ns = beat.time_ns + round(max(SHORTEST_PROCESSING_S, processing_s) * _NS)
        self._last_ready_ns = ready_ns if self._last_ready_ns is None else max(self._last_ready_ns, ready_ns)
        return self._last_ready_ns

    def _collect(self, due_ns: int) -> tuple[int, ...]:
        rr_ticks = []
        while self._intervals and self._intervals[0].ready_ns <= due_ns:
            ticks = self._intervals.popleft().ticks
            rr_s = ticks / TICKS_PER_SECOND
            self._mean_rr_s += (rr_s - self._mean_rr_s) * min(1.0, rr_s / _RATE_AVERAGE_S)
            rr_ticks.append(ticks)
        return tuple(rr_ticks)
