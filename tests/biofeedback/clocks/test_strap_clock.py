"""The strap's clock on the host's, and the times of samples, beside a truth that is made here."""

import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from biofeedback.clocks.frame_times import FrameStamp, FrameTimes, recorded_times_s
from biofeedback.clocks.offset_line import ClockPoint, line_below, possibly_prompt
from biofeedback.clocks.strap_clock import StrapClock
from tests.ratchet import assert_no_worse

ECG, ACCELERATION = 0, 2
SAMPLES = {ECG: 73, ACCELERATION: 36}
NOMINAL_HZ = {ECG: 130.0, ACCELERATION: 200.0}
CLOCK_OF_2019_NS = 599_616_000 * 10**9
"""Nanoseconds from 2000 to 2019: where a Polar strap's clock starts when nobody has set it."""

LIMIT_MS = 5.0
SETTLING_S = 10.0


@dataclass(frozen=True)
class Made:
    """Frames in the order they came, and when their last samples were taken."""

    stamps: list[FrameStamp]
    taken_s: list[float]


@dataclass(frozen=True)
class Strap:
    """A strap and its way to the host, as this test imagines them."""

    drift_ppm: float = 50.0
    interval_s: float = 0.030
    rate_error: float = 0.0
    jitter_s: float = 0.002
    holds: int = 0
    loss: float = 0.0
    streams: tuple[int, ...] = (ECG, ACCELERATION)

    def frames(
        self, seconds: float, *, from_s: float = 1000.0, clock_ns: int = CLOCK_OF_2019_NS, seed: int = 1
    ) -> Made:
        """Frames of so many seconds; the strap's clock shows ``clock_ns`` at ``from_s``."""
        chance = np.random.default_rng(seed)
        rows = [self._taken(stream, seconds, chance) for stream in self.streams]
        taken_s = from_s + np.concatenate(rows)
        stream = np.repeat(self.streams, [len(row) for row in rows])
        order = np.argsort(taken_s)
        taken_s, stream = taken_s[order], stream[order]
        arrival_s = self._arrivals_s(taken_s, chance)
        kept = chance.random(len(taken_s)) >= self.loss
        stamps = [
            FrameStamp(
                int(s), float(a), clock_ns + round((t - from_s) * (1e9 + 1e3 * self.drift_ppm)), SAMPLES[s]
            )
            for s, a, t in zip(stream[kept], arrival_s[kept], taken_s[kept].tolist(), strict=True)
        ]
        return Made(stamps, taken_s[kept].tolist())

    def _taken(self, stream: int, seconds: float, chance: np.random.Generator) -> NDArray[np.float64]:
        step_s = SAMPLES[stream] / (
            NOMINAL_HZ[stream] * (1.0 + self.rate_error) * (1.0 + 1e-6 * self.drift_ppm)
        )
        return np.arange(chance.random() * step_s, seconds, step_s)

    def _arrivals_s(self, taken_s: NDArray[np.float64], chance: np.random.Generator) -> NDArray[np.float64]:
        sent_s = taken_s + 0.0005
        if self.interval_s:
            sent_s = np.ceil(sent_s / self.interval_s) * self.interval_s
        arrival_s = sent_s + chance.exponential(self.jitter_s, len(sent_s))
        for start_s in chance.uniform(taken_s[0], taken_s[-1], self.holds):
            end_s = start_s + chance.uniform(0.5, 4.0)
            held = (arrival_s > start_s) & (arrival_s < end_s)
            arrival_s[held] = end_s
        return np.maximum.accumulate(arrival_s)


def causal(stamps: Sequence[FrameStamp], *, rate_is_known: bool = True) -> list[tuple[float, ...]]:
    clock = StrapClock()
    times = {s: FrameTimes(clock, NOMINAL_HZ[s] if rate_is_known else None) for s in SAMPLES}
    return [times[one.stream].add(one.arrival_s, one.device_time_ns, one.sample_count) for one in stamps]


def errors_s(
    made: Made, times_s: list[tuple[float, ...]], strap: Strap, *, skip_s: float = 0.0
) -> NDArray[np.float64]:
    """How far the first and the last sample of each frame lie from the truth."""
    errors = []
    for stamp, taken_s, placed_s in zip(made.stamps, made.taken_s, times_s, strict=True):
        if taken_s < made.taken_s[0] + skip_s:
            continue
        assert len(placed_s) == stamp.sample_count
        rate_hz = NOMINAL_HZ[stamp.stream] * (1.0 + strap.rate_error) * (1.0 + 1e-6 * strap.drift_ppm)
        errors.append(placed_s[-1] - taken_s)
        errors.append(placed_s[0] - (taken_s - (stamp.sample_count - 1) / rate_hz))
    distances_s: NDArray[np.float64] = np.abs(np.array(errors))
    return distances_s


