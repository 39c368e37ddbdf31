"""The simulated strap as a real peripheral: our program and independent clients reach it over the air."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.exc import BleakGATTProtocolError, BleakGATTProtocolErrorCode
from bleakheart import BatteryLevel, HeartRate, PolarMeasurementData  # type: ignore[import-untyped]
from polar_python import PolarDevice  # type: ignore[import-untyped]

from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification
from devices.straps.polar.control_point import encode_get_settings, encode_start, encode_stop
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA
from devices.streams import Measurement
from sessions.store import read_records
from tests.devices.simulated.peripheral.served_strap import ServedStrap, serving
from tests.laboratory import Laboratory
from tests.laboratory.client import DEADLINE_S, until
from tests.polling import wait_until
from tests.program import DEADLINE_S as PROGRAM_DEADLINE_S
from tests.program import run, running
from tests.session_checks import only_session, recorded_values

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="route B needs Linux's D-Bus")

START_ECG = encode_start(Measurement.ECG, sample_rate_hz=130, resolution_bits=14)
STOP_ECG = encode_stop(Measurement.ECG)

SEED_OF_A_LOSS = 17
"""The first loss of 120 an hour comes after 18 s, the shortest that a scenario allows."""


@pytest.fixture
def served(laboratory: Laboratory) -> Iterator[ServedStrap]:
    with serving(laboratory) as one:
        yield one


async def find(name: str) -> BLEDevice:
    device = await BleakScanner.find_device_by_name(name, timeout=DEADLINE_S)
    assert device is not None
    return device


@asynccontextmanager
async def connected(served: ServedStrap) -> AsyncIterator[tuple[BleakClient, list[bytes]]]:
    """A client that hears the control point's answers."""
    answers: list[bytes] = []
    async with BleakClient(await find(served.name), timeout=DEADLINE_S) as client:
        await client.start_notify(POLAR_CONTROL_POINT, lambda _, data: answers.append(bytes(data)))
        yield client, answers


async def ask(client: BleakClient, answers: list[bytes], request: bytes) -> bytes:
    known = len(answers)
    await client.write_gatt_char(POLAR_CONTROL_POINT, request, response=True)
    await until(lambda: len(answers) > known, f"an answer to {request.hex()}")
    return answers[-1]


# Clients


