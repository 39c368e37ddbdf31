"""A session of somebody who waits, practises, pauses, practises again and lets the end lie open."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from biofeedback.pacing.guide import Guide
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Tick
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import load_scenario
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, write_session

S: Final = 1_000_000_000
SLOW: Final = BreathPattern(5.0, 2.0)
Parts = tuple[tuple[float, bool], ...]
"""Lengths in seconds, each with whether the guide runs."""

INTERRUPTED: Final[Parts] = ((120.0, False), (120.0, True), (30.0, False), (120.0, True), (45.0, False))


def records(parts: Parts, *, seed: int = 3, pattern: BreathPattern = SLOW) -> Iterator[Record]:
    """Yield what such a session keeps; the person follows the guide, and breathes as usual without it."""
    guide = Guide(pattern)
    link = SimulatedLink(
        load_scenario("calm"),
        seed=seed,
        lung_guide=lambda time_s: guide.at(time_s).lung_position if guide.running else None,
    )
    second, part_ends = 0, 0.0
    for length_s, running in parts:
        if running != guide.running:
            guide = guide.changed(float(second), pattern, running=running)
            yield GuideChanged(second * S, running=running, pattern=pattern)
        part_ends += length_s
        while second < part_ends:
            yield from link.advance(second * S)
            yield Tick(second * S)
            second += 1
    yield LinkChanged(second * S, LinkState.IDLE)


def write(
    path: Path,
    parts: Parts = INTERRUPTED,
    *,
    seed: int = 3,
    origin: Origin = Origin.STRAP,
    worn: bool = True,
) -> Path:
    """Write such a session; without a strap worn, nothing but guide and clock is in it."""
    header = SessionHeader(datetime(2026, 11, 2, 8, 0, tzinfo=UTC), 0, origin)
    kept = (one for one in records(parts, seed=seed) if worn or isinstance(one, Tick | GuideChanged))
    write_session(path, header, map(encode_record, kept))
    return path


def runs_s(parts: Parts = INTERRUPTED) -> list[tuple[float, float]]:
    """Return when the guide ran."""
    begin_s, found = 0.0, list[tuple[float, float]]()
    for length_s, running in parts:
        if running:
            found.append((begin_s, begin_s + length_s))
        begin_s += length_s
    return found
