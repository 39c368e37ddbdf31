"""When the second person breathes, and how full the lungs are at each moment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Exhale(StrEnum):
    """How air flows out."""

    STEADY = "steady"
    COSINE = "cosine"
    PASSIVE = "passive"


_PASSIVE_TIMES: Final = 3.5
"""Time constants within a passive exhale: 3 % of the breath are left at its end; the scaling takes them."""

_SHARE_SD: Final = 0.03
"""Relative standard deviation of the inhale's share from breath to breath."""

_DEPTH_SD: Final = 0.12


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody breathes.

    Parameters
    ----------
    rate_per_min : float
        Breaths per minute.
    exhale_to_inhale : float
        Duration of the flow out divided by that of the flow in; a rest is not counted here.
    exhale : Exhale
        Shape of the exhale.
    rest : float
        Share of the breath that is a rest after the flow out. In `Breath` it belongs to the exhale.
    length_sd : float
        Relative standard deviation of the length of a breath.
    holds_at_s, hold_s : tuple of float, float
        After the exhale that ends next after these times, the breath is held for so long.
    """

    rate_per_min: float = 6.0
    exhale_to_inhale: float = 2.0
    exhale: Exhale = Exhale.COSINE
    rest: float = 0.0
    length_sd: float = 0.04
    holds_at_s: tuple[float, ...] = ()
    hold_s: float = 0.0


class Breath(NamedTuple):
    """One true breath.

    Parameters
    ----------
    inhale_s, exhale_s, flow_ends_s, next_inhale_s : float
        When air begins to flow in, begins to flow out, and stops; and when the next breath begins.
    depth : float
        1 is usual.
    held : bool
        Whether the breath was held after this exhale.
    """

    inhale_s: float
    exhale_s: float
    flow_ends_s: float
    next_inhale_s: float
    depth: float
    held: bool

    @property
    def inhale_share(self) -> float:
        """Ti/Ttot; a rest counts as exhale."""
        return (self.exhale_s - self.inhale_s) / (self.next_inhale_s - self.inhale_s)


def breathe(habit: Habit, length_s: float, rng: np.random.Generator) -> list[Breath]:
    """Return the breaths of a time from 0 to `length_s`, the last one whole."""
    breaths: list[Breath] = []
    holds = list(habit.holds_at_s)
    now_s = 0.0
    share = (1.0 - habit.rest) / (1.0 + habit.exhale_to_inhale)
    while now_s < length_s:
        period_s = 60.0 / habit.rate_per_min * float(np.exp(habit.length_sd * rng.standard_normal()))
        inhale_s = period_s * share * float(np.exp(_SHARE_SD * rng.standard_normal()))
        rest_s = period_s * habit.rest * float(np.exp(0.2 * rng.standard_normal()))
        turn_s, flow_ends_s = now_s + inhale_s, now_s + period_s - rest_s
        held = bool(holds) and flow_ends_s > holds[0]
        if held:
            holds.pop(0)
        end_s = flow_ends_s + (habit.hold_s if held else rest_s)
        depth = float(np.clip(1.0 + _DEPTH_SD * rng.standard_normal(), 0.6, 1.6))
        breaths.append(Breath(now_s, turn_s, flow_ends_s, end_s, depth, held))
        now_s = end_s
    return breaths


def lung_volume(time_s: Floats, breaths: list[Breath], exhale: Exhale) -> Floats:
    """Return how full the lungs are: 0 empty, 1 a usual breath."""
    begins_s = np.array([one.inhale_s for one in breaths])
    row = np.clip(np.searchsorted(begins_s, time_s, side="right") - 1, 0, len(breaths) - 1)
    inhale_s, exhale_s, flow_ends_s, _, depth, _ = np.array(breaths, dtype=np.float64).T[:, row]
    filled = np.clip((time_s - inhale_s) / (exhale_s - inhale_s), 0.0, 1.0)
    emptied = np.clip((time_s - exhale_s) / (flow_ends_s - exhale_s), 0.0, 1.0)
    volume: Floats = depth * np.where(
        time_s < exhale_s, 0.5 - 0.5 * np.cos(np.pi * filled), 1.0 - _outflow(emptied, exhale)
    )
    return volume


def _outflow(emptied: Floats, exhale: Exhale) -> Floats:
    """Return the share of a breath that is out by a share of the time."""
    if exhale is Exhale.STEADY:
        return emptied
    if exhale is Exhale.COSINE:
        shape: Floats = 0.5 - 0.5 * np.cos(np.pi * emptied)
        return shape
    left = np.exp(-_PASSIVE_TIMES)
    passive: Floats = (1.0 - np.exp(-_PASSIVE_TIMES * emptied)) / (1.0 - left)
    return passive


def breath_angle(time_s: Floats, breaths: list[Breath], exhale: Exhale) -> Floats:
    """Return the angle in the breath in radians, 0 where the fundamental of the lung volume peaks."""
    begins_s = np.array([one.inhale_s for one in breaths])
    row = np.clip(np.searchsorted(begins_s, time_s, side="right") - 1, 0, len(breaths) - 1)
    # A hold is no part of the breath's wave: the heart goes on to the end of the flow and waits there.
    ends_s = np.array([one.flow_ends_s if one.held else one.next_inhale_s for one in breaths])
    peaks = np.array([_peak(one, exhale) for one in breaths])
    lengths_s = ends_s - begins_s
    along = np.clip((time_s - begins_s[row]) / lengths_s[row], 0.0, 1.0)
    angle: Floats = 2.0 * np.pi * along - peaks[row]
    return angle


def _peak(breath: Breath, exhale: Exhale) -> float:
    end_s = breath.flow_ends_s if breath.held else breath.next_inhale_s
    along = (np.arange(64) + 0.5) / 64
    moments_s = breath.inhale_s + along * (end_s - breath.inhale_s)
    volume = lung_volume(moments_s, [breath], exhale)
    return float(-np.angle(volume @ np.exp(-2j * np.pi * along)))
