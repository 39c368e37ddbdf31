"""The simulated strap's frames: a Polar H10's, by a clock of its own, however time is sliced."""

import math
import struct
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.notifications import Notification
from devices.simulated.scenario import Scenario
from devices.simulated.strap.clock import StrapClock
from devices.simulated.strap.strap import SAMPLE_RATES_HZ, SimulatedStrap
from devices.simulated.strap.strap_traits import POLAR_H10, StrapTraits
from devices.straps.decoder import decode
from devices.straps.polar.frames import encode_acceleration_frame, encode_ecg_frame
from devices.straps.polar.measurement_data import decode_measurement_data
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.streams import AccelerationFrame, EcgFrame, Measurement

MINUTE_NS = 60_000_000_000
CONNECTION_NS = 45_000_000
LATE_NS = CONNECTION_NS + 10_000_000
DEVICE_TIMES_NS = st.integers(0, 2**64 - 1)
OFFERED = [(measurement, rate) for measurement, rates in SAMPLE_RATES_HZ.items() for rate in rates]
BOTH = [(Measurement.ACCELERATION, 100), (Measurement.ECG, 130)]


def guide(time_s: float) -> float:
    return 0.5 - 0.5 * math.cos(2 * math.pi * time_s / 12)


def worn(strap_traits: StrapTraits = POLAR_H10, *, seed: int = 1) -> SimulatedStrap:
    return SimulatedStrap.of(Scenario(strap=strap_traits), seed=seed, lung_guide=guide)


def start(strap: SimulatedStrap, *streams: tuple[Measurement, int]) -> None:
    for measurement, rate_hz in streams:
        strap.start_stream(measurement, sample_rate_hz=rate_hz)


def frames(notifications: list[Notification]) -> list[AccelerationFrame | EcgFrame]:
    events = [decode(n) for n in notifications if n.characteristic == POLAR_MEASUREMENT_DATA]
    assert all(isinstance(event, AccelerationFrame | EcgFrame) for event in events)
    return events  # type: ignore[return-value]


def without_frames(notifications: list[Notification]) -> list[Notification]:
    return [n for n in notifications if n.characteristic != POLAR_MEASUREMENT_DATA]


# Encoding


@given(DEVICE_TIMES_NS, st.lists(st.integers(-(2**23), 2**23 - 1), min_size=1, max_size=80))
def test_encoded_ecg_is_decoded_to_the_same(device_time_ns: int, ecg_uv: list[int]) -> None:
    event = decode_measurement_data(7, encode_ecg_frame(device_time_ns, ecg_uv))
    assert event == EcgFrame(7, device_time_ns, tuple(ecg_uv))


@given(
    DEVICE_TIMES_NS,
    st.lists(st.tuples(*[st.integers(-(2**15), 2**15 - 1)] * 3), min_size=1, max_size=80),
)
def test_encoded_acceleration_is_decoded_to_the_same(
    device_time_ns: int, acceleration_mg: list[tuple[int, int, int]]
) -> None:
    event = decode_measurement_data(7, encode_acceleration_frame(device_time_ns, acceleration_mg))
    assert event == AccelerationFrame(7, device_time_ns, tuple(acceleration_mg))


def test_values_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OverflowError):
        encode_ecg_frame(0, [2**23])
    with pytest.raises(struct.error):
        encode_acceleration_frame(0, [(2**15, 0, 0)])


# Frames through time


@pytest.mark.parametrize(("measurement", "rate_hz"), OFFERED)
def test_frames_are_a_polar_h10s(measurement: Measurement, rate_hz: int) -> None:
    strap = worn()
    strap.advance(MINUTE_NS)
    start(strap, (measurement, rate_hz))
    got = frames(strap.advance(2 * MINUTE_NS))
    size = 73 if measurement is Measurement.ECG else 36
    length_ns = size * 10**9 / rate_hz
    samples = [f.ecg_uv if isinstance(f, EcgFrame) else f.acceleration_mg for f in got]
    assert {len(one) for one in samples} == {size}
    assert 0 <= got[0].time_ns - MINUTE_NS - length_ns < LATE_NS
    assert abs(len(got) - MINUTE_NS / length_ns) <= 1.5
    assert all(
        abs(later.device_time_ns - earlier.device_time_ns - length_ns) <= 1
        for earlier, later in pairwise(got)
    )
    assert all(later.time_ns > earlier.time_ns for earlier, later in pairwise(got))


