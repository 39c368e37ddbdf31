"""The strap link over the bumble backend: any system, no D-Bus."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from bleak.backends.scanner import BaseBleakScanner

from devices.events import LinkChanged, LinkState, StrapsHeard
from devices.notifications import (
    BATTERY_LEVEL,
    HEART_RATE_MEASUREMENT,
    MODEL_NUMBER,
    SOFTWARE_REVISION,
    Notification,
)
from devices.straps.connection import StrapLink
from devices.straps.link import NO_STRAP_FOUND, LinkTimes
from devices.straps.scan import Stack, find_straps
from devices.streams import Measurement, MeasurementChanged
from tests.laboratory.bumble_backend import AirSpace
from tests.laboratory.client import rr_packet, until
from tests.laboratory.virtual_strap import VirtualStrap

TIMES = LinkTimes(
    search_s=0.5,
    choose_s=0.05,
    prefer_s=0.3,
    connect_s=5.0,
    first_s=1.0,
    silence_s=1.0,
    retry_s=0.05,
    longest_retry_s=0.2,
)
NAME, ADDRESS = "Polar H10 0A0B0C0D", "C0:00:00:00:00:21"


class Heard:
    """What a link put, by kind."""

    def __init__(self) -> None:
        self.all: list[Notification | LinkChanged | StrapsHeard | MeasurementChanged] = []

    def values(self, characteristic: str = HEART_RATE_MEASUREMENT) -> list[bytes]:
        of_kind = (n for n in self.all if isinstance(n, Notification))
        return [n.data for n in of_kind if n.characteristic == characteristic]

    def links(self) -> list[LinkChanged]:
        return [event for event in self.all if isinstance(event, LinkChanged)]

    def streams(self) -> list[MeasurementChanged]:
        return [event for event in self.all if isinstance(event, MeasurementChanged)]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.links()]


@pytest.fixture(params=[0.0, 0.03], ids=["no interval", "30 ms"])
def interval_s(request: pytest.FixtureRequest) -> float:
    return float(request.param)


@asynccontextmanager
async def listening(
    space: AirSpace,
    wanted: str = "",
    *,
    scanner: type[BaseBleakScanner] | None = None,
    streams: tuple[Measurement, ...] = (Measurement.ACCELERATION,),
) -> AsyncIterator[Heard]:
    heard = Heard()
    stack = Stack(scanner or space.scanner, space.client)
    link = StrapLink(heard.all.append, wanted, streams=streams, times=TIMES, stack=stack)
    task = asyncio.create_task(link.run())
    try:
        yield heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def connected(strap: VirtualStrap) -> None:
    await until(lambda: strap.is_subscribed, "the program subscribes")


async def test_every_packet_arrives_once_and_in_order(interval_s: float) -> None:
    async with AirSpace(interval_s=interval_s) as space:
        strap = await space.add_strap(NAME, ADDRESS, battery_percent=64)
        async with listening(space) as heard:
            await connected(strap)
            packets = [rr_packet(900 + i) for i in range(100)]
            for packet in packets:
                await strap.send(packet)
            await until(lambda: len(heard.values()) == 100, "all packets")
            assert heard.values() == packets
            assert heard.values(BATTERY_LEVEL) == [bytes([64])]
            last = heard.links()[-1]
            assert (last.state, last.strap_name, last.strap_address) == (LinkState.STREAMING, NAME, ADDRESS)
        await until(lambda: not strap.is_connected, "the strap is let go")


async def test_lost_link_is_told_and_made_anew(interval_s: float) -> None:
    async with AirSpace(interval_s=interval_s) as space:
        strap = await space.add_strap(NAME, ADDRESS)
        async with listening(space) as heard:
            for n in range(3):
                await connected(strap)
                await strap.send(rr_packet(1000 + n))
                await until(lambda n=n: len(heard.values()) == n + 1, "the packet")  # type: ignore[misc]
                space.air.cut(ADDRESS)
                await until(lambda: not strap.is_connected, "the loss")
            await connected(strap)
            assert heard.values() == [rr_packet(1000 + n) for n in range(3)]
            assert heard.states().count(LinkState.WAITING) >= 3
            assert LinkState.RECONNECTING in heard.states()


async def test_strap_that_falls_silent_is_noticed() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS)
        async with listening(space) as heard:
            await connected(strap)
            await strap.send(rr_packet(1000))
            await until(lambda: LinkState.RECONNECTING in heard.states(), "the watchdog")
            await until(lambda: heard.states()[-1] is LinkState.WAITING, "it is connected again")


async def test_search_goes_on_after_saying_that_there_is_no_strap() -> None:
    async with AirSpace() as space, listening(space) as heard:
        await until(
            lambda: any(link.message == NO_STRAP_FOUND.whole for link in heard.links()), "the message"
        )
        strap = await space.add_strap(NAME, ADDRESS)
        await connected(strap)
        await until(lambda: heard.states()[-1] is LinkState.WAITING, "the strap joins")


async def test_only_the_wanted_strap_is_taken() -> None:
    async with AirSpace() as space:
        other = await space.add_strap("Polar H10 FFFFFFFF", "C0:00:00:00:00:22")
        wanted = await space.add_strap(NAME, ADDRESS)
        async with listening(space, ADDRESS):
            await connected(wanted)
            assert not other.is_connected


async def test_adapter_switched_off_is_told_once_and_waited_out() -> None:
    async with AirSpace() as space:
        attempts: list[int] = []

        class CountingScanner(space.scanner):  # type: ignore[name-defined,misc]
            async def start(self) -> None:
                attempts.append(1)
                await super().start()

        strap = await space.add_strap(NAME, ADDRESS)
        space.power(on=False)
        async with listening(space, scanner=CountingScanner) as heard:
            await until(lambda: len(attempts) > 3, "several tries")
            assert heard.states() == [LinkState.UNAVAILABLE]
            assert "Bluetooth is off" in str(heard.links()[-1].message)
            space.power(on=True)
            await connected(strap)


async def test_scan_lists_every_strap() -> None:
    async with AirSpace() as space:
        await space.add_strap(NAME, ADDRESS)
        await space.add_strap("HRM-Dual:123", "C0:00:00:00:00:23")
        straps = await find_straps(0.5, Stack(space.scanner, space.client))
        assert {strap.name for strap in straps} == {NAME, "HRM-Dual:123"}


async def test_another_strap_is_taken_when_it_is_chosen() -> None:
    async with AirSpace() as space:
        first = await space.add_strap(NAME, ADDRESS)
        other = await space.add_strap("HRM-Dual:123", "C0:00:00:00:00:24")
        heard = Heard()
        link = StrapLink(heard.all.append, NAME, times=TIMES, stack=Stack(space.scanner, space.client))
        task = asyncio.create_task(link.run())
        await connected(first)
        link.choose(other.identity.address)
        await connected(other)
        assert not first.is_connected
        assert heard.links()[-1].strap_name == "HRM-Dual:123"
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_several_straps_in_reach_are_told() -> None:
    async with AirSpace() as space:
        names = {NAME: ADDRESS, "HRM-Dual:123": "C0:00:00:00:00:24"}
        for name, address in names.items():
            await space.add_strap(name, address)
        heard = Heard()
        stack = Stack(space.scanner, space.client)
        link = StrapLink(heard.all.append, times=replace(TIMES, choose_s=0.5), stack=stack)
        task = asyncio.create_task(link.run())
        await until(lambda: LinkState.WAITING in heard.states(), "a strap is taken")
        (told,) = (event for event in heard.all if isinstance(event, StrapsHeard))
        assert {strap.name: strap.address for strap in told.straps} == names
        assert told.straps[0].address == heard.links()[-1].strap_address
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_device_information_is_read_once_beats_may_come() -> None:
    async with AirSpace() as space:
        strap = await space.add_strap(NAME, ADDRESS)
        async with listening(space) as heard:
            await connected(strap)
            await until(
                lambda: heard.values(SOFTWARE_REVISION) == [b"5.0.0"], "what Polar calls the firmware"
            )
            assert heard.values(MODEL_NUMBER) == [b"H10"]
