"""A bleak client as a test uses it: found, subscribed, and released whatever happens."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from bleak import BleakAdapter, BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError

from devices.notifications import HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE
from devices.straps.heart_rate_service import encode_heart_rate_measurement

DEADLINE_S: Final = 60.0
_POLL_S: Final = 0.005


@dataclass(slots=True)
class Received:
    """What one client has heard."""

    values: list[bytes]
    losses: int = 0


class ScannerOptions(TypedDict, total=False):
    """Which backend to scan with; bleak's own for this system when left out."""

    backend: type[BaseBleakScanner]


def rr_packet(rr_ticks: int) -> bytes:
    """A 0x2A37 value with one RR interval."""
    return encode_heart_rate_measurement(heart_rate_per_min=60, rr_ticks=(rr_ticks,))


async def until(condition: Callable[[], bool], what: str) -> None:
    """Poll until ``condition`` holds; fails after `DEADLINE_S`."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline_s, f"not within {DEADLINE_S} s: {what}"
        await asyncio.sleep(_POLL_S)


async def until_available(wanted: bool) -> None:
    """Wait for an adapter's change: bleak hears of it by a signal, after the laboratory's answer."""
    deadline_s = time.monotonic() + DEADLINE_S
    while await _is_available() != wanted:
        assert time.monotonic() < deadline_s, f"not within {DEADLINE_S} s: available = {wanted}"
        await asyncio.sleep(_POLL_S)


async def find(**options: Unpack[ScannerOptions]) -> BLEDevice:
    """The first strap that advertises the Heart Rate service."""
    device = await BleakScanner.find_device_by_filter(
        lambda _device, data: HEART_RATE_SERVICE in data.service_uuids, timeout=DEADLINE_S, **options
    )
    assert device is not None
    return device


@asynccontextmanager
async def connected(
    device: BLEDevice, *, backend: type[BaseBleakClient] | None = None
) -> AsyncIterator[tuple[BleakClient, Received]]:
    """A client that is subscribed to the heart rate."""
    received = Received([])

    def on_lost(_client: BleakClient) -> None:
        received.losses += 1

    client = BleakClient(device, on_lost, timeout=DEADLINE_S, backend=backend)
    try:
        await client.connect()
        await client.start_notify(HEART_RATE_MEASUREMENT, lambda _, data: received.values.append(bytes(data)))
        yield client, received
    finally:
        await client.disconnect()


async def _is_available() -> bool:
    try:
        await BleakAdapter.get()
    except BleakBluetoothNotAvailableError:
        return False
    return True
