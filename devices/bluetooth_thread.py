"""Bluetooth in a thread of its own, so that neither window nor recorder ever waits for it."""

import asyncio
import logging
import time
from contextlib import suppress
from threading import Event, Thread
from typing import Final

from devices.events import LinkChanged, LinkState
from devices.link import LinkTimes
from devices.source import Put

_LOG: Final = logging.getLogger(__name__)


class BluetoothStrap:
    """A source that listens to a real strap; bleak is imported in its thread, not before.

    Parameters
    ----------
    address : str or None
        Which strap; None takes the first that is heard.
    times : LinkTimes, optional
        How long to wait for what.
    """

    def __init__(self, address: str | None = None, *, times: LinkTimes | None = None) -> None:
        self._times = times
        self._address = address
        self._put: Put
        self._thread = Thread(target=self._run, name="bluetooth")
        self._begun = Event()
        self._loop: asyncio.AbstractEventLoop
        self._task: asyncio.Task[None] | None = None

    def start(self, put: Put) -> None:
        """Begin to search in the background."""
        self._put = put
        self._thread.start()

    def stop(self) -> None:
        """Disconnect the strap and end the thread."""
        self._begun.wait()
        if self._task is not None and self._thread.is_alive():
            with suppress(RuntimeError):  # the loop may close between the question and the call
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                asyncio.run(self._listen())
        except Exception as error:  # the thread is this code's end: nobody else would tell the person
            _LOG.debug("the Bluetooth thread ended", exc_info=True)
            message = f"Bluetooth ended unexpectedly ({type(error).__name__}). Start the program again."
            self._put(LinkChanged(time.monotonic_ns(), LinkState.UNAVAILABLE, message=message))
        finally:
            self._begun.set()

    async def _listen(self) -> None:
        from devices.strap import StrapLink

        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._begun.set()
        await StrapLink(self._put, self._address, times=self._times).run()
