"""A recording of RR intervals as the 0x2A37 packets in which a strap would have sent it."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from devices.straps.heart_rate_service import TICKS_PER_SECOND, encode_heart_rate_measurement

MAX_RR_PER_PACKET: Final = 9
"""What fits beside flags and rate into an ATT MTU of 23."""

_AVERAGED_BEATS: Final = 8
"""Beats in the heart-rate byte: straps average over some seconds."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One notification to send.

    Parameters
    ----------
    time_s : float
        When, in seconds from the start of the recording.
    data : bytes
        The value of 0x2A37.
    """

    time_s: float
    data: bytes


def packets_from_rr_csv(path: Path) -> tuple[Packet, ...]:
    """Packets of a recording, one for each distinct arrival time.

    Parameters
    ----------
    path : Path
        A CSV file with the columns ``rr_ms`` and either ``arrival_s`` or ``t_s`` (then beats are sent at
        the end of the second in which they fell).
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = [(_arrival_s(row), float(row["rr_ms"])) for row in csv.DictReader(file)]
    return packets_from_rr(rows)


def packets_from_rr(arrivals: Iterable[tuple[float, float]]) -> tuple[Packet, ...]:
    """Packets from pairs (arrival_s, rr_ms), in order of arrival."""
    packets: list[Packet] = []
    past_ms: list[float] = []
    for arrival_s, group in groupby(arrivals, key=lambda pair: pair[0]):
        rr_ms = [pair[1] for pair in group]
        past_ms = (past_ms + rr_ms)[-_AVERAGED_BEATS:]
        packets.extend(_packets(arrival_s, rr_ms, _rate_per_min(past_ms)))
    return tuple(packets)


def _packets(arrival_s: float, rr_ms: Sequence[float], rate_per_min: int) -> Iterable[Packet]:
    ticks = tuple(round(rr * TICKS_PER_SECOND / 1000) for rr in rr_ms)
    for first in range(0, len(ticks), MAX_RR_PER_PACKET):
        part = ticks[first : first + MAX_RR_PER_PACKET]
        yield Packet(arrival_s, encode_heart_rate_measurement(heart_rate_per_min=rate_per_min, rr_ticks=part))


def _rate_per_min(rr_ms: Sequence[float]) -> int:
    return min(255, round(60_000 * len(rr_ms) / sum(rr_ms)))


def _arrival_s(row: dict[str, str]) -> float:
    arrival = row.get("arrival_s")
    return float(arrival) if arrival else float(math.ceil(float(row["t_s"])))
