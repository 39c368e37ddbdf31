"""Faults of the simulated strap: each does what it says, and the rest stays as it is."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.events import Contact, HeartRateMeasurement
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.scenario import Scenario
from devices.simulated.strap.faults import NO_FAULTS, FaultTraits, StrapFaults
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.heart_rate_service import decode_heart_rate_measurement

MINUTE_NS = 60_000_000_000
TICKS = st.lists(st.integers(300, 2000), min_size=1, max_size=50)


def notified(faults: FaultTraits = NO_FAULTS, *, minutes: float = 10.0, seed: int = 1) -> list[Notification]:
    strap = SimulatedStrap.of(Scenario(faults=faults), seed=seed)
    return [
        n for n in strap.advance(round(minutes * MINUTE_NS)) if n.characteristic == HEART_RATE_MEASUREMENT
    ]


def measured(faults: FaultTraits = NO_FAULTS, **options: float) -> list[HeartRateMeasurement]:
    return [decode_heart_rate_measurement(n.time_ns, n.data) for n in notified(faults, **options)]  # type: ignore[arg-type]


def intervals(measurements: list[HeartRateMeasurement]) -> list[int]:
    return [ticks for m in measurements for ticks in m.rr_ticks]


SOUND = measured()


@given(TICKS, st.integers(0, 2**32))
def test_without_faults_nothing_is_changed(rr_ticks: list[int], seed: int) -> None:
    faults = StrapFaults(NO_FAULTS, seed=seed, start_ns=0)
    assert [faults.seen(ticks) for ticks in rr_ticks] == [(ticks,) for ticks in rr_ticks]
    assert faults.told(5, 60, tuple(rr_ticks)) == (60, Contact.NOT_SUPPORTED, tuple(rr_ticks))


@given(TICKS, st.floats(0, 0.5), st.integers(0, 2**32))
def test_doubled_beats_keep_the_time_that_went_by(rr_ticks: list[int], share: float, seed: int) -> None:
    faults = StrapFaults(FaultTraits(doubled_share=share), seed=seed, start_ns=0)
    seen = [faults.seen(ticks) for ticks in rr_ticks]
    assert [sum(parts) for parts in seen] == rr_ticks
    assert all(ticks > 0 for parts in seen for ticks in parts)


@given(TICKS, st.floats(0, 0.5), st.integers(0, 2**32))
def test_merged_beats_keep_the_time_that_went_by(rr_ticks: list[int], share: float, seed: int) -> None:
    faults = StrapFaults(FaultTraits(merged_share=share), seed=seed, start_ns=0)
    seen_ticks, gone_ticks = 0, 0
    for ticks in rr_ticks:
        gone_ticks += ticks
        seen = faults.seen(ticks)
        seen_ticks += sum(seen)
        assert seen == () or seen_ticks == gone_ticks


@pytest.mark.parametrize(
    ("faults", "more"),
    [
        (FaultTraits(merged_share=0.2), -0.2),
        (FaultTraits(doubled_share=0.2), 0.2),
        (FaultTraits(lost_share=0.2), -0.2),
    ],
)
def test_shares_are_as_asked(faults: FaultTraits, more: float) -> None:
    counted = len(intervals(measured(faults)))
    assert counted / len(intervals(SOUND)) == pytest.approx(1.0 + more, abs=0.06)


def test_milliseconds_are_smaller_than_ticks() -> None:
    sent = intervals(measured(FaultTraits(milliseconds=True)))
    assert sent == [round(ticks / 1.024) for ticks in intervals(SOUND)]


def test_made_up_intervals_follow_from_the_rate() -> None:
    made_up = measured(FaultTraits(made_up=True))
    assert all(ticks == round(61_440 / m.heart_rate_per_min) for m in made_up for ticks in m.rr_ticks)
    assert [len(m.rr_ticks) for m in made_up] == [len(m.rr_ticks) for m in SOUND]


def test_rate_only_has_the_same_rates() -> None:
    rate_only = measured(FaultTraits(rate_only=True))
    assert intervals(rate_only) == []
    assert [m.heart_rate_per_min for m in rate_only] == [m.heart_rate_per_min for m in SOUND]


def test_frozen_strap_repeats_one_interval_and_recovers() -> None:
    frozen = intervals(measured(FaultTraits(frozen_after_minutes=3.0, frozen_beats=50)))
    longest = max(len(list(run)) for _, run in groupby(frozen))
    assert 50 <= longest <= 53
    assert frozen[:150] == intervals(SOUND)[:150]
    assert frozen[-150:] == intervals(SOUND)[-150:]


@pytest.mark.parametrize("tells_contact", [True, False])
def test_strap_that_is_taken_off_tells_it_as_it_can(tells_contact: bool) -> None:
    faults = FaultTraits(tells_contact=tells_contact, off_body_after_minutes=2.0, off_body_minutes=3.0)
    worn, off = Contact.YES, Contact.NO
    if not tells_contact:
        worn = off = Contact.NOT_SUPPORTED
    for measurement, sound in zip(measured(faults), SOUND, strict=True):
        if 2.01 * MINUTE_NS < measurement.time_ns < 4.99 * MINUTE_NS:
            assert (measurement.heart_rate_per_min, measurement.contact, measurement.rr_ticks) == (0, off, ())
        elif not 1.99 * MINUTE_NS < measurement.time_ns < 5.01 * MINUTE_NS:
            assert measurement.contact is worn
            assert measurement.rr_ticks == sound.rr_ticks


def test_faults_have_a_chance_of_their_own() -> None:
    """The beats arrive at the same moments, whatever happens to them on the way."""
    faulty = notified(FaultTraits(merged_share=0.1, doubled_share=0.1, lost_share=0.1))
    assert [n.time_ns for n in faulty] == [m.time_ns for m in SOUND]
    assert faulty == notified(FaultTraits(merged_share=0.1, doubled_share=0.1, lost_share=0.1))


@pytest.mark.parametrize(
    ("name", "value"), [("merged_share", 0.6), ("lost_share", -0.1), ("link_loss_s", 0.0)]
)
def test_faults_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        FaultTraits(**{name: value})  # type: ignore[arg-type]
