"""Many simulated people go through the resonance finder, by way of strap, decoder and engine."""

from biofeedback.pacing.schedule import Schedule
from biofeedback.resonance_session import Heard, hear
from biofeedback.simulation import simulated_records
from devices.decoder import Decoder
from devices.notifications import Notification
from devices.simulated.scenario import Scenario
from devices.simulated.traits import PersonTraits

_AFTER_S = 20.0
"""The last breath is judged once its beats have come."""


def heard_of(person: PersonTraits, schedule: Schedule, *, seed: int) -> Heard:
    """Return what the finder hears of one person."""
    decoder = Decoder()
    records = simulated_records(
        Scenario(person=person),
        seed=seed,
        minutes=(schedule.duration_s + _AFTER_S) / 60.0,
        pattern_at=schedule.pattern_at,
    )
    events = (decoder.decode(one) if isinstance(one, Notification) else one for one in records)
    return hear(events, start_ns=0)
