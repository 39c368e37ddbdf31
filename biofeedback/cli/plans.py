"""The plan that a command is asked for, and what came of it."""

from argparse import Namespace
from collections.abc import Sequence

from biofeedback.pacing.pattern import BreathPattern
from biofeedback.pacing.protocol import Protocol, protocol_schedule
from biofeedback.plan import Plan, RampPlan, ScheduledPlan
from biofeedback.settings import BreathingSettings
from devices.events import Event


def asked_plan(
    options: Namespace, pattern: BreathPattern, chosen: BreathingSettings
) -> tuple[Plan | None, float]:
    """Return what changes the guide, None where nothing does, and the minutes of practice."""
    minutes = options.minutes or chosen.minutes
    if options.resonance:
        schedule = protocol_schedule(Protocol(options.resonance), pattern.exhale_to_inhale)
        return ScheduledPlan(schedule), schedule.duration_s / 60.0
    if options.ramp is not None:
        return RampPlan(pattern, options.ramp or None), minutes
    return RampPlan(pattern) if chosen.ramp else None, minutes


def found_words(events: Sequence[Event]) -> str:
    """Say what a search for the resonance found."""
    from biofeedback.resonance_session import resonance_of
    from biofeedback.resonance_wording import resonance_words

    return resonance_words(resonance_of(events, start_ns=events[0].time_ns) if events else None)
