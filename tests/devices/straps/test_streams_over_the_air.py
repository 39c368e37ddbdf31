"""A Polar strap's streams: started by themselves, stopped whatever happens, never in the beats' way."""

import asyncio
import signal
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from bleak.exc import BleakError

from devices.message import message
from devices.notifications import Notification
from devices.straps.decoder import decode
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.streams import AccelerationFrame, Measurement
from sessions.store import read_records
from tests.devices.straps.test_strap_over_the_air import ADDRESS, NAME, Heard, connected, listening
from tests.laboratory import Laboratory
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import rr_packet, until
from tests.laboratory.virtual_strap import VirtualStrap
from tests.polling import wait_until
from tests.program import DEADLINE_S, running
from tests.session_checks import only_session

ECG, ACCELERATION = 0, 2
GET, START, STOP = 1, 2, 3
IN_CHARGER = 13
SAMPLES = 36


def frame(number: int) -> bytes:
    """A frame as a Polar H10 sends it at 100 Hz: 36 samples of 16 bits."""
    header = struct.pack("<BQB", ACCELERATION, 360_000_000 * (number + 1), 1)
    return header + b"".join(struct.pack("<hhh", -1020, number, i) for i in range(SAMPLES))


@asynccontextmanager
async def streaming(space: AirSpace, strap: VirtualStrap) -> AsyncIterator[Heard]:
    assert strap.measurement_data is not None
    async with listening(space) as heard:
        await until(lambda: strap.measurement_data.streaming == {ACCELERATION}, "the stream runs")
        yield heard


@pytest.mark.parametrize("interval_s", [0.0, 0.03])
async def test_frames_arrive_whole_and_the_stream_is_stopped(interval_s: float) -> None:
    async with AirSpace(interval_s=interval_s) as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        async with streaming(space, strap) as heard:
            frames = [frame(n) for n in range(30)]
            for one in frames:
                await strap.send_measurement(one)
                await strap.send(rr_packet(1000))
            await until(lambda: heard.values(POLAR_MEASUREMENT_DATA) == frames, "all frames")
            await until(lambda: len(heard.values()) == 30, "all beats")
        await until(lambda: not strap.is_connected, "the strap is let go")
        assert strap.measurement_data is not None
        assert strap.measurement_data.streaming == set()
        assert strap.measurement_data.requests[-1] == bytes([STOP, ACCELERATION])


async def test_stream_left_running_by_a_program_that_died_is_started_anew() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        assert strap.measurement_data is not None
        strap.measurement_data.streaming.add(ACCELERATION)
        async with listening(space) as heard:
            await until(lambda: len(strap.measurement_data.requests) == 4, "four requests")
            assert [request[0] for request in strap.measurement_data.requests] == [GET, START, STOP, START]
            await until(lambda: strap.measurement_data.streaming == {ACCELERATION}, "the stream runs")
            await strap.send(rr_packet(1000))
            await until(lambda: len(heard.values()) == 1, "the beat")


@pytest.mark.parametrize("operation", [GET, START])
async def test_refusal_leaves_the_beats_alone(operation: int) -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        assert strap.measurement_data is not None
        strap.measurement_data.refusals[operation] = IN_CHARGER
        async with listening(space) as heard:
            await connected(strap)
            await until(lambda: strap.measurement_data.requests[-1:] != [], "a request")
            await strap.send(rr_packet(1000))
            await until(lambda: len(heard.values()) == 1, "the beat")
            assert strap.measurement_data.streaming == set()


async def test_lost_link_starts_the_stream_again() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        async with streaming(space, strap) as heard:
            assert strap.measurement_data is not None
            strap.measurement_data.streaming.clear()
            space.air.cut(ADDRESS)
            await until(lambda: strap.measurement_data.streaming == {ACCELERATION}, "the stream runs again")
            await strap.send_measurement(frame(7))
            await until(lambda: heard.values(POLAR_MEASUREMENT_DATA) == [frame(7)], "the frame")


