"""Finding straps by the heart-rate service that they tell of, or by a known name."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from bleak import BleakAdapter, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from devices.events import HeardStrap
from devices.notifications import HEART_RATE_SERVICE
from devices.straps.bluetooth_errors import BLUETOOTH_FAILURES, explain
from devices.straps.link import by_strength
from devices.straps.models import find_model

HeardDevices = asyncio.Queue[tuple[BLEDevice, AdvertisementData]]
"""What is heard, each thing as often as it is."""

BackendArguments = dict[str, Any]
"""Keyword arguments of bleak."""

_MOST_WAITING: Final = 1000
"""Advertisements that wait to be looked at; of more, the oldest has come again by then."""


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

    def for_scanner(self) -> BackendArguments:
        return self._arguments(self.scanner)

    def for_client(self) -> BackendArguments:
        return self._arguments(self.client)

    def for_adapter(self) -> BackendArguments:
        return self._arguments(None)

    def _arguments(self, backend: type[Any] | None) -> BackendArguments:
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
async def scanning(stack: Stack) -> AsyncIterator[HeardDevices]:
    """Scan while the context lasts; all that is heard comes into the queue, straps or not."""
    heard = HeardDevices()

    def hear(device: BLEDevice, advertisement: AdvertisementData) -> None:
        if heard.qsize() < _MOST_WAITING:
            heard.put_nowait((device, advertisement))

    # Not by the service: some straps offer it without telling so.
    async with BleakScanner(hear, **stack.for_scanner()):
        yield heard


def looks_like_strap(device: BLEDevice, advertisement: AdvertisementData) -> bool:
    """Whether what is heard tells that it offers the heart-rate service, or has the name of a known model."""
    if HEART_RATE_SERVICE in advertisement.service_uuids:
        return True
    return bool(find_model(advertisement.local_name or device.name or "").name)


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
                        if not looks_like_strap(device, advertisement):
                            continue
                        found[device.address] = as_heard(device, advertisement)
                        on_change(list(found.values()))
            except TimeoutError:
                pass
    except BLUETOOTH_FAILURES as failure:
        raise explain(failure) from failure
    return by_strength(list(found.values()))
