"""Evidence from the shape of the breath for which half is the inhale.

People rest at empty lungs, and most people breathe out for longer than they breathe in.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.turning_points import TurningPoint

FEWEST_SHAPES: Final = 4

_FULL_LENGTHS: Final = 3.5
"""Log-odds for an inhale of a third of the breath.

Durations are the result to be measured, so they weigh less than clear evidence from the heart. If the two
contradict each other, nothing is reported.
"""

_THIRD: Final = 1.0 / 2.0 - 1.0 / 3.0

_FULL_REST: Final = 3.0
_REST: Final = 0.15
"""Length of a rest, as a share of the breath, at full weight; part of it may be caused by posture."""

_LEAST_REST: Final = 0.04
_SURE: Final = 3.0
"""A difference of at least this many standard errors has full weight."""


class ShapeEvidence(NamedTuple):
    """Evidence from the shape of the breaths.

    Parameters
    ----------
    log_odds : float
        Natural logarithm of the odds that the chest is full at the high turns.
    breaths : int
        Number of breaths used.
    """

    log_odds: float
    breaths: int


def shape_evidence(points: Sequence[TurningPoint]) -> ShapeEvidence:
    """Compare the two halves of the breaths, and the rests between them.

    Parameters
    ----------
    points : sequence of TurningPoint
        Of one segment, in order.
    """
    rising, rests = [], []
    for (_, first), (number, turn) in pairwise(enumerate(points)):
        if number + 2 >= len(points) or not turn.high or turn.disturbed or first.disturbed:
            continue
        here, back, again = turn.flank, points[number + 1].flank, points[number + 2].flank
        if here is None or back is None or again is None or points[number + 1].disturbed:
            continue
        period_s = again.begin_s - here.begin_s
        if period_s <= 0.0:
            continue
        # The rests between the two halves, at the low end and at the high end.
        low_s, high_s = again.begin_s - back.end_s, back.begin_s - here.end_s
        rising.append((here.end_s - here.begin_s - (back.end_s - back.begin_s)) / period_s)
        rests.append((low_s - high_s) / period_s)
    if len(rising) < FEWEST_SHAPES:
        return ShapeEvidence(0.0, len(rising))
    # If the rising half is the shorter one, it is the inhale.
    lengths = _weighed(-0.5 * np.array(rising), _THIRD) * _FULL_LENGTHS
    rest = np.array(rests)
    pause = _weighed(rest - math.copysign(_LEAST_REST, float(np.median(rest))), _REST) * _FULL_REST
    if abs(float(np.median(rest))) < _LEAST_REST:
        pause = 0.0
    return ShapeEvidence(lengths + pause, len(rising))


def _weighed(values: "np.ndarray", full: float) -> float:
    """Return the median relative to the value with full weight, reduced if breaths differ."""
    middle = float(np.median(values))
    error = 1.2533 * float(values.std()) / math.sqrt(values.size) + 1e-6
    return max(-1.0, min(1.0, middle / full)) * min(1.0, abs(middle) / (_SURE * error))
