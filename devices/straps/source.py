"""The interface of anything that sends heart beats to a practice."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from devices.events import LinkChanged, StrapsHeard
from devices.notifications import Notification
from devices.streams import MeasurementChanged

Put = Callable[[Notification | LinkChanged | StrapsHeard | MeasurementChanged], None]
"""Receives the data and reports of a source; may be called from any thread."""


class Source(Protocol):
    """A strap, a simulated one, or a recorded one."""

    def start(self, put: Put) -> None:
        """Start the source and return at once."""

    def stop(self) -> None:
        """Stop within seconds; the strap is disconnected when this returns.

        Raises
        ------
        StrapError
            If the strap could not be disconnected.
        """

    def choose(self, address: str) -> None:
        """Switch to another strap in range."""


class BackgroundSource(ABC):
    """A source with its own thread, which ends when `ending` is set.

    Parameters
    ----------
    name : str
        Name of the thread.
    """

    def __init__(self, name: str) -> None:
        self.ending = Event()
        self._name = name
        self._thread: Thread | None = None

    def start(self, put: Put) -> None:
        """Start sending."""
        self._thread = Thread(target=self.run, args=(put,), name=self._name)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self.ending.set()
        if self._thread is not None:
            self._thread.join()

    def choose(self, address: str) -> None:  # noqa: B027  there is only one strap
        """Do nothing: there is only one strap."""

    @abstractmethod
    def run(self, put: Put) -> None:
        """Send until `ending` is set or there is no more data."""
