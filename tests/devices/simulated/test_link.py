"""The link to a simulated strap: lost as in life, and started again."""

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.events import LinkChanged, LinkState
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.link import SIMULATED_STRAP_NAME, Arrival, SimulatedLink
from devices.simulated.scenario import Scenario, load_scenario
from devices.simulated.strap.faults import FaultTraits, link_losses
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.streams import Measurement, MeasurementChanged

MINUTE_NS = 60_000_000_000
LOSSES = load_scenario("link-losses")


def guide(time_s: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * time_s / 12)


SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (0, 2, 3))]


def arrived(
    scenario: Scenario = LOSSES, *, minutes: float = 20.0, seed: int = 1, ecg: bool = False
) -> list[Arrival]:
    return SimulatedLink(scenario, seed=seed, lung_guide=guide, ecg=ecg).advance(round(minutes * MINUTE_NS))


@lru_cache(maxsize=1)
def an_hour(seed: int = 1) -> tuple[Arrival, ...]:
    """What arrives in an hour with losses."""
    return tuple(arrived(seed=seed, minutes=60))


def states(arrivals: Iterable[Arrival]) -> list[LinkChanged]:
    return [arrival for arrival in arrivals if isinstance(arrival, LinkChanged)]


def test_link_without_losses_is_what_the_strap_sends() -> None:
    link_changed, measurement_changed, *notifications = arrived(Scenario(), minutes=5)
    strap = SimulatedStrap(seed=1, lung_guide=guide)
    strap.start_stream(Measurement.ACCELERATION, sample_rate_hz=100)
    assert link_changed == LinkChanged(0, LinkState.STREAMING, SIMULATED_STRAP_NAME)
    assert measurement_changed == MeasurementChanged(0, Measurement.ACCELERATION, running=True)
    assert notifications == strap.advance(5 * MINUTE_NS)


def test_ecg_is_streamed_where_it_is_asked_for() -> None:
    changed = [
        a.measurement for a in arrived(Scenario(), minutes=1, ecg=True) if isinstance(a, MeasurementChanged)
    ]
    assert changed == [Measurement.ACCELERATION, Measurement.ECG]


@given(st.lists(st.integers(0, 6 * MINUTE_NS), max_size=30), st.integers(0, 2**32))
@settings(max_examples=10)
@pytest.mark.soak
def test_slicing_of_time_changes_nothing(slices_ns: list[int], seed: int) -> None:
    link = SimulatedLink(LOSSES, seed=seed, lung_guide=guide)
    sliced = [a for until_ns in [*sorted(slices_ns), 6 * MINUTE_NS] for a in link.advance(until_ns)]
    assert sliced == arrived(seed=seed, minutes=6)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_in_order(seed: int) -> None:
    times_ns = [arrival.time_ns for arrival in an_hour(seed)]
    assert times_ns == sorted(times_ns)


@pytest.mark.parametrize("seed", SEEDS)
def test_states_of_a_loss_are_those_of_a_real_one(seed: int) -> None:
    first, *after = [change.state for change in states(an_hour(seed))]
    circle = [LinkState.LOST, LinkState.RECONNECTING, LinkState.WAITING, LinkState.STREAMING]
    assert first is LinkState.STREAMING
    assert len(after) >= 4 * 8
    assert after == (circle * len(after))[: len(after)]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_arrives_while_the_link_is_lost_and_the_loss_is_noticed_at_once_or_after_six_seconds(
    seed: int,
) -> None:
    arrivals = an_hour(seed)
    noticed_s = []
    for before, change in pairwise(arrivals):
        if isinstance(change, LinkChanged) and change.state is LinkState.LOST:
            assert isinstance(before, Notification)
            noticed_s.append((change.time_ns - before.time_ns) / 1e9)
        if isinstance(before, LinkChanged) and before.state is LinkState.RECONNECTING:
            assert change == LinkChanged(change.time_ns, LinkState.WAITING, SIMULATED_STRAP_NAME)
    assert all(0 <= silent_s < 0.5 or 6 <= silent_s < 6.5 for silent_s in noticed_s)
    assert {round(silent_s / 6) for silent_s in noticed_s} == {0, 1}


def test_what_the_strap_sends_during_a_loss_is_lost_and_not_delayed() -> None:
    lost_s = {n.time_ns: n.data for n in SimulatedStrap(seed=1, lung_guide=guide).advance(60 * MINUTE_NS)}
    heard = [
        n for n in an_hour() if isinstance(n, Notification) and n.characteristic == HEART_RATE_MEASUREMENT
    ]
    assert all(lost_s[notification.time_ns] == notification.data for notification in heard)
    assert 60 * 60 * 0.5 < len(heard) < 60 * 60 * 0.95


def test_streams_are_off_after_a_loss_until_they_are_started_again() -> None:
    running = False
    for arrival in an_hour():
        match arrival:
            case LinkChanged(state=LinkState.LOST):
                running = False
            case MeasurementChanged(running=started):
                assert not running
                running = started
            case Notification(characteristic=characteristic):
                assert running or characteristic != POLAR_MEASUREMENT_DATA
    assert sum(isinstance(arrival, MeasurementChanged) for arrival in an_hour()) > 4


def test_first_beats_after_a_loss_end_the_waiting() -> None:
    for before, after in pairwise(an_hour()[1:]):
        if isinstance(before, LinkChanged) and before.state is LinkState.STREAMING:
            assert isinstance(after, Notification)
            assert after.characteristic == HEART_RATE_MEASUREMENT


@given(
    st.floats(0.1, 120),
    st.floats(1, 600),
    st.integers(0, 2**32),
)
def test_losses_follow_each_other(per_hour: float, loss_s: float, seed: int) -> None:
    losses = link_losses(
        FaultTraits(link_losses_per_hour=per_hour, link_loss_s=loss_s), seed=seed, start_ns=5
    )
    back_ns = 5
    for _, loss in zip(range(20), losses, strict=False):
        assert back_ns < loss.lost_ns <= loss.noticed_ns < loss.back_ns
        back_ns = loss.back_ns


def test_no_losses_where_none_are_asked_for() -> None:
    assert list(link_losses(replace(FaultTraits(), link_loss_s=5.0), seed=1, start_ns=0)) == []
