"""This computer's side of the air: a Bluetooth LE central that scans, connects and speaks GATT."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from bumble import core, hci
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.gatt_client import CharacteristicProxy, ServiceProxy
from bumble.host import Host

from tests.laboratory.air import Air, AirController, plain

ADDRESS: Final = "F0:00:00:00:00:01"
MAX_MTU: Final = 517
_CANCEL_RETRY_S: Final = 0.02

Result = TypeVar("Result")


class LinkLostError(Exception):
    """The link ended before the request was answered."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One advertisement.

    Parameters
    ----------
    address : str
        Upper case, without a type.
    name : str or None
        The local name.
    service_uuids : tuple of str
        128-bit UUIDs in lower case.
    rssi_dbm : int
        Signal strength.
    """

    address: str
    name: str | None
    service_uuids: tuple[str, ...]
    rssi_dbm: int


Listener = Callable[[Heard], None]


class Central:
    """A central on ``air``."""

    def __init__(self, air: Air, address: str = ADDRESS) -> None:
        self.air = air
        self.address = address
        self._controller = AirController("central", link=air)
        self._device = Device(
            name="laboratory", address=hci.Address(address), host=Host(self._controller, self._controller)
        )
        self._listeners: list[Listener] = []
        self._initiating = asyncio.Lock()
        self._scanning = asyncio.Lock()

    async def start(self) -> None:
        self._device.on(Device.EVENT_ADVERTISEMENT, self._on_advertisement)
        await self._device.power_on()

    async def stop(self) -> None:
        self.air.cut(self.address)
        self.air.remove_controller(self._controller)

    async def listen(self, listener: Listener) -> None:
        """Scan until every listener has gone."""
        self._listeners.append(listener)
        await self._scan()

    async def ignore(self, listener: Listener) -> None:
        if listener in self._listeners:
            self._listeners.remove(listener)
            await self._scan()

    async def connect(self, address: str) -> "Link":
        """Connect as soon as ``address`` is heard; waits for ever, cancel it to give up."""
        async with self._initiating:
            attempt = asyncio.ensure_future(self._device.connect_le(hci.Address(address), timeout=None))
            try:
                return Link(await asyncio.shield(attempt))
            except asyncio.CancelledError:
                await self._abandon(attempt)
                raise

    async def unpair(self, address: str) -> None:
        """Forget the keys of ``address``, if there are any."""
        if self._device.keystore is not None:
            await self._device.keystore.delete(str(hci.Address(address)))

    async def _abandon(self, attempt: "asyncio.Future[Connection]") -> None:
        """Cancel a connect in the controller; a link that came up meanwhile is closed."""
        while not attempt.done():
            with contextlib.suppress(hci.HCI_Error):
                await self._device.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command())
            await asyncio.wait({attempt}, timeout=_CANCEL_RETRY_S)
        with contextlib.suppress(core.ConnectionError):
            await attempt.result().disconnect()

    async def _scan(self) -> None:
        async with self._scanning:
            wanted = bool(self._listeners)
            if wanted and not self._device.is_scanning:
                await self._device.start_scanning()
            elif not wanted and self._device.is_scanning:
                await self._device.stop_scanning()

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        heard = _heard(advertisement)
        for listener in list(self._listeners):
            listener(heard)


class Link:
    """One connection. Every request ends at once, with `LinkLostError`, when the link does."""

    def __init__(self, connection: Connection) -> None:
        self.address = plain(connection.peer_address)
        self._connection = connection
        self._peer = Peer(connection)
        self._lost: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.on(Connection.EVENT_DISCONNECTION, self._on_disconnection)

    @property
    def is_up(self) -> bool:
        return not self._lost.done()

    @property
    def mtu(self) -> int:
        return int(self._connection.att_mtu)

    @property
    def services(self) -> list[ServiceProxy]:
        return list(self._peer.services)

    def when_lost(self, callback: Callable[[int], None]) -> None:
        """Call back once, with the HCI reason, when the link has ended."""
        self._lost.add_done_callback(lambda lost: callback(lost.result()))

    async def discover(self) -> None:
        """Encrypt the link of a paired peer, exchange the MTU and read the peer's whole GATT table."""
        if await self._is_paired():
            await self._ask(self._connection.encrypt())
        await self._ask(self._peer.request_mtu(MAX_MTU))
        await self._ask(self._peer.discover_all())  # type: ignore[no-untyped-call]
        for service in self.services:
            for characteristic in service.characteristics:
                # Spares a second discovery at each subscription: discover_all() does not set it.
                characteristic.descriptors_discovered = True

    async def read(self, handle: int) -> bytes:
        return bytes(await self._ask(self._peer.gatt_client.read_value(handle)))

    async def write(self, handle: int, data: bytes, *, with_response: bool) -> None:
        await self._ask(self._peer.gatt_client.write_value(handle, data, with_response))

    async def subscribe(
        self, characteristic: "CharacteristicProxy[bytes]", callback: Callable[[bytes], None]
    ) -> None:
        await self._ask(characteristic.subscribe(callback))

    async def unsubscribe(
        self, characteristic: "CharacteristicProxy[bytes]", callback: Callable[[bytes], None]
    ) -> None:
        await self._ask(characteristic.unsubscribe(callback))

    async def pair(self) -> None:
        await self._ask(self._connection.pair())

    async def _is_paired(self) -> bool:
        keys = self._connection.device.keystore
        return keys is not None and await keys.get(str(self._connection.peer_address)) is not None

    async def disconnect(self) -> None:
        if self.is_up:
            await self._connection.disconnect()

    async def _ask(self, request: Coroutine[Any, Any, Result]) -> Result:
        """Await a request or the end of the link, where bumble cancels it or lets it wait for 30 s."""
        if not self.is_up:
            request.close()
            raise LinkLostError(self.address)
        task = asyncio.ensure_future(request)
        either: set[asyncio.Future[Any]] = {task, self._lost}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not task.done():
                task.cancel()
        if not task.done() or task.cancelled():
            raise LinkLostError(self.address)
        return task.result()

    def _on_disconnection(self, reason: int) -> None:
        if not self._lost.done():
            self._lost.set_result(reason)


def full_uuid(short: core.UUID) -> str:
    """A UUID in 128 bits and lower case."""
    return str(uuid.UUID(bytes=bytes(reversed(short.to_bytes(force_128=True)))))


def _heard(advertisement: Advertisement) -> Heard:
    data = advertisement.data
    uuids = data.get(AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS) or []
    return Heard(
        address=plain(advertisement.address),
        name=data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME),
        service_uuids=tuple(full_uuid(item) for item in uuids),
        rssi_dbm=advertisement.rssi,
    )
