"""The past of the live figures at one pace; it gives their intervals and shows whether they have changed.

A pace is a rate and ratio of the guide, or no guide. Slower and deeper breathing alone raises RSA in everyone
(Grossman & Taylor 2007, DOI 10.1016/j.biopsycho.2005.11.014), so figures are only compared within a pace.
"""

import math
from collections import deque
from dataclasses import dataclass, fields
from enum import StrEnum
from statistics import fmean
from typing import Final

from biofeedback.response.confidence import Scatter, scatter_of
from biofeedback.response.slow_noise import half_width_of

EVERY_S: Final = 5.0
"""How often the figures are recorded. With breaths of 10 to 20 s this covers each phase of the breath."""

SETTLE_S: Final = 60.0
"""Waiting time after a change of pace, until every figure's window lies within the new pace."""

INTERVAL_S: Final = 420.0
HEART_RATE_INTERVAL_S: Final = 780.0
"""Length of the past that an interval needs; the mean heart rate drifts more slowly than its variability.
With less, the interval covers the expectation in fewer than 93 % of cases."""

FIRST_S: Final = 300.0
"""The first minutes at a pace; later ones are compared with them."""

NOW_S: Final = 120.0
"""The last minutes; their mean is compared with the first ones. A single value would sometimes show a change
by chance."""

INTERVAL_AT_PACE_S: Final = SETTLE_S + INTERVAL_S
HEART_RATE_AT_PACE_S: Final = SETTLE_S + HEART_RATE_INTERVAL_S
"""How long a person practises at a pace until an interval is known; named in texts."""

CHANGE_S: Final = SETTLE_S + FIRST_S + NOW_S
"""Time with guided beats at one pace that is needed to detect a change: eight minutes."""

WHOLE_SESSION: Final = 1.9
"""Factor that widens the interval of a change. A person looks again and again, and slow variation hardly
shows in five minutes. If nothing changes, at most one session in twenty shows a change at some look. This is
true for independent and autoregressive responses, for pink noise, and for waves of 5 to 10 minutes."""

_OF_BREATHS: Final = frozenset({"rsa", "response", "exhale_less_inhale"})
_KEPT: Final = round(1800.0 / EVERY_S)
_FIRST: Final = round(FIRST_S / EVERY_S)
_NOW: Final = round(NOW_S / EVERY_S)


@dataclass(frozen=True, slots=True)
class FigureValues:
    """One number for each live figure that has an interval; None where it is not known."""

    heart_rate: float | None = None
    rmssd: float | None = None
    rsa: float | None = None
    response: float | None = None
    exhale_less_inhale: float | None = None


class Direction(StrEnum):
    """How the response compares with the first minutes at the same pace."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """The response of the last two minutes, compared with the person's own first five at this pace.

    Parameters
    ----------
    direction : Direction
        More or less, if the interval does not include zero.
    difference_ms : float or None
        Mean RSA amplitude now minus the mean of the first minutes.
    half_width_ms : float or None
        Half the interval that contains all differences in 95 % of the sessions in which nothing changes.
    """

    direction: Direction = Direction.UNKNOWN
    difference_ms: float | None = None
    half_width_ms: float | None = None


def change_of(now_ms: float, first: Scatter) -> Change:
    """Compare an amplitude with the first amplitudes at the same pace.

    Parameters
    ----------
    now_ms : float
        Mean amplitude of the last minutes. The interval is that of a single value, so it is wide for a mean.
    first : Scatter
        Scatter of the amplitude in the first minutes. The noise is estimated from these alone, so that a
        later change does not hide itself.
    """
    difference_ms, half_width_ms = now_ms - first.mean, WHOLE_SESSION * first.change_half_width
    if abs(difference_ms) <= half_width_ms:
        direction = Direction.SAME
    else:
        direction = Direction.MORE if difference_ms > 0.0 else Direction.LESS
    return Change(direction, difference_ms, half_width_ms)


class FigureHistory:
    """The live figures at one pace, every five seconds: the last half hour and the first minutes."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, FigureValues]] = deque(maxlen=_KEPT)
        self._first_ms: list[tuple[float, float]] = []
        self._first: Scatter | None = None

    def add(self, time_s: float, values: FigureValues) -> None:
        """Record the figures."""
        self._past.append((time_s, values))
        if values.rsa is not None and len(self._first_ms) < _FIRST:
            self._first_ms.append((time_s, values.rsa))

    def forget(self, from_s: float, until_s: float) -> None:
        """Delete the figures that were recorded in a span of time."""
        self._first = None
        kept = [(time_s, values) for time_s, values in self._past if not from_s <= time_s <= until_s]
        self._past = deque(kept, maxlen=_KEPT)
        self._first_ms = [(time_s, one) for time_s, one in self._first_ms if not from_s <= time_s <= until_s]
        self._first_ms = (self._first_ms + self._later_ms())[:_FIRST]

    def half_widths(self) -> FigureValues:
        """Return half the 95 % interval of each figure, from the last half hour; None below seven minutes."""
        widths: dict[str, float | None] = {}
        for field in fields(FigureValues):
            known = [value for _, v in self._past if (value := getattr(v, field.name)) is not None]
            needed_s = HEART_RATE_INTERVAL_S if field.name == "heart_rate" else INTERVAL_S
            enough = len(known) * EVERY_S >= needed_s
            widths[field.name] = _half_width(field.name, known) if enough else None
        return FigureValues(**widths)

    def change(self) -> Change:
        """Compare the last two minutes with the first five; unknown until both are complete and separate.

        Values that never varied were not measured again, so they can't show a change either.
        """
        later_ms = self._later_ms()
        if len(self._first_ms) < _FIRST or len(later_ms) <= _NOW:  # one more: n values span n - 1 distances
            return Change()
        if self._first is None:
            self._first = scatter_of([one for _, one in self._first_ms])
        if not self._first.variance:
            return Change()
        return change_of(fmean(one for _, one in later_ms[-_NOW:]), self._first)

    def _later_ms(self) -> list[tuple[float, float]]:
        """Return the amplitudes after the first minutes, each with its time."""
        last_s = self._first_ms[-1][0] if self._first_ms else -math.inf
        return [(time_s, v.rsa) for time_s, v in self._past if v.rsa is not None and time_s > last_s]


def _half_width(name: str, known: list[float]) -> float:
    """Return half the interval; slow variation was only tried with what each breath tells."""
    if name in _OF_BREATHS:
        return half_width_of(known, EVERY_S)
    return scatter_of(known).half_width
