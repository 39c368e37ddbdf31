"""When the second person's heart beats while the sinus node sets the pace."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.second_person.breaths import Breath, Exhale, Floats, breath_angle

_GRID_HZ: Final = 50.0
_HARMONIC: Final = 0.15
"""Size of the second harmonic beside the fundamental: the heart does not swing as a pure sine."""

_EARLIER_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Heart:
    """How somebody's heart beats.

    Parameters
    ----------
    rate_per_min : float
        Mean heart rate.
    rsa_per_min : float
        How far the rate swings with a breath, lowest to highest, in beats per minute.
    behind_degrees : float
        How far the swing lags behind the lung volume, in degrees of a breath; negative where it leads.
    mayer_sd_per_min : float
        Standard deviation of the wave near 5.7 per minute (0.095 Hz) that is no breathing.
    wander_sd_per_min : float
        Standard deviation of the slow wandering of the rate.
    """

    rate_per_min: float = 65.0
    rsa_per_min: float = 8.0
    behind_degrees: float = -10.0
    mayer_sd_per_min: float = 0.7
    wander_sd_per_min: float = 1.0


def beats_s(
    heart: Heart, breaths: list[Breath], exhale: Exhale, length_s: float, rng: np.random.Generator
) -> Floats:
    """Return the times of the beats of a time from 0 to `length_s`."""
    time_s = np.arange(0.0, length_s + _EARLIER_S, 1.0 / _GRID_HZ)
    angle = breath_angle(time_s, breaths, exhale) - np.radians(heart.behind_degrees)
    begins_s = np.array([one.inhale_s for one in breaths])
    row = np.clip(np.searchsorted(begins_s, time_s, side="right") - 1, 0, len(breaths) - 1)
    depth = _smoothed(np.array([one.depth for one in breaths])[row], 2.0)
    swing = _smoothed(np.cos(angle) + _HARMONIC * np.cos(2.0 * angle), 0.3)
    rate = (
        heart.rate_per_min
        + 0.5 * heart.rsa_per_min * depth * swing
        + heart.mayer_sd_per_min * _resonance(time_s.size, 0.095, 20.0, rng)
        + heart.wander_sd_per_min * _resonance(time_s.size, 0.0, 60.0, rng)
    )
    counted = np.concatenate(([0.0], np.cumsum(np.maximum(rate[:-1], 20.0) / 60.0 / _GRID_HZ)))
    wanted = np.arange(0.5, counted[-1])
    found: Floats = np.interp(wanted, counted, time_s)
    return found[found <= length_s]


def _smoothed(values: Floats, width_s: float) -> Floats:
    window = np.hanning(round(width_s * _GRID_HZ) + 2)[1:-1]
    padded = np.pad(values, window.size, mode="edge")
    smooth: Floats = np.convolve(padded, window / window.sum(), "same")[window.size : -window.size]
    return smooth


def _resonance(size: int, frequency_hz: float, keeps_s: float, rng: np.random.Generator) -> Floats:
    """Return noise of variance 1 about one frequency that keeps its step for so long."""
    stride = round(_GRID_HZ / 5.0)
    count = size // stride + 2
    turn = np.exp((-1.0 / keeps_s + 2j * np.pi * frequency_hz) / 5.0)
    pushes = rng.standard_normal(count) + 1j * rng.standard_normal(count)
    pushes *= np.sqrt(1.0 - abs(turn) ** 2)
    state, states = complex(rng.standard_normal(), rng.standard_normal()), []
    for push in pushes:
        state = turn * state + push
        states.append(state.real)
    noise: Floats = np.interp(np.arange(size), stride * np.arange(count), states)
    return noise