async def test_a_stream_that_falls_silent_beside_the_beats_is_started_anew() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        async with streaming(space, strap) as heard:
            assert strap.measurement_data is not None
            await strap.send_measurement(frame(0))
            strap.measurement_data.streaming.clear()
            asked = len(strap.measurement_data.requests)
            while strap.measurement_data.streaming != {ACCELERATION}:
                await strap.send(rr_packet(1000))
                await asyncio.sleep(0.02)
            operations = [request[0] for request in strap.measurement_data.requests[asked:]]
            assert operations == [STOP, GET, START]
            assert strap.is_connected
            await strap.send_measurement(frame(9))
            await until(lambda: len(heard.streams()) == 3, "the stream is told to run again")
            assert [change.running for change in heard.streams()] == [True, False, True]
            assert str(heard.streams()[1].message).startswith("The strap no longer sends its acceleration;")


async def test_ecg_comes_on_request_and_both_are_stopped() -> None:
    async with AirSpace(interval_s=0.03) as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        assert strap.measurement_data is not None
        async with listening(space, streams=(Measurement.ACCELERATION, Measurement.ECG)) as heard:
            await until(lambda: strap.measurement_data.streaming == {ECG, ACCELERATION}, "both run")
            await until(lambda: len(heard.streams()) == 2, "both are told")
            assert [change.running for change in heard.streams()] == [True, True]
        await until(lambda: not strap.is_connected, "the strap is let go")
        assert strap.measurement_data.streaming == set()
        assert strap.measurement_data.requests[-2:] in (
            [bytes([STOP, ECG]), bytes([STOP, ACCELERATION])],
            [bytes([STOP, ACCELERATION]), bytes([STOP, ECG])],
        )


async def test_what_the_strap_has_not_is_told_and_the_rest_runs() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True, measurements=[ACCELERATION])
        assert strap.measurement_data is not None
        async with listening(space, streams=(Measurement.ACCELERATION, Measurement.ECG)) as heard:
            await until(lambda: strap.measurement_data.streaming == {ACCELERATION}, "acceleration runs")
            messages = [change.message for change in heard.streams() if change.measurement is Measurement.ECG]
            assert messages == [message("stream.not_offered", streams=(message("stream.ecg"),))]
            assert str(messages[0]) == "This strap does not send ECG: only beats are recorded."


async def test_answer_in_parts_is_joined() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        assert strap.measurement_data is not None
        strap.measurement_data.part_bytes = 5
        async with listening(space):
            await until(lambda: strap.measurement_data.streaming == {ACCELERATION}, "the stream runs")


async def test_pairing_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise BleakError("no agent")

    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS, has_measurement_data=True)
        assert strap.measurement_data is not None
        strap.measurement_data.needs_pairing = True
        monkeypatch.setattr(space.client, "pair", refuse)
        async with listening(space) as heard:
            await until(lambda: bool(heard.streams()), "the reason is told")
            assert "Pair it in the system's Bluetooth settings" in str(heard.streams()[0].message)
            await strap.send(rr_packet(1000))
            await until(lambda: len(heard.values()) == 1, "the beat")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_program_records_the_frames_and_stops_the_stream_when_it_is_ended(
    laboratory: Laboratory, tmp_path: Path, number: signal.Signals
) -> None:
    laboratory.set_interval(30)
    strap = laboratory.add_strap("Polar H10 ACCE1E7A", "C0:00:00:00:00:31", has_measurement_data=True)
    environment = laboratory.environment()
    with running("train", "--terminal", "--data-dir", tmp_path, environment=environment) as process:
        wait_until(lambda: strap.streaming() == {ACCELERATION}, timeout_s=DEADLINE_S)
        frames = [frame(n) for n in range(20)]
        for one in frames:
            assert strap.send_measurement(one)
        session = only_session(tmp_path)
        wait_until(lambda: len(recorded_frames(session)) == len(frames))
        process.send_signal(number)
        _, messages = process.communicate(timeout=DEADLINE_S)
    assert "Traceback" not in messages
    assert strap.streaming() == set()
    wait_until(lambda: not laboratory.connections())
    recorded = recorded_frames(session)
    assert [notification.data for notification in recorded] == frames
    event = decode(recorded[3])
    assert isinstance(event, AccelerationFrame)
    assert len(event.acceleration_mg) == SAMPLES
    assert event.acceleration_mg[5] == (-1020, 3, 5)
    strap.remove()


def recorded_frames(session: Path) -> list[Notification]:
    notifications = (r for r in read_records(session) if isinstance(r, Notification))
    return [n for n in notifications if n.characteristic == POLAR_MEASUREMENT_DATA]
