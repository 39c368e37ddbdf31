"""What a screen reader sees of a running program, over AT-SPI: ``python -m tests.biofeedback.window.at_spi``.

Prints one JSON object a line with depth, role, name and actions. It needs a session bus on which the
accessibility bus can be started, as in ``dbus-run-session``.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

_ACCESSIBLE: Final = "org.a11y.atspi.Accessible"
_ACTION: Final = "org.a11y.atspi.Action"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_ROOT: Final = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_LOOKS: Final = 600
"""A tenth of a second from one to the next, until the charts of a program have come."""


class Bus:
    """The accessibility bus."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus

    @classmethod
    async def connected(cls) -> "Bus":
        session = cls(await MessageBus().connect())
        address = await session.call(("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        return cls(await MessageBus(bus_address=address).connect())

    async def call(self, of: tuple[str, str], interface: str, member: str, *given: str) -> Any:
        asked = Message(
            destination=of[0],
            path=of[1],
            interface=interface,
            member=member,
            signature="s" * len(given),
            body=list(given),
        )
        reply = await self._bus.call(asked)
        assert reply is not None
        if reply.message_type is MessageType.ERROR:
            return None
        return reply.body[0]

    async def tree(self, of: tuple[str, str], depth: int = 0) -> AsyncIterator[dict[str, object]]:
        """Walk through all that a program tells."""
        name = await self.call(of, _PROPERTIES, "Get", _ACCESSIBLE, "Name")
        actions = await self.call(of, _ACTION, "GetActions") or []
        yield {
            "depth": depth,
            "role": await self.call(of, _ACCESSIBLE, "GetRoleName"),
            "name": name.value if name is not None else "",
            "actions": [one[0] for one in actions],
        }
        for service, path in await self.call(of, _ACCESSIBLE, "GetChildren") or []:
            async for one in self.tree((service, path), depth + 1):
                yield one


async def dump() -> None:
    bus = await Bus.connected()
    for _ in range(_LOOKS):
        programs = await bus.call(_ROOT, _ACCESSIBLE, "GetChildren")
        seen = [one async for service, path in _each(programs) async for one in bus.tree((service, path))]
        if any(one["role"] == "chart" for one in seen):
            break
        await asyncio.sleep(0.1)
    for one in seen:
        print(json.dumps(one))


async def _each(programs: list[tuple[str, str]] | None) -> AsyncIterator[tuple[str, str]]:
    for program in programs or []:
        yield program


if __name__ == "__main__":
    asyncio.run(dump())
