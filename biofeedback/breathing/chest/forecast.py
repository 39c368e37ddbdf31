"""When the current breath will turn, from the last known turn and the recent lengths of the halves.

Breaths differ in length, and the differences add up. So the forecast ignores breaths long past. Close to a
turn it leaves open which half it is.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from statistics import median, pstdev
from typing import Final, NamedTuple

from biofeedback.breathing.chest.placing import Placing
from biofeedback.breathing.chest.turning_points import TurningPoint

_BREATHS: Final = 12
_LENGTHS: Final = 8
_FEWEST: Final = 4
_LEAST_SD_S: Final = 0.2
_TURN_SD_S: Final = 0.15
"""Smallest standard error of the last turn itself."""

_EARLY_SDS: Final = 3.0
_OVERDUE: Final = 0.5
"""A turn that is late by more than this share of a breath is overdue, and nothing more is predicted."""


class Forecast(NamedTuple):
    """The current breath.

    Parameters
    ----------
    inhale_s : float
        When it began.
    inhale_length_s, period_s : float
        Length of its inhale, and of the whole breath.
    inhale_sd_s, exhale_sd_s : float
        Standard errors of the next inhale onset and of the next exhale onset.
    until_s : float
        After this time a turn is overdue, and nothing is known.
    by_turns : bool
        Whether onsets come from the turns alone because the shape of the halves is not trusted. Single turns
        are uncertain then, and many of them together show more.
    """

    inhale_s: float
    inhale_length_s: float
    period_s: float
    inhale_sd_s: float
    exhale_sd_s: float
    until_s: float
    by_turns: bool


def forecast(
    points: Sequence[TurningPoint], placed: Mapping[int, Placing], sign: int | None
) -> Forecast | None:
    """Predict the current breath.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order, without turns in holds.
    placed : mapping of int to Placing
        Inhales, keyed by the index of the turn that ends each.
    sign : int or None
        1 if the chest is full at the high turns.

    Returns
    -------
    Forecast or None
        None with fewer than four recent breaths, or if the sign is not known.
    """
    numbers = sorted(placed)[-_BREATHS:]
    if sign is None or not points or points[-1].disturbed or len(numbers) < _FEWEST:
        return None
    numbers = [one for one in numbers if points[one].segment == points[-1].segment]
    inhales = [placed[one] for one in numbers]
    inhales_s = [one.end_s - one.begin_s for one in inhales]
    exhales_s = [
        placed[later].begin_s - placed[former].end_s
        for former, later in itertools.pairwise(numbers)
        if later == former + 2
    ]
    if len(exhales_s) < _FEWEST - 1 or len(points) - numbers[-1] > 2:
        return None
    inhale_s, exhale_s = median(inhales_s[-_LENGTHS:]), median(exhales_s[-_LENGTHS:])
    if inhale_s <= 0.0 or exhale_s <= 0.0:
        return None
    late_s = [placed[one].begin_s - points[one - 1].time_s for one in numbers]
    sds_s = [max(_LEAST_SD_S, _sd_s(one)) for one in (inhales_s, exhales_s)]
    last = inhales[-1]
    if numbers[-1] == len(points) - 1:
        begun_s, length_s = last.begin_s, last.end_s - last.begin_s
        period_s = length_s + exhale_s
        next_s, inhale_sd_s, exhale_sd_s = last.begin_s + period_s, sds_s[1] + _TURN_SD_S, sds_s[0] + sds_s[1]
    else:
        begun_s, begun_sd_s = _begun(points[-1], last.end_s + exhale_s, sds_s[1], late_s)
        length_s, period_s = inhale_s, inhale_s + exhale_s
        next_s, inhale_sd_s, exhale_sd_s = begun_s + inhale_s, begun_sd_s + sds_s[1], begun_sd_s + sds_s[0]
    until_s = next_s + _OVERDUE * (inhale_s + exhale_s)
    return Forecast(begun_s, length_s, period_s, inhale_sd_s, exhale_sd_s, until_s, by_turns=not any(late_s))


def _begun(
    turn: TurningPoint, foretold_s: float, foretold_sd_s: float, late_s: Sequence[float]
) -> tuple[float, float]:
    """Return when the inhale began and the standard error, from the turn and from the exhale before.

    In a rest or a long tail the turn may lie anywhere, and the length of the exhale is the better guide.
    """
    turned_s, turned_sd_s = turn.time_s + median(late_s), max(_TURN_SD_S, _sd_s(late_s))
    if foretold_s - turned_s > _EARLY_SDS * foretold_sd_s:
        return foretold_s, foretold_sd_s  # most likely a bump in the exhale, which will be withdrawn
    weight = foretold_sd_s**2 / (foretold_sd_s**2 + turned_sd_s**2)
    begun_s = weight * turned_s + (1.0 - weight) * foretold_s
    return min(begun_s, turn.confirmed_s), math.sqrt(weight) * turned_sd_s


def _sd_s(lengths_s: Sequence[float]) -> float:
    return pstdev(lengths_s) if len(lengths_s) > 1 else 0.0
