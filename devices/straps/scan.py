"""Finds straps by the heart-rate service that they advertise, or by a known name."""

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
"""All received advertisements, including repeated ones."""

BackendArguments = dict[str, Any]
"""Keyword arguments of bleak."""

_MOST_WAITING: Final = 1000
"""Longest queue of advertisements; more are dropped, because devices repeat theirs."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The Bluetooth stack: the system's own, unless other backends for bleak are given.

    Parameters
    ----------
    scanner, client : type, optional
        Backends for bleak.
    adapter : str
        Adapter on Linux, such as "hci1"; if empty, the system's first adapter.
    """

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
    adapter: str = ""

    def for_scanner(self) -> BackendArguments:
        """Return the arguments of bleak's scanner."""
        return self._arguments(self.scanner)

    def for_client(self) -> BackendArguments:
        """Return the arguments of bleak's client."""
        return self._arguments(self.client)

    def for_adapter(self) -> BackendArguments:
        """Return the arguments that name the adapter alone."""
        return self._arguments(None)

    def _arguments(self, backend: type[Any] | None) -> BackendArguments:
        named = {} if backend is None else {"backend": backend}
        return named | ({"bluez": {"adapter": self.adapter}} if self.adapter else {})


async def held_straps(stack: Stack) -> list[BLEDevice]:
    """Return straps already connected to this computer, as after a crash: scanning can't find them."""
    if stack.scanner is not None:
        return []
    adapter = await BleakAdapter.get(**stack.for_adapter())
    try:
        return await adapter.get_connected_devices([HEART_RATE_SERVICE])
    except BleakError:
        return []


@asynccontextmanager
async def scanning(stack: Stack) -> AsyncIterator[HeardDevices]:
    """Scan while the context is open; put every received advertisement into the queue."""
    heard = HeardDevices()

    def hear(device: BLEDevice, advertisement: AdvertisementData) -> None:
        if heard.qsize() < _MOST_WAITING:
            heard.put_nowait((device, advertisement))

    # Do not filter by service: some straps offer it without advertising it.
    async with BleakScanner(hear, **stack.for_scanner()):
        yield heard


def looks_like_strap(device: BLEDevice, advertisement: AdvertisementData) -> bool:
    """Whether a device advertises the heart-rate service or the name of a known model."""
    if HEART_RATE_SERVICE in advertisement.service_uuids:
        return True
    return bool(find_model(advertisement.local_name or device.name or "").name)


def as_heard(device: BLEDevice, advertisement: AdvertisementData) -> HeardStrap:
    """Return the strap of an advertisement."""
    return HeardStrap(advertisement.local_name or device.name or "", device.address, advertisement.rssi)


def as_held(device: BLEDevice) -> HeardStrap:
    """Return the strap of a device that is already connected to this computer."""
    return HeardStrap(device.name or "", device.address, None)


async def find_straps(
    duration_s: float,
    stack: Stack | None = None,
    on_change: Callable[[list[HeardStrap]], None] = lambda _: None,
) -> list[HeardStrap]:
    """Scan for straps.

    Parameters
    ----------
    duration_s : float
        How long to scan.
    stack : Stack, optional
        A Bluetooth stack to use instead of the system's.
    on_change : callable, optional
        Called with all straps so far, each time an advertisement of a strap arrives.

    Returns
    -------
    list of HeardStrap
        Straps that are already connected first, then by signal strength.

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
