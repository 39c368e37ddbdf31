"""How the resonance finder goes through the rates: in steps, sliding, or about a rate found before.

In steps: Lehrer, Vaschillo & Vaschillo 2000 (DOI 10.1023/A:1009554825745), Shaffer & Meehan 2020 (DOI
10.3389/fnins.2020.570400), without the pauses between. Sliding: Fisher & Lehrer 2022 (DOI
10.1007/s10484-021-09524-0).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Final

from biofeedback.pacing.schedule import Schedule, SchedulePart
from devices.breath_pattern import RATE_RANGE_PER_MIN, BreathPattern, PatternError
from devices.message import message

STEPS_PER_MIN: Final = (6.5, 6.0, 5.5, 5.0, 4.5)
STEP_MINUTES: Final = 2.0

SLIDE_BREATHS: Final = 78
SLIDE_FIRST_PER_MIN: Final = 6.75
SLIDE_LONGER_S: Final = 0.06704
"""Each breath is longer by this than the one before; the last of 78 goes at 4.27 a minute."""

REFINE_PER_MIN: Final = 0.2
"""Steps to either side of a rate found before."""


class Protocol(StrEnum):
    """How to go through the rates."""

    STEPPED = "stepped"
    SLIDING = "sliding"
    REFINING = "refining"


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """Where a protocol lies among the rates that a guide went through: from `begin` until before `end`."""

    protocol: Protocol
    begin: int
    end: int


def protocol_schedule(
    protocol: Protocol, exhale_to_inhale: float, *, about_per_min: float | None = None
) -> Schedule:
    """Return the patterns of a protocol at the person's own ratio.

    Parameters
    ----------
    protocol : Protocol
        Which.
    exhale_to_inhale : float
        The person's own ratio.
    about_per_min : float or None
        The rate found before, which refining goes about.

    Raises
    ------
    PatternError
        If there is nothing to refine.
    """
    if protocol is Protocol.STEPPED:
        return _steps(STEPS_PER_MIN, exhale_to_inhale)
    if protocol is Protocol.REFINING:
        if about_per_min is None:
            raise PatternError(
                message("resonance.nothing_to_refine"), message("resonance.nothing_to_refine.advice")
            )
        return refining_schedule(about_per_min, exhale_to_inhale)
    first_s = 60.0 / SLIDE_FIRST_PER_MIN
    periods_s = (first_s + k * SLIDE_LONGER_S for k in range(SLIDE_BREATHS))
    return Schedule(
        SchedulePart(BreathPattern(60.0 / period_s, exhale_to_inhale), 1) for period_s in periods_s
    )


def protocol_in(rates_per_min: Sequence[float]) -> GoneThrough | None:
    """Recognise a protocol among the rates that a guide went through; at least half of it must be there."""
    for begin in range(len(rates_per_min)):
        for protocol in Protocol:
            count = _gone_through(protocol, rates_per_min[begin:])
            if count:
                return GoneThrough(protocol, begin, begin + count)
    return None


def _gone_through(protocol: Protocol, rates_per_min: Sequence[float]) -> int:
    """Return how many of these rates are the protocol's, from its first; 0 for less than half of it."""
    schedule = protocol_schedule(protocol, 2.0, about_per_min=rates_per_min[0] - REFINE_PER_MIN)
    planned = [part.pattern.rate_per_min for part in schedule.parts]
    pairs = zip(rates_per_min, planned, strict=False)
    count = sum(1 for _ in takewhile(lambda pair: math.isclose(*pair, abs_tol=1e-6), pairs))
    # Two rates 0.2 apart may be anything.
    least = len(planned) if protocol is Protocol.REFINING else len(planned) / 2
    return count if count >= least else 0


def refining_schedule(rate_per_min: float, exhale_to_inhale: float) -> Schedule:
    """Return two minutes each a little faster than a rate found before, at it, and a little slower."""
    low, high = RATE_RANGE_PER_MIN
    rate_per_min = min(max(rate_per_min, low + REFINE_PER_MIN), high - REFINE_PER_MIN)
    steps = (rate_per_min + REFINE_PER_MIN, rate_per_min, rate_per_min - REFINE_PER_MIN)
    return _steps(steps, exhale_to_inhale)


def _steps(rates_per_min: Sequence[float], exhale_to_inhale: float) -> Schedule:
    return Schedule(
        SchedulePart(BreathPattern(rate, exhale_to_inhale), round(STEP_MINUTES * rate))
        for rate in rates_per_min
    )
