"""``GattService1``, ``GattCharacteristic1`` and ``GattDescriptor1`` of one connected device."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Final

from bumble import att, gatt
from bumble.gatt_client import CharacteristicProxy, DescriptorProxy, ServiceProxy
from dbus_fast import Message, Variant

from tests.laboratory.bluez_objects import BluezError, Method, Node, ObjectTree, Reply
from tests.laboratory.central import Link, LinkLostError, full_uuid

SERVICE: Final = "org.bluez.GattService1"
CHARACTERISTIC: Final = "org.bluez.GattCharacteristic1"
DESCRIPTOR: Final = "org.bluez.GattDescriptor1"

_CCCD: Final = "00002902-0000-1000-8000-00805f9b34fb"
_FLAGS: Final = {
    gatt.Characteristic.Properties.READ: "read",
    gatt.Characteristic.Properties.WRITE_WITHOUT_RESPONSE: "write-without-response",
    gatt.Characteristic.Properties.WRITE: "write",
    gatt.Characteristic.Properties.NOTIFY: "notify",
    gatt.Characteristic.Properties.INDICATE: "indicate",
}
_ATT_ERRORS: Final = {
    0x02: ("NotPermitted", "Read not permitted"),
    0x03: ("NotPermitted", "Write not permitted"),
    0x05: ("NotPermitted", "Not paired"),
    0x06: ("NotSupported", "Operation is not supported"),
    0x07: ("InvalidArguments", "Invalid offset"),
    0x08: ("NotAuthorized", "Operation Not Authorized"),
    0x0C: ("NotPermitted", "Not paired"),
    0x0D: ("InvalidArguments", "Invalid Length"),
    0x0F: ("NotPermitted", "Not paired"),
    0xFD: ("ImproperlyConfigured", "CCC improperly configured"),
}
"""What BlueZ 5.66 makes of an ATT error (``create_gatt_dbus_error`` in gatt-client.c)."""


class GattTable:
    """The remote GATT table on D-Bus, from the end of discovery to the end of the link."""

    def __init__(self, tree: ObjectTree, device_path: str, link: Link) -> None:
        self._tree = tree
        self._link = link
        self._service_paths: list[str] = []
        self._characteristics: list[_RemoteCharacteristic] = []
        for service in link.services:
            self._add_service(service, device_path)

    @property
    def service_uuids(self) -> list[str]:
        return [full_uuid(service.uuid) for service in self._link.services]

    def remove(self) -> None:
        for characteristic in self._characteristics:
            characteristic.release()
        for path in self._service_paths:
            self._tree.remove(path)

    async def forget_client(self, sender: str) -> None:
        """A D-Bus client has gone: BlueZ then ends its subscriptions."""
        for characteristic in self._characteristics:
            await characteristic.forget_client(sender)

    def _add_service(self, service: ServiceProxy, device_path: str) -> None:
        path = f"{device_path}/service{service.handle:04x}"
        self._service_paths.append(path)
        properties = {
            "UUID": Variant("s", full_uuid(service.uuid)),
            "Device": Variant("o", device_path),
            "Primary": Variant("b", True),
            "Includes": Variant("ao", []),
        }
        self._tree.add(path, Node({SERVICE: properties}))
        for proxy in service.characteristics:
            characteristic = _RemoteCharacteristic(self._tree, path, self._link, proxy)
            self._characteristics.append(characteristic)
            for descriptor in proxy.descriptors:
                # BlueZ keeps the CCCD to itself (gatt-client.c, descriptor_create).
                if full_uuid(descriptor.type) != _CCCD:
                    _add_descriptor(self._tree, characteristic.path, self._link, descriptor)


class _RemoteCharacteristic:
    def __init__(
        self, tree: ObjectTree, service_path: str, link: Link, proxy: "CharacteristicProxy[bytes]"
    ) -> None:
        # BlueZ names the object after the declaration, whose handle is one below the value's.
        self.path = f"{service_path}/char{proxy.handle - 1:04x}"
        self._tree = tree
        self._link = link
        self._proxy = proxy
        self._clients: set[str] = set()
        self._pipe: socket.socket | None = None
        self._flags = [text for flag, text in _FLAGS.items() if proxy.properties & flag]
        tree.add(self.path, Node({CHARACTERISTIC: self._properties(service_path)}, self._methods()))

    def _properties(self, service_path: str) -> dict[str, Variant]:
        properties = {
            "UUID": Variant("s", full_uuid(self._proxy.uuid)),
            "Service": Variant("o", service_path),
            "Value": Variant("ay", b""),
            "Flags": Variant("as", self._flags),
            "MTU": Variant("q", self._link.mtu),
        }
        if self._can_notify:
            properties |= {"Notifying": Variant("b", False), "NotifyAcquired": Variant("b", False)}
        return properties

    def _methods(self) -> dict[tuple[str, str], Method]:
        return {
            (CHARACTERISTIC, "ReadValue"): self._read_value,
            (CHARACTERISTIC, "WriteValue"): self._write_value,
            (CHARACTERISTIC, "StartNotify"): self._start_notify,
            (CHARACTERISTIC, "StopNotify"): self._stop_notify,
            (CHARACTERISTIC, "AcquireNotify"): self._acquire_notify,
        }

    @property
    def _can_notify(self) -> bool:
        return not {"notify", "indicate"}.isdisjoint(self._flags)

    def release(self) -> None:
        """The link has ended."""
        self._clients.clear()
        self._close_pipe()

    async def forget_client(self, sender: str) -> None:
        if sender in self._clients:
            with contextlib.suppress(BluezError):
                await self._drop_client(sender)

    async def _read_value(self, _message: Message) -> Reply:
        with _bluez_errors():
            data = await self._link.read(self._proxy.handle)
        # BlueZ signals a read value to everyone: subscribers see it as one more notification.
        self._tree.change(self.path, CHARACTERISTIC, {"Value": Variant("ay", data)})
        return Reply("ay", (data,))

    async def _write_value(self, message: Message) -> None:
        data, options = message.body
        kind = options["type"].value if "type" in options else "request"
        if not {"write", "write-without-response"} & set(self._flags):
            raise BluezError("NotSupported", "Operation is not supported")
        with _bluez_errors():
            await self._link.write(self._proxy.handle, bytes(data), with_response=kind != "command")

    async def _start_notify(self, message: Message) -> None:
        if not self._can_notify:
            raise BluezError("NotSupported", "Operation is not supported")
        if self._pipe is not None:
            raise BluezError("NotPermitted", "Notify acquired")
        first = not self._clients
        self._clients.add(str(message.sender))
        if first:
            await self._subscribe(self._signal_value)
            self._tree.change(self.path, CHARACTERISTIC, {"Notifying": Variant("b", True)})

    async def _stop_notify(self, message: Message) -> None:
        if str(message.sender) not in self._clients:
            raise BluezError("Failed", "No notify session started")
        await self._drop_client(str(message.sender))

    async def _drop_client(self, sender: str) -> None:
        self._clients.discard(sender)
        if not self._clients:
            await self._unsubscribe(self._signal_value)
            self._tree.change(self.path, CHARACTERISTIC, {"Notifying": Variant("b", False)})

    async def _acquire_notify(self, _message: Message) -> Reply:
        if not self._can_notify:
            raise BluezError("NotSupported", "Operation is not supported")
        if self._clients or self._pipe is not None:
            raise BluezError("NotPermitted", "Notify acquired")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._pipe = ours
        asyncio.get_running_loop().add_reader(ours, self._on_pipe_closed)
        try:
            await self._subscribe(self._write_to_pipe)
        except BluezError:
            theirs.close()
            self._close_pipe()
            raise
        self._tree.change(self.path, CHARACTERISTIC, {"NotifyAcquired": Variant("b", True)})
        return Reply("hq", (0, self._link.mtu), (theirs.detach(),))

    def _on_pipe_closed(self) -> None:
        self._close_pipe()
        self._tree.change(self.path, CHARACTERISTIC, {"NotifyAcquired": Variant("b", False)})
        task = asyncio.ensure_future(self._unsubscribe(self._write_to_pipe))
        # The link may have gone too: then there is nothing to end.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _close_pipe(self) -> None:
        if self._pipe is not None:
            asyncio.get_running_loop().remove_reader(self._pipe)
            self._pipe.close()
            self._pipe = None

    async def _subscribe(self, callback: "Callable[[bytes], None]") -> None:
        with _bluez_errors():
            await self._link.subscribe(self._proxy, callback)

    async def _unsubscribe(self, callback: "Callable[[bytes], None]") -> None:
        with _bluez_errors():
            await self._link.unsubscribe(self._proxy, callback)

    def _signal_value(self, data: bytes) -> None:
        self._tree.change(self.path, CHARACTERISTIC, {"Value": Variant("ay", data)})

    def _write_to_pipe(self, data: bytes) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(data)


def _add_descriptor(tree: ObjectTree, characteristic_path: str, link: Link, proxy: DescriptorProxy) -> None:
    async def read_value(_message: Message) -> Reply:
        with _bluez_errors():
            return Reply("ay", (await link.read(proxy.handle),))

    async def write_value(message: Message) -> None:
        with _bluez_errors():
            await link.write(proxy.handle, bytes(message.body[0]), with_response=True)

    properties = {
        "UUID": Variant("s", full_uuid(proxy.type)),
        "Characteristic": Variant("o", characteristic_path),
        "Value": Variant("ay", b""),
    }
    methods = {(DESCRIPTOR, "ReadValue"): read_value, (DESCRIPTOR, "WriteValue"): write_value}
    tree.add(f"{characteristic_path}/desc{proxy.handle:04x}", Node({DESCRIPTOR: properties}, methods))


@contextlib.contextmanager
def _bluez_errors() -> Iterator[None]:
    """Turn what the stack raises into BlueZ's error replies."""
    try:
        yield
    except LinkLostError as error:
        raise BluezError("Failed", "Not connected") from error
    except att.ATT_Error as error:
        code = int(error.error_code)
        text = f"Operation failed with ATT error: {code:#04x} (Unknown code)"
        raise BluezError(*_ATT_ERRORS.get(code, ("Failed", text))) from error
