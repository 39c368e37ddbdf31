"""Many simulated people go through the resonance finder, by way of strap, decoder and engine."""

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.chest_samples import ChestSamples, chest_samples
from biofeedback.engine.engine import Engine
from biofeedback.pacing.schedule import Schedule
from biofeedback.practice.simulated import simulated_records
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.session import Heard, hear, judge
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import Scenario
from devices.streams import AccelerationFrame
from sessions.events import decoded

_AFTER_S = 20.0
"""The last breath is judged once its beats have come."""


def heard_of(person: PersonTraits, schedule: Schedule, *, seed: int) -> Heard:
    """Return what the finder hears of one person."""
    records = simulated_records(
        Scenario(person=person),
        seed=seed,
        minutes=(schedule.duration_s + _AFTER_S) / 60.0,
        pattern_at=schedule.pattern_at,
    )
    return hear(decoded(records), start_ns=0)


def found_of(person: PersonTraits, schedule: Schedule, *, seed: int) -> Resonance | None:
    """Return what the finder says of one person."""
    return judge(heard_of(person, schedule, seed=seed))


def beats_and_chest_of(
    person: PersonTraits, *, seed: int, minutes: float
) -> tuple[tuple[Beat, ...], ChestSamples]:
    """Return the beats of a session and the acceleration beside them."""
    engine, frames = Engine(0, keep_beats_s=float("inf")), []
    records = simulated_records(Scenario(person=person), seed=seed, minutes=minutes)
    for event in decoded(records):
        engine.take(event)
        if isinstance(event, AccelerationFrame):
            frames.append(event)
    chest = chest_samples(frames, 0)
    assert chest is not None
    return engine.state().beats, chest
