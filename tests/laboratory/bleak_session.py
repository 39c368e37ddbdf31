"""bleak's own BlueZ backend, in this process, on a laboratory's bus."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def bleak_on(bus_address: str) -> AsyncIterator[None]:
    """Point bleak at ``bus_address`` and end its manager of this event loop afterwards.

    bleak keeps one manager, with a D-Bus connection, for each loop until the interpreter ends; left alone,
    it logs an EOFError when the laboratory's bus stops, and leaks a socket when the loop is closed first.
    """
    before = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus_address
    try:
        yield
    finally:
        if before is None:
            del os.environ["DBUS_SYSTEM_BUS_ADDRESS"]
        else:
            os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = before
        await _end_manager()


async def _end_manager() -> None:
    # Imported here, since it imports dbus-fast, which other systems than Linux do not have.
    from bleak.backends.bluezdbus import manager as bleak_manager

    manager = bleak_manager._global_instances.pop(asyncio.get_running_loop(), None)
    if manager is None or manager._bus is None:
        return
    bus, watcher = manager._bus, manager._bus_watcher_task
    bus.disconnect()
    with contextlib.suppress(Exception):
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
    if watcher is not None:
        await asyncio.wait({watcher})
