"""A whole simulated session at once: the records that a practice with the guide would have made."""

from collections.abc import Callable, Iterator
from typing import Final

from biofeedback.pacing.guide import Guide
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Tick
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import Scenario
from sessions.records import Record

_SECOND_NS: Final = 1_000_000_000
_DEFAULT: Final = BreathPattern()


def simulated_records(
    scenario: Scenario,
    *,
    seed: int,
    minutes: float,
    ecg: bool = False,
    pattern_at: Callable[[float], BreathPattern] = lambda _: _DEFAULT,
) -> Iterator[Record]:
    """Yield the records of a session that starts at time 0 and follows the guide throughout.

    The same scenario, seed and length give the same records. Acceleration is streamed at 100 Hz, and the ECG
    too where it is asked for. The guide goes by the default pattern, or by `pattern_at`, which is asked with
    the seconds since the start, each second.
    """
    guide = Guide().changed(0.0, pattern_at(0.0), running=True)
    link = SimulatedLink(
        scenario, seed=seed, lung_guide=lambda time_s: guide.at(time_s).lung_position, ecg=ecg
    )
    yield from link.advance(0)
    yield GuideChanged(0, running=True, pattern=guide.pattern)
    end_ns = round(minutes * 60 * _SECOND_NS)
    for tick_ns in range(0, end_ns + 1, _SECOND_NS):
        yield from link.advance(tick_ns)
        yield Tick(tick_ns)
        pattern = pattern_at(tick_ns / _SECOND_NS)
        if pattern != guide.pattern:
            guide = guide.changed(tick_ns / _SECOND_NS, pattern, running=True)
            yield GuideChanged(tick_ns, running=True, pattern=pattern)
    yield from link.advance(end_ns)
    yield LinkChanged(end_ns, LinkState.IDLE)
