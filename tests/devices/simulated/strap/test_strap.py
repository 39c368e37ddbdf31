"""The simulated strap: true bytes at plausible times, and the same ones however time is sliced."""

import math
import statistics
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.events import Contact, HeartRateMeasurement
from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification
from devices.simulated.person.traits import CALM, PersonTraits
from devices.simulated.scenario import load_scenario
from devices.simulated.strap.strap import SimulatedStrap
from devices.simulated.strap.strap_traits import POLAR_H10, StrapTraits
from devices.straps.heart_rate_service import decode_heart_rate_measurement

MINUTE_NS = 60_000_000_000
ECTOPIC = load_scenario("ectopic").person
TRAINED = load_scenario("trained").person


def guide(time_s: float) -> float | None:
    return None if 20 <= time_s < 35 else 0.5 - 0.5 * math.cos(2 * math.pi * time_s / 10)


def worn(
    traits: PersonTraits = CALM, *, minutes: float = 5.0, seed: int = 1, strap_traits: StrapTraits = POLAR_H10
) -> tuple[SimulatedStrap, list[Notification]]:
    strap = SimulatedStrap(traits, seed=seed, lung_guide=guide, strap_traits=strap_traits)
    return strap, strap.advance(round(minutes * MINUTE_NS))


def measurements(notifications: list[Notification]) -> list[HeartRateMeasurement]:
    return [
        decode_heart_rate_measurement(notification.time_ns, notification.data)
        for notification in notifications
        if notification.characteristic == HEART_RATE_MEASUREMENT
    ]


def arrivals(strap: SimulatedStrap, notifications: list[Notification]) -> list[tuple[int, int, int]]:
    """Arrival, cumulated ticks after the first interval, and true time, for each delivered interval."""
    delivered = [(event.time_ns, ticks) for event in measurements(notifications) for ticks in event.rr_ticks]
    total = list(accumulate(ticks for _, ticks in delivered))
    beats_ns = [beat.time_ns for beat in strap.person.beats]
    first = next(
        n
        for n in range(1, len(beats_ns))
        if all(
            abs((later - earlier) * 1024 / 1e9 - ticks) <= 1
            for earlier, later, (_, ticks) in zip(
                beats_ns[n - 1 :], beats_ns[n:], delivered[:10], strict=False
            )
        )
    )
    return [
        (arrival_ns, cumulated - total[0], beats_ns[first + n])
        for n, ((arrival_ns, _), cumulated) in enumerate(zip(delivered, total, strict=True))
    ]


def test_same_seed_gives_the_same_bytes() -> None:
    assert worn()[1] == worn()[1]


def test_another_seed_gives_other_bytes() -> None:
    assert worn(seed=1)[1] != worn(seed=2)[1]


