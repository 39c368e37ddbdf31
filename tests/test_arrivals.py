"""Late is not lost: packets that come at once, and pauses that no interval accounts for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.beats.arrivals import Arrivals, Packet, accounted
from biofeedback.beats.artefact_labels import BeatLabel
from biofeedback.quality.jumping import jumping_rows, jumping_warning
from biofeedback.quality.quality import coverage_percent, coverage_warning
from devices.events import Contact, HeartRateMeasurement

S = 1_000_000_000


def sorted_out(packets: list[tuple[float, tuple[float, ...]]]) -> list[Packet]:
    arrivals = Arrivals()
    return [one for packet in packets for one in arrivals.add(*packet)] + arrivals.finish()


def every_second(first_s: int, last_s: int) -> list[tuple[float, tuple[float, ...]]]:
    return [(float(s), (1000.0,)) for s in range(first_s, last_s)]


def measured(packets: list[tuple[float, tuple[float, ...]]]) -> list[HeartRateMeasurement]:
    return [
        HeartRateMeasurement(
            round(s * S), 60, Contact.NOT_SUPPORTED, None, tuple(round(ms * 1.024) for ms in rr_ms)
        )
        for s, rr_ms in packets
    ]


@pytest.mark.parametrize("late_s", [5, 10, 60])
def test_beats_that_come_late_at_once_leave_no_pause(late_s: int) -> None:
    burst = [(30.0 + late_s + 0.01 * n, (1000.0,)) for n in range(late_s)]
    packets = [*every_second(0, 31), *burst, *every_second(31 + late_s, 60 + late_s)]
    assert all(packet.pause is None for packet in sorted_out(packets))
    assert coverage_percent(measured(packets), round(packets[-1][0] * S)) > 97.0


def test_a_packet_with_all_intervals_leaves_no_pause() -> None:
    packets = [*every_second(0, 10), (14.0, (1000.0,) * 5), *every_second(15, 20)]
    assert all(packet.pause is None for packet in sorted_out(packets))


def test_what_does_not_come_is_a_pause() -> None:
    packets = sorted_out([*every_second(0, 10), *every_second(15, 20)])
    (pause,) = [packet.pause for packet in packets if packet.pause is not None]
    assert (pause.start_s, pause.end_s) == (9.0, 14.0)


def test_a_pause_is_decided_within_a_second_of_silence() -> None:
    arrivals = Arrivals()
    for packet in every_second(0, 10):
        arrivals.add(*packet)
    assert arrivals.add(15.0, (1000.0,)) == []
    assert arrivals.settle(15.5) == []
    assert len(arrivals.settle(16.1)) == 1


def test_a_number_that_can_be_no_interval_takes_no_time() -> None:
    packets = sorted_out([*every_second(0, 10), (10.0, (1000.0, 64_000.0)), (11.0, (0.0, 1000.0))])
    assert [packet.packet_s for packet in packets[-2:]] == [1.0, 1.0]


@given(st.lists(st.tuples(st.floats(0.0, 8.0), st.lists(st.integers(0, 65_535), max_size=5)), max_size=60))
def test_every_packet_comes_back_in_order(steps: list[tuple[float, list[int]]]) -> None:
    times_s = np.cumsum([step_s for step_s, _ in steps])
    rows = [(float(s), tuple(map(float, rr))) for s, (_, rr) in zip(times_s, steps, strict=True) if rr]
    back = sorted_out(rows)
    assert [(packet.arrival_s, packet.rr_ms) for packet in back] == rows
    assert all(packet.packet_s >= 0.0 for packet in back)
    assert all(one.pause.end_s - one.pause.start_s > 3.0 for one in back if one.pause)


@given(
    st.lists(st.tuples(st.integers(0, 8 * S), st.lists(st.integers(0, 65_535), max_size=4)), max_size=50),
    st.integers(0, 20 * S),
)
def test_coverage_is_a_share(steps: list[tuple[int, list[int]]], after_ns: int) -> None:
    time_ns, measurements = 0, []
    for step_ns, ticks in steps:
        time_ns += step_ns
        measurements.append(HeartRateMeasurement(time_ns, 60, Contact.NOT_SUPPORTED, None, tuple(ticks)))
    if not measurements:
        return
    percent = coverage_percent(measurements, time_ns + after_ns)
    assert 0.0 <= percent <= 100.0
    assert "-0" not in str(coverage_warning(percent))
    found = accounted(measurements)
    assert found.packets_s.shape == found.arrivals_s.shape


def test_random_intervals_jump_and_ectopic_beats_do_not() -> None:
    chance = np.random.default_rng(1)
    rr_ms = np.concatenate((np.full(60, 900.0), chance.uniform(300.0, 2000.0, 60), np.full(60, 900.0)))
    labels = [BeatLabel.NORMAL] * 180
    for place in range(60, 120):
        labels[place] = BeatLabel.ECTOPIC if chance.random() < 0.7 else BeatLabel.NORMAL
    (rows,) = jumping_rows(rr_ms, labels)
    assert rows.start >= 55
    assert rows.stop <= 125
    assert "left out of the figures" in str(jumping_warning(60.0))
    bigeminy = np.tile([600.0, 1200.0, 900.0], 60)
    assert not jumping_rows(bigeminy, [BeatLabel.ECTOPIC, BeatLabel.ECTOPIC, BeatLabel.NORMAL] * 60)
    assert jumping_warning(0.0) is None