def test_our_program_records_its_beats_acceleration_and_ecg(
    laboratory: Laboratory, served: ServedStrap, tmp_path: Path
) -> None:
    environment = laboratory.environment()
    with running("record", "--ecg", "--data-dir", tmp_path, environment=environment) as process:
        wait_until(lambda: served.says("Stream started: ECG") or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        session = only_session(tmp_path)
        wait_until(lambda: len(recorded_values(session)) >= 4 and recorded_kinds(session) == {0, 2})
        process.send_signal(signal.SIGTERM)
        _, messages = process.communicate(timeout=PROGRAM_DEADLINE_S)
    assert "Traceback" not in messages
    assert "Recorded" in messages
    wait_until(lambda: served.says("has gone"))
    assert served.says("Stream stopped: acceleration")
    assert served.says("Stream stopped: ECG")
    assert not served.says("left running")


def recorded_kinds(session: Path) -> set[int]:
    """Which measurements there are frames of: 0 ECG, 2 acceleration."""
    notifications = (r for r in read_records(session) if isinstance(r, Notification))
    return {n.data[0] for n in notifications if n.characteristic == POLAR_MEASUREMENT_DATA}


@pytest.mark.usefixtures("on_bus")
async def test_bleakheart_reads_everything(served: ServedStrap) -> None:
    """An independent client, written for real straps and not changed."""
    beats, ecg, acceleration = asyncio.Queue[Any](), asyncio.Queue[Any](), asyncio.Queue[Any]()
    async with BleakClient(await find(served.name), timeout=DEADLINE_S) as client:
        assert await BatteryLevel(client).read() == 87
        streams = PolarMeasurementData(client, ecg_queue=ecg, acc_queue=acceleration)
        assert await streams.available_measurements() == ["ECG", "ACC"]
        assert (await streams.available_settings("ACC"))["SAMPLE_RATE"] == [25, 50, 100, 200]
        await HeartRate(client, queue=beats, unpack=False).start_notify()
        assert (await streams.start_streaming("ECG"))[:2] == (0, "SUCCESS")
        assert (await streams.start_streaming("ACC", SAMPLE_RATE=100))[:2] == (0, "SUCCESS")
        await until(lambda: min(beats.qsize(), ecg.qsize(), acceleration.qsize()) >= 4, "four of each")
        assert (await streams.stop_streaming("ECG"))[:2] == (0, "SUCCESS")
        assert (await streams.stop_streaming("ACC"))[:2] == (0, "SUCCESS")
    assert served.says("Stream started: acceleration, 100 Hz")
    rates_per_min, intervals_ms = zip(*(one[2] for one in drained(beats)), strict=True)
    assert all(40 <= rate <= 100 for rate in rates_per_min)
    assert all(600 <= rr_ms <= 1500 for several in intervals_ms for rr_ms in several)
    ecg_frames, acceleration_frames = drained(ecg), drained(acceleration)
    assert {len(samples) for _, _, samples in ecg_frames} == {73}
    assert {len(samples) for _, _, samples in acceleration_frames} == {36}
    assert spacings_s(ecg_frames) == pytest.approx([73 / 130] * (len(ecg_frames) - 1), rel=0.03)
    assert spacings_s(acceleration_frames) == pytest.approx([0.36] * (len(acceleration_frames) - 1), rel=0.03)
    assert max(abs(uv) for _, _, samples in ecg_frames for uv in samples) > 200
    for _, _, samples in acceleration_frames:
        assert all(800 < (x * x + y * y + z * z) ** 0.5 < 1200 for x, y, z in samples)


def drained(queue: "asyncio.Queue[Any]") -> list[Any]:
    return [queue.get_nowait() for _ in range(queue.qsize())]


def spacings_s(frames: list[Any]) -> list[float]:
    return [(after[1] - before[1]) / 1e9 for before, after in pairwise(frames)]


@pytest.mark.usefixtures("on_bus")
async def test_polar_python_reads_ecg_and_acceleration(served: ServedStrap) -> None:
    """Another independent client, written for real straps and not changed."""
    ecg: list[Any] = []
    acceleration: list[Any] = []
    async with PolarDevice(await find(served.name)) as strap:
        assert [feature.name for feature in await strap.get_available_features()] == ["ECG", "ACC"]
        await strap.start_ecg_stream(ecg.append, sample_rate=130, resolution=14)
        await strap.start_acc_stream(acceleration.append, sample_rate=200, resolution=16, range=8)
        await until(lambda: min(len(ecg), len(acceleration)) >= 3, "three frames of each")
        await strap.stop_ecg_stream()
        await strap.stop_acc_stream()
    await until(lambda: served.says("has gone"), "the end of the link")
    assert not served.says("left running")
    assert {len(frame.data) for frame in ecg} == {73}
    assert {len(frame.data) for frame in acceleration} == {36}


# Requests


@pytest.mark.usefixtures("on_bus")
async def test_requests_are_refused_as_by_a_real_strap(served: ServedStrap) -> None:
    async with connected(served) as (client, answers):
        for request, answer in [
            (encode_get_settings(Measurement.ECG), "f00100000000018200" + "01010e00"),
            (STOP_ECG, "f0030006"),
            (START_ECG, "f002000000"),
            (START_ECG, "f0020006"),
            (STOP_ECG, "f003000000"),
            (b"\x09\x00", "f0090001"),
            (b"\x01\x3f", "f0013f02"),
            (b"\x01\x01", "f0010103"),
        ]:
            assert (await ask(client, answers, request)).hex() == answer


@pytest.mark.usefixtures("on_bus")
async def test_any_bytes_give_an_answer_or_an_att_error(served: ServedStrap) -> None:
    async with connected(served) as (client, answers):
        for size in (0, 1, 2, 3, 20, 200, 229):
            request = bytes((37 * size + 11 * i) % 256 for i in range(size))
            if size < 2:
                with pytest.raises(BleakGATTProtocolError) as caught:
                    await client.write_gatt_char(POLAR_CONTROL_POINT, request, response=True)
                assert caught.value.code is BleakGATTProtocolErrorCode.INVALID_ATTRIBUTE_VALUE_LENGTH
            else:
                assert (await ask(client, answers, request))[:2] == bytes([0xF0, request[0]])
        assert await client.read_gatt_char(BATTERY_LEVEL) == bytes([87])


@pytest.mark.usefixtures("on_bus")
async def test_frames_that_nobody_hears_are_lost_not_delayed(served: ServedStrap) -> None:
    beats: list[bytes] = []
    frames: list[bytes] = []
    async with connected(served) as (client, answers):
        await client.start_notify(HEART_RATE_MEASUREMENT, lambda _, data: beats.append(bytes(data)))
        await client.start_notify(POLAR_MEASUREMENT_DATA, lambda _, data: frames.append(bytes(data)))
        assert (await ask(client, answers, START_ECG))[3] == 0
        await until(lambda: len(frames) == 1, "a frame")
        await client.stop_notify(POLAR_MEASUREMENT_DATA)
        known = len(beats)
        await until(lambda: len(beats) >= known + 3, "two seconds")
        await client.start_notify(POLAR_MEASUREMENT_DATA, lambda _, data: frames.append(bytes(data)))
        await until(lambda: len(frames) >= 2, "another frame")
        await ask(client, answers, STOP_ECG)
    first_ns, next_ns = (int.from_bytes(frame[1:9], "little") for frame in frames[:2])
    assert next_ns - first_ns > 1.9 * 73 / 130 * 1e9


# Links and ends


@pytest.mark.usefixtures("on_bus")
async def test_it_is_found_again_and_its_streams_run_on_until_they_are_stopped(served: ServedStrap) -> None:
    async with connected(served) as (client, answers):
        assert (await ask(client, answers, START_ECG))[3] == 0
    await until(
        lambda: served.says("has gone. It left these streams running, which would drain a real battery: ECG"),
        "the word of it",
    )
    async with connected(served) as (client, answers):
        assert (await ask(client, answers, START_ECG))[3] == 6
        assert (await ask(client, answers, STOP_ECG))[3] == 0
    await until(lambda: sum("has gone." in line for line in served.lines) == 2, "the end of the link")


@pytest.mark.usefixtures("on_bus")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_interrupted_strap_closes_its_links(served: ServedStrap, number: signal.Signals) -> None:
    losses: list[BleakClient] = []
    client = BleakClient(await find(served.name), losses.append, timeout=DEADLINE_S)
    await client.connect()
    try:
        assert await asyncio.to_thread(served.end, number) == 130
        await until(lambda: len(losses) == 1, "the end of the link")
    finally:
        await client.disconnect()
    assert served.process.stdout is not None
    assert served.process.stdout.read() == ""


def test_it_ends_by_itself_when_the_time_is_over(laboratory: Laboratory) -> None:
    ended = run("simulate", "trained", "--serve", laboratory.open_port(), "--minutes", 0.02, "--seed", 5)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert ended.stderr == "Polar H10 51A0C0E3 (C0:5A:51:A0:C0:E3) can be found now. Press Ctrl-C to stop.\n"


@pytest.mark.soak
@pytest.mark.usefixtures("on_bus")
async def test_it_goes_out_of_reach_when_its_scenario_says_so(laboratory: Laboratory, tmp_path: Path) -> None:
    scenario = tmp_path / "edge.toml"
    scenario.write_text("[faults]\nlink_losses_per_hour = 120.0\nlink_loss_s = 1.0\n")
    with serving(laboratory, scenario, seed=SEED_OF_A_LOSS) as served:
        losses: list[BleakClient] = []
        client = BleakClient(await find(served.name), losses.append, timeout=DEADLINE_S)
        await client.connect()
        try:
            await asyncio.to_thread(wait_until, lambda: served.says("Out of reach"), timeout_s=60)
            await until(lambda: len(losses) == 1, "the loss")
        finally:
            await client.disconnect()
        async with connected(served) as (client, _):
            assert client.is_connected