@given(st.lists(st.integers(0, 60_000_000_000), max_size=40), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_slicing_of_time_changes_nothing(slices_ns: list[int], seed: int) -> None:
    whole = worn(ECTOPIC, minutes=1, seed=seed)[1]
    strap = SimulatedStrap(ECTOPIC, seed=seed, lung_guide=guide)
    sliced: list[Notification] = []
    for until_ns in [*sorted(slices_ns), MINUTE_NS]:
        arrived = strap.advance(until_ns)
        assert all(notification.time_ns <= until_ns for notification in arrived)
        sliced.extend(arrived)
    assert sliced == whole


def test_steps_of_a_live_thread_give_the_same_bytes_as_one_leap() -> None:
    strap = SimulatedStrap(CALM, seed=1, lung_guide=guide)
    live = [notification for step in range(1, 3001) for notification in strap.advance(step * 100_000_000)]
    assert live == worn()[1]


def test_shortest_latency_does_not_depend_on_slicing_either() -> None:
    quick = replace(POLAR_H10, rr_latency_s=0.65)
    strap = SimulatedStrap(CALM, seed=1, lung_guide=guide, strap_traits=quick)
    live = [notification for step in range(1, 3001) for notification in strap.advance(step * 100_000_000)]
    assert live == worn(strap_traits=quick)[1]


def test_start_time_shifts_everything_and_changes_nothing_else() -> None:
    shift_ns = 12_345_678_901_234_567
    early = SimulatedStrap(CALM, seed=1).advance(MINUTE_NS)
    late = SimulatedStrap(CALM, seed=1, start_ns=shift_ns).advance(shift_ns + MINUTE_NS)
    assert [replace(notification, time_ns=notification.time_ns - shift_ns) for notification in late] == early


def test_notifications_come_in_order_about_once_a_second() -> None:
    times_ns = [event.time_ns for event in measurements(worn(minutes=10)[1])]
    steps_s = [(later - earlier) / 1e9 for earlier, later in pairwise(times_ns)]
    assert len(times_ns) in (600, 601)
    assert statistics.fmean(steps_s) == pytest.approx(1.0, abs=0.002)
    assert all(0.9 < step_s < 1.1 for step_s in steps_s)


@pytest.mark.parametrize("traits", [CALM, ECTOPIC, TRAINED])
def test_cumulated_intervals_stay_within_a_tick_of_the_beats(traits: PersonTraits) -> None:
    strap, notifications = worn(traits, minutes=30)
    rows = arrivals(strap, notifications)
    _, _, first_ns = rows[0]
    assert len(rows) > 30 * 45
    for _, ticks, beat_ns in rows:
        assert abs(ticks - (beat_ns - first_ns) * 1024 / 1e9) <= 1.0


def test_no_interval_is_lost_or_sent_twice() -> None:
    strap, notifications = worn()
    rows = arrivals(strap, notifications)
    first_ns, last_ns = rows[0][2], rows[-1][2]
    assert len(rows) == sum(first_ns <= beat.time_ns <= last_ns for beat in strap.person.beats)


def test_seconds_without_a_beat_send_no_interval_and_none_sends_many() -> None:
    counts = [len(event.rr_ticks) for event in measurements(worn(TRAINED)[1])]
    assert set(counts) == {0, 1, 2}


@pytest.mark.parametrize("rr_latency_s", [0.7, 2.1, 2.6])
def test_latency_has_the_asked_median(rr_latency_s: float) -> None:
    strap, notifications = worn(minutes=10, strap_traits=replace(POLAR_H10, rr_latency_s=rr_latency_s))
    latency_s = [(arrival_ns - beat_ns) / 1e9 for arrival_ns, _, beat_ns in arrivals(strap, notifications)]
    assert statistics.median(latency_s) == pytest.approx(rr_latency_s, abs=0.07)


def test_latency_of_the_polar_h10_spreads_as_published() -> None:
    strap, notifications = worn(minutes=10)
    latency_s = [(arrival_ns - beat_ns) / 1e9 for arrival_ns, _, beat_ns in arrivals(strap, notifications)]
    low_s, _, high_s = statistics.quantiles(latency_s, n=4)
    assert low_s == pytest.approx(2.2, abs=0.2)
    assert high_s == pytest.approx(2.8, abs=0.2)


def test_rate_byte_is_averaged() -> None:
    events = measurements(worn(minutes=10)[1])
    own = [event.heart_rate_per_min for event in events if event.rr_ticks]
    instant = [60 * 1024 / event.rr_ticks[-1] for event in events if event.rr_ticks]
    assert statistics.fmean(own) == pytest.approx(statistics.fmean(instant), abs=1.0)
    assert statistics.pstdev(own) < 0.8 * statistics.pstdev(instant)


def test_rate_byte_is_there_from_the_first_notification() -> None:
    assert 45 < measurements(worn(minutes=0.1)[1])[0].heart_rate_per_min < 85


def test_contact_is_not_supported_as_on_a_polar_h10() -> None:
    assert {event.contact for event in measurements(worn()[1])} == {Contact.NOT_SUPPORTED}


def test_battery_is_sent_at_the_start_and_each_time_it_has_fallen() -> None:
    strap_traits = replace(POLAR_H10, battery_percent=2, battery_percent_per_hour=30.0)
    levels = [
        n.data for n in worn(minutes=8, strap_traits=strap_traits)[1] if n.characteristic == BATTERY_LEVEL
    ]
    assert levels == [b"\x02", b"\x01", b"\x00", b"\x00"]


@pytest.mark.parametrize(
    ("name", "value"), [("rr_latency_s", 0.3), ("battery_percent", 101), ("battery_percent_per_hour", 0.0)]
)
def test_impossible_straps_are_refused(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=name):
        replace(POLAR_H10, **{name: value})
