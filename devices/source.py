"""What a practice needs of anything that sends heart beats."""

from collections.abc import Callable
from typing import Protocol

from devices.events import LinkChanged
from devices.notifications import Notification

Put = Callable[[Notification | LinkChanged], None]
"""Takes what a source has to say; may be called from any thread."""


class Source(Protocol):
    """A strap, a simulated one, or a recorded one."""

    def start(self, put: Put) -> None:
        """Begin; returns at once."""

    def stop(self) -> None:
        """End: the strap is let go when this returns."""
