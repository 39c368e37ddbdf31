"""Simulated people who live for some minutes, and what is measured of them."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from devices.simulated.person.heart import Beat
from devices.simulated.person.person import LungGuide, SimulatedPerson
from devices.simulated.person.traits import CALM, PersonTraits
from devices.simulated.scenario import load_scenario

MINUTE_NS = 60_000_000_000
ECTOPIC = load_scenario("ectopic").person
STRESSED = load_scenario("stressed").person
STILL = replace(
    CALM,
    rsa_wander=0.0,
    mayer_wave_sd_per_min=0.0,
    drift_sd_per_min=0.0,
    beat_jitter_ms=0.0,
    calming_rsa=0.0,
    calming_rate_per_min=0.0,
    follow_delay_sd_s=0.0,
    follow_depth_cv=0.0,
    own_period_cv=0.0,
    own_depth_cv=0.0,
)
"""The calm person without any chance in it."""


def guide(rate_per_min: float, exhale_to_inhale: float = 2.0) -> LungGuide:
    period_s = 60.0 / rate_per_min
    inhale_s = period_s / (1.0 + exhale_to_inhale)

    def lung_position(time_s: float) -> float:
        phase_s = time_s % period_s
        if phase_s < inhale_s:
            return 0.5 - 0.5 * math.cos(math.pi * phase_s / inhale_s)
        return 0.5 + 0.5 * math.cos(math.pi * (phase_s - inhale_s) / (period_s - inhale_s))

    return lung_position


def lived(
    traits: PersonTraits = CALM, *, minutes: float = 5.0, seed: int = 1, lung_guide: LungGuide | None = None
) -> SimulatedPerson:
    person = SimulatedPerson(traits, seed=seed, lung_guide=lung_guide)
    person.advance(round(minutes * MINUTE_NS))
    return person


def rr_ms(beats: Sequence[Beat]) -> list[float]:
    return [(later.time_ns - earlier.time_ns) / 1e6 for earlier, later in pairwise(beats)]


def rmssd_ms(intervals_ms: Sequence[float]) -> float:
    return math.sqrt(statistics.fmean((later - earlier) ** 2 for earlier, later in pairwise(intervals_ms)))


def median_swing_ms(person: SimulatedPerson) -> float:
    timed = [(beat.time_ns, rr) for beat, rr in zip(person.beats[1:], rr_ms(person.beats), strict=True)]
    swings = []
    for breath in person.breaths:
        inside = [rr for time_ns, rr in timed if breath.inhale_ns <= time_ns <= breath.next_inhale_ns]
        if len(inside) > 2:
            swings.append(max(inside) - min(inside))
    return statistics.median(swings)


# Determinism
