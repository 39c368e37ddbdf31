"""The usual range of a person's response at a pace, from earlier sessions.

Sessions differ by more than the noise within one session, so the range comes from the scatter between the
person's own sessions. With the mean of n sessions and their standard deviation s, all of ln RSA amplitude,
the next session lies in

    mean ± t(0.975, n − 1) · s · √(1 + 1/n)

in 95 % of cases. This is the prediction interval for one future value of a normal distribution (Hahn & Meeker
1991, Statistical Intervals, ISBN 0-471-88769-2). The logarithm is used because a response varies in
proportion to its size.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from biofeedback.response.confidence import FEWEST_SESSIONS, student_t_95
from devices.breath_pattern import BreathPattern
from sessions.history.trends import PaceSwing

FEWEST_BREATHS_AT_PACE: Final = 12
"""A session needs this many breaths at the pace to count: two or three minutes."""

_RATE_NEAR_PER_MIN: Final = 0.25
_RATIO_NEAR: Final = 0.25
_HOLD_NEAR_S: Final = 0.25
"""Two paces this close count as the same. The limits are small because slower breathing raises the
response."""

_ROUNDING: Final = 1e-9
_T_95_OF_2: Final = 4.302653
"""Student's t for 2 degrees of freedom, where `student_t_95` is not exact enough."""


@dataclass(frozen=True, slots=True)
class EarlierUsual:
    """The usual response at a pace.

    Parameters
    ----------
    Geometric mean of the sessions' RSA amplitudes.
        RSA amplitude: the geometric mean of the sessions.
    low_ms, high_ms : float
        The range that contains 95 % of further sessions, unless something has changed.
    sessions : int
        Number of sessions that the figures come from.
    """

    mean_ms: float
    low_ms: float
    high_ms: float
    sessions: int


def earlier_usual(sessions: Iterable[Sequence[PaceSwing]], pattern: BreathPattern) -> EarlierUsual | None:
    """Return the usual response at the pace of a pattern; None with fewer than three sessions at it.

    Parameters
    ----------
    sessions : iterable of sequence of PaceSwing
        The response at each of its paces, for each session.
    pattern : BreathPattern
        The guide's pattern. Two paces count as the same if they differ by at most 0.25 breaths a minute, 0.25
        in exhale:inhale and 0.25 s in each hold.
    """
    found = (_mean_ln_ms([one for one in swings if _is_near(one.pace, pattern)]) for swings in sessions)
    return usual_of([ln_ms for ln_ms in found if ln_ms is not None])


def usual_of(sessions_ln_ms: Sequence[float]) -> EarlierUsual | None:
    """Return the usual response from the responses of single sessions; None with fewer than three.

    Parameters
    ----------
    sessions_ln_ms : sequence of float
        Natural logarithm of each session's RSA amplitude in ms.
    """
    count = len(sessions_ln_ms)
    if count < FEWEST_SESSIONS:
        return None
    mean, freedom = fmean(sessions_ln_ms), count - 1
    student = _T_95_OF_2 if freedom == 2 else student_t_95(freedom)
    half_width = student * stdev(sessions_ln_ms) * math.sqrt(1.0 + 1.0 / count)
    return EarlierUsual(math.exp(mean), math.exp(mean - half_width), math.exp(mean + half_width), count)


def _mean_ln_ms(swings: Sequence[PaceSwing]) -> float | None:
    """Return the mean over the breaths at paces that count as the same; None if there are too few breaths."""
    breaths = sum(one.breaths for one in swings)
    if breaths < FEWEST_BREATHS_AT_PACE:
        return None
    return sum(one.breaths * one.mean_ln_ms for one in swings) / breaths


def _is_near(pace: BreathPattern, pattern: BreathPattern) -> bool:
    return (
        abs(pace.rate_per_min - pattern.rate_per_min) <= _RATE_NEAR_PER_MIN + _ROUNDING
        and abs(pace.exhale_to_inhale - pattern.exhale_to_inhale) <= _RATIO_NEAR + _ROUNDING
        and abs(pace.hold_full_s - pattern.hold_full_s) <= _HOLD_NEAR_S + _ROUNDING
        and abs(pace.hold_empty_s - pattern.hold_empty_s) <= _HOLD_NEAR_S + _ROUNDING
    )
