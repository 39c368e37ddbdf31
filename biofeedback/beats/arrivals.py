"""Packets of RR intervals in order of arrival: which follow one another, and where beats are missing.

A late packet is not lost: if the intervals that arrive together account for the time, nothing is missing. A
live session, its replay and its analysis use the same code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.events import HeartRateMeasurement
from devices.straps.heart_rate_service import TICKS_PER_SECOND, rr_ms_from_ticks

GAP_S: Final = 3.0
"""If more time than this passes that no interval accounts for, beats are missing. A new chain of RR then
starts."""

LONGEST_RR_MS: Final = 3000.0
"""A longer interval is accepted only if that much time passed without a beat."""

_CATCHING_UP: Final = 0.5
"""Packets that follow one another within less than this share of the time they account for are late."""

_SETTLED_S: Final = 1.0
"""If no further packet arrives for this long, nothing more is on its way."""

_MOST_HELD: Final = 600
"""Largest number of packets that may arrive together: ten minutes of heart beats."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A time without beats, in seconds, that no interval accounts for."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Packet:
    """The intervals of one notification.

    Parameters
    ----------
    arrival_s : float
        When the notification was received.
    rr_ms : tuple of float
        Every interval in it, oldest first.
    packet_s : float
        The time that the intervals account for. Numbers that can't be intervals account for none.
    pause : Pause or None
        The pause before it.
    """

    arrival_s: float
    rr_ms: tuple[float, ...]
    packet_s: float
    pause: Pause | None = None


class Arrivals:
    """Takes packets as they come and returns them once it is known whether a pause lies before them."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._held: list[Packet] = []
        self._held_s = 0.0

    def add(self, arrival_s: float, rr_ms: tuple[float, ...]) -> list[Packet]:
        """Take a packet with intervals; return the decided packets, or none while more may be on the way."""
        given_up = self.settle(arrival_s)
        if self._held and not self._catches_up(arrival_s, rr_ms):
            given_up += self._give_up()
        packet = Packet(arrival_s, rr_ms, self._lasting_s(arrival_s, rr_ms))
        if self._last_s is None:
            self._last_s = arrival_s
            return [*given_up, packet]
        self._held.append(packet)
        self._held_s += packet.packet_s
        if arrival_s - self._last_s - self._held_s <= GAP_S:
            return given_up + self._release()
        return given_up

    def settle(self, now_s: float) -> list[Packet]:
        """Return the waiting packets once nothing more is on its way that could fill the time before them."""
        if self._held and now_s - self._held[-1].arrival_s > _SETTLED_S:
            return self._give_up()
        return []

    def finish(self) -> list[Packet]:
        """Return the waiting packets: no further packet will come to show whether beats are late or lost."""
        return self._release() if self._held else []

    def _catches_up(self, arrival_s: float, rr_ms: tuple[float, ...]) -> bool:
        packet_s = self._lasting_s(arrival_s, rr_ms)
        follows_s = arrival_s - self._held[-1].arrival_s
        return follows_s <= _CATCHING_UP * packet_s and len(self._held) < _MOST_HELD

    def _lasting_s(self, arrival_s: float, rr_ms: tuple[float, ...]) -> float:
        since_s = 0.0 if self._last_s is None else arrival_s - self._last_s
        return sum(one for one in rr_ms if is_interval(one, since_s=since_s)) / 1000.0

    def _give_up(self) -> list[Packet]:
        assert self._last_s is not None
        first, last = self._held[0], self._held[-1]
        pause = Pause(self._last_s, last.arrival_s - self._held_s)
        self._held[0] = Packet(first.arrival_s, first.rr_ms, first.packet_s, pause)
        return self._release()

    def _release(self) -> list[Packet]:
        released, self._held, self._held_s = self._held, [], 0.0
        self._last_s = released[-1].arrival_s
        return released


def is_interval(rr_ms: float, *, since_s: float) -> bool:
    """Return whether a number can be an interval between beats, given the time since the last packet."""
    return 0.0 < rr_ms <= max(LONGEST_RR_MS, 1000.0 * (since_s + _SETTLED_S))


@dataclass(frozen=True, slots=True)
class Accounted:
    """Measurements with the time that their intervals account for.

    Parameters
    ----------
    arrivals_s : ndarray, shape (n_measurements,)
        When each measurement arrived, never earlier than the one before it.
    packets_s : ndarray, shape (n_measurements,)
        How much time the intervals of each measurement account for.
    pauses : list of int
        Positions of the measurements that follow a pause.
    """

    arrivals_s: NDArray[np.float64]
    packets_s: NDArray[np.float64]
    pauses: list[int]


def accounted(measurements: Sequence[HeartRateMeasurement]) -> Accounted:
    """Return how much time the intervals account for, and where pauses lie."""
    arrivals_s = np.maximum.accumulate(np.array([m.time_ns for m in measurements]) / 1e9)
    packets_s = np.array([sum(m.rr_ticks) for m in measurements]) / TICKS_PER_SECOND
    with_beats = np.array([place for place, m in enumerate(measurements) if m.rr_ticks], dtype=int)
    unaccounted_s = np.diff(arrivals_s[with_beats]) - packets_s[with_beats[1:]]
    longest_ms = max((rr_ms_from_ticks(max(m.rr_ticks)) for m in measurements if m.rr_ticks), default=0.0)
    if longest_ms <= LONGEST_RR_MS and not (unaccounted_s > GAP_S).any():
        return Accounted(arrivals_s, packets_s, [])  # enough for good straps, in a twentieth of the time
    arrivals, packets = Arrivals(), list[Packet]()
    for place in with_beats:
        rr_ms = tuple(map(rr_ms_from_ticks, measurements[place].rr_ticks))
        packets += arrivals.add(float(arrivals_s[place]), rr_ms)
    packets += arrivals.finish()
    packets_s[with_beats] = [packet.packet_s for packet in packets]
    pauses = [
        int(place) for place, packet in zip(with_beats, packets, strict=True) if packet.pause is not None
    ]
    return Accounted(arrivals_s, packets_s, pauses)
