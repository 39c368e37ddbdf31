"""Runs Bluetooth in its own thread, so that the window and the recorder never wait for it."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from devices.errors import StrapError
from devices.events import LinkChanged, LinkState
from devices.message import message
from devices.straps.link import LinkTimes
from devices.straps.source import Put
from devices.streams import Measurement

if TYPE_CHECKING:
    from devices.straps.connection import StrapLink

_LOG: Final = logging.getLogger(__name__)

_BEGIN_S: Final = 10.0
"""Time for the thread to import its modules from a slow disk."""

_PATIENCE_S: Final = (6.0, 2.0)
"""Time to disconnect the strap, and then for a second attempt if the first request was swallowed."""

NOT_LET_GO: Final = StrapError(message("strap.not_let_go"), message("strap.switch_off_and_on"))


class BluetoothStrap:
    """A source that listens to a real strap; it imports bleak only in its thread.

    Parameters
    ----------
    wanted : str
        Address, or part of the name, of the only strap to use. If empty, the link uses the last strap, or
        the one with the strongest signal.
    known : str
        Address of the strap used last; empty if there is none.
    streams : sequence of Measurement
        Streams to request from the strap.
    adapter : str
        Bluetooth adapter on Linux, such as "hci1"; if empty, the system's first adapter.
    times : LinkTimes, optional
        How long to wait for each step.
    """

    def __init__(
        self,
        wanted: str = "",
        *,
        known: str = "",
        streams: Sequence[Measurement] = (Measurement.ACCELERATION,),
        adapter: str = "",
        times: LinkTimes | None = None,
    ) -> None:
        self._wanted = wanted
        self._known = known
        self._streams = streams
        self._adapter = adapter
        self._times = times
        self._put: Put
        # A daemon thread: the program can exit even if Bluetooth hangs.
        self._thread = Thread(target=self._run, name="bluetooth", daemon=True)
        self._begun = Event()
        self._loop: asyncio.AbstractEventLoop
        self._task: asyncio.Task[None] | None = None
        self._link: StrapLink | None = None

    def start(self, put: Put) -> None:
        """Start searching in the background."""
        self._put = put
        self._thread.start()

    def stop(self) -> None:
        """Disconnect the strap and end the thread.

        Raises
        ------
        StrapError
            If the strap could not be disconnected within a few seconds; the thread is left running.
        """
        begun = self._begun.wait(_BEGIN_S)
        for patience_s in _PATIENCE_S if begun else ():
            self._call(self._cancel)
            self._thread.join(patience_s)
            if not self._thread.is_alive():
                return
        if self._thread.is_alive():
            raise NOT_LET_GO

    def _cancel(self) -> None:
        if self._link is not None:
            self._link.end()
        if self._task is not None:
            self._task.cancel()

    def _call(self, function: Callable[[], None]) -> None:
        if self._task is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop may close between the check and the call
                self._loop.call_soon_threadsafe(function)

    def choose(self, address: str) -> None:
        """Switch to another strap."""
        self._begun.wait(_BEGIN_S)
        if (link := self._link) is not None:
            self._call(lambda: link.choose(address))

    def try_again(self) -> None:
        """Search now instead of waiting for the next attempt."""
        if (link := self._link) is not None:
            self._call(link.try_again)

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                asyncio.run(self._listen())
        except Exception as error:  # nothing above this thread would report the error to the person
            _LOG.debug("the Bluetooth thread ended", exc_info=True)
            ended = message("link.ended_unexpectedly", why=type(error).__name__)
            self._put(LinkChanged(time.monotonic_ns(), LinkState.UNAVAILABLE, message=ended))
        finally:
            self._begun.set()

    async def _listen(self) -> None:
        from devices.straps.connection import StrapLink
        from devices.straps.scan import Stack

        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._link = StrapLink(
            self._put,
            self._wanted,
            known=self._known,
            streams=self._streams,
            times=self._times,
            stack=Stack(adapter=self._adapter),
        )
        self._begun.set()
        await self._link.run()
