"""Linux desktops: idle, lock and suspend are inhibited over D-Bus.

Two services are asked, because each controls one half. The desktop's screen saver is asked through
``org.freedesktop.ScreenSaver`` or, in a sandbox, through the portal. ``org.freedesktop.login1`` suspends the
computer. Each service drops the request when this program's connection ends.

Sources: Idle Inhibition Service 0.1 (specifications.freedesktop.org/idle-inhibit-spec), Inhibitor Locks
(systemd.io/INHIBITOR_LOCKS), org.freedesktop.portal.Inhibit (flatpak.github.io/xdg-desktop-portal).
"""

import asyncio
import os
from typing import TYPE_CHECKING, Any, Final

from biofeedback.desktop.awake import not_held
from biofeedback.words.spoken import say
from devices.message import Message, message

if TYPE_CHECKING:
    from dbus_fast import BusType
    from dbus_fast import Message as BusMessage
    from dbus_fast.aio import MessageBus

_WHO: Final = "biofeedback"
_WHY: Final = message("desktop.running")
"""The reason, which the desktop shows."""

_MAY_SUSPEND: Final = message("desktop.may_suspend")
_TIMEOUT_S: Final = 5.0
_SCREEN_SAVER: Final = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver")
_PORTAL: Final = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")
_PORTAL_SUSPEND_AND_IDLE: Final = 4 | 8
_LOGIN: Final = ("org.freedesktop.login1", "/org/freedesktop/login1")


class FreedesktopInhibitor:
    """Keeps both locks until `release`; every method blocks for some milliseconds."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session_bus: MessageBus | None = None
        self._sleep_lock: int | None = None

    def hold(self) -> Message | None:
        """Keep the computer awake; return why this failed, or None."""
        self.release()
        self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(self._hold())

    def release(self) -> None:
        """Let the computer sleep again."""
        if self._sleep_lock is not None:
            os.close(self._sleep_lock)
            self._sleep_lock = None
        if self._session_bus is not None and self._loop is not None:
            self._loop.run_until_complete(_closed(self._session_bus))
            self._session_bus = None
        if self._loop is not None:
            self._loop.close()
            self._loop = None

    async def _hold(self) -> Message | None:
        from dbus_fast import BusType

        self._session_bus = await _connected(BusType.SESSION)
        screen = self._session_bus is not None and await _hold_screen(self._session_bus)
        self._sleep_lock = await _hold_sleep()
        if not screen:
            return not_held(message("desktop.desktop_refuses"))
        return None if self._sleep_lock is not None else _MAY_SUSPEND


async def _connected(bus_type: "BusType") -> "MessageBus | None":
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import AuthError, InvalidAddressError

    bus = None
    try:
        bus = MessageBus(bus_type=bus_type, negotiate_unix_fd=True)
        async with asyncio.timeout(_TIMEOUT_S):
            return await bus.connect()
    except (OSError, EOFError, TimeoutError, AuthError, InvalidAddressError, ValueError):
        if bus is not None:
            bus.disconnect()
        return None


async def _closed(bus: "MessageBus") -> None:
    bus.disconnect()
    await asyncio.sleep(0)


async def _hold_screen(bus: "MessageBus") -> bool:
    from dbus_fast import Variant

    saver = await _call(bus, _SCREEN_SAVER, "org.freedesktop.ScreenSaver", "ss", _WHO, say(_WHY))
    if saver is not None:
        return True
    reason = {"reason": Variant("s", say(_WHY))}
    flags = _PORTAL_SUSPEND_AND_IDLE
    return (
        await _call(bus, _PORTAL, "org.freedesktop.portal.Inhibit", "sua{sv}", "", flags, reason) is not None
    )


async def _hold_sleep() -> int | None:
    """Return the lock, which is released by closing it; None if there is none available."""
    from dbus_fast import BusType

    bus = await _connected(BusType.SYSTEM)
    if bus is None:
        return None
    reply = await _call(
        bus, _LOGIN, "org.freedesktop.login1.Manager", "ssss", "idle:sleep", _WHO, say(_WHY), "block"
    )
    lock = reply.unix_fds[reply.body[0]] if reply is not None and reply.unix_fds else None
    await _closed(bus)
    return lock


async def _call(
    bus: "MessageBus", service: tuple[str, str], interface: str, signature: str, *body: Any
) -> "BusMessage | None":
    """Call the service's Inhibit; return None if it is missing, refuses or does not answer."""
    from dbus_fast import Message as BusMessage
    from dbus_fast import MessageType

    destination, path = service
    call = BusMessage(
        destination=destination,
        path=path,
        interface=interface,
        member="Inhibit",
        signature=signature,
        body=list(body),
    )
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            reply = await bus.call(call)
    except (OSError, EOFError, TimeoutError):
        return None
    answered = reply is not None and reply.message_type is MessageType.METHOD_RETURN
    return reply if answered else None
