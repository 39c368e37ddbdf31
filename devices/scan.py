"""Finding straps by the heart-rate service they offer."""

import asyncio
from collections.abc import AsyncIterator, Callable
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
from devices.link import by_strength
from devices.notifications import HEART_RATE_SERVICE

Heard = asyncio.Queue[tuple[BLEDevice, AdvertisementData]]
"""Straps as they are heard, each as often as it is."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The Bluetooth stack: the system's own, unless backends for bleak are named.

    Parameters
    ----------
    scanner, client : type, optional
        Backends.
    adapter : str
        Which adapter on Linux, such as "hci1"; empty takes the system's first.
    """

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
    adapter: str = ""

    def for_scanner(self) -> dict[str, Any]:
        return self._arguments(self.scanner)

    def for_client(self) -> dict[str, Any]:
        return self._arguments(self.client)

    def for_adapter(self) -> dict[str, Any]:
        return self._arguments(None)

    def _arguments(self, backend: type[Any] | None) -> dict[str, Any]:
        named = {} if backend is None else {"backend": backend}
        return named | ({"bluez": {"adapter": self.adapter}} if self.adapter else {})


async def held_straps(stack: Stack) -> list[BLEDevice]:
    """Straps that this computer holds already, as after a program that died: scanning can't see them."""
    if stack.scanner is not None:
        return []
    adapter = await BleakAdapter.get(**stack.for_adapter())
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

    async with BleakScanner(hear, [HEART_RATE_SERVICE], **stack.for_scanner()):
        yield heard


def as_heard(device: BLEDevice, advertisement: AdvertisementData) -> HeardStrap:
    """Return the strap that an advertisement tells of."""
    return HeardStrap(advertisement.local_name or device.name or "", device.address, advertisement.rssi)


def as_held(device: BLEDevice) -> HeardStrap:
    """Return a strap that this computer holds."""
    return HeardStrap(device.name or "", device.address, None)


async def find_straps(
    duration_s: float,
    stack: Stack | None = None,
    on_change: Callable[[list[HeardStrap]], None] = lambda _: None,
) -> list[HeardStrap]:
    """Scan for some seconds.

    Parameters
    ----------
    duration_s : float
        How long.
    stack : Stack, optional
        Another Bluetooth stack than the system's.
    on_change : callable, optional
        Told of all straps so far, each time one is heard.

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
        for device in await held_straps(stack):
            found[device.address] = as_held(device)
        on_change(list(found.values()))
        async with scanning(stack) as heard:
            try:
                async with asyncio.timeout(duration_s):
                    while True:
                        device, advertisement = await heard.get()
                        found[device.address] = as_heard(device, advertisement)
                        on_change(list(found.values()))
            except TimeoutError:
                pass
    except BLUETOOTH_FAILURES as failure:
        raise explain(failure) from failure
    return by_strength(list(found.values()))
