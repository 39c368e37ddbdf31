"""Where a plan is, in a few words."""

from typing import Final

from biofeedback.pacing.ramp import Ramp, RampPhase
from biofeedback.pacing.schedule import Schedule
from biofeedback.resonance.protocol import Protocol

SEARCHING: Final = "Searching for your resonance"


def search_place_words(protocol: Protocol, schedule: Schedule, gone_s: float) -> str:
    """Say which of its rates a search is at; a sliding one, where it goes."""
    if protocol is Protocol.SLIDING:
        first, last = (schedule.parts[k].pattern.rate_per_min for k in (0, -1))
        return f"sliding from {first:.1f} to {last:.1f} per minute"
    number = 1 + schedule.parts.index(schedule.part_at(gone_s))
    return f"rate {number} of {len(schedule.parts)}"


def ramp_words(ramp: Ramp) -> str:
    """Say where the guide is going, and that it waits; empty once it is there, or goes no further."""
    target = f"{ramp.target_per_min:.1f}"
    match ramp.phase:
        case RampPhase.SLOWING if ramp.rate_per_min > ramp.target_per_min:
            return f"The guide is slowing down to {target} per minute."
        case RampPhase.WAITING:
            return f"On its way to {target} per minute the guide waits until you breathe with it."
    return ""