@pytest.mark.parametrize("drift_ppm", [-200.0, 0.0, 12.0, 200.0])
def test_time_stamp_is_the_straps_clock_at_the_last_sample(drift_ppm: float) -> None:
    strap = worn(replace(POLAR_H10, clock_drift_ppm=drift_ppm))
    start(strap, *BOTH)
    for frame in frames(strap.advance(5 * MINUTE_NS)):
        is_ecg = isinstance(frame, EcgFrame)
        latency_ns = 1e9 * (POLAR_H10.ecg_latency_s if is_ecg else POLAR_H10.acceleration_latency_s)
        late_ns = strap.strap_clock_ns(frame.time_ns) - frame.device_time_ns - latency_ns
        assert -1e5 < late_ns < LATE_NS


def test_clock_of_the_strap_drifts_and_begins_in_2019_where_nobody_set_it() -> None:
    strap = worn(replace(POLAR_H10, clock_drift_ppm=150.0))
    assert strap.strap_clock_ns(0) == (19 * 365 + 5) * 86_400 * 10**9
    assert strap.strap_clock_ns(10**12) - strap.strap_clock_ns(0) == 10**12 + 150 * 10**6


@given(st.integers(-(10**15), 10**15), st.integers(0, 10**18), st.floats(-200, 200), st.integers(0, 10**15))
def test_clock_is_read_both_ways(host_ns: int, strap_ns: int, drift_ppm: float, later_ns: int) -> None:
    clock = StrapClock(host_ns, strap_ns, drift_ppm=drift_ppm)
    assert clock.strap_ns(host_ns) == strap_ns
    assert abs(clock.host_ns(clock.strap_ns(host_ns + later_ns)) - host_ns - later_ns) <= 1


def test_sampling_may_be_off_by_the_straps_own_clock() -> None:
    strap = worn(replace(POLAR_H10, sample_rate_error_percent=2.0))
    start(strap, (Measurement.ACCELERATION, 100))
    earlier, later = frames(strap.advance(MINUTE_NS))[:2]
    assert later.device_time_ns - earlier.device_time_ns == pytest.approx(360_000_000 / 1.02, abs=1)


@given(st.lists(st.integers(0, 20_000_000_000), max_size=30), st.integers(0, 2**32))
@settings(max_examples=25)
def test_slicing_of_time_changes_nothing(slices_ns: list[int], seed: int) -> None:
    whole, sliced = worn(seed=seed), worn(seed=seed)
    start(whole, *BOTH)
    start(sliced, *BOTH)
    arrived = [n for until_ns in [*sorted(slices_ns), MINUTE_NS // 3] for n in sliced.advance(until_ns)]
    assert arrived == whole.advance(MINUTE_NS // 3)


def test_streams_change_nothing_about_the_heart_rate() -> None:
    silent, streaming = worn(), worn()
    start(streaming, *BOTH)
    assert without_frames(streaming.advance(3 * MINUTE_NS)) == silent.advance(3 * MINUTE_NS)


def test_one_stream_changes_nothing_about_the_other() -> None:
    alone, together = worn(), worn()
    start(alone, BOTH[0])
    start(together, *BOTH)
    acceleration = [f for f in frames(together.advance(MINUTE_NS)) if isinstance(f, AccelerationFrame)]
    assert acceleration == frames(alone.advance(MINUTE_NS))


def test_arrivals_are_in_order() -> None:
    strap = worn()
    start(strap, *BOTH)
    times_ns = [notification.time_ns for notification in strap.advance(MINUTE_NS)]
    assert times_ns == sorted(times_ns)


def test_stream_that_is_stopped_sends_nothing_more_until_it_is_started_again() -> None:
    strap = worn()
    start(strap, *BOTH)
    strap.advance(MINUTE_NS)
    strap.stop_stream(Measurement.ACCELERATION)
    assert {type(f) for f in frames(strap.advance(2 * MINUTE_NS))} == {EcgFrame}
    strap.stop_stream(Measurement.ECG)
    strap.stop_stream(Measurement.ECG)
    assert frames(strap.advance(3 * MINUTE_NS)) == []
    start(strap, (Measurement.ACCELERATION, 50))
    first = frames(strap.advance(4 * MINUTE_NS))[0]
    assert 0 <= first.time_ns - 3 * MINUTE_NS - 720_000_000 < LATE_NS


def test_simulated_strap_without_streams_needs_no_numpy() -> None:
    """A guide that shall be seen at once must not wait for it."""
    code = (
        "import sys, devices.simulated.source; from devices.simulated.strap.strap import SimulatedStrap; "
        "SimulatedStrap().advance(10**9); sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("measurement", "rate_hz"),
    [(Measurement.ECG, 100), (Measurement.ACCELERATION, 130), (Measurement.PPG, 100)],
)
def test_what_a_polar_h10_does_not_offer_is_refused(measurement: Measurement, rate_hz: int) -> None:
    with pytest.raises(ValueError, match=f"no {measurement.name} of {rate_hz} Hz"):
        worn().start_stream(measurement, sample_rate_hz=rate_hz)
