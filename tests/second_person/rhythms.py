"""RR intervals of other rhythms than a slow sinus one, with the truth beside them."""

from typing import Final, NamedTuple

import numpy as np

from tests.second_person.breaths import Floats, Habit, breathe
from tests.second_person.heart import Heart, beats_s

TICKS_PER_S: Final = 1024.0


class Rhythm(NamedTuple):
    """Intervals in ms, and whether both beats of each are the sinus node's own.

    Parameters
    ----------
    rr_ms : array
        Shape ``(n,)``, in whole 1/1024 s.
    normal : array of bool
        Shape ``(n,)``.
    """

    rr_ms: Floats
    normal: np.ndarray


def sinus(
    rate_per_min: float, breaths_per_min: float, swing_ms: float, seed: int, *, length_s: float = 600.0
) -> Rhythm:
    """Return a regular rhythm that swings by so many ms with each breath, as in children and athletes."""
    rng = np.random.default_rng((71, seed))
    habit = Habit(rate_per_min=breaths_per_min, exhale_to_inhale=1.4, length_sd=0.06)
    usual_ms = 60_000.0 / rate_per_min
    half_ms = 0.5 * swing_ms
    rsa_per_min = 60_000.0 / (usual_ms - half_ms) - 60_000.0 / (usual_ms + half_ms)
    heart = Heart(rate_per_min, rsa_per_min, 20.0, 0.7, 1.0)
    breaths = breathe(habit, length_s + 10.0, rng)
    rr_ms = np.diff(beats_s(heart, breaths, habit.exhale, length_s, rng)) * 1000.0
    return _sent(rr_ms, np.ones(rr_ms.size, dtype=bool))


def fibrillation(rate_per_min: float, scatter: float, seed: int, *, count: int = 600) -> Rhythm:
    """Return intervals that hardly know each other: skewed, no shorter than a node lets through."""
    rng = np.random.default_rng((72, seed))
    usual_ms = 60_000.0 / rate_per_min
    shape = 1.0 / scatter**2
    drawn = rng.gamma(shape, usual_ms / shape, count)
    rr_ms = np.maximum(drawn, 320.0 + 30.0 * rng.standard_normal(count))
    return _sent(rr_ms, np.zeros(count, dtype=bool))


def flutter(seed: int, *, count: int = 600) -> Rhythm:
    """Return an atrium at 300 per minute of which two, three or four waves in a row bring one beat."""
    rng = np.random.default_rng((73, seed))
    blocks = np.array([2, 3, 4])
    waves: list[int] = []
    while len(waves) < count:
        waves.append(int(rng.choice(blocks, p=[0.35, 0.25, 0.40])))
    rr_ms = 200.0 * np.array(waves) + 12.0 * rng.standard_normal(count)
    return _sent(rr_ms, np.zeros(count, dtype=bool))


def early_beats(
    share: float, seed: int, *, in_row: int = 1, compensated: bool = True, count: int = 600
) -> Rhythm:
    """Return a sinus rhythm in which so many beats come early, alone or `in_row` together.

    Parameters
    ----------
    share : float
        Share of the sinus beats after which it happens.
    seed : int
        Chooses the person.
    in_row : int, optional
        Early beats in a row: 1, 2 for couplets, 3 or more for runs.
    compensated : bool, optional
        Whether a pause makes up for it, as after ventricular beats; otherwise the sinus node begins anew.
    count : int, optional
        Beats of the sinus rhythm.
    """
    rng = np.random.default_rng((74, seed))
    base = sinus(float(rng.uniform(55.0, 80.0)), float(rng.uniform(10.0, 16.0)), 50.0, seed, length_s=900.0)
    rr_ms: list[float] = []
    normal: list[bool] = []
    since = 0
    for interval_ms in base.rr_ms[:count]:
        since += 1
        if since > 1 and rng.random() < share:
            early = [interval_ms * float(rng.uniform(0.55, 0.82)) for _ in range(in_row)]
            pause_ms = 2.0 * interval_ms - early[0] if compensated else interval_ms * rng.uniform(1.02, 1.2)
            rr_ms += [*early, float(pause_ms)]
            normal += [False] * (in_row + 1)
            since = 0
        else:
            rr_ms.append(float(interval_ms))
            normal.append(True)
    return _sent(np.array(rr_ms), np.array(normal))


def atrial_with_pauses(seed: int, *, count: int = 900) -> Rhythm:
    """Return a rhythm of which most beats come early from the atria, with pauses of 2 to 3 s between."""
    rng = np.random.default_rng((75, seed))
    rr_ms = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.62:
            rr_ms.append(float(rng.uniform(420.0, 760.0)))
        elif kind < 0.92:
            rr_ms.append(float(rng.uniform(800.0, 1150.0)))
        else:
            rr_ms.append(float(rng.uniform(2000.0, 2900.0)))
    return _sent(np.array(rr_ms), np.zeros(count, dtype=bool))


def second_degree_block(seed: int, *, count: int = 600) -> Rhythm:
    """Return a sinus rhythm of which now and then one beat is not led on, so that an interval is doubled."""
    base = sinus(72.0, 14.0, 40.0, seed, length_s=900.0)
    rng = np.random.default_rng((76, seed))
    rr_ms = np.where(rng.random(count) < 0.12, 1.95, 1.0) * base.rr_ms[:count]
    return _sent(rr_ms, rr_ms < 1.5 * base.rr_ms[:count])


def _sent(rr_ms: Floats, normal: np.ndarray) -> Rhythm:
    return Rhythm(np.round(rr_ms * TICKS_PER_S / 1000.0) * 1000.0 / TICKS_PER_S, normal)
