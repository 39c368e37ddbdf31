"""A small ``org.bluez``: enough of bluetoothd for bleak's BlueZ backend as it is installed."""

import asyncio
from typing import Any, Final

from bleak.uuids import normalize_uuid_str
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.laboratory.bluez_device import BluezDevice
from tests.laboratory.bluez_objects import BluezError, Node, ObjectTree
from tests.laboratory.central import Central, Heard

ADAPTER: Final = "org.bluez.Adapter1"
ADAPTER_PATH: Final = "/org/bluez/hci0"
NAME: Final = "org.bluez"


class Bluez:
    """The service on the bus at ``bus_address``, with one adapter, ``hci0``."""

    def __init__(
        self, central: Central, bus_address: str, *, present: bool = True, powered: bool = True
    ) -> None:
        self._central = central
        self._bus_address = bus_address
        self._present = present
        self._powered = powered
        self._bus: MessageBus | None = None
        self._tree: ObjectTree | None = None
        self._devices: dict[str, BluezDevice] = {}
        self._filters: dict[str, frozenset[str]] = {}
        self._sessions: set[str] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Appear on the bus."""
        self._bus = await MessageBus(bus_address=self._bus_address, negotiate_unix_fd=True).connect()
        self._tree = ObjectTree(self._bus)
        self._bus.add_message_handler(self._on_message)
        await self._bus.call(_watch_clients())
        if self._present:
            self._add_adapter()
        await self._bus.request_name(NAME)

    async def kill(self) -> None:
        """Vanish as by SIGKILL: links end, but no signal says so."""
        if self._bus is not None:
            self._bus.disconnect()
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
            self._bus = self._tree = None
        await self._hang_up_all()
        self._devices.clear()
        await self._end_discovery()

    async def set_powered(self, *, powered: bool) -> None:
        """Switch the adapter; switching it off ends links and discovery."""
        if powered == self._powered:
            return
        self._powered = powered
        if not powered:
            await self._hang_up_all()
            await self._end_discovery()
        self._change(Powered=Variant("b", powered))

    async def set_present(self, *, present: bool) -> None:
        """Plug the adapter in or out; links are lost with it, and what it knew is forgotten."""
        if present == self._present:
            return
        self._present = present
        if present:
            self._add_adapter()
            return
        self._central.air.cut(self._central.address)
        await self._hang_up_all()
        await self._end_discovery()
        for address in list(self._devices):
            await self.forget(address)
        if self._tree is not None:
            self._tree.remove(ADAPTER_PATH)

    async def unpair(self, address: str) -> None:
        """Forget the keys of a device that no longer has its own."""
        await self._central.unpair(address)
        if address in self._devices:
            self._devices[address].unpair()

    async def forget(self, address: str) -> bool:
        """Drop a device that is not connected, as bluetoothd does some time after a scan, and its keys."""
        device = self._devices.get(address)
        if device is None or device.is_connected:
            return False
        await self._central.unpair(address)
        del self._devices[address]
        device.remove()
        return True

    def abort_next_connect(self) -> None:
        """End the next connection as soon as it is up."""
        if self._tree is not None:
            self._tree.aborts_next_connect = True

    def refuse_next(self, member: str, kind: str, text: str) -> None:
        """Answer the next call of ``member`` with ``org.bluez.Error.<kind>``."""
        if self._tree is not None:
            self._tree.refuse_next(member, BluezError(kind, text))

    def _add_adapter(self) -> None:
        if self._tree is None:
            return
        properties = {
            "Address": Variant("s", self._central.address),
            "AddressType": Variant("s", "public"),
            "Name": Variant("s", "laboratory"),
            "Alias": Variant("s", "laboratory"),
            "Class": Variant("u", 0),
            "Powered": Variant("b", self._powered),
            "Discoverable": Variant("b", False),
            "Pairable": Variant("b", False),
            "Discovering": Variant("b", False),
            "UUIDs": Variant("as", []),
            "Roles": Variant("as", ["central", "peripheral"]),
        }
        methods = {
            (ADAPTER, "SetDiscoveryFilter"): self._set_discovery_filter,
            (ADAPTER, "StartDiscovery"): self._start_discovery,
            (ADAPTER, "StopDiscovery"): self._stop_discovery,
            (ADAPTER, "RemoveDevice"): self._remove_device,
        }
        self._tree.add(
            ADAPTER_PATH, Node({ADAPTER: properties}, methods, {(ADAPTER, "Powered"): self._on_set_powered})
        )

    async def _on_set_powered(self, value: bool) -> None:
        await self.set_powered(powered=value)

    async def _set_discovery_filter(self, message: Message) -> None:
        self._require_power()
        wanted: dict[str, Any] = message.body[0]
        uuids = wanted["UUIDs"].value if "UUIDs" in wanted else ()
        self._filters[str(message.sender)] = frozenset(normalize_uuid_str(uuid) for uuid in uuids)

    async def _start_discovery(self, message: Message) -> None:
        self._require_power()
        if str(message.sender) in self._sessions:
            raise BluezError("InProgress", "Operation already in progress")
        first = not self._sessions
        self._sessions.add(str(message.sender))
        if first:
            await self._central.listen(self._on_heard)
            self._change(Discovering=Variant("b", True))

    async def _stop_discovery(self, message: Message) -> None:
        self._require_power()
        if str(message.sender) not in self._sessions:
            raise BluezError("Failed", "No discovery started")
        await self._leave_discovery(str(message.sender))

    async def _leave_discovery(self, sender: str) -> None:
        self._sessions.discard(sender)
        self._filters.pop(sender, None)
        if not self._sessions:
            await self._end_discovery()

    async def _end_discovery(self) -> None:
        self._sessions.clear()
        await self._central.ignore(self._on_heard)
        for device in self._devices.values():
            device.forget_rssi()
        self._change(Discovering=Variant("b", False))

    async def _remove_device(self, message: Message) -> None:
        path = message.body[0]
        for device in list(self._devices.values()):
            if device.path == path:
                await device.hang_up()
                await self.forget(device.address)
                return
        raise BluezError("DoesNotExist", "Does Not Exist")

    def _on_heard(self, heard: Heard) -> None:
        if self._tree is None or not self._is_wanted(heard):
            return
        device = self._devices.get(heard.address)
        if device is None:
            self._devices[heard.address] = BluezDevice(
                self._tree, ADAPTER_PATH, self._central, heard, lambda: self._present and self._powered
            )
        else:
            device.hear(heard)

    def _is_wanted(self, heard: Heard) -> bool:
        filters = [self._filters.get(sender, frozenset()) for sender in self._sessions]
        return any(not uuids or uuids & set(heard.service_uuids) for uuids in filters)

    def _on_message(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL or message.member != "NameOwnerChanged":
            return
        name, _, new_owner = message.body
        if not new_owner:
            task = asyncio.ensure_future(self._forget_client(name))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _forget_client(self, sender: str) -> None:
        if sender in self._sessions:
            await self._leave_discovery(sender)
        for device in list(self._devices.values()):
            await device.forget_client(sender)

    async def _hang_up_all(self) -> None:
        for device in list(self._devices.values()):
            await device.hang_up()

    def _require_power(self) -> None:
        if not self._powered:
            raise BluezError("NotReady", "Resource Not Ready")

    def _change(self, **properties: Variant) -> None:
        if self._tree is not None:
            self._tree.change(ADAPTER_PATH, ADAPTER, properties)


def _watch_clients() -> Message:
    return Message(
        destination="org.freedesktop.DBus",
        path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus",
        member="AddMatch",
        signature="s",
        body=["type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"],
    )
