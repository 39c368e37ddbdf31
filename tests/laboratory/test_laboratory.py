"""Route B: bleak's own BlueZ backend over the laboratory's bus, and every fault it offers."""

import asyncio
import sys
from pathlib import Path

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)
from bleakheart import HeartRate  # type: ignore[import-untyped]

from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE
from devices.simulated.person.traits import CALM
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.heart_rate_service import decode_heart_rate_measurement, rr_ms_from_ticks
from tests.laboratory import Laboratory, Packet, RemoteStrap
from tests.laboratory.client import DEADLINE_S, connected, find, rr_packet, until, until_available


def open_file_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="route B needs Linux's D-Bus")
@pytest.mark.usefixtures("on_bus")
class TestRouteB:
    """bleak's own BlueZ backend, on the laboratory's bus."""

    async def test_strap_is_found_by_its_service(self, strap: RemoteStrap) -> None:
        devices = await BleakScanner.discover(
            timeout=0.3, service_uuids=[HEART_RATE_SERVICE], return_adv=True
        )

        device, data = devices[strap.address]
        assert device.name == data.local_name == strap.name
        assert data.service_uuids == [HEART_RATE_SERVICE]

    async def test_other_services_are_filtered_out(self, strap: RemoteStrap) -> None:
        devices = await BleakScanner.discover(timeout=0.3, service_uuids=[BATTERY_LEVEL])
        assert strap.address not in {device.address for device in devices}

    async def test_information_is_read(self, laboratory: Laboratory, strap: RemoteStrap) -> None:
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            assert await client.read_gatt_char(BATTERY_LEVEL) == bytes([87])
            assert await client.read_gatt_char("2a29") == b"Polar Electro Oy"
            assert await client.read_gatt_char("2a38") == bytes([1])
            assert laboratory.connections() == [strap.address]

    async def test_battery_notifies(self, strap: RemoteStrap) -> None:
        levels: list[bytes] = []
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            await client.start_notify(BATTERY_LEVEL, lambda _, data: levels.append(bytes(data)))
            assert strap.battery(41)
            await until(lambda: bool(levels), "battery notification")
            await client.stop_notify(BATTERY_LEVEL)
            assert not strap.battery(40)
        assert levels == [bytes([41])]

    @pytest.mark.parametrize("interval_ms", [0, 30])
    async def test_notifications_arrive_complete_and_in_order(
        self, laboratory: Laboratory, strap: RemoteStrap, interval_ms: int
    ) -> None:
        laboratory.set_interval(interval_ms)
        async with connected(await find()) as (_, received):
            strap.play([Packet(i * 0.005, rr_packet(500 + i)) for i in range(200)])
            await until(lambda: len(received.values) >= 200, "200 notifications")

            assert received.values == [sent.data for sent in strap.sent_log()]
            assert received.values == [rr_packet(500 + i) for i in range(200)]

    async def test_acquired_notifications_arrive_too(self, strap: RemoteStrap) -> None:
        values: list[bytes] = []
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            await client.start_notify(
                HEART_RATE_MEASUREMENT,
                lambda _, data: values.append(bytes(data)),
                bluez={"use_start_notify": False},
            )
            assert strap.send(rr_packet(1))
            assert strap.send(b"")
            await until(lambda: len(values) == 2, "two values through the pipe")
            await client.stop_notify(HEART_RATE_MEASUREMENT)
            await until(lambda: not strap.status().subscribed, "unsubscribed")
        assert values == [rr_packet(1), b""]

    async def test_lost_link_is_seen_once_and_mended(self, strap: RemoteStrap) -> None:
        device = await find()
        async with connected(device) as (client, received):
            assert strap.cut_link() == 1
            await until(lambda: received.losses > 0, "disconnected callback")

            assert not client.is_connected
            with pytest.raises(BleakError):
                await client.read_gatt_char(BATTERY_LEVEL)
        assert received.losses == 1

        async with connected(await find()) as (_, received):
            strap.send(rr_packet(7))
            await until(lambda: received.values == [rr_packet(7)], "notification after reconnecting")

    async def test_strap_can_close_the_link(self, strap: RemoteStrap) -> None:
        async with connected(await find()) as (client, received):
            strap.hang_up()
            await until(lambda: received.losses == 1, "disconnected callback")
            assert not client.is_connected

    async def test_losses_leak_no_file_descriptors(self, strap: RemoteStrap) -> None:
        async def lose_once() -> None:
            async with connected(await find()) as (_, received):
                strap.cut_link()
                await until(lambda: received.losses > 0, "disconnected callback")

        await lose_once()
        before = open_file_descriptors()
        for _ in range(5):
            await lose_once()
        assert open_file_descriptors() == before

    async def test_unheard_values_are_lost(self, strap: RemoteStrap) -> None:
        strap.play([Packet(0.0, rr_packet(1))], wait_for_subscriber=False)
        strap.wait_played()
        async with connected(await find()) as (_, received):
            strap.send(rr_packet(2))
            await until(lambda: bool(received.values), "a notification")
        assert received.values == [rr_packet(2)]
        assert [sent.data for sent in strap.sent_log()] == [rr_packet(2)]

    async def test_silent_strap_times_out_and_leaves_nothing_pending(self, strap: RemoteStrap) -> None:
        device = await find()
        strap.mute(on=True)
        with pytest.raises(TimeoutError):
            await BleakClient(device, timeout=0.5).connect()
        strap.mute(on=False)
        async with connected(await find()):
            assert strap.status().subscribed

    async def test_vanished_strap_times_out_and_leaves_nothing_pending(self, strap: RemoteStrap) -> None:
        device = await find()
        strap.advertise(on=False)
        with pytest.raises(TimeoutError):
            await BleakClient(device, timeout=0.3).connect()
        strap.advertise(on=True)
        async with connected(await find()):
            assert strap.status().connected

    async def test_forgotten_device_is_not_found(self, strap: RemoteStrap) -> None:
        device = await find()
        assert strap.forget()
        with pytest.raises(BleakError, match="not found"):
            await BleakClient(device, timeout=DEADLINE_S).connect()

    async def test_pairing_just_works(self, strap: RemoteStrap) -> None:
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            await client.pair()
            assert client.is_connected
        assert strap.forget()

    async def test_two_straps_are_not_mixed(self, laboratory: Laboratory, strap: RemoteStrap) -> None:
        other = laboratory.add_strap("TICKR 0001", "C0:00:00:00:00:02")
        try:
            devices = await BleakScanner.discover(timeout=0.3, return_adv=True)
            async with (
                connected(devices[strap.address][0]) as (_, received),
                connected(devices[other.address][0]) as (_, other_received),
            ):
                for i in range(20):
                    strap.send(rr_packet(i))
                    other.send(rr_packet(100 + i))
                await until(lambda: len(received.values) + len(other_received.values) == 40, "all values")
            assert received.values == [rr_packet(i) for i in range(20)]
            assert other_received.values == [rr_packet(100 + i) for i in range(20)]
        finally:
            other.remove()

    async def test_adapter_off(self, laboratory: Laboratory) -> None:
        laboratory.power(on=False)
        try:
            with pytest.raises(BleakBluetoothNotAvailableError) as caught:
                await BleakScanner.discover(timeout=0.1)
        finally:
            laboratory.power(on=True)
        assert caught.value.reason is BleakBluetoothNotAvailableReason.POWERED_OFF

    async def test_adapter_absent(self, laboratory: Laboratory) -> None:
        laboratory.adapter(present=False)
        try:
            with pytest.raises(BleakBluetoothNotAvailableError) as caught:
                await BleakScanner.discover(timeout=0.1)
        finally:
            laboratory.adapter(present=True)
        assert caught.value.reason is BleakBluetoothNotAvailableReason.NO_BLUETOOTH

    @pytest.mark.parametrize("fault", ["power", "adapter"])
    async def test_adapter_goes_mid_stream(
        self, laboratory: Laboratory, strap: RemoteStrap, fault: str
    ) -> None:
        def set_adapter(working: bool) -> None:
            if fault == "power":
                laboratory.power(on=working)
            else:
                laboratory.adapter(present=working)

        async with connected(await find()) as (client, received):
            set_adapter(False)
            await until(lambda: received.losses == 1, "disconnected callback")
            assert not client.is_connected
            assert not strap.status().connected
        await until_available(False)
        set_adapter(True)
        await until_available(True)
        async with connected(await find()) as (_, received):
            strap.send(rr_packet(3))
            await until(lambda: received.values == [rr_packet(3)], "notification after the fault")

    async def test_reading_what_is_subscribed_notifies_as_with_bluez(self, strap: RemoteStrap) -> None:
        levels: list[bytes] = []
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            await client.start_notify(BATTERY_LEVEL, lambda _, data: levels.append(bytes(data)))
            await client.read_gatt_char(BATTERY_LEVEL)
            await until(lambda: levels == [bytes([87])], "BlueZ's extra notification")
        assert strap.sent_log("2a19") == []

    @pytest.mark.parametrize("member", ["StartDiscovery", "Connect"])
    async def test_refused_once_then_works(
        self, laboratory: Laboratory, strap: RemoteStrap, member: str
    ) -> None:
        device = await find()
        laboratory.refuse_next(member)
        with pytest.raises(BleakDBusError, match="InProgress"):
            await (find() if member == "StartDiscovery" else BleakClient(device).connect())
        async with connected(await find()):
            assert strap.status().subscribed

    async def test_odd_values_arrive_as_they_are(self, strap: RemoteStrap) -> None:
        odd = [b"", b"\x10", bytes.fromhex("103eb1"), bytes([0xFF] * 20)]
        async with connected(await find()) as (_, received):
            for data in odd:
                strap.send(data)
            await until(lambda: len(received.values) == len(odd), "all values")
        assert received.values == odd

    async def test_bleakheart_reads_every_beat_of_the_simulated_strap(self, strap: RemoteStrap) -> None:
        """An independent client, written for real straps and not changed, serves as a judge of ours."""
        simulated = SimulatedStrap(CALM, seed=6).advance(60_000_000_000)
        measurements = [n for n in simulated if n.characteristic == HEART_RATE_MEASUREMENT]
        sent = [decode_heart_rate_measurement(0, n.data) for n in measurements]
        beats: asyncio.Queue[tuple[str, int, tuple[float, list[int]], object]] = asyncio.Queue()
        async with BleakClient(await find(), timeout=DEADLINE_S) as client:
            heart_rate = HeartRate(client, queue=beats, unpack=False)
            await heart_rate.start_notify()
            strap.play([Packet(n.time_ns / 1e9, n.data) for n in measurements], speed=20.0)
            await until(lambda: beats.qsize() == len(sent), "a frame for each packet")
            await heart_rate.stop_notify()
        read = [beats.get_nowait() for _ in sent]
        assert len(read) > 50
        assert [rate_per_min for _, _, (rate_per_min, _), _ in read] == [m.heart_rate_per_min for m in sent]
        assert [rr_ms for _, _, (_, rr_ms), _ in read] == [
            [round(rr_ms_from_ticks(ticks)) for ticks in m.rr_ticks] for m in sent
        ]
