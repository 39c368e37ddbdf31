"""A simulated person follows a ramp, by way of strap, decoder and engine."""

from dataclasses import dataclass
from itertools import pairwise

from biofeedback.engine.engine import Engine
from biofeedback.practice.guide_plan import RampPlan
from biofeedback.practice.simulated import simulated_records
from devices.breath_pattern import BreathPattern
from devices.message import Message
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import Scenario
from devices.straps.decoder import Decoder


@dataclass(frozen=True, slots=True)
class Course:
    """How a ramp went: the guide's rate second by second, and when it eased, in seconds."""

    rates_per_min: tuple[float, ...]
    eased_s: tuple[int, ...]
    messages: frozenset[Message]


def course_of(person: PersonTraits, *, seed: int, minutes: float, start_per_min: float = 8.0) -> Course:
    """Return the course of a ramp down to 5 a minute; acceleration is left aside."""
    decoder, engine = Decoder(), Engine(0)
    plan = RampPlan(BreathPattern(), start_per_min)
    rates_per_min: list[float] = []
    messages: set[Message | None] = set()

    def pattern_at(time_s: float) -> BreathPattern:
        pattern = plan.pattern(time_s, engine.state())
        rates_per_min.append(pattern.rate_per_min)
        messages.add(plan.message)
        return pattern

    records = simulated_records(Scenario(person=person), seed=seed, minutes=minutes, pattern_at=pattern_at)
    for record in records:
        if not isinstance(record, Notification):
            engine.take(record)
        elif record.characteristic == HEART_RATE_MEASUREMENT:
            engine.take(decoder.decode(record))
    eased = [s for s, (a, b) in enumerate(pairwise(rates_per_min)) if b > a]
    return Course(tuple(rates_per_min), tuple(eased), frozenset(one for one in messages if one))
