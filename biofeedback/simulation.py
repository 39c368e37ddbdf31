"""A whole simulated session at once: the records that a practice with the guide would have made."""

from collections.abc import Iterator
from typing import Final

from biofeedback.pacing.guide import Guide
from biofeedback.pacing.pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Tick
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import Scenario
from sessions.records import Record

_SECOND_NS: Final = 1_000_000_000


def simulated_records(
    scenario: Scenario, *, seed: int, minutes: float, ecg: bool = False
) -> Iterator[Record]:
    """Yield the records of a session that starts at time 0 and follows the default guide throughout.

    The same scenario, seed and length give the same records. Acceleration is streamed at 100 Hz, and the ECG
    too where it is asked for.
    """
    pattern = BreathPattern()
    guide = Guide().changed(0.0, pattern, running=True)
    link = SimulatedLink(
        scenario, seed=seed, lung_guide=lambda time_s: guide.at(time_s).lung_position, ecg=ecg
    )
    yield from link.advance(0)
    yield GuideChanged(
        0, running=True, rate_per_min=pattern.rate_per_min, exhale_to_inhale=pattern.exhale_to_inhale
    )
    end_ns = round(minutes * 60 * _SECOND_NS)
    for tick_ns in range(0, end_ns + 1, _SECOND_NS):
        yield from link.advance(tick_ns)
        yield Tick(tick_ns)
    yield from link.advance(end_ns)
    yield LinkChanged(end_ns, LinkState.IDLE)
