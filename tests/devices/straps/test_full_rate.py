"""The whole program at a Polar H10's full rate: ECG, acceleration and beats over a slow link."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from biofeedback.clocks.frame_times import FrameStamp, FrameTimes, recorded_times_s
from biofeedback.clocks.strap_clock import StrapClock
from devices.notifications import Notification
from devices.straps.decoder import decode
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.streams import AccelerationFrame, EcgFrame
from sessions.store import read_records
from tests.devices.straps.full_rate import ACCELERATION, ECG, FullRateStrap, Stream, sample_numbers
from tests.laboratory import Laboratory, Packet
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, running
from tests.session_checks import only_session, recorded_values

SHORT_S, SOAK_S = 20.0, 600.0
INTERVAL_MS = 30
LIMIT_MS = 5.0
SETTLING_S = 10.0


@pytest.mark.parametrize("seconds", [SHORT_S, pytest.param(SOAK_S, marks=pytest.mark.soak)])
def test_ecg_acceleration_and_beats_at_full_rate(
    laboratory: Laboratory, tmp_path: Path, capsys: pytest.CaptureFixture[str], seconds: float
) -> None:
    laboratory.set_interval(INTERVAL_MS)
    strap = laboratory.add_strap("Polar H10 F0115A7E", "C0:00:00:00:00:41", has_measurement_data=True)
    made = FullRateStrap()
    frames = made.frames(seconds)
    beats = [Packet(float(second), rr_packet(900 + second % 200)) for second in range(1, int(seconds))]
    command = ("record", "--ecg", "--data-dir", tmp_path)
    with running(*command, environment=laboratory.environment()) as process:
        wait_until(lambda: strap.streaming() == {ECG, ACCELERATION}, timeout_s=DEADLINE_S)
        used_s, since_s = cpu_s(process.pid), time.monotonic()
        strap.play(beats)
        start_s = strap.play_measurements(frames)
        strap.wait_played(timeout_s=seconds + DEADLINE_S)
        share = (cpu_s(process.pid) - used_s) / (time.monotonic() - since_s)
        session = only_session(tmp_path)
        wait_until(lambda: len(recorded_frames(session)) >= len(frames))
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=DEADLINE_S)
    assert "Traceback" not in messages
    assert strap.streaming() == set()
    strap.remove()

    recorded = recorded_frames(session)
    assert [notification.data for notification in recorded] == [frame for _, frame in frames]
    assert recorded_values(session) == [packet.data for packet in beats]
    assert_every_sample_once(recorded)
    live_ms, afterwards_ms = errors_ms(recorded, made.streams, start_s)
    with capsys.disabled():
        print(
            f"\n{len(frames)} frames in {seconds:.0f} s: {share:.1%} of one core; sample times off by "
            f"{np.percentile(live_ms, 95.0):.1f} ms at 95 % and {max(live_ms):.1f} ms at most live, "
            f"{max(afterwards_ms):.1f} ms at most afterwards"
        )
    assert np.percentile(live_ms, 95.0) < LIMIT_MS
    assert max(afterwards_ms) < LIMIT_MS


def cpu_s(process_id: int) -> float:
    """Time that a process has spent in user and kernel mode (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def recorded_frames(session: Path) -> list[Notification]:
    notifications = (record for record in read_records(session) if isinstance(record, Notification))
    return [one for one in notifications if one.characteristic == POLAR_MEASUREMENT_DATA]


def assert_every_sample_once(recorded: Sequence[Notification]) -> None:
    numbers: dict[int, list[int]] = {ECG: [], ACCELERATION: []}
    for notification in recorded:
        stream, samples = stream_and_samples(notification)
        numbers[stream] += sample_numbers(stream, samples)
    for of_stream in numbers.values():
        assert of_stream == list(range(len(of_stream)))


def stream_and_samples(
    notification: Notification,
) -> tuple[int, tuple[int, ...] | tuple[tuple[int, int, int], ...]]:
    event = decode(notification)
    if isinstance(event, EcgFrame):
        return ECG, event.ecg_uv
    assert isinstance(event, AccelerationFrame)
    return ACCELERATION, event.acceleration_mg


def errors_ms(
    recorded: Sequence[Notification], streams: Sequence[Stream], start_s: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the samples lie from when they were due: live after ten seconds, and afterwards from all."""
    stamps = [stamp(notification) for notification in recorded]
    clock = StrapClock()
    live = {stream.number: FrameTimes(clock) for stream in streams}
    live_s = [live[one.stream].add(one.arrival_s, one.device_time_ns, one.sample_count) for one in stamps]
    afterwards_s = recorded_times_s(stamps)
    truth_s = true_times_s(stamps, streams, start_s)
    settled = [i for i, of_frame in enumerate(truth_s) if of_frame[0] > start_s + SETTLING_S]
    return (
        difference_ms([live_s[i] for i in settled], [truth_s[i] for i in settled]),
        difference_ms(afterwards_s, truth_s),
    )


def stamp(notification: Notification) -> FrameStamp:
    stream, samples = stream_and_samples(notification)
    device_time_ns = int.from_bytes(notification.data[1:9], "little")
    return FrameStamp(stream, 1e-9 * notification.time_ns, device_time_ns, len(samples))


def true_times_s(
    stamps: Sequence[FrameStamp], streams: Sequence[Stream], start_s: float
) -> list[tuple[float, ...]]:
    sent = dict.fromkeys((stream.number for stream in streams), 0)
    of_number = {stream.number: stream for stream in streams}
    times_s = []
    for one in stamps:
        first = sent[one.stream]
        sent[one.stream] += one.sample_count
        stream = of_number[one.stream]
        times_s.append(tuple(start_s + stream.taken_s(first + i) for i in range(one.sample_count)))
    return times_s


def difference_ms(
    placed_s: Sequence[tuple[float, ...]], truth_s: Sequence[tuple[float, ...]]
) -> NDArray[np.float64]:
    distances_ms: NDArray[np.float64] = 1000.0 * np.abs(np.concatenate(placed_s) - np.concatenate(truth_s))
    return distances_ms
