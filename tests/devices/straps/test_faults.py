"""Every fault of a strap, a link and a Bluetooth stack: what the person sees, and that no beat is lost by us.

`make test` runs each fault once or twice, with a connection interval of 30 ms; `make soak` runs all of them
over both routes, with and without it, and writes the table of docs/faults.md.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.events import LinkState, StrapsHeard, Unreadable
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import Decoder
from devices.straps.link import NO_STRAP_FOUND, STRAP_GONE
from tests.devices.straps.fault_bench import ADDRESS, NAME, Delivery, FaultBench, RouteA, RouteB
from tests.devices.straps.fault_table import Row, write_table
from tests.laboratory import Laboratory
from tests.laboratory.client import rr_packet, until

soak = pytest.mark.soak


def places(*always: str, routes: str = "AB") -> list[object]:
    """Routes and connection intervals; those not named run in `make soak` only."""
    return [
        pytest.param((route, interval_ms), id=name, marks=() if name in always else soak)
        for route in routes
        for interval_ms in (0.0, 30.0)
        for name in [f"{route} {interval_ms:g} ms"]
    ]


BOTH_ROUTES = places("A 30 ms")
BOTH_ROUTES_ALWAYS = places("A 30 ms", "B 30 ms")
ROUTE_B = places("B 30 ms", routes="B")

GET, START = 1, 2


@pytest.fixture(scope="module")
def rows() -> Iterator[list[Row]]:
    """The table's rows; written where BIOFEEDBACK_FAULT_TABLE names a file."""
    collected: list[Row] = []
    yield collected
    if path := os.environ.get("BIOFEEDBACK_FAULT_TABLE"):
        write_table(Path(path), collected)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> tuple[str, float]:
    route, interval_ms = request.param
    return str(route), float(interval_ms)


@pytest.fixture
async def bench(place: tuple[str, float], request: pytest.FixtureRequest) -> AsyncIterator[FaultBench]:
    """A strap with Polar's Measurement Data service, so that a stream runs beside the beats."""
    async with bench_at(place, request, has_measurement_data=True) as one:
        yield one


@pytest.fixture
async def bare(place: tuple[str, float], request: pytest.FixtureRequest) -> AsyncIterator[FaultBench]:
    """A strap that sends heart rate and beats alone."""
    async with bench_at(place, request) as one:
        yield one


@asynccontextmanager
async def bench_at(
    place: tuple[str, float], request: pytest.FixtureRequest, **strap: object
) -> AsyncIterator[FaultBench]:
    route, interval_ms = place
    if route == "A":
        async with RouteA.open(interval_ms, **strap) as one:
            yield one
    else:
        laboratory: Laboratory = request.getfixturevalue("laboratory")
        async with RouteB.open(laboratory, interval_ms, **strap) as two:
            yield two


async def judged(bench: FaultBench, fault: str, rows: list[Row]) -> Delivery:
    """Count the packets and add a row; whatever was lost must have been lost in an outage."""
    delivery = await bench.delivery()
    delivery.check()
    rows.append(Row.of(fault, bench, delivery))
    return delivery


async def let_go(bench: FaultBench) -> None:
    for _ in range(200):
        if not await bench.is_held():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the strap is still held")


