"""How the resonance finder goes through the rates: in steps, sliding, or about a rate found before.

In steps: Lehrer, Vaschillo & Vaschillo 2000 (DOI 10.1023/A:1009554825745), Shaffer & Meehan 2020 (DOI
10.3389/fnins.2020.570400), without the pauses between. Sliding: Fisher & Lehrer 2022 (DOI
10.1007/s10484-021-09524-0).
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from biofeedback.pacing.pattern import RATE_RANGE_PER_MIN, BreathPattern
from biofeedback.pacing.schedule import Part, Schedule

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


def protocol_schedule(protocol: Protocol, exhale_to_inhale: float) -> Schedule:
    """Return the patterns of a protocol at the person's own ratio."""
    if protocol is Protocol.STEPPED:
        return _steps(STEPS_PER_MIN, exhale_to_inhale)
    first_s = 60.0 / SLIDE_FIRST_PER_MIN
    periods_s = (first_s + k * SLIDE_LONGER_S for k in range(SLIDE_BREATHS))
    return Schedule(Part(BreathPattern(60.0 / period_s, exhale_to_inhale), 1) for period_s in periods_s)


def protocol_of(rates_per_min: Sequence[float]) -> Protocol | None:
    """Recognise a protocol by the rates that a guide went through; at least half of it must be there."""
    for protocol in Protocol:
        planned = [part.pattern.rate_per_min for part in protocol_schedule(protocol, 2.0).parts]
        gone = list(rates_per_min[: len(planned)])
        if len(gone) >= len(planned) / 2 and gone == planned[: len(gone)]:
            return protocol
    return None


def refining_schedule(rate_per_min: float, exhale_to_inhale: float) -> Schedule:
    """Return two minutes each a little faster than a rate found before, at it, and a little slower."""
    low, high = RATE_RANGE_PER_MIN
    rate_per_min = min(max(rate_per_min, low + REFINE_PER_MIN), high - REFINE_PER_MIN)
    steps = (rate_per_min + REFINE_PER_MIN, rate_per_min, rate_per_min - REFINE_PER_MIN)
    return _steps(steps, exhale_to_inhale)


def _steps(rates_per_min: Sequence[float], exhale_to_inhale: float) -> Schedule:
    return Schedule(
        Part(BreathPattern(rate, exhale_to_inhale), round(STEP_MINUTES * rate)) for rate in rates_per_min
    )