def assert_in_order(stamps: Sequence[FrameStamp], times_s: list[tuple[float, ...]]) -> None:
    """Strictly increasing in each stream, and never later than the arrival."""
    for stream in {stamp.stream for stamp in stamps}:
        own = [
            t for stamp, frame in zip(stamps, times_s, strict=True) if stamp.stream == stream for t in frame
        ]
        assert all(a < b for a, b in pairwise(own))
    for stamp, frame in zip(stamps, times_s, strict=True):
        assert not frame or frame[-1] <= stamp.arrival_s


# Accuracy


STRAPS = [
    Strap(drift_ppm=drift_ppm, interval_s=interval_s, rate_error=rate_error, holds=5, loss=0.01)
    for interval_s in (0.0, 0.030, 0.045)
    for drift_ppm, rate_error in ((-200.0, 0.0), (-50.0, 0.015), (50.0, 0.0), (200.0, -0.015))
]


def test_ten_minutes_of_ecg_and_acceleration() -> None:
    """Drift, connection intervals, jitter, held-back bursts and losses; the clock of 2019."""
    live, recorded = [], []
    for seed, strap in enumerate(STRAPS):
        made = strap.frames(600.0, seed=seed)
        live_s, recorded_s = causal(made.stamps), recorded_times_s(made.stamps)
        assert_in_order(made.stamps, live_s)
        assert_in_order(made.stamps, recorded_s)
        live.append(errors_s(made, live_s, strap, skip_s=SETTLING_S))
        recorded.append(errors_s(made, recorded_s, strap))
    live_ms, recorded_ms = (1000.0 * np.concatenate(errors) for errors in (live, recorded))
    assert np.percentile(live_ms, 95.0) < LIMIT_MS
    assert max(recorded_ms) < LIMIT_MS
    assert_no_worse("sample_time_error_live_95_percent_ms", float(np.percentile(live_ms, 95.0)))
    assert_no_worse("sample_time_error_live_largest_ms", float(max(live_ms)))
    assert_no_worse("sample_time_error_recorded_95_percent_ms", float(np.percentile(recorded_ms, 95.0)))
    assert_no_worse("sample_time_error_recorded_largest_ms", float(max(recorded_ms)))


