"""The one error root of the program: what went wrong, and what to do about it."""

from typing import Final

from devices.message import Message, as_message, sentences

REPORT_ADDRESS: Final = ""
"""Where faults are reported; empty until the project has a home. Then nobody is asked to report one."""


class BiofeedbackError(Exception):
    """A failure that the person can understand and act on.

    Parameters
    ----------
    message : Message
        One sentence that says what went wrong.
    advice : Message, optional
        What to do about it; shown alike by the window and the command line.
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
    """A strap that can't be found, reached or kept."""


class BluetoothUnavailableError(StrapError):
    """Bluetooth itself is missing, off or refused."""


class StrapSilentError(StrapError):
    """A strap that is seen and does not answer."""


class StrapInUseError(StrapError):
    """A strap that another program on this computer listens to."""


class StrapBusyError(StrapError):
    """A Bluetooth stack that is busy with something else."""


class PairingRequiredError(StrapError):
    """A strap that gives something only to a computer that it is paired with."""
