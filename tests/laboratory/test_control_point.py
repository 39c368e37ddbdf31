"""A Polar control point that fails on demand, as bleak meets it on both routes."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from bleak import BleakClient
from bleak.exc import BleakDBusError, BleakGATTProtocolError

from devices.straps.polar.packets import POLAR_CONTROL_POINT
from tests.laboratory import Laboratory, RemoteStrap
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import DEADLINE_S, find, until
from tests.laboratory.virtual_strap import VirtualStrap

GET_ECG = b"\x01\x00"
GET_ACCELERATION = b"\x01\x02"
START_ECG = bytes.fromhex("02000001820001010e00")
STOP_ECG = b"\x03\x00"
GET, START = 1, 2
APPLICATION_ERROR, INSUFFICIENT_AUTHENTICATION = 0x80, 5


class Client:
    """A connected client that hears the control point."""

    def __init__(self, client: BleakClient) -> None:
        self.client = client
        self.answers: list[bytes] = []

    async def write(self, request: bytes) -> None:
        await self.client.write_gatt_char(POLAR_CONTROL_POINT, request, response=True)

    async def ask(self, request: bytes, *, parts: int = 1) -> list[bytes]:
        known = len(self.answers)
        await self.write(request)
        await until(lambda: len(self.answers) >= known + parts, f"{parts} answers to {request.hex()}")
        return self.answers[known:]


@asynccontextmanager
async def listening(space: AirSpace | None = None) -> AsyncIterator[Client]:
    """A client on an air in this process, or on the system's bus."""
    device = await (find() if space is None else find(backend=space.scanner))
    backend = None if space is None else space.client
    async with BleakClient(device, timeout=DEADLINE_S, backend=backend) as connected:
        client = Client(connected)
        await connected.start_notify(POLAR_CONTROL_POINT, lambda _, data: client.answers.append(bytes(data)))
        yield client


class TestRouteA:
    @pytest.fixture
    async def space(self) -> AsyncIterator[AirSpace]:
        async with AirSpace() as space:
            yield space

    @staticmethod
    async def strap(space: AirSpace) -> VirtualStrap:
        return await space.add_strap(has_measurement_data=True)

    async def test_writes_are_refused_by_an_att_error(self, space: AirSpace) -> None:
        control_point = (await self.strap(space)).measurement_data
        assert control_point is not None
        control_point.refuse(START, att_error=APPLICATION_ERROR, times=1)
        async with listening(space) as client:
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.write(START_ECG)
            assert caught.value.args[0] == APPLICATION_ERROR
            assert await client.ask(START_ECG) == [bytes.fromhex("f002000000")]
        assert control_point.requests == [START_ECG, START_ECG]

    async def test_pairing_opens_the_control_point_and_lasts(self, space: AirSpace) -> None:
        control_point = (await self.strap(space)).measurement_data
        assert control_point is not None
        control_point.needs_pairing = True
        async with listening(space) as client:
            with pytest.raises(BleakGATTProtocolError) as caught:
                await client.write(GET_ECG)
            assert caught.value.args[0] == INSUFFICIENT_AUTHENTICATION
            await client.client.pair()
            assert len(await client.ask(GET_ECG)) == 1
        async with listening(space) as client:
            assert len(await client.ask(GET_ECG)) == 1

    async def test_strap_without_acceleration(self, space: AirSpace) -> None:
        await space.add_strap(has_measurement_data=True, measurements=[0])
        async with listening(space) as client:
            features = await client.client.read_gatt_char(POLAR_CONTROL_POINT)
            assert features[:2] == bytes([0x0F, 1])
            assert await client.ask(GET_ACCELERATION) == [bytes.fromhex("f0010203")]


@pytest.mark.skipif(sys.platform != "linux", reason="route B needs Linux's D-Bus")
@pytest.mark.usefixtures("on_bus")
class TestRouteB:
    @pytest.fixture
    async def polar(self, laboratory: Laboratory) -> AsyncIterator[RemoteStrap]:
        strap = laboratory.add_strap(has_measurement_data=True)
        yield strap
        strap.remove()

    @pytest.mark.parametrize("code", [APPLICATION_ERROR, 0x03, 0x08, 0x0D])
    async def test_writes_are_refused_by_an_att_error(self, polar: RemoteStrap, code: int) -> None:
        polar.refuse_measurement(operation=GET, att_error=code)
        async with listening() as client:
            for _ in range(2):
                with pytest.raises(BleakGATTProtocolError) as caught:
                    await client.write(GET_ECG)
                assert caught.value.args[0] == code
            assert await client.ask(START_ECG) == [bytes.fromhex("f002000000")]

    async def test_pairing_opens_the_control_point_and_lasts(self, polar: RemoteStrap) -> None:
        polar.need_pairing(on=True)
        async with listening() as client:
            with pytest.raises(BleakDBusError, match="Not paired") as caught:
                await client.write(GET_ECG)
            assert caught.value.dbus_error == "org.bluez.Error.NotPermitted"
            await client.client.pair()
            assert len(await client.ask(GET_ECG)) == 1
        async with listening() as client:
            assert len(await client.ask(GET_ECG)) == 1

    async def test_removed_strap_takes_its_keys_along(self, laboratory: Laboratory) -> None:
        for _ in range(2):
            strap = laboratory.add_strap(has_measurement_data=True)
            strap.need_pairing(on=True)
            async with listening() as client:
                await client.client.pair()
                assert len(await client.ask(GET_ECG)) == 1
            strap.remove()

    async def test_answers_in_parts(self, polar: RemoteStrap) -> None:
        polar.answer_in_parts(10)
        async with listening() as client:
            answers = await client.ask(GET_ACCELERATION, parts=3)
        assert [answer[:5].hex() for answer in answers] == ["f001020001", "f001020001", "f001020000"]
        whole = b"".join(answer[5:] for answer in answers)
        assert whole.hex() == "0004190032006400c800010110000203020004000800"

    async def test_silence_and_status(self, polar: RemoteStrap) -> None:
        polar.silence_control_point(on=True)
        async with listening() as client:
            await client.write(START_ECG)
            await client.write(STOP_ECG)
            polar.silence_control_point(on=False)
            polar.refuse_measurement(operation=START, status=13)
            assert await client.ask(START_ECG) == [bytes.fromhex("f002000d")]
            assert client.answers == [bytes.fromhex("f002000d")]
        assert await asyncio.to_thread(polar.streaming) == set()
