"""The simulated strap on a controller in this process: what the laboratory's own adapters do not show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from bleak import BleakClient
from bumble import hci
from bumble.controller import Controller
from bumble.device import Device, Peer
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import Transport

from devices.notifications import HEART_RATE_MEASUREMENT
from devices.simulated.peripheral.peripheral import Peripheral, strap_identity
from devices.simulated.scenario import load_scenario
from devices.straps.polar.control_point import encode_start
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA
from devices.streams import Measurement
from tests.laboratory import central
from tests.laboratory.air import AirController
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import DEADLINE_S, find, until

START_ECG = encode_start(Measurement.ECG, sample_rate_hz=130, resolution_bits=14)


@asynccontextmanager
async def serving(controller: Controller) -> AsyncIterator[list[str]]:
    """A strap on ``controller``, and what it says."""
    said: list[str] = []
    transport = Transport(controller, controller)
    peripheral = Peripheral(
        transport, load_scenario("calm"), seed=0, say=lambda words: said.append(str(words))
    )
    running = asyncio.create_task(peripheral.run())
    try:
        await until(lambda: bool(said) or running.done(), "the strap can be found")
        yield said
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_adapter_with_extended_advertising_is_found_after_each_link() -> None:
    """Adapters since Bluetooth 5.0 have it, and are told to advertise by other commands."""
    air = LocalLink()  # type: ignore[no-untyped-call]
    adapter, other = Controller("adapter", link=air), Controller("client", link=air)
    client = Device(name="client", address=hci.Address("F0:00:00:00:00:02"), host=Host(other, other))
    await client.power_on()
    async with serving(adapter) as said:
        for n in range(1, 4):
            link = await asyncio.wait_for(client.connect(hci.Address(strap_identity(0).address)), DEADLINE_S)
            peer = Peer(link)
            assert await peer.request_mtu(517) == 232
            await link.disconnect()
            await until(lambda n=n: sum("has gone" in line for line in said) == n, "the end of the link")  # type: ignore[misc]


async def test_frames_that_the_link_cannot_carry_are_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with AirSpace() as space, serving(AirController("adapter", link=space.air)) as said:
        async with connected(space) as (client, heard):
            await client.write_gatt_char(POLAR_CONTROL_POINT, START_ECG, response=True)
            await until(lambda: POLAR_MEASUREMENT_DATA in heard, "a frame")
        monkeypatch.setattr(central, "MAX_MTU", 100)
        await until(
            lambda: said[-1].endswith(
                "It left these streams running, which would drain a real battery: ECG."
            ),
            "the end",
        )
        async with connected(space) as (client, heard):
            assert client.mtu_size == 100
            await until(lambda: heard.count(HEART_RATE_MEASUREMENT) >= 2, "beats")
            assert POLAR_MEASUREMENT_DATA not in heard


@asynccontextmanager
async def connected(space: AirSpace) -> AsyncIterator[tuple[BleakClient, list[str]]]:
    """A client that is subscribed to everything, and the characteristics it heard from."""
    heard: list[str] = []
    device = await find(backend=space.scanner)
    async with BleakClient(device, timeout=DEADLINE_S, backend=space.client) as client:
        for uuid in (POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA, HEART_RATE_MEASUREMENT):
            await client.start_notify(uuid, lambda one, _data: heard.append(one.uuid))
        yield client, heard
