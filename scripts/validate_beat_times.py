"""Beat times rebuilt from RR intervals and their arrival, beside an ECG.

    BIOFEEDBACK_DATA=FOLDER python scripts/validate_beat_times.py

A Polar H10 beside its own ECG (`h10_pvc`), and two ear clips and an armband beside a laboratory ECG
(`rr_multi_paced6`), whose clocks lag behind it by an unknown constant. That constant, which is removed, is
the one at which the intervals agree best; it wanders in these devices, and a beat is compared with the
nearest.
"""

import csv
import os
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import BeatClock

Times = NDArray[np.float64]

_LAGS_S: Final = np.arange(-5.0, 20.0, 0.02)
_SAME_BEAT_MS: Final = 50.0
"""Intervals of the same beat differ by less, on devices that are right; others are left out."""


def main() -> None:
    folder = Path(os.environ["BIOFEEDBACK_DATA"])
    print("| recording | intervals | compared | lag s | median ms | 95 % ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(_row("h10_pvc, Polar H10", *_h10(folder / "h10_pvc")))
    several = folder / "rr_multi_paced6"
    true_s, true_ms = _columns(several / "rr.csv", "t_s", "rr_ms")
    for name, device in (("rhythm", "armband"), ("kyto", "ear clip"), ("heartmath", "ear clip")):
        time_s, rr_ms = _rebuilt(several / f"{name}_rr.csv", "arrival_s")
        late_s = _lateness_s(time_s, rr_ms, true_s, true_ms)
        print(_row(f"rr_multi_paced6, {name} ({device})", time_s.size, late_s))


def _row(name: str, intervals: int, late_s: Times) -> str:
    lag_s = float(np.median(late_s))
    error_ms = 1000.0 * np.abs(late_s - lag_s)
    median_ms, most_ms = np.percentile(error_ms, [50, 95])
    return f"| {name} | {intervals} | {late_s.size} | {lag_s:.2f} | {median_ms:.1f} | {most_ms:.1f} |"


def _h10(folder: Path) -> tuple[int, Times]:
    time_s, _ = _rebuilt(folder / "polar_rr.csv", "t_s")
    beat_s, _ = _columns(folder / "beats.csv", "t_s", "rr_ms")
    (row,) = _columns(folder / "polar_rr.csv", "beat_row")
    known = row >= 0
    return time_s.size, time_s[known] - beat_s[row[known].astype(int)]


def _rebuilt(path: Path, arrival: str) -> tuple[Times, Times]:
    arrival_s, rr_ms = _columns(path, arrival, "rr_ms")
    clock = BeatClock(keep_s=float("inf"))
    for packet_s, rows in groupby(zip(arrival_s, rr_ms, strict=True), key=lambda row: row[0]):
        clock.add(float(packet_s), tuple(float(interval_ms) for _, interval_ms in rows))
    return np.array([beat.time_s for beat in clock.beats]), np.array([beat.rr_ms for beat in clock.beats])


def _lateness_s(time_s: Times, rr_ms: Times, true_s: Times, true_ms: Times) -> Times:
    """How late each beat is that the laboratory's ECG has too, at the lag where the intervals agree best."""

    def matched(lag_s: float) -> tuple[Times, Times]:
        inside = (time_s - lag_s > true_s[0]) & (time_s - lag_s < true_s[-1])
        nearest = np.clip(np.searchsorted(true_s, time_s[inside] - lag_s), 1, true_s.size - 1)
        before = time_s[inside] - lag_s - true_s[nearest - 1] < true_s[nearest] - (time_s[inside] - lag_s)
        nearest = nearest - before
        return time_s[inside] - true_s[nearest], np.abs(rr_ms[inside] - true_ms[nearest])

    lag_s = min(_LAGS_S, key=lambda one: float(np.median(matched(one)[1])))
    late_s, difference_ms = matched(float(lag_s))
    return late_s[difference_ms < _SAME_BEAT_MS]


def _columns(path: Path, *names: str) -> tuple[Times, ...]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(row[name] or "nan") for row in rows]) for name in names)


if __name__ == "__main__":
    main()
