"""The base class of all errors of the program: what went wrong, and what to do about it."""

from typing import Final

from devices.message import Message, as_message, sentences

REPORT_ADDRESS: Final = ""
"""Address for bug reports. If it is empty, the program does not ask for reports."""


class BiofeedbackError(Exception):
    """A failure that the person can understand and act on.

    Parameters
    ----------
    message : Message
        One sentence about what went wrong.
    advice : Message, optional
        What to do about it; the window and the command line both show it.
    """

    def __init__(self, message: Message | str, advice: Message | str = "") -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    @property
    def whole(self) -> Message:
        """What went wrong and what to do about it, as one message."""
        return sentences(*(as_message(part) for part in (self.message, self.advice) if part))

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class DecodeError(BiofeedbackError):
    """Bytes from a strap that do not follow their specification."""


class StrapError(BiofeedbackError):
    """A strap that can't be found or connected, or does not stay connected."""


class BluetoothUnavailableError(StrapError):
    """Bluetooth is missing, off, or not permitted."""


class StrapSilentError(StrapError):
    """A strap in range that does not answer."""


class StrapInUseError(StrapError):
    """A strap that another program on this computer uses."""


class StrapBusyError(StrapError):
    """A Bluetooth stack that is busy with something else."""


class PairingRequiredError(StrapError):
    """A strap that sends some data only after pairing."""
