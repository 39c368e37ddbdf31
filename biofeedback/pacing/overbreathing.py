"""Whether over-breathing shows: the heart quicker and its answer smaller than before, beyond their noise.

Breathing more than the body needs washes out carbon dioxide; the heart quickens and its swing with the breath
shrinks. Either alone has many causes, a thought or a movement among them. Both together, for a stretch of
breaths, are reason enough to go back to shorter breaths; they prove nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from devices.message import message

NOW_BREATHS: Final = 6
BETWEEN_BREATHS: Final = 14
BEFORE_BREATHS: Final = 14
"""What is compared: a minute with two or three that lie as long before it, since it grows over minutes."""

STRETCH: Final = 4
"""Breaths in a row after which it must have shown each time."""

LEAST_RATE_PER_MIN: Final = 2.5
LEAST_SHRINKING: Final = 0.2
"""Smaller changes are not told, however sure: heart beats a minute, and share of the response."""

_SURE: Final = 2.0
"""Standard errors."""

EASED: Final = message("plan.eased")


@dataclass(frozen=True, slots=True)
class BreathRecord:
    """What one breath showed.

    Parameters
    ----------
    heart_rate_per_min : float
        Mean over the breath.
    response_ms : float
        Swing of the intervals, above 0.
    """

    heart_rate_per_min: float
    response_ms: float


def overbreathing_shows(breaths: Sequence[BreathRecord]) -> bool:
    """Say whether over-breathing shows.

    Parameters
    ----------
    breaths : sequence of BreathRecord
        Since the practice began, or since the breaths were last made shorter; oldest first, without those
        that could not be judged.
    """
    needed = BEFORE_BREATHS + BETWEEN_BREATHS + NOW_BREATHS + STRETCH - 1
    if len(breaths) < needed:
        return False
    return all(_shows(breaths[: len(breaths) - k]) for k in range(STRETCH))


def _shows(breaths: Sequence[BreathRecord]) -> bool:
    now, ago = breaths[-NOW_BREATHS:], NOW_BREATHS + BETWEEN_BREATHS
    before = breaths[-ago - BEFORE_BREATHS : -ago]
    quicker = _Rise.of(*([one.heart_rate_per_min for one in part] for part in (before, now)))
    smaller = _Rise.of(*([-math.log(one.response_ms) for one in part] for part in (before, now)))
    return quicker.is_sure(LEAST_RATE_PER_MIN) and smaller.is_sure(-math.log(1.0 - LEAST_SHRINKING))


@dataclass(frozen=True, slots=True)
class _Rise:
    """How much a mean rose, and its standard error."""

    rise: float
    error: float

    @classmethod
    def of(cls, before: Sequence[float], now: Sequence[float]) -> "_Rise":
        """Compare means; the scatter is that of both about their own mean, with what neighbours share."""
        rest = [value - _mean(part) for part in (before, now) for value in part]
        variance = sum(value * value for value in rest) / (len(rest) - 2)
        shared = sum(a * b for a, b in pairwise(rest)) / max(sum(value * value for value in rest), 1e-12)
        related = min(max(shared, 0.0), 0.8)
        variance *= (1.0 + related) / (1.0 - related)
        return cls(_mean(now) - _mean(before), math.sqrt(variance * (1.0 / len(before) + 1.0 / len(now))))

    def is_sure(self, least: float) -> bool:
        """Whether it rose by at least so much, and by more than chance would."""
        return self.rise >= least and self.rise > _SURE * self.error


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
