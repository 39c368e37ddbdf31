"""Where a person's response at a pace usually lies, by earlier sessions.

Sessions differ by more than the noise of one of them, so what counts is how the person's own ones scatter.
With the mean of n sessions and their spread s, all of ln RSA amplitude, the next session lies in

    mean ± t(0.975, n − 1) · s · √(1 + 1/n)

in 95 % of cases: the prediction interval for one future value of a normal distribution (Hahn & Meeker 1991,
Statistical Intervals, ISBN 0-471-88769-2). Of the logarithm, for a response varies in proportion to its size.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from biofeedback.response.confidence import FEWEST_SESSIONS, student_t_95
from devices.breath_pattern import BreathPattern
from sessions.history.trends import PaceSwing

FEWEST_BREATHS: Final = 12
"""At the pace, for a session to count: two or three minutes."""

_RATE_NEAR_PER_MIN: Final = 0.25
_RATIO_NEAR: Final = 0.25
_HOLD_NEAR_S: Final = 0.25
"""So far apart two paces may be and count as the same: slower breathing alone raises the response."""

_ROUNDING: Final = 1e-9
_T_95_OF_2: Final = 4.302653
"""Where `student_t_95` is not exact enough."""


@dataclass(frozen=True, slots=True)
class EarlierUsual:
    """The usual response at a pace.

    Parameters
    ----------
    mean_ms : float
        RSA amplitude: the geometric mean of the sessions.
    low_ms, high_ms : float
        Where 95 % of further sessions lie, unless something has changed.
    sessions : int
        How many it is from.
    """

    mean_ms: float
    low_ms: float
    high_ms: float
    sessions: int


def earlier_usual(sessions: Iterable[Sequence[PaceSwing]], pattern: BreathPattern) -> EarlierUsual | None:
    """Return the usual response at the pace of a pattern; None below three sessions at it.

    Parameters
    ----------
    sessions : iterable of sequence of PaceSwing
        What each session showed at each of its paces.
    pattern : BreathPattern
        The guide's. A pace counts as the same with up to 0.25 breaths a minute, 0.25 in exhale:inhale and
        0.25 s in each hold between.
    """
    found = (_mean_ln_ms([one for one in swings if _is_near(one.pace, pattern)]) for swings in sessions)
    return usual_of([ln_ms for ln_ms in found if ln_ms is not None])


def usual_of(sessions_ln_ms: Sequence[float]) -> EarlierUsual | None:
    """Return the usual response by that of each session; None below three.

    Parameters
    ----------
    sessions_ln_ms : sequence of float
        ln of the RSA amplitude in ms.
    """
    count = len(sessions_ln_ms)
    if count < FEWEST_SESSIONS:
        return None
    mean, freedom = fmean(sessions_ln_ms), count - 1
    student = _T_95_OF_2 if freedom == 2 else student_t_95(freedom)
    half_width = student * stdev(sessions_ln_ms) * math.sqrt(1.0 + 1.0 / count)
    return EarlierUsual(math.exp(mean), math.exp(mean - half_width), math.exp(mean + half_width), count)


def _mean_ln_ms(swings: Sequence[PaceSwing]) -> float | None:
    """Mean over the breaths at paces that count as the same; None where they are too few."""
    breaths = sum(one.breaths for one in swings)
    if breaths < FEWEST_BREATHS:
        return None
    return sum(one.breaths * one.mean_ln_ms for one in swings) / breaths


def _is_near(pace: BreathPattern, pattern: BreathPattern) -> bool:
    return (
        abs(pace.rate_per_min - pattern.rate_per_min) <= _RATE_NEAR_PER_MIN + _ROUNDING
        and abs(pace.exhale_to_inhale - pattern.exhale_to_inhale) <= _RATIO_NEAR + _ROUNDING
        and abs(pace.hold_full_s - pattern.hold_full_s) <= _HOLD_NEAR_S + _ROUNDING
        and abs(pace.hold_empty_s - pattern.hold_empty_s) <= _HOLD_NEAR_S + _ROUNDING
    )
