"""Responses of a practice in which nothing changes, and of one in which they grow."""

from enum import StrEnum
from typing import Final

import numpy as np

from tests.second_person.breaths import Floats

MEAN_MS: Final = 120.0
SD_MS: Final = 24.0
"""A fifth of the mean, from breath to breath."""


class Variation(StrEnum):
    """How responses differ from breath to breath although nothing changes."""

    WHITE = "white"
    AUTOREGRESSIVE = "autoregressive"
    PINK = "pink"
    WANDER = "wander"


def responses_ms(kind: Variation, breaths: int, seed: int, *, growth: float = 0.0) -> Floats:
    """Return the response to each breath.

    Parameters
    ----------
    kind : Variation
        Of the noise.
    breaths : int
        How many, ten seconds each.
    seed : int
        Chooses the session.
    growth : float, optional
        Share of the mean by which it has grown from the middle of the session on.
    """
    rng = np.random.default_rng((81, seed))
    noise = _noise(kind, breaths, rng)
    level = np.where(np.arange(breaths) >= breaths // 2, 1.0 + growth, 1.0)
    values: Floats = np.maximum(MEAN_MS * level + SD_MS * noise, 5.0)
    return values


def _noise(kind: Variation, count: int, rng: np.random.Generator) -> Floats:
    white = rng.standard_normal(count)
    if kind is Variation.WHITE:
        return white
    if kind is Variation.AUTOREGRESSIVE:
        state, states = rng.standard_normal(), np.empty(count)
        for row in range(count):
            states[row] = state
            state = 0.8 * state + 0.6 * white[row]
        return states
    if kind is Variation.PINK:
        longer = 16 * count
        waves = np.fft.rfft(rng.standard_normal(longer))
        waves[1:] /= np.sqrt(np.arange(1, waves.size))
        waves[0] = 0.0
        pink: Floats = np.fft.irfft(waves, longer)
        first = int(rng.integers(0, longer - count))
        chosen: Floats = pink[first : first + count] / pink.std()
        return chosen
    # A slow wave of five to ten minutes, each with a length and a place of its own, beside what is white.
    period = rng.uniform(30.0, 60.0)
    wave = np.sqrt(2.0) * np.sin(2.0 * np.pi * (np.arange(count) / period + rng.random()))
    slow: Floats = np.sqrt(0.5) * wave + np.sqrt(0.5) * white
    return slow
