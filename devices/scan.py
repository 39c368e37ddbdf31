"""Finding straps by the heart-rate service they offer."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bleak import BleakAdapter, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from devices.bluetooth_errors import BLUETOOTH_FAILURES, explain
from devices.events import HeardStrap
from devices.notifications import HEART_RATE_SERVICE

Heard = asyncio.Queue[tuple[BLEDevice, AdvertisementData]]
"""Straps as they are heard, each as often as it is."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The Bluetooth stack: the system's own, unless backends for bleak are named."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None

    def named(self, backend: type[Any] | None) -> dict[str, Any]:
        return {} if backend is None else {"backend": backend}


async def connected_straps(stack: Stack) -> list[BLEDevice]:
    """Straps that this computer holds already, as after a program that died: scanning can't see them."""
    if stack.scanner is not None:
        return []
    adapter = await BleakAdapter.get()
    try:
        return await adapter.get_connected_devices([HEART_RATE_SERVICE])
    except BleakError:
        return []


@asynccontextmanager
async def scanning(stack: Stack) -> AsyncIterator[Heard]:
    """Scan while the context lasts; straps come into the queue as they are heard."""
    heard = Heard()

    def hear(device: BLEDevice, advertisement: AdvertisementData) -> None:
        heard.put_nowait((device, advertisement))

    async with BleakScanner(hear, [HEART_RATE_SERVICE], **stack.named(stack.scanner)):
        yield heard


async def find_straps(duration_s: float, stack: Stack | None = None) -> list[HeardStrap]:
    """Scan for some seconds.

    Returns
    -------
    list of HeardStrap
        The strongest first, after those that are connected already.

    Raises
    ------
    StrapError
        If Bluetooth is missing, off or fails.
    """
    stack = stack or Stack()
    found: dict[str, HeardStrap] = {}
    try:
        for device in await connected_straps(stack):
            found[device.address] = HeardStrap(device.name or "", device.address, None)
        async with scanning(stack) as heard:
            try:
                async with asyncio.timeout(duration_s):
                    while True:
                        device, advertisement = await heard.get()
                        name = advertisement.local_name or device.name or ""
                        found[device.address] = HeardStrap(name, device.address, advertisement.rssi)
            except TimeoutError:
                pass
    except BLUETOOTH_FAILURES as failure:
        raise explain(failure) from failure
    return sorted(found.values(), key=_weakness)


def _weakness(strap: HeardStrap) -> float:
    return -math.inf if strap.signal_dbm is None else -strap.signal_dbm
