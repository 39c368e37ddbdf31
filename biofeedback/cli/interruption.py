"""SIGINT and SIGTERM as a question that a loop can ask."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether the person or the system wants the program to end."""

    def __init__(self) -> None:
        self.requested = False

    def is_requested(self) -> bool:
        return self.requested

    def request(self, _signal: int, _frame: FrameType | None) -> None:
        """Take note; as a signal handler."""
        self.requested = True


@contextmanager
def interruptible() -> Iterator[Interruption]:
    """Catch SIGINT and SIGTERM while the context lasts, so that a session can be ended cleanly."""
    interruption = Interruption()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interruption.request) for number in signals]
    try:
        yield interruption
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
