"""Route A: bleak on the virtual air in one process."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from bleak import BleakClient
from bleak.backends.device import BLEDevice
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT
from tests.laboratory import Packet
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import DEADLINE_S, connected, find, rr_packet, until
from tests.laboratory.virtual_strap import VirtualStrap


@dataclass(slots=True)
class SpaceWithStrap:
    space: AirSpace
    strap: VirtualStrap

    async def find(self) -> BLEDevice:
        return await find(backend=self.space.scanner)


@pytest.fixture
async def here() -> AsyncIterator[SpaceWithStrap]:
    async with AirSpace() as space:
        yield SpaceWithStrap(space, await space.add_strap())


class TestRouteA:
    """bleak on the virtual air in this process, without D-Bus."""

    async def test_strap_is_found_and_read(self, here: SpaceWithStrap) -> None:
        device = await here.find()
        assert (device.name, device.address) == (here.strap.identity.name, here.strap.identity.address)
        async with BleakClient(device, backend=here.space.client) as client:
            assert client.name == here.strap.identity.name
            assert client.mtu_size == 232
            assert await client.read_gatt_char(BATTERY_LEVEL) == bytes([87])
            assert await client.read_gatt_char("2a24") == b"H10"

    @pytest.mark.parametrize("interval_ms", [0, 30])
    async def test_notifications_arrive_complete_and_in_order(
        self, here: SpaceWithStrap, interval_ms: int
    ) -> None:
        here.space.air.interval_s = interval_ms / 1000
        async with connected(await here.find(), backend=here.space.client) as (_, received):
            here.strap.play([Packet(i * 0.005, rr_packet(500 + i)) for i in range(200)])
            await until(lambda: len(received.values) >= 200, "200 notifications")
            assert received.values == [sent.data for sent in here.strap.sent]
            assert received.values == [rr_packet(500 + i) for i in range(200)]

    async def test_lost_link_is_seen_once_and_mended(self, here: SpaceWithStrap) -> None:
        async with connected(await here.find(), backend=here.space.client) as (client, received):
            assert here.space.air.cut(here.strap.identity.address) == 1
            await until(lambda: received.losses == 1, "disconnected callback")
            assert not client.is_connected
            with pytest.raises(BleakError):
                await client.read_gatt_char(BATTERY_LEVEL)
        assert received.losses == 1
        async with connected(await here.find(), backend=here.space.client) as (_, received):
            assert await here.strap.send(rr_packet(9))
            await until(lambda: received.values == [rr_packet(9)], "notification after reconnecting")

    async def test_request_under_way_ends_with_the_link(self, here: SpaceWithStrap) -> None:
        async with connected(await here.find(), backend=here.space.client) as (client, _):
            here.space.air.mute(here.strap.identity.address, muted=True)
            reading = asyncio.ensure_future(client.read_gatt_char(BATTERY_LEVEL))
            await asyncio.sleep(0)
            here.space.air.cut(here.strap.identity.address)
            with pytest.raises(BleakError, match="Not connected"):
                await asyncio.wait_for(reading, DEADLINE_S)

    async def test_vanished_strap_times_out_and_leaves_nothing_pending(self, here: SpaceWithStrap) -> None:
        device = await here.find()
        await here.strap.advertise(on=False)
        with pytest.raises(TimeoutError):
            await BleakClient(device, timeout=0.2, backend=here.space.client).connect()
        await here.strap.advertise(on=True)
        async with connected(await here.find(), backend=here.space.client):
            assert here.strap.is_subscribed

    async def test_stop_notify_and_pair(self, here: SpaceWithStrap) -> None:
        async with connected(await here.find(), backend=here.space.client) as (client, _):
            await client.stop_notify(HEART_RATE_MEASUREMENT)
            assert not here.strap.is_subscribed
            assert not await here.strap.send(rr_packet(1))
            await client.pair()
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.write_gatt_char("2a38", b"\x00", response=True)
        assert caught.value.code is BleakGATTProtocolErrorCode.WRITE_NOT_PERMITTED

    async def test_adapter_off(self, here: SpaceWithStrap) -> None:
        async with connected(await here.find(), backend=here.space.client) as (_, received):
            here.space.power(on=False)
            await until(lambda: received.losses == 1, "disconnected callback")
        with pytest.raises(BleakBluetoothNotAvailableError) as caught:
            await here.find()
        assert caught.value.reason is BleakBluetoothNotAvailableReason.POWERED_OFF
