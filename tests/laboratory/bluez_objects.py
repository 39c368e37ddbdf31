"""A tree of D-Bus objects with interfaces, properties and methods, as BlueZ exports it."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

PROPERTIES: Final = "org.freedesktop.DBus.Properties"
OBJECT_MANAGER: Final = "org.freedesktop.DBus.ObjectManager"

Properties = dict[str, Variant]


class BluezError(Exception):
    """An error reply ``org.bluez.Error.<kind>``, with BlueZ's own text (clients match on it)."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.name = kind if "." in kind else f"org.bluez.Error.{kind}"
        self.text = text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a method returns. The tree closes the file descriptors after they were sent."""

    signature: str = ""
    body: tuple[Any, ...] = ()
    unix_fds: tuple[int, ...] = ()


Method = Callable[[Message], Awaitable[Reply | None]]
Setter = Callable[[Any], Awaitable[None]]


@dataclass(slots=True)
class Node:
    """One object.

    Parameters
    ----------
    interfaces : dict
        Properties by interface.
    methods : dict
        Coroutine functions by (interface, member).
    setters : dict
        What is called, before the value is stored, when a client sets (interface, property).
    """

    interfaces: dict[str, Properties]
    methods: Mapping[tuple[str, str], Method] = field(default_factory=dict)
    setters: Mapping[tuple[str, str], Setter] = field(default_factory=dict)


class ObjectTree:
    """The objects of one bus name."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._nodes: dict[str, Node] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._refusals: dict[str, BluezError] = {}
        self.aborts_next_connect = False
        bus.add_message_handler(self._on_message)

    def add(self, path: str, node: Node) -> None:
        self._nodes[path] = node
        self._signal("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, node.interfaces])

    def remove(self, path: str) -> None:
        """Remove the object and all below it, deepest first."""
        for below in sorted(self._nodes, reverse=True):
            if below == path or below.startswith(path + "/"):
                node = self._nodes.pop(below)
                self._signal("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [below, list(node.interfaces)])

    def change(self, path: str, interface: str, changed: Properties, gone: tuple[str, ...] = ()) -> None:
        """Store properties, forget others, and signal both."""
        node = self._nodes.get(path)
        if node is None:
            return
        properties = node.interfaces[interface]
        properties.update(changed)
        for name in gone:
            properties.pop(name, None)
        self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, changed, list(gone)])

    def refuse_next(self, member: str, error: BluezError) -> None:
        """Answer the next call of ``member``, on whatever object, with ``error``."""
        self._refusals[member] = error

    def value(self, path: str, interface: str, name: str) -> Any:
        return self._nodes[path].interfaces[interface][name].value

    def _signal(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> None:
        if self._bus.connected:
            self._bus.send(Message.new_signal(path, interface, member, signature, body))

    def _on_message(self, message: Message) -> bool:
        if message.message_type is not MessageType.METHOD_CALL:
            return False
        method = self._method(message)
        if method is None:
            return False
        answer = asyncio.ensure_future(self._answer(message, method))
        self._answers.add(answer)
        answer.add_done_callback(self._answers.discard)
        return True

    def _method(self, message: Message) -> Method | None:
        key = (str(message.interface), str(message.member))
        if key == (OBJECT_MANAGER, "GetManagedObjects"):
            return self._get_managed_objects
        node = self._nodes.get(str(message.path))
        if node is None:
            return _unknown_object if key[0].startswith("org.bluez.") else None
        own: dict[tuple[str, str], Method] = {
            (PROPERTIES, "Get"): self._get,
            (PROPERTIES, "GetAll"): self._get_all,
            (PROPERTIES, "Set"): self._set,
        }
        return own.get(key) or node.methods.get(key)

    async def _answer(self, message: Message, method: Method) -> None:
        refusal = self._refusals.pop(str(message.member), None)
        try:
            if refusal is not None:
                raise refusal
            reply = await method(message) or Reply()
        except BluezError as error:
            await self._send(Message.new_error(message, error.name, error.text))
            return
        try:
            fds = list(reply.unix_fds)
            await self._send(Message.new_method_return(message, reply.signature, list(reply.body), fds))
        finally:
            for fd in reply.unix_fds:
                os.close(fd)

    async def _send(self, message: Message) -> None:
        # A bus that was taken away under the service: nobody is there to hear the answer.
        with contextlib.suppress(OSError, EOFError):
            if self._bus.connected:
                await self._bus.send(message)

    async def _get_managed_objects(self, _message: Message) -> Reply:
        return Reply("a{oa{sa{sv}}}", ({path: node.interfaces for path, node in self._nodes.items()},))

    async def _get(self, message: Message) -> Reply:
        interface, name = message.body
        properties = self._properties(message, interface)
        if name not in properties:
            raise BluezError("org.freedesktop.DBus.Error.InvalidArgs", f"No such property '{name}'")
        return Reply("v", (properties[name],))

    async def _get_all(self, message: Message) -> Reply:
        return Reply("a{sv}", (self._properties(message, message.body[0]),))

    async def _set(self, message: Message) -> None:
        interface, name, value = message.body
        setter = self._nodes[str(message.path)].setters.get((interface, name))
        if setter is None:
            raise BluezError("org.freedesktop.DBus.Error.PropertyReadOnly", f"'{name}' is not writable")
        await setter(value.value)

    def _properties(self, message: Message, interface: str) -> Properties:
        interfaces = self._nodes[str(message.path)].interfaces
        if interface not in interfaces:
            raise BluezError("org.freedesktop.DBus.Error.InvalidArgs", f"No such interface '{interface}'")
        return interfaces[interface]


async def _unknown_object(message: Message) -> Reply:
    raise BluezError("org.freedesktop.DBus.Error.UnknownObject", f"Unknown object '{message.path}'")
