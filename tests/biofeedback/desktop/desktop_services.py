"""Linux desktop services on a private bus: screen saver, portal and login1, as far as inhibiting goes."""

import os
from typing import Final

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

SCREEN_SAVER: Final = "org.freedesktop.ScreenSaver"
PORTAL: Final = "org.freedesktop.portal.Desktop"
LOGIN: Final = "org.freedesktop.login1"


class DesktopServices:
    """Keeps the inhibitions of its clients as the real services do: until released, or the client has gone.

    Parameters
    ----------
    refusing : bool, optional
        Whether each request is answered with an error.
    """

    def __init__(self, *, refusing: bool = False) -> None:
        self.refusing = refusing
        self.requests: list[tuple[str, list[object]]] = []
        self._holders: dict[str, str] = {}
        self._locks: list[int] = []
        self._bus: MessageBus | None = None

    async def start(self, address: str, *names: str) -> None:
        self._bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
        self._bus.add_message_handler(self._answer)
        rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=[rule],
            )
        )
        for name in names:
            await self._bus.request_name(name)

    async def stop(self) -> None:
        for lock in self._locks:
            os.close(lock)
        if self._bus is not None:
            self._bus.disconnect()
            await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    @property
    def screen_is_held(self) -> bool:
        return bool(self._holders)

    @property
    def sleep_is_held(self) -> bool:
        """Whether anybody still holds the other end of a lock: login1 sees the pipe close."""
        return any(_is_open(lock) for lock in self._locks)

    def _answer(self, message: Message) -> Message | bool | None:
        if message.member == "NameOwnerChanged" and message.body[2] == "":
            self._holders.pop(message.body[0], None)
        if message.message_type is not MessageType.METHOD_CALL or message.member != "Inhibit":
            return None
        self.requests.append((message.interface or "", message.body))
        if self.refusing:
            return Message.new_error(message, "org.freedesktop.DBus.Error.AccessDenied", "not you")
        if message.interface == f"{LOGIN}.Manager":
            return self._lend_lock(message)
        self._holders[message.sender or ""] = message.interface or ""
        if message.interface == SCREEN_SAVER:
            return Message.new_method_return(message, "u", [len(self.requests)])
        return Message.new_method_return(message, "o", ["/org/freedesktop/portal/desktop/request/1_1/a"])

    def _lend_lock(self, message: Message) -> bool:
        assert self._bus is not None
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._locks.append(ours)
        sent = self._bus.send(Message.new_method_return(message, "h", [0], [theirs]))
        sent.add_done_callback(lambda _: os.close(theirs))
        return True


def _is_open(lock: int) -> bool:
    try:
        return os.read(lock, 1) != b""
    except BlockingIOError:
        return True
