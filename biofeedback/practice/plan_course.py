"""Where a plan is, as a message."""

from biofeedback.pacing.ramp import Ramp, RampPhase
from biofeedback.pacing.schedule import Schedule
from biofeedback.resonance.protocol import Protocol
from devices.message import Message, message


def search_place(protocol: Protocol, schedule: Schedule, gone_s: float) -> Message:
    """Say which of its rates a search is at; for a sliding one, where it goes."""
    if protocol is Protocol.SLIDING:
        first, last = (schedule.parts[k].pattern.rate_per_min for k in (0, -1))
        return message("plan.sliding", first_per_min=first, last_per_min=last)
    number = 1 + schedule.parts.index(schedule.part_at(gone_s))
    return message("plan.step", number=number, steps=len(schedule.parts))


def ramp_course(ramp: Ramp) -> Message | None:
    """Say where the guide is going, and that it waits; None once it is there, or goes no further."""
    match ramp.phase:
        case RampPhase.SLOWING if ramp.rate_per_min > ramp.target_per_min:
            return message("plan.slowing", rate_per_min=ramp.target_per_min)
        case RampPhase.WAITING:
            return message("plan.waiting", rate_per_min=ramp.target_per_min)
    return None
