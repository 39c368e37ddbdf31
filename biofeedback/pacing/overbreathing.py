"""Whether over-breathing shows: the heart is quicker and its response smaller, beyond their noise.

Breathing more than the body needs washes out carbon dioxide. The heart then quickens, and its swing with the
breath shrinks. Each sign alone has many causes, such as a thought or a movement. Both together, over several
breaths, are reason enough to go back to shorter breaths, but they prove nothing.
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
"""A minute is compared with two or three minutes that ended as long before it, because over-breathing grows
over minutes."""

STRETCH: Final = 4
"""Number of breaths in a row after which it must have shown each time."""

LEAST_RATE_PER_MIN: Final = 2.5
LEAST_SHRINKING: Final = 0.2
"""Smaller changes are not reported, however certain they are: heart beats a minute, and share of the
response."""

_SURE: Final = 2.0
"""Number of standard errors."""

EASED: Final = message("plan.eased")


@dataclass(frozen=True, slots=True)
class BreathRecord:
    """What one breath showed.

    Parameters
    ----------
    heart_rate_per_min : float
        Mean heart rate over the breath.
    response_ms : float
        Swing of the intervals, above 0.
    """

    heart_rate_per_min: float
    response_ms: float


def overbreathing_shows(breaths: Sequence[BreathRecord]) -> bool:
    """Return whether over-breathing shows.

    Parameters
    ----------
    breaths : sequence of BreathRecord
        The breaths since the practice began, or since the breaths were last made shorter; oldest first,
        without those that could not be judged.
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
    """How much a mean rose, and the standard error of that rise."""

    rise: float
    error: float

    @classmethod
    def of(cls, before: Sequence[float], now: Sequence[float]) -> "_Rise":
        """Compare two means; the error includes the scatter of both and the correlation of neighbours."""
        rest = [value - _mean(part) for part in (before, now) for value in part]
        variance = sum(value * value for value in rest) / (len(rest) - 2)
        shared = sum(a * b for a, b in pairwise(rest)) / max(sum(value * value for value in rest), 1e-12)
        related = min(max(shared, 0.0), 0.8)
        variance *= (1.0 + related) / (1.0 - related)
        return cls(_mean(now) - _mean(before), math.sqrt(variance * (1.0 / len(before) + 1.0 / len(now))))

    def is_sure(self, least: float) -> bool:
        """Whether the mean rose by at least this much, and by more than chance explains."""
        return self.rise >= least and self.rise > _SURE * self.error


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
