"""The simulated person who talks."""

from statistics import median

import pytest

from devices.simulated.person.person import SimulatedPerson
from devices.simulated.scenario import load_scenario

MINUTE_NS = 60_000_000_000


def test_talker_breathes_in_quickly_and_unevenly_and_follows_in_between() -> None:
    person = SimulatedPerson(
        load_scenario("talker").person, seed=1, lung_guide=lambda s: abs((s / 6.0) % 2.0 - 1.0)
    )
    person.advance(20 * MINUTE_NS)
    assert 8 <= len(person.talked_s) <= 30
    shares: dict[bool, list[float]] = {False: [], True: []}
    for breath in person.breaths:
        begin_s, end_s = breath.inhale_ns / 1e9, breath.next_inhale_ns / 1e9
        if any(first - 2.0 < begin_s and end_s < last for first, last in person.talked_s):
            shares[True].append((breath.exhale_ns - breath.inhale_ns) / 1e9 / (end_s - begin_s))
        elif begin_s > 0.0 and all(end_s < first or last + 15.0 < begin_s for first, last in person.talked_s):
            shares[False].append((breath.exhale_ns - breath.inhale_ns) / 1e9 / (end_s - begin_s))
    assert len(shares[True]) > 20
    assert len(shares[False]) > 20
    assert median(shares[True]) < 0.25
    assert median(shares[False]) == pytest.approx(0.5, abs=0.05)
