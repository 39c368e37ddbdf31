"""Protocols of the resonance finder: rates in steps, sliding rates, or rates around an earlier result.

In steps: Lehrer, Vaschillo & Vaschillo 2000 (DOI 10.1023/A:1009554825745), Shaffer & Meehan 2020 (DOI
10.3389/fnins.2020.570400), without pauses in between. Sliding: Fisher & Lehrer 2022 (DOI
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
"""Increase of the length from breath to breath; the last of 78 is at 4.27 per minute."""

REFINE_PER_MIN: Final = 0.2
"""Step to either side of a rate from an earlier search."""


class Protocol(StrEnum):
    """The sequence of rates in a search."""

    STEPPED = "stepped"
    SLIDING = "sliding"
    REFINING = "refining"


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """Position of a protocol in a guide's sequence of rates: from `begin` up to but not including `end`."""

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
        The protocol.
    exhale_to_inhale : float
        The person's own ratio.
    about_per_min : float or None
        The rate from an earlier search, for refining.

    Raises
    ------
    PatternError
        If refining has no earlier rate.
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
    """Find a protocol in a guide's sequence of rates; at least half of it must be present."""
    for begin in range(len(rates_per_min)):
        for protocol in Protocol:
            count = _gone_through(protocol, rates_per_min[begin:])
            if count:
                return GoneThrough(protocol, begin, begin + count)
    return None


def _gone_through(protocol: Protocol, rates_per_min: Sequence[float]) -> int:
    """Return how many of these rates match the protocol from its start; 0 if less than half of it."""
    schedule = protocol_schedule(protocol, 2.0, about_per_min=rates_per_min[0] - REFINE_PER_MIN)
    planned = [part.pattern.rate_per_min for part in schedule.parts]
    pairs = zip(rates_per_min, planned, strict=False)
    count = sum(1 for _ in takewhile(lambda pair: math.isclose(*pair, abs_tol=1e-6), pairs))
    # Two rates that differ by 0.2 do not prove a refining search.
    least = len(planned) if protocol is Protocol.REFINING else len(planned) / 2
    return count if count >= least else 0


def refining_schedule(rate_per_min: float, exhale_to_inhale: float) -> Schedule:
    """Return a schedule of two minutes each slightly faster than an earlier rate, at it, and slower."""
    low, high = RATE_RANGE_PER_MIN
    rate_per_min = min(max(rate_per_min, low + REFINE_PER_MIN), high - REFINE_PER_MIN)
    steps = (rate_per_min + REFINE_PER_MIN, rate_per_min, rate_per_min - REFINE_PER_MIN)
    return _steps(steps, exhale_to_inhale)


def _steps(rates_per_min: Sequence[float], exhale_to_inhale: float) -> Schedule:
    return Schedule(
        SchedulePart(BreathPattern(rate, exhale_to_inhale), round(STEP_MINUTES * rate))
        for rate in rates_per_min
    )
