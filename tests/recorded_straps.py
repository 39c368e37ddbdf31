"""What a strap sent: real ones from recordings, and one that is right until a test makes it wrong."""

import csv
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

from devices.events import Contact, HeartRateMeasurement
from devices.straps.heart_rate_service import decode_heart_rate_measurement
from tests.laboratory import packets_from_rr_csv

TICKS_PER_MS = 1.024
Recorded = list[HeartRateMeasurement]


def heart_ms(beats: int, *, sd_ms: float = 20.0, mean_ms: float = 950.0) -> np.ndarray:
    """RR of a resting heart: a swing with the breath, and chance."""
    rng = np.random.default_rng(20261122)
    return mean_ms + 2.0 * sd_ms * np.sin(np.arange(beats) / 1.6) + rng.normal(0.0, sd_ms, beats)


def recorded(
    rr_ms: np.ndarray,
    *,
    ticks_per_ms: float = TICKS_PER_MS,
    lost: frozenset[int] = frozenset(),
    contact: Contact = Contact.NOT_SUPPORTED,
) -> Recorded:
    """A notification each second with the beats that ended in it, but for the lost ones."""
    ends_s = np.cumsum(rr_ms) / 1000.0
    measurements = []
    for second in range(1, int(ends_s[-1]) + 1):
        inside = np.flatnonzero((ends_s > second - 1) & (ends_s <= second))
        recent_ms = rr_ms[max(0, inside[-1] - 7) : inside[-1] + 1] if inside.size else rr_ms[:1]
        ticks = tuple(round(rr_ms[i] * ticks_per_ms) for i in inside if int(i) not in lost)
        rate_per_min = round(60_000.0 / float(recent_ms.mean()))
        measurements.append(HeartRateMeasurement(second * 10**9, rate_per_min, contact, None, ticks))
    return measurements


def from_csv(path: Path) -> Recorded:
    return [decode_heart_rate_measurement(round(p.time_s * 1e9), p.data) for p in packets_from_rr_csv(path)]


def h10_pvc(folder: Path) -> Recorded:
    """With the rates that the H10 itself sent."""
    with (folder / "h10_pvc" / "polar_rr.csv").open() as file:
        packets = [(t_s, list(rows)) for t_s, rows in groupby(csv.DictReader(file), lambda row: row["t_s"])]
    measurements, rate_per_min = [], 0
    for t_s, rows in packets:
        rate_per_min = next((int(float(row["hr"])) for row in rows if row["hr"]), rate_per_min)
        ticks = tuple(round(float(row["rr_ms"]) * TICKS_PER_MS) for row in rows)
        time_ns = round(float(t_s) * 1e9)
        measurements.append(HeartRateMeasurement(time_ns, rate_per_min, Contact.NOT_SUPPORTED, None, ticks))
    return measurements


def between(measurements: Recorded, first: int, last: int, **changes: object) -> Recorded:
    """The notifications numbered first to last − 1 changed."""
    return [
        replace(m, **changes) if first <= i < last else m  # type: ignore[arg-type]
        for i, m in enumerate(measurements)
    ]


def without(measurements: Recorded, first: int, last: int) -> Recorded:
    return measurements[:first] + measurements[last:]


GOOD = recorded(heart_ms(640))
"""Ten minutes and a little more."""
