"""Figures of a chest's acceleration and ECG, recorded and simulated, for `calibrate_simulation.py`."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import LungGuide
from devices.simulated.scenario import load_scenario
from devices.simulated.strap.strap import SimulatedStrap
from devices.simulated.strap.strap_traits import POLAR_H10
from devices.straps.decoder import decode
from devices.streams import AccelerationFrame, EcgFrame, Measurement

Floats = npt.NDArray[np.float64]

_STILL = {"shifts_per_hour": 0.0, "movements_per_hour": 0.0}
_PHASES = 64
_BIN_S = 1.0 / 520.0
_AROUND_S = (-0.3, 0.5)


@dataclass(frozen=True, slots=True)
class Chest:
    """Acceleration of a chest, shape ``(n, 3)``, with the onsets of its breaths, shape ``(n, 2)``."""

    rate_hz: float
    acceleration_mg: Floats
    breaths_s: Floats


def print_chest(data: Path) -> None:
    """Print what breathing and heart do to an accelerometer."""
    print("\n| chest | breath mg | H2/H1 | H3/H1 | turn | on main axis | drift | 4–20 Hz mg | floor mg/√Hz |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in sorted(data.glob("acc_paced_pos1_*")):
        _print_row(folder.name, [_chest_figures(_recorded_chest(folder))])
    for name, seconds, ratio in (
        ("6/min 4:6", 10.0, 1.5),
        ("10/min 4:6", 6.0, 1.5),
        ("5/min 1:2", 12.0, 2.0),
    ):
        chests = [_simulated_chest(seed, seconds, ratio) for seed in range(1, 9)]
        _print_row(f"calm, guide {name}", [_chest_figures(chest) for chest in chests])


def print_ecg(data: Path) -> None:
    """Print the shape of normal and premature beats."""
    print("\n| beats | R µV | R width ms | S/R | T/R | P/R | QRS ms | noise µV |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, figures in [*_recorded_beats(data / "h10_pvc"), *_simulated_beats()]:
        print(f"| {name} | " + " | ".join(figures) + " |")


def _recorded_chest(folder: Path) -> Chest:
    signals = np.load(folder / "signals.npz")
    with (folder / "breaths.csv").open(newline="") as file:
        rows = [(float(r["inhale_onset_s"]), float(r["next_inhale_onset_s"])) for r in csv.DictReader(file)]
    return Chest(float(signals["acc_fs"]), signals["acc_mg"].astype(np.float64), np.array(rows))


def _simulated_chest(seed: int, period_s: float, exhale_to_inhale: float) -> Chest:
    calm = load_scenario("calm")
    scenario = replace(calm, posture=replace(calm.posture, **_STILL))
    guide = _guide(period_s, exhale_to_inhale)
    strap = SimulatedStrap.of(scenario, seed=seed, lung_guide=guide)
    strap.advance(30_000_000_000)
    strap.start_stream(Measurement.ACCELERATION, sample_rate_hz=200)
    events = [decode(notification) for notification in strap.advance(30_000_000_000 + round(12e9 * period_s))]
    frames = [event.acceleration_mg for event in events if isinstance(event, AccelerationFrame)]
    first_s = 30.0 - POLAR_H10.acceleration_latency_s
    onsets_s = [(b.inhale_ns / 1e9 - first_s, b.next_inhale_ns / 1e9 - first_s) for b in strap.person.breaths]
    acceleration_mg = np.concatenate([np.array(frame, dtype=np.float64) for frame in frames])
    end_s = len(acceleration_mg) / 200.0
    return Chest(
        200.0, acceleration_mg, np.array([pair for pair in onsets_s if pair[0] > 0 and pair[1] < end_s])
    )


def _guide(period_s: float, exhale_to_inhale: float) -> LungGuide:
    inhale_s = period_s / (1.0 + exhale_to_inhale)

    def lung_position(time_s: float) -> float:
        phase_s = time_s % period_s
        if phase_s < inhale_s:
            return 0.5 - 0.5 * math.cos(math.pi * phase_s / inhale_s)
        return 0.5 + 0.5 * math.cos(math.pi * (phase_s - inhale_s) / (period_s - inhale_s))

    return lung_position


def _chest_figures(chest: Chest) -> tuple[float, ...]:
    time_s = np.arange(len(chest.acceleration_mg)) / chest.rate_hz
    inside = (time_s >= chest.breaths_s[0, 0]) & (time_s < chest.breaths_s[-1, 1])
    moved_mg = chest.acceleration_mg[inside] - chest.acceleration_mg[inside].mean(axis=0)
    width = round(0.25 * chest.rate_hz)
    slow_mg = np.column_stack([np.convolve(axis, np.ones(width) / width, "same") for axis in moved_mg.T])
    _, sizes, directions = np.linalg.svd(slow_mg, full_matrices=False)
    breaths_mg = _folded(time_s[inside], slow_mg @ directions[0], chest.breaths_s)
    breath_mg = breaths_mg.mean(axis=0)
    harmonics = np.abs(np.fft.rfft(breath_mg))
    depth_mg = float(np.median(np.ptp(breaths_mg, axis=1)))
    density = np.abs(np.fft.rfft(moved_mg, axis=0)) ** 2 * 2.0 / len(moved_mg) / chest.rate_hz
    hz = np.fft.rfftfreq(len(moved_mg), 1.0 / chest.rate_hz)
    return (
        depth_mg,
        harmonics[2] / harmonics[1],
        harmonics[3] / harmonics[1],
        float(np.abs(breath_mg - breath_mg[0]).argmax()) / _PHASES,
        float(sizes[0] ** 2 / np.sum(sizes**2)),
        float(np.median(np.abs(np.diff(breaths_mg.mean(axis=1))))) / depth_mg,
        math.sqrt(float(density[(hz > 4.0) & (hz < 20.0)].mean(axis=0).sum() * 16.0)),
        math.sqrt(float(np.median(density[(hz > 30.0) & (hz < 90.0)], axis=0).mean())),
    )


def _folded(time_s: Floats, signal: Floats, breaths_s: Floats) -> Floats:
    shares = np.arange(_PHASES) / _PHASES
    return np.array([np.interp(begin + (end - begin) * shares, time_s, signal) for begin, end in breaths_s])


def _print_row(name: str, rows: Sequence[tuple[float, ...]]) -> None:
    columns = np.array(rows).T
    forms = (".0f", ".2f", ".2f", ".2f", ".2f", ".2f", ".1f", ".2f")
    cells = [
        f"{np.median(column):{form}}"
        + (f" ({column.min():{form}}–{column.max():{form}})" if len(column) > 1 else "")
        for column, form in zip(columns, forms, strict=True)
    ]
    print(f"| {name} | " + " | ".join(cells) + " |")


def _recorded_beats(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    signals = np.load(folder / "signals.npz")
    with (folder / "beats.csv").open(newline="") as file:
        rows = [(row["sym"], float(row["t_s"])) for row in csv.DictReader(file)]
    return [
        (f"h10_pvc, {name}", _ecg_figures(signals["t_s"], signals["ecg"].astype(np.float64), times_s))
        for name, symbol in (("normal", "N"), ("premature", "V"))
        if (times_s := np.array([time_s for kind, time_s in rows if kind == symbol])).size
    ]


def _simulated_beats() -> list[tuple[str, tuple[str, ...]]]:
    strap = SimulatedStrap.of(load_scenario("ectopic"), seed=1)
    strap.start_stream(Measurement.ECG, sample_rate_hz=130)
    frames = [event for one in strap.advance(600_000_000_000) if isinstance(event := decode(one), EcgFrame)]
    first_ns = strap.strap_clock_ns(0)
    time_s = np.concatenate(
        [(f.device_time_ns - first_ns) / 1e9 + np.arange(1 - len(f.ecg_uv), 1) / 130.0 for f in frames]
    )
    ecg_uv = np.concatenate([np.array(frame.ecg_uv, dtype=np.float64) for frame in frames])
    return [
        (
            f"simulated, {name}",
            _ecg_figures(
                time_s, ecg_uv, np.array([b.time_ns / 1e9 for b in strap.person.beats if b.kind is kind])
            ),
        )
        for name, kind in (("normal", BeatKind.SINUS), ("premature", BeatKind.ECTOPIC))
    ]


def _ecg_figures(time_s: Floats, ecg_uv: Floats, beats_s: Floats) -> tuple[str, ...]:
    """Measure the median beat, put together from all of them at four times the sample rate."""
    places, values, unrest_uv = [], [], []
    for beat_s in beats_s:
        near = (time_s > beat_s + _AROUND_S[0]) & (time_s < beat_s + _AROUND_S[1])
        places.append(time_s[near] - beat_s)
        values.append(ecg_uv[near])
        if near.sum() > 80:
            unrest_uv.append(np.std(np.diff(ecg_uv[near][-10:])) / math.sqrt(2.0))
    bins = np.floor((np.concatenate(places) - _AROUND_S[0]) / _BIN_S).astype(int)
    whole = np.concatenate(values)
    beat_uv = np.array([np.median(whole[bins == one]) for one in range(bins.max() + 1)])
    after_s = _AROUND_S[0] + (np.arange(beat_uv.size) + 0.5) * _BIN_S
    beat_uv -= np.median(beat_uv)

    def extreme(low_s: float, high_s: float) -> float:
        part = beat_uv[(after_s > low_s) & (after_s < high_s)]
        return float(part[np.abs(part).argmax()])

    top = int(np.argmax(np.where(np.abs(after_s) < 0.06, beat_uv, -np.inf)))
    height_uv = beat_uv[top]
    above = (beat_uv > height_uv / 2.0) & (np.abs(after_s - after_s[top]) < 0.1)
    wide = (np.abs(beat_uv) > 0.2 * height_uv) & (after_s > -0.08) & (after_s < 0.15)
    return (
        f"{height_uv:.0f}",
        f"{1000.0 * above.sum() * _BIN_S:.0f}",
        f"{beat_uv[(after_s > 0.0) & (after_s < 0.12)].min() / height_uv:.2f}",
        f"{extreme(0.18, 0.4) / height_uv:.2f}",
        f"{extreme(-0.2, -0.08) / height_uv:.2f}",
        f"{1000.0 * wide.sum() * _BIN_S:.0f}",
        f"{np.percentile(unrest_uv, 20):.1f}",
    )
