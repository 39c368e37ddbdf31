"""What a strap streams beside its beats, decoded: frames of samples, and what becomes of each stream.

Every event carries ``time_ns``, as in `devices.events`.
"""

from dataclasses import dataclass
from enum import Enum

from devices.message import Message
from devices.printable import printable_message


class Measurement(Enum):
    """What a strap can stream; the numbers are those of the Polar Measurement Data service."""

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
        Receipt.
    device_time_ns : int
        The strap's own clock at the **last** sample, since 2000-01-01 or since anything: for spacing only.
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
        Receipt.
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
    """A stream of a strap began or ended, or can't be had.

    Parameters
    ----------
    time_ns : int
        When.
    measurement : Measurement
        Which.
    running : bool
        Whether it was started.
    message : Message or None
        Why it does not run, in one sentence with advice; None where nothing needs saying.
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
    """A packet that only the streams of its maker's protocol understand; each protocol derives its own.

    Parameters
    ----------
    time_ns : int
        Receipt.
    """

    time_ns: int
