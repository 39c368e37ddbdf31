"""Which notifications count: not those delivered twice, and not those of a flood."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.events import HeartRateMeasurement, LeftOut, LeftOutWhy, LinkChanged, LinkState
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import Decoder
from devices.straps.intake import Allowance, Repeats
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from sessions.records import Record
from tests.laboratory.client import rr_packet

MS = 1_000_000
S = 1000 * MS


def beat(time_ms: float, ticks: int = 900, characteristic: str = HEART_RATE_MEASUREMENT) -> Notification:
    return Notification(round(time_ms * MS), characteristic, rr_packet(ticks))


def counted(*notifications: Notification) -> list[bool]:
    repeats = Repeats()
    return [not repeats.is_repeat(one) for one in notifications]


class TestRepeats:
    def test_equal_ones_within_50_ms_are_one(self) -> None:
        assert counted(beat(0), beat(1), beat(1000, 901), beat(1049, 901)) == [True, False, True, False]

    def test_three_times_is_one_too(self) -> None:
        assert counted(beat(0), beat(1), beat(2)) == [True, False, False]

    def test_a_later_equal_one_is_a_beat_of_its_own(self) -> None:
        assert counted(beat(0), beat(51), beat(1051)) == [True, True, True]

    def test_other_data_is_no_repeat(self) -> None:
        assert counted(beat(0), beat(1, 901)) == [True, True]

    def test_each_characteristic_has_its_own(self) -> None:
        assert counted(beat(0), beat(1, characteristic=POLAR_MEASUREMENT_DATA)) == [True, True]

    def test_equal_beats_that_come_late_at_once_are_kept(self) -> None:
        burst = [beat(10_000 + n, ticks) for n, ticks in enumerate((880, 880, 890, 891, 891))]
        assert counted(beat(0), *burst) == [True] * 6

    def test_late_beats_of_a_doubled_stream_count_once(self) -> None:
        burst = [beat(10_000 + n, 880 + n // 2) for n in range(8)]
        assert counted(beat(0), beat(1), *burst) == [True, False] + [True, False] * 4

    def test_after_a_new_connection_the_first_may_be_a_repeat(self) -> None:
        decoder = Decoder()
        again = LinkChanged(20 * S, LinkState.DISCOVERING, "Strap")
        records: list[Record] = [beat(0), again, beat(21_000), beat(21_001)]
        events = [decoder.event_of(record) for record in records]
        assert [isinstance(event, HeartRateMeasurement) for event in events] == [True, False, True, False]

    def test_frames_in_a_burst_are_told_by_their_own_time(self) -> None:
        frames = [beat(n, ticks, POLAR_MEASUREMENT_DATA) for n, ticks in enumerate((1, 2, 2, 3, 3))]
        assert counted(*frames) == [True, True, False, True, False]


class TestAllowance:
    @pytest.mark.parametrize("per_second", [1, 2, 4])
    def test_a_strap_may_send_all_day(self, per_second: int) -> None:
        allowance = Allowance()
        assert all(allowance.allows(beat(1000 * n / per_second)) for n in range(10_000))

    def test_five_minutes_may_come_at_once(self) -> None:
        allowance = Allowance()
        assert all(allowance.allows(beat(0)) for _ in range(300))

    def test_a_flood_is_cut_to_twenty_times_the_usual(self) -> None:
        allowance = Allowance()
        taken = sum(allowance.allows(beat(4 * n)) for n in range(15 * 250))
        assert 300 < taken < 1000

    @given(st.lists(st.tuples(st.integers(0, 300 * MS), st.binary(max_size=120)), min_size=400, max_size=900))
    @pytest.mark.soak
    def test_what_is_allowed_is_allowed_again(self, steps: list[tuple[int, bytes]]) -> None:
        """A recording holds what was allowed live; read again, none of it may fall away."""
        allowance, again, time_ns = Allowance(), Allowance(), 0
        kept = []
        for step_ns, data in steps:
            time_ns += step_ns // 40
            notification = Notification(time_ns, HEART_RATE_MEASUREMENT, data)
            if allowance.allows(notification):
                kept.append(notification)
        assert all(again.allows(one) for one in kept)

    def test_a_time_far_ahead_does_not_close_it(self) -> None:
        allowance = Allowance()
        assert allowance.allows(replace(beat(0), time_ns=2**62))
        assert all(allowance.allows(beat(1000 * n)) for n in range(1000))


def test_a_flood_is_left_out_by_the_decoder() -> None:
    decoder = Decoder()
    events = [decoder.decode(beat(4 * n, 800 + n % 100)) for n in range(2000)]
    assert LeftOut(events[-1].time_ns, LeftOutWhy.FLOOD) in events