@pytest.mark.parametrize("drift_ppm", [-200.0, pytest.param(200.0, marks=pytest.mark.soak)])
def test_three_hours(drift_ppm: float) -> None:
    strap = Strap(drift_ppm=drift_ppm, interval_s=0.045, holds=20, loss=0.001)
    made = strap.frames(10_800.0)
    clock = StrapClock()
    errors = []
    for stamp, taken_s in zip(made.stamps, made.taken_s, strict=True):
        clock.add(stamp.arrival_s, stamp.device_time_ns)
        errors.append(abs(clock.host_s(stamp.device_time_ns) - taken_s))
    assert clock.jumps == 0
    assert max(errors[len(errors) // 10 :]) < 0.001 * LIMIT_MS


@pytest.mark.parametrize("streams", [(ECG,), (ACCELERATION,)])
def test_one_stream_alone(streams: tuple[int, ...]) -> None:
    strap = Strap(interval_s=0.045, rate_error=-0.02, streams=streams)
    made = strap.frames(300.0)
    live_ms = 1000.0 * errors_s(made, causal(made.stamps), strap, skip_s=SETTLING_S)
    assert np.percentile(live_ms, 95.0) < LIMIT_MS
    assert max(1000.0 * errors_s(made, recorded_times_s(made.stamps), strap)) < LIMIT_MS


def test_frames_that_keep_their_place_in_the_connection_interval_are_late_by_less_than_it() -> None:
    strap = Strap(drift_ppm=0.0, interval_s=0.045, streams=(ACCELERATION,), jitter_s=0.001)
    made = strap.frames(60.0)
    assert max(errors_s(made, recorded_times_s(made.stamps), strap)) < 0.046


# Bursts, losses, jumps


def test_burst_that_is_held_back_moves_nothing() -> None:
    strap = Strap(interval_s=0.0, jitter_s=0.0)
    made = strap.frames(60.0)
    held = Made(
        [
            replace(s, arrival_s=44.0 + 1000.0) if 40.0 < s.arrival_s - 1000.0 < 44.0 else s
            for s in made.stamps
        ],
        made.taken_s,
    )
    errors = errors_s(held, causal(held.stamps), strap, skip_s=SETTLING_S)
    assert max(errors) < 0.002


def test_burst_at_the_very_start_costs_its_own_frames_only() -> None:
    strap = Strap(interval_s=0.0, jitter_s=0.0)
    made = strap.frames(60.0)
    held = Made([replace(s, arrival_s=max(s.arrival_s, 1003.0)) for s in made.stamps], made.taken_s)
    times_s = causal(held.stamps)
    assert_in_order(held.stamps, times_s)
    refused = [s.arrival_s for s, placed in zip(held.stamps, times_s, strict=True) if not placed]
    assert refused
    assert max(refused) < 1004.0
    assert max(errors_s(held, times_s, strap, skip_s=SETTLING_S)) < 0.002
    assert max(errors_s(held, recorded_times_s(held.stamps), strap)) < 0.002


def test_lost_frames_stretch_nothing() -> None:
    strap = Strap(interval_s=0.0, jitter_s=0.0, loss=0.2, rate_error=0.02)
    made = strap.frames(120.0)
    assert max(errors_s(made, causal(made.stamps), strap, skip_s=SETTLING_S)) < 0.002
    assert max(errors_s(made, recorded_times_s(made.stamps), strap)) < 0.002


JUMPS_NS = {
    "set from 2019 to now": 230_000_000 * 10**9,
    "started anew in 2019": -230_000_000 * 10**9,
    "three seconds ahead": 3 * 10**9,
    "three seconds back": -3 * 10**9,
    "half a second ahead": 10**9 // 2,
    "half a second back": -(10**9) // 2,
}


@pytest.mark.parametrize("jump_ns", JUMPS_NS.values(), ids=JUMPS_NS.keys())
def test_reconnect_with_a_jump_of_the_clock(jump_ns: int) -> None:
    strap = Strap(drift_ppm=-50.0)
    before = strap.frames(120.0, clock_ns=2 * CLOCK_OF_2019_NS)
    after = strap.frames(120.0, from_s=1130.0, clock_ns=2 * CLOCK_OF_2019_NS + 130 * 10**9 + jump_ns, seed=2)
    both = Made(before.stamps + after.stamps, before.taken_s + after.taken_s)
    live_s, recorded_s = causal(both.stamps), recorded_times_s(both.stamps)
    assert_in_order(both.stamps, live_s)
    assert_in_order(both.stamps, recorded_s)
    settled = len(before.stamps) + 160
    live_after = Made(both.stamps[settled:], both.taken_s[settled:])
    assert np.percentile(errors_s(live_after, live_s[settled:], strap), 95.0) < 0.001 * LIMIT_MS
    assert max(errors_s(both, recorded_s, strap)) < 0.001 * LIMIT_MS


def test_jump_is_counted_once_and_only_where_there_is_one() -> None:
    clock = StrapClock()
    for second in range(60):
        assert clock.add(100.0 + second, second * 10**9) == 0
    returned = [clock.add(160.0 + second, (60 + second) * 10**9 - 10**9 // 2) for second in range(20)]
    assert clock.jumps == 1
    assert [number for number in returned if number] == [11]
    assert returned[10] == 11


# Frames that are refused


def test_equal_and_earlier_timestamps_are_refused() -> None:
    times = FrameTimes(StrapClock(), sample_rate_hz=100.0)
    assert len(times.add(10.0, 10**9, 36)) == 36
    assert times.add(10.1, 10**9, 36) == ()
    assert times.add(10.2, 10**9 - 1, 36) == ()
    assert len(times.add(10.4, 10**9 + 360_000_000, 36)) == 36


def test_first_frame_of_an_unknown_rate_is_refused_and_the_second_tells_it() -> None:
    times = FrameTimes(StrapClock())
    assert times.add(10.0, 10**9, 36) == ()
    placed_s = times.add(10.36, 10**9 + 360_000_000, 36)
    assert np.diff(placed_s) == pytest.approx(0.01)
    assert placed_s[0] == pytest.approx(10.01)


def test_recording_tells_the_rate_of_its_first_frame() -> None:
    stamps = [FrameStamp(ACCELERATION, 10.0 + 0.36 * i, 360_000_000 * i, 36) for i in range(3)]
    assert np.diff(np.concatenate(recorded_times_s(stamps))) == pytest.approx(0.01)
    assert recorded_times_s(stamps[:1]) == [()]
    assert recorded_times_s([]) == []


def test_rate_that_was_learnt_over_a_lost_frame_is_corrected() -> None:
    times = FrameTimes(StrapClock())
    for i in (0, 2, 3, 4):
        placed_s = times.add(10.0 + 0.36 * i, 360_000_000 * i, 36)
    assert np.diff(placed_s) == pytest.approx(0.01)


def test_clock_without_a_frame_knows_nothing() -> None:
    with pytest.raises(ValueError, match="no frame"):
        StrapClock().host_s(0)


# The line below


@given(
    sent_s=st.lists(st.integers(0, 36_000), min_size=1, max_size=80, unique=True).map(sorted),
    delays_s=st.lists(st.floats(0.0, 5.0), min_size=80, max_size=80),
    drift_ppm=st.floats(-300.0, 300.0),
)
def test_no_point_lies_below_the_line(sent_s: list[int], delays_s: list[float], drift_ppm: float) -> None:
    points = [
        ClockPoint(0.1 * t, 1e-7 * drift_ppm * t + late_s)
        for t, late_s in zip(sent_s, delays_s, strict=False)
    ]
    line = line_below(possibly_prompt(points))
    assert abs(line.slope) <= 301e-6
    assert all(line.at(point.sent_s) <= point.offset_s + 1e-9 for point in possibly_prompt(points))


def test_slope_of_prompt_points_among_delayed_ones() -> None:
    points = [ClockPoint(4.0 * i, 200e-6 * 4.0 * i + (0.0 if i % 7 == 3 else 0.02)) for i in range(150)]
    line = line_below(possibly_prompt(points))
    assert line.slope == pytest.approx(200e-6, rel=0.01)
    assert line.at(600.0) == pytest.approx(0.12, abs=0.001)


# Any frames at all


STEPS = st.tuples(
    st.sampled_from([ECG, ACCELERATION]),
    st.floats(0.0, 1.0) | st.floats(0.0, 1000.0),
    st.integers(-(10**9), 2 * 10**9) | st.integers(-(2**63), 2**63),
    st.integers(0, 80),
)


@given(st.lists(STEPS, max_size=60), st.booleans())
def test_any_frames_are_placed_in_order_and_not_after_their_arrival(
    steps: list[tuple[int, float, int, int]], rate_is_known: bool
) -> None:
    arrival_s, device_time_ns, stamps = 1000.0, CLOCK_OF_2019_NS, []
    for stream, wait_s, advance_ns, sample_count in steps:
        arrival_s += wait_s
        device_time_ns = min(max(device_time_ns + advance_ns, 0), 2**64 - 1)
        stamps.append(FrameStamp(stream, arrival_s, device_time_ns, sample_count))
    assert_in_order(stamps, causal(stamps, rate_is_known=rate_is_known))
    assert_in_order(stamps, recorded_times_s(stamps))


@given(st.integers(0, 2**32 - 1), st.floats(-200.0, 200.0), st.sampled_from([0.0, 0.0075, 0.03, 0.045]))
def test_any_strap_is_placed_within_its_longest_delay(seed: int, drift_ppm: float, interval_s: float) -> None:
    strap = Strap(drift_ppm=drift_ppm, interval_s=interval_s, jitter_s=0.001)
    made = strap.frames(30.0, seed=seed)
    times_s = causal(made.stamps)
    assert_in_order(made.stamps, times_s)
    assert max(errors_s(made, times_s, strap)) < interval_s + 0.02


def test_memory_does_not_grow_over_hours() -> None:
    clock = StrapClock()

    def twenty_minutes(number: int) -> None:
        for frame in range(600 * number, 600 * (number + 1)):
            clock.add(100.0 + 2 * frame, 2 * frame * 10**9)

    twenty_minutes(0)
    tracemalloc.start()
    twenty_minutes(1)
    first_bytes = tracemalloc.get_traced_memory()[0]
    twenty_minutes(2)
    grown_bytes = tracemalloc.get_traced_memory()[0] - first_bytes
    tracemalloc.stop()
    assert grown_bytes < 10_000
