"""Chests whose breaths are known: recordings with counted breaths, and simulated ones.

Seeds from 1000 on were not used while the method was made.
"""

import csv
import gzip
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.beats import Beat, label_of
from devices.simulated.person.person import LungGuide
from devices.simulated.person.traits import CALM, ChestTraits, PersonTraits, PostureTraits
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.decoder import decode
from devices.streams import AccelerationFrame, Measurement

Floats = NDArray[np.float64]


DRIFT_OF_A_BREATH: Final = 0.2
"""Drift of posture, as a share of a breath: as in the simulated default (6 mg beside 31)."""


SETTLED_S: Final = 30.0


POSTURES: Final = {
    "sitting": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "strap inverted": ((-1, 0, 0), (0, -1, 0), (0, 0, 1)),
    "strap inside out": ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    "supine": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "on the side": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
}
"""How the sensor lies in the simulated chest: rows are its x, y and z."""


@dataclass(frozen=True)
class Recorded:
    """A recording with counted breaths."""

    name: str
    time_s: Floats
    acceleration_mg: Floats
    onsets_s: Floats
    windows: dict[float, float]


@dataclass(frozen=True)
class Chest:
    """A simulated chest: acceleration, beats, and the breaths that were really made, shape ``(n, 3)``."""

    time_s: Floats
    acceleration_mg: Floats
    beats: list[Beat]
    breaths_s: Floats
    talked_s: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Windows:
    """Windows of the rate beside the truth; NaN where there was no answer."""

    true_per_min: Floats
    found_per_min: Floats
    half_width_per_min: Floats

    @property
    def error_per_min(self) -> Floats:
        error = self.found_per_min - self.true_per_min
        return error[~np.isnan(error)]

    @property
    def answered(self) -> float:
        return self.error_per_min.size / max(1, self.true_per_min.size)

    @property
    def mean_error_per_min(self) -> float:
        return float(np.abs(self.error_per_min).mean()) if self.error_per_min.size else math.nan

    @property
    def within_one(self) -> float:
        return float((np.abs(self.error_per_min) <= 1.0).mean())

    @property
    def covered(self) -> float:
        half = self.half_width_per_min[~np.isnan(self.half_width_per_min)]
        return float((np.abs(self.error_per_min) <= half).mean())

    @property
    def width_per_min(self) -> float:
        return 2.0 * float(np.nanmedian(self.half_width_per_min))

    @classmethod
    def together(cls, parts: Sequence["Windows"]) -> "Windows":
        return cls(
            np.concatenate([one.true_per_min for one in parts]),
            np.concatenate([one.found_per_min for one in parts]),
            np.concatenate([one.half_width_per_min for one in parts]),
        )


def recordings(folder: Path) -> Iterator[Recorded]:
    """Yield the paced recordings."""
    for path in sorted(folder.glob("acc_paced_pos1_*")):
        signals = np.load(path / "signals.npz")
        acceleration_mg = signals["acc_mg"].astype(np.float64)
        rows = [
            (float(r["inhale_onset_s"]), float(r["next_inhale_onset_s"]))
            for r in read_rows(path / "breaths.csv")
        ]
        windows = {
            float(r["t0_s"]): float(r["brpm"]) for r in read_rows(path / "rate30.csv") if r["ok"] == "1"
        }
        time_s = np.arange(len(acceleration_mg)) / float(signals["acc_fs"])
        onsets_s = np.array([first for first, _ in rows] + [rows[-1][1]])
        yield Recorded(path.name, time_s, acceleration_mg, onsets_s, windows)


def guide(rate_per_min: float, exhale_to_inhale: float) -> LungGuide:
    """Return a guide of raised cosines."""
    period_s = 60.0 / rate_per_min
    inhale_s = period_s / (1.0 + exhale_to_inhale)

    def lung_position(time_s: float) -> float:
        within_s = time_s % period_s
        if within_s < inhale_s:
            return 0.5 - 0.5 * math.cos(math.pi * within_s / inhale_s)
        return 0.5 + 0.5 * math.cos(math.pi * (within_s - inhale_s) / (period_s - inhale_s))

    return lung_position


def simulated_chest(
    seed: int,
    *,
    minutes: float,
    breathing_mg: float,
    lung_guide: LungGuide | None = None,
    person: PersonTraits = CALM,
    drift_mg: float | None = None,
    sample_rate_hz: int = 100,
    **posture: float,
) -> Chest:
    """Simulate a chest with 2 mg of noise, still but for drift unless the posture says otherwise."""
    drift_mg = min(6.0, DRIFT_OF_A_BREATH * breathing_mg) if drift_mg is None else drift_mg
    still = {"shifts_per_hour": 0.0, "movements_per_hour": 0.0, "drift_mg": drift_mg}
    strap = SimulatedStrap(
        person,
        seed=seed,
        lung_guide=lung_guide,
        chest_traits=ChestTraits(breathing_mg=breathing_mg, acceleration_noise_mg=2.0),
        posture_traits=PostureTraits(**(still | posture)),
    )
    strap.start_stream(Measurement.ACCELERATION, sample_rate_hz=sample_rate_hz)
    events = map(decode, strap.advance(round(minutes * 60e9)))
    frames = [event for event in events if isinstance(event, AccelerationFrame)]
    start_ns, minute_ns = strap.strap_clock_ns(0), strap.strap_clock_ns(60_000_000_000)
    last_s = np.array([(frame.device_time_ns - start_ns) * 60.0 / (minute_ns - start_ns) for frame in frames])
    before_s = np.arange(len(frames[0].acceleration_mg) - 1, -1, -1) / sample_rate_hz
    beats_s = [beat.time_ns / 1e9 for beat in strap.person.beats]
    return Chest(
        (last_s[:, np.newaxis] - before_s).ravel(),
        np.concatenate([np.array(frame.acceleration_mg, dtype=np.float64) for frame in frames]),
        _beats(beats_s[1:], 1000.0 * np.diff(beats_s)),
        np.array([(b.inhale_ns, b.exhale_ns, b.next_inhale_ns) for b in strap.person.breaths]) / 1e9,
        strap.person.talked_s,
    )


def in_posture(chest: Chest, name: str) -> Chest:
    """Turn the sensor on a chest."""
    return replace(
        chest, acceleration_mg=chest.acceleration_mg @ np.array(POSTURES[name], dtype=np.float64).T
    )


def _beats(times_s: Sequence[float], rr_ms: Floats) -> list[Beat]:
    pairs = zip(times_s, rr_ms.tolist(), strict=True)
    return [Beat(time_s, one_ms, label_of(one_ms), adjacent=True) for time_s, one_ms in pairs if time_s > 0.0]


def true_per_min(onsets_s: Floats, begin_s: float, end_s: float) -> float:
    first, last = np.interp([begin_s, end_s], onsets_s, np.arange(onsets_s.size))
    return float(last - first) * 60.0 / (end_s - begin_s)


def read_rows(path: Path) -> list[dict[str, Any]]:
    if path.exists():
        return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with gzip.open(path.with_name(path.name + ".gz"), "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))
