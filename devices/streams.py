"""Decoded streams of a strap in addition to its beats: frames of samples, and changes of each stream.

Every event carries ``time_ns``, as in `devices.events`.
"""

from dataclasses import dataclass
from enum import Enum

from devices.message import Message
from devices.printable import printable_message


class Measurement(Enum):
    """A measurement that a strap can stream; the numbers are those of the Polar Measurement Data service."""

    ECG = 0
    PPG = 1
    ACCELERATION = 2
    PULSE_INTERVALS = 3


@dataclass(frozen=True, slots=True)
class EcgFrame:
    """One frame of a strap's ECG; a Polar H10 sends 73 samples at 130 Hz.

    Parameters
    ----------
    time_ns : int
        Receipt time.
    device_time_ns : int
        The strap's own clock at the **last** sample, since 2000-01-01 or any other moment: for spacing only.
    ecg_uv : tuple of int
        Shape ``(n_samples,)``, in microvolts, oldest first, never empty.
    """

    time_ns: int
    device_time_ns: int
    ecg_uv: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccelerationFrame:
    """One frame of a strap's accelerometer; a Polar H10 sends 36 samples.

    Parameters
    ----------
    time_ns : int
        Receipt time.
    device_time_ns : int
        The strap's own clock at the **last** sample, the same clock as for `EcgFrame`: for spacing only.
    acceleration_mg : tuple of (int, int, int)
        Shape ``(n_samples, 3)``: x, y, z in thousandths of g, oldest first, never empty.
    """

    time_ns: int
    device_time_ns: int
    acceleration_mg: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class MeasurementChanged:
    """A stream of a strap started, stopped, or is unavailable.

    Parameters
    ----------
    time_ns : int
        Time of the change.
    measurement : Measurement
        The stream.
    running : bool
        Whether it was started.
    message : Message or None
        Why it does not run, in one sentence with advice, or None.
    """

    time_ns: int
    measurement: Measurement
    running: bool
    message: Message | None = None

    def __post_init__(self) -> None:
        if self.message is not None:
            object.__setattr__(self, "message", printable_message(self.message))


@dataclass(frozen=True, slots=True)
class ProtocolPacket:
    """Base class of packets that only the streams of a manufacturer's protocol use.

    Parameters
    ----------
    time_ns : int
        Receipt time.
    """

    time_ns: int
