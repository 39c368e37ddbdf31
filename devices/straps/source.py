"""What a practice needs of anything that sends heart beats."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from devices.events import LinkChanged, StrapsHeard
from devices.notifications import Notification
from devices.streams import MeasurementChanged

Put = Callable[[Notification | LinkChanged | StrapsHeard | MeasurementChanged], None]
"""Takes what a source has to say; may be called from any thread."""


class Source(Protocol):
    """A strap, a simulated one, or a recorded one."""

    def start(self, put: Put) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End within seconds: the strap is let go when this returns.

        Raises
        ------
        StrapError
            If it could not be let go.
        """

    def choose(self, address: str) -> None:
        """Take another of the straps in reach."""


class BackgroundSource(ABC):
    """A source with a thread of its own, which ends when `ending` is set.

    Parameters
    ----------
    name : str
        Of the thread.
    """

    def __init__(self, name: str) -> None:
        self.ending = Event()
        self._name = name
        self._thread: Thread | None = None

    def start(self, put: Put) -> None:
        """Begin to send."""
        self._thread = Thread(target=self.run, args=(put,), name=self._name)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self.ending.set()
        if self._thread is not None:
            self._thread.join()

    def choose(self, address: str) -> None:  # noqa: B027  there is but one strap
        """Stay with the only strap there is."""

    @abstractmethod
    def run(self, put: Put) -> None:
        """Send until `ending` is set or nothing is left."""
