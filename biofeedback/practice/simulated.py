"""Makes a whole simulated session at once: the records that a practice or a programme would have made."""

from collections.abc import Callable, Iterator
from typing import Final

from biofeedback.pacing.guide import Guide
from biofeedback.practice.player import ProgrammePlayer
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Part, PartChanged, Tick
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

    The same scenario, seed and length give the same records. Acceleration is streamed at 100 Hz, and so is
    the ECG if requested. The guide uses the default pattern, or `pattern_at`, which is called each second
    with the seconds since the start.
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


def simulated_programme(
    scenario: Scenario, player: ProgrammePlayer, *, seed: int, minutes: float | None = None, ecg: bool = False
) -> Iterator[Record]:
    """Yield the records of a session that starts at time 0 and plays a programme, whole or for `minutes`.

    The other arguments and the streams are those of `simulated_records`.
    """
    guide = Guide()
    link = SimulatedLink(scenario, seed=seed, lung_guide=lambda time_s: _lungs(guide, time_s), ecg=ecg)
    end_ns = round((player.seconds if minutes is None else min(60.0 * minutes, player.seconds)) * _SECOND_NS)
    yield from link.advance(0)
    yield PartChanged(0, Part.PRACTICE)
    events, now_ns = player.run(0, running=True), 0
    while True:
        for event in events:
            if isinstance(event, GuideChanged):
                guide = guide.changed(now_ns / _SECOND_NS, event.pattern, running=event.running)
            yield event
        if now_ns % _SECOND_NS == 0:
            yield Tick(now_ns)
        if now_ns >= end_ns:
            break
        due_ns = player.next_ns(now_ns)
        next_tick_ns = (now_ns // _SECOND_NS + 1) * _SECOND_NS
        now_ns = min(end_ns, next_tick_ns if due_ns is None else min(due_ns, next_tick_ns))
        yield from link.advance(now_ns)
        events = player.follow(now_ns)
    if player.is_over:
        yield PartChanged(end_ns, Part.DONE)
    yield LinkChanged(end_ns, LinkState.IDLE)


def _lungs(guide: Guide, time_s: float) -> float | None:
    return guide.at(time_s).lung_position if guide.running else None