@pytest.mark.parametrize("place", BOTH_ROUTES_ALWAYS, indirect=True)
async def test_link_lost_mid_stream(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        for _ in range(3):
            async with bench.outage():
                await bench.cut()
            await bench.hears()
        assert [link.state for link in seen.links].count(LinkState.LOST) == 3
        assert seen.sees("signal lost")
        await judged(bench, "Link lost mid-stream (supervision timeout)", rows)
    await let_go(bench)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_strap_closes_the_link(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        async with bench.outage():
            await bench.strap_does("hang_up")
        await bench.hears()
        assert seen.sees("signal lost")
        await judged(bench, "Strap closes the link", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_own_end_is_no_loss(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        await bench.hears()
        await judged(bench, "The program ends", rows)
    await let_go(bench)
    assert seen.links[-1].state is LinkState.STREAMING
    assert not seen.sees("lost")


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_strap_gone_before_the_connection(bench: FaultBench, rows: list[Row]) -> None:
    await bench.mute(on=True)
    async with bench.listening():
        await bench.sees("The strap was seen but does not answer. Come closer. Retrying (1)")
        await bench.mute(on=False)
        await bench.play()
        await bench.hears()
        await judged(bench, "Strap gone before the connection, or discovery stalls", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_strap_heard_now_and_then(bench: FaultBench, rows: list[Row]) -> None:
    await bench.strap_does("advertise", on=False)
    async with bench.listening() as seen:
        await bench.sees(str(NO_STRAP_FOUND))
        await bench.strap_does("advertise", on=True)
        await bench.play()
        await bench.hears()
        assert not seen.sees("Retrying")
        await judged(bench, "Nothing advertises, then the strap is put on", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES_ALWAYS, indirect=True)
async def test_connected_and_silent(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        async with bench.outage():
            await bench.mute(on=True)
            await bench.sees("signal lost")
            await bench.mute(on=False)
        await bench.hears()
        assert LinkState.LOST in [link.state for link in seen.links]
        await judged(bench, "Connected but silent (no data, no disconnect)", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_strap_that_does_not_come_back(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        async with bench.outage():
            await bench.strap_does("advertise", on=False)
            await bench.cut()
            await bench.sees(str(STRAP_GONE))
            await bench.strap_does("advertise", on=True)
        await bench.hears()
        assert seen.state.link_message is None
        await judged(bench, "Link lost, strap out of reach for longer", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES_ALWAYS, indirect=True)
async def test_held_by_a_phone(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming():
        async with bench.outage():
            await bench.phone_takes()
            await bench.sees("It may be connected to your phone: turn off the phone's Bluetooth")
            await bench.phone_lets_go()
        await bench.hears()
        await judged(bench, "Strap held by a phone", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_malformed_packets(bench: FaultBench, rows: list[Row]) -> None:
    odd = [b"", b"\x10", bytes.fromhex("103eb1"), bytes([0xFF] * 20), bytes.fromhex("0801")]
    async with bench.streaming() as seen:
        for data in odd:
            await bench.strap_does("send", data)
        await bench.hears()
        assert [value for value in seen.values if value in odd] == odd
        unreadable = [v for v in odd if _is_unreadable(v)]
        assert seen.state.unreadable_count == len(unreadable) == 3
        await judged(bench, "Malformed packets (kept in the record)", rows)


def _is_unreadable(data: bytes) -> bool:
    return isinstance(Decoder().decode(Notification(0, HEART_RATE_MEASUREMENT, data)), Unreadable)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_burst_of_500(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming() as seen:
        await bench.stop_playing()
        burst = [rr_packet(100 + n) for n in range(500)]
        for data in burst:
            await bench.strap_does("send", data)
        await until(lambda: seen.values[-500:] == burst, "the whole burst in order")
        await judged(bench, "Burst of 500 packets", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_two_straps_and_a_stranger(bench: FaultBench, rows: list[Row]) -> None:
    await bench.add("TICKR 0001", "C0:00:00:00:00:52")
    async with bench.streaming(known=ADDRESS) as seen:
        async with bench.outage():
            await bench.cut()
        await bench.hears()
        assert {link.strap_address for link in seen.links} <= {"", ADDRESS}
        await judged(bench, "Two straps in reach", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_several_straps_are_named(bench: FaultBench) -> None:
    await bench.add("TICKR 0001", "C0:00:00:00:00:52")
    async with bench.listening(known=ADDRESS) as seen:
        await bench.play()
        await bench.hears()
        heard = [record for record in seen.records if isinstance(record, StrapsHeard)]
        if heard:  # the one used last is taken as soon as it is heard, perhaps before the other
            assert {strap.name for strap in heard[0].straps} == {NAME, "TICKR 0001"}


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_switched_off_mid_stream(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming():
        async with bench.outage():
            await bench.power(on=False)
            await bench.sees("Bluetooth is off. Turn it on; the search goes on by itself.")
            await bench.power(on=True)
        await bench.hears()
        await judged(bench, "Bluetooth switched off mid-stream", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
@pytest.mark.soak
async def test_twenty_losses_leak_nothing(bench: FaultBench, rows: list[Row]) -> None:
    async with bench.streaming():
        async with bench.outage():
            await bench.cut()
        await bench.hears()  # by then nothing is left to ask of the strap
        held = held_resources()
        for _ in range(20):
            async with bench.outage():
                await bench.cut()
        await bench.hears()
        await until(lambda: held_resources() == held, "descriptors and tasks as before")
        await judged(bench, "20 times lost and found", rows)


def held_resources() -> tuple[int, int]:
    """Open descriptors of this process, and tasks of this loop."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0, len(asyncio.all_tasks())


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
@pytest.mark.parametrize(
    ("operation", "status", "sentence"),
    [
        (START, 13, "The device is in its charger."),
        pytest.param(START, 6, "already running", marks=soak),
        pytest.param(GET, 3, "does not offer this measurement", marks=soak),
        pytest.param(START, 12, "can't do this now", marks=soak),
        pytest.param(START, 99, "a reason that this program does not know", marks=soak),
    ],
)
async def test_stream_refused_by_status(
    bench: FaultBench, rows: list[Row], operation: int, status: int, sentence: str
) -> None:
    await bench.refuse(operation, status=status)
    async with bench.streaming():
        await bench.sees(sentence)
        await bench.hears()
        await judged(bench, f"Stream refused by status {status}", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
@pytest.mark.parametrize("code", [0x80, *(pytest.param(code, marks=soak) for code in (0x03, 0x0D, 0x08))])
async def test_stream_refused_by_att_error(bench: FaultBench, rows: list[Row], code: int) -> None:
    await bench.refuse(START, att_error=code)
    async with bench.streaming():
        await bench.sees("Heart rate and beats go on.")
        await bench.hears()
        await judged(bench, f"Stream refused by ATT error {code:#04x}", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_stream_that_needs_pairing_is_paired_once(bench: FaultBench, rows: list[Row]) -> None:
    await bench.need_pairing()
    async with bench.streaming() as seen:
        await until(lambda: bool(seen.state.streams), "the stream runs after pairing")
        await bench.hears()
        await judged(bench, "Stream needs pairing (ATT 0x05, Not paired), and pairing works", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_control_point_that_never_answers(bench: FaultBench, rows: list[Row]) -> None:
    await bench.silence_control_point()
    async with bench.streaming():
        await bench.sees("The strap does not answer when asked for its streams. Heart rate and beats go on.")
        await bench.hears()
        await judged(bench, "Control point never answers", rows)


@pytest.mark.parametrize("place", BOTH_ROUTES, indirect=True)
async def test_strap_without_streams(bare: FaultBench, rows: list[Row]) -> None:
    async with bare.streaming():
        await bare.sees("This strap does not send acceleration: only beats are recorded.")
        await judged(bare, "Strap without streams", rows)


class TestBlueZ:
    """What only a system's own Bluetooth can do."""

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    async def test_adapter_unplugged_mid_stream(self, bench: RouteB, rows: list[Row]) -> None:
        async with bench.streaming():
            async with bench.outage():
                await bench.lab(bench.laboratory.adapter, present=False)
                await bench.sees("No Bluetooth adapter was found. Plug one in")
                await bench.lab(bench.laboratory.adapter, present=True)
            await bench.hears()
            await judged(bench, "Adapter unplugged mid-stream", rows)

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    async def test_service_killed_without_a_goodbye(self, bench: RouteB, rows: list[Row]) -> None:
        async with bench.streaming():
            async with bench.outage():
                await bench.lab(bench.laboratory.service, running=False)
                await bench.sees("signal lost")
                await bench.sees("The system's Bluetooth service does not run.")
                await bench.lab(bench.laboratory.service, running=True)
            await bench.hears()
            await judged(bench, "bluetoothd killed without a goodbye", rows)

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    async def test_no_bus(self, bench: RouteB, rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/bus")
        async with bench.listening():
            await bench.sees("No Bluetooth adapter was found.")
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bench.laboratory.bus_address)
            await bench.play()
            await bench.hears()
            await judged(bench, "No D-Bus, then there is one", rows)

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    @pytest.mark.parametrize("member", ["StartDiscovery", "Connect"])
    async def test_busy_stack(self, bench: RouteB, rows: list[Row], member: str) -> None:
        await bench.lab(bench.laboratory.refuse_next, member)
        await bench.play()
        async with bench.listening() as seen:
            await bench.hears()
            assert not seen.sees("busy")
            await judged(bench, f"{member} answers InProgress", rows)

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    async def test_connect_aborted(self, bench: RouteB, rows: list[Row]) -> None:
        await bench.lab(bench.laboratory.abort_next_connect)
        await bench.play()
        async with bench.listening() as seen:
            await bench.hears()
            assert not seen.sees("Retrying")
            await judged(bench, "Connect answers le-connection-abort-by-local", rows)

    @pytest.mark.parametrize("place", ROUTE_B, indirect=True)
    async def test_device_forgotten_between_scan_and_connection(self, bench: RouteB, rows: list[Row]) -> None:
        await bench.lab(bench.laboratory.refuse_next, "Connect", "DoesNotExist", "Does Not Exist")
        await bench.play()
        async with bench.listening():
            await bench.hears()
            await judged(bench, "BlueZ forgets the strap between scan and connection", rows)
