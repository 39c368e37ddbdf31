"""A simulated person breathes beside a guide, and the engine watches: states and truth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.pacing.guide import Guide
from devices.breath_pattern import BreathPattern
from devices.events import Event, GuideChanged, Tick
from devices.notifications import Notification
from devices.simulated.link import SimulatedLink
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import Scenario
from devices.straps.decoder import Decoder

S = 1_000_000_000
SLOW = BreathPattern(5.0, 2.0)


@dataclass(frozen=True)
class Session:
    """What a strap sent, and the breaths that were really made, shape ``(n, 3)``."""

    events: list[Event]
    breaths_s: NDArray[np.float64]


def session(
    person: PersonTraits | None = None,
    *,
    seed: int,
    minutes: float,
    scenario: Scenario | None = None,
    pattern: BreathPattern = SLOW,
    ecg: bool = False,
) -> Session:
    """Let somebody breathe beside a guide that starts at time 0; the guide itself is not among the events."""
    guide = Guide().changed(0.0, pattern, running=True)
    scenario = scenario or Scenario()
    link = SimulatedLink(
        scenario if person is None else replace(scenario, person=person),
        seed=seed,
        lung_guide=lambda time_s: guide.at(time_s).lung_position,
        ecg=ecg,
    )
    decoder, events = Decoder(), list[Event]()
    for second in range(round(60.0 * minutes) + 1):
        for arrival in link.advance(second * S):
            events.append(decoder.decode(arrival) if isinstance(arrival, Notification) else arrival)
        events.append(Tick(second * S))
    breaths = link.strap.person.breaths
    times_s = np.array([(b.inhale_ns, b.exhale_ns, b.next_inhale_ns) for b in breaths]) / 1e9
    return Session(events, times_s)


def guided(pattern: BreathPattern | None) -> GuideChanged:
    """The guide from time 0, or none."""
    shown = pattern or SLOW
    return GuideChanged(0, running=pattern is not None, pattern=shown)


def each_second(events: Sequence[Event], pattern: BreathPattern | None = SLOW) -> Iterator[State]:
    """Yield the state of each second of a session under a guide."""
    engine = Engine(0)
    engine.take(guided(pattern))
    for event in events:
        engine.take(event)
        if isinstance(event, Tick):
            yield engine.state()
