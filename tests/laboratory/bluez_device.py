"""``Device1``: a strap as BlueZ knows it, connected or not."""

import asyncio
from collections.abc import Callable
from typing import Final

from bumble.core import BaseBumbleError
from dbus_fast import Message, Variant

from tests.laboratory.bluez_gatt import GattTable
from tests.laboratory.bluez_objects import BluezError, Node, ObjectTree
from tests.laboratory.central import Central, Heard, Link, LinkLostError

INTERFACE: Final = "org.bluez.Device1"


class BluezDevice:
    """A device under ``adapter_path``.

    Parameters
    ----------
    is_ready : callable
        Whether the adapter is powered.
    """

    def __init__(
        self,
        tree: ObjectTree,
        adapter_path: str,
        central: Central,
        heard: Heard,
        is_ready: Callable[[], bool],
    ) -> None:
        self.address = heard.address
        self.path = f"{adapter_path}/dev_{heard.address.replace(':', '_')}"
        self._tree = tree
        self._central = central
        self._is_ready = is_ready
        self._link: Link | None = None
        self._table: GattTable | None = None
        self._connecting: asyncio.Task[Link] | None = None
        self._discovering: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()
        tree.add(self.path, self._node(adapter_path, heard))

    def _node(self, adapter_path: str, heard: Heard) -> Node:
        properties = {
            "Address": Variant("s", heard.address),
            "AddressType": Variant("s", "random"),
            "Alias": Variant("s", heard.name or heard.address.replace(":", "-")),
            "Adapter": Variant("o", adapter_path),
            "UUIDs": Variant("as", list(heard.service_uuids)),
            "RSSI": Variant("n", heard.rssi_dbm),
            "LegacyPairing": Variant("b", False),
        }
        flags = ("Paired", "Bonded", "Trusted", "Blocked", "Connected", "ServicesResolved")
        properties |= {name: Variant("b", False) for name in flags}
        if heard.name:
            properties["Name"] = Variant("s", heard.name)
        methods = {
            (INTERFACE, "Connect"): self._connect,
            (INTERFACE, "Disconnect"): self._disconnect,
            (INTERFACE, "Pair"): self._pair,
        }
        return Node({INTERFACE: properties}, methods, {(INTERFACE, "Trusted"): self._set_trusted})

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    def hear(self, heard: Heard) -> None:
        """Another advertisement: clients see it by the RSSI."""
        self._change(RSSI=Variant("n", heard.rssi_dbm))

    def forget_rssi(self) -> None:
        """Discovery has ended."""
        self._tree.change(self.path, INTERFACE, {}, ("RSSI",))

    async def forget_client(self, sender: str) -> None:
        if self._table is not None:
            await self._table.forget_client(sender)

    def unpair(self) -> None:
        """The keys are gone."""
        if self._tree.value(self.path, INTERFACE, "Paired"):
            self._change(Paired=Variant("b", False), Bonded=Variant("b", False))

    async def hang_up(self) -> None:
        """End the link or the attempt for one."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait({self._connecting})
        if self._link is not None:
            await self._link.disconnect()
            await self._ended.wait()

    def remove(self) -> None:
        if self._table is not None:
            self._table.remove()
            self._table = None
        self._tree.remove(self.path)

    async def _connect(self, _message: Message) -> None:
        if not self._is_ready():
            raise BluezError("NotReady", "Resource Not Ready")
        if self._connecting is not None:
            raise BluezError("InProgress", "Operation already in progress")
        if self._link is not None:
            raise BluezError("AlreadyConnected", "Already Connected")
        await self._open_link()
        if self._tree.aborts_next_connect:
            # BlueZ 5.62 and later: the link was up for a moment, and says so.
            self._tree.aborts_next_connect = False
            await self.hang_up()
            raise BluezError("Failed", "le-connection-abort-by-local")

    async def _open_link(self) -> None:
        self._connecting = asyncio.ensure_future(self._central.connect(self.address))
        try:
            await asyncio.wait({self._connecting})
            if self._connecting.cancelled():
                raise BluezError("Failed", "le-connection-abort-by-local")
            self._on_link(self._connecting.result())
        except BaseBumbleError as error:
            raise BluezError("Failed", "le-connection-unknown") from error
        finally:
            self._connecting = None

    def _on_link(self, link: Link) -> None:
        self._link = link
        self._ended.clear()
        self._change(Connected=Variant("b", True))
        link.when_lost(self._on_link_lost)
        self._discovering = asyncio.ensure_future(self._discover(link))

    async def _discover(self, link: Link) -> None:
        try:
            await link.discover()
        except LinkLostError:
            return
        except BaseBumbleError:
            await link.disconnect()
            return
        self._table = GattTable(self._tree, self.path, link)
        self._change(UUIDs=Variant("as", self._table.service_uuids), ServicesResolved=Variant("b", True))

    def _on_link_lost(self, _reason: int) -> None:
        self._link = None
        if self._discovering is not None:
            self._discovering.cancel()
            self._discovering = None
        if self._table is not None:
            self._change(ServicesResolved=Variant("b", False))
            self._table.remove()
            self._table = None
        self._change(Connected=Variant("b", False))
        self._ended.set()

    async def _disconnect(self, _message: Message) -> None:
        if self._link is None and self._connecting is None:
            raise BluezError("NotConnected", "Not Connected")
        await self.hang_up()

    async def _pair(self, message: Message) -> None:
        if self._tree.value(self.path, INTERFACE, "Paired"):
            raise BluezError("AlreadyExists", "Already Exists")
        if self._link is None:
            await self._connect(message)
        assert self._link is not None
        try:
            await self._link.pair()
        except (LinkLostError, BaseBumbleError) as error:
            raise BluezError("AuthenticationFailed", "Authentication Failed") from error
        self._change(Paired=Variant("b", True), Bonded=Variant("b", True))

    async def _set_trusted(self, value: bool) -> None:
        self._change(Trusted=Variant("b", value))

    def _change(self, **properties: Variant) -> None:
        self._tree.change(self.path, INTERFACE, properties)
