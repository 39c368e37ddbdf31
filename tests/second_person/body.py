"""The second person as a strap sees them: acceleration of the chest, beats, and perhaps an ECG."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tests.second_person.breaths import Breath, Floats, Habit, breathe, lung_volume
from tests.second_person.heart import Heart, beats_s

CHEST_HZ: Final = 100.0
ECG_HZ: Final = 130.0
CHEST_LAG_S: Final = 0.1
"""The chest follows the lungs."""

_NOISE_MG: Final = 1.8
"""Of each sample, at 100 Hz."""

_DRIFT_KEEPS_S: Final = 25.0
_RECOIL_MG: Final = 3.0


@dataclass(frozen=True, slots=True)
class Chest:
    """How far breathing, posture and swaying move the strap.

    Parameters
    ----------
    breath_mg : float
        How far a usual breath tips the strap.
    drift : float
        Standard deviation of the wandering posture, as a share of a breath, on each axis.
    sway_mg, sway_per_min : float
        Amplitude and rate at which the body rocks.
    """

    breath_mg: float = 30.0
    drift: float = 1.0 / 6.0
    sway_mg: float = 0.0
    sway_per_min: float = 19.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and how long they are recorded."""

    habit: Habit = field(default_factory=Habit)
    heart: Heart = field(default_factory=Heart)
    chest: Chest = field(default_factory=Chest)
    length_s: float = 300.0
    with_ecg: bool = False


@dataclass(frozen=True, slots=True)
class Worn:
    """What a strap would have sent, and the truth.

    Parameters
    ----------
    breaths : list of Breath
        The true breaths.
    time_s, acceleration_mg : array
        Shape ``(n,)`` and ``(n, 3)``.
    beats_s : array
        Shape ``(m,)``.
    ecg_time_s, ecg_uv : array
        Shape ``(k,)`` each; empty without an ECG.
    """

    breaths: list[Breath]
    time_s: Floats
    acceleration_mg: Floats
    beats_s: Floats
    ecg_time_s: Floats
    ecg_uv: Floats


def wear(person: Person, seed: int) -> Worn:
    """Let a person wear a strap; the same seed gives the same recording."""
    rng = np.random.default_rng((20261130, seed))
    breaths = breathe(person.habit, person.length_s + 10.0, rng)
    times_s = beats_s(person.heart, breaths, person.habit.exhale, person.length_s, rng)
    time_s = np.arange(0.0, person.length_s, 1.0 / CHEST_HZ)
    acceleration_mg = _acceleration_mg(person, time_s, breaths, times_s, rng)
    ecg_time_s = np.arange(0.0, person.length_s if person.with_ecg else 0.0, 1.0 / ECG_HZ)
    volume = lung_volume(ecg_time_s, breaths, person.habit.exhale) if ecg_time_s.size else ecg_time_s
    ecg_uv = _ecg_uv(ecg_time_s, times_s, volume, rng)
    return Worn(breaths, time_s, acceleration_mg, times_s, ecg_time_s, ecg_uv)


def _acceleration_mg(
    person: Person, time_s: Floats, breaths: list[Breath], times_s: Floats, rng: np.random.Generator
) -> Floats:
    chest = person.chest
    upright = np.array([0.0, -960.0, -280.0]) + 20.0 * rng.standard_normal(3)
    # Either end of the axis may be the full chest: no sensor's axis tells which.
    tips = _direction(np.array([0.15, 0.3, 1.0]), 0.25, rng) * rng.choice([-1.0, 1.0])
    rocks = _direction(rng.standard_normal(3), 0.0, rng)
    volume = lung_volume(time_s - CHEST_LAG_S, breaths, person.habit.exhale)
    moved = chest.breath_mg * volume[:, np.newaxis] * tips
    drift = chest.drift * chest.breath_mg * _drift(time_s.size, rng)
    turns = np.cumsum(2.0 * np.pi * chest.sway_per_min / 60.0 / CHEST_HZ * np.ones(time_s.size))
    turns += 0.15 * np.cumsum(rng.standard_normal(time_s.size)) / np.sqrt(CHEST_HZ)
    sway = chest.sway_mg * np.sin(turns)[:, np.newaxis] * rocks
    recoil = _RECOIL_MG * _recoil(time_s, times_s)[:, np.newaxis] * _direction(upright, 0.3, rng)
    noise = _NOISE_MG * rng.standard_normal((time_s.size, 3))
    acceleration: Floats = upright + moved + drift + sway + recoil + noise
    return acceleration


def _direction(about: Floats, scatter: float, rng: np.random.Generator) -> Floats:
    chosen = about / np.linalg.norm(about) + scatter * rng.standard_normal(3)
    direction: Floats = chosen / np.linalg.norm(chosen)
    return direction


def _drift(size: int, rng: np.random.Generator) -> Floats:
    """Return a posture that wanders, of variance 1 on each of three axes."""
    stride = round(CHEST_HZ / 5.0)
    count = size // stride + 2
    keep = np.exp(-1.0 / (5.0 * _DRIFT_KEEPS_S))
    states = np.empty((count, 3))
    states[0] = rng.standard_normal(3)
    for row in range(1, count):
        states[row] = keep * states[row - 1] + np.sqrt(1.0 - keep**2) * rng.standard_normal(3)
    places = np.arange(size) / stride
    return np.column_stack([np.interp(places, np.arange(count), axis) for axis in states.T])


def _recoil(time_s: Floats, times_s: Floats) -> Floats:
    last = np.searchsorted(times_s, time_s, side="right") - 1
    since_s = time_s - times_s[np.maximum(last, 0)] - 0.08
    ringing: Floats = np.where(
        (last >= 0) & (since_s > 0.0), np.exp(-since_s / 0.08) * np.sin(2.0 * np.pi * 7.0 * since_s), 0.0
    )
    return ringing


def _ecg_uv(time_s: Floats, times_s: Floats, volume: Floats, rng: np.random.Generator) -> Floats:
    """Return an ECG whose complexes change with the lung volume, in a direction of the person's own."""
    if not time_s.size:
        return np.empty(0)
    ecg_uv = 12.0 * rng.standard_normal(time_s.size)
    grows, tilts = 0.10 * rng.choice([-1.0, 1.0]), 0.06 * rng.standard_normal()
    waves = ((-0.17, 0.025, 80.0), (-0.03, 0.010, -90.0), (0.0, 0.011, 1000.0), (0.03, 0.011, -200.0))
    for beat_s in times_s:
        first, end = np.searchsorted(time_s, [beat_s - 0.3, beat_s + 0.45])
        around_s = time_s[first:end] - beat_s
        full = float(np.interp(beat_s, time_s, volume))
        for place_s, width_s, height_uv in waves:
            size = 1.0 + full * (grows + (tilts if place_s > 0.0 else 0.0))
            ecg_uv[first:end] += height_uv * size * np.exp(-0.5 * ((around_s - place_s) / width_s) ** 2)
        ecg_uv[first:end] += 220.0 * np.exp(-0.5 * ((around_s - 0.28) / 0.05) ** 2)
    return ecg_uv
