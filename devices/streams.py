"""What a Polar strap says over its Measurement Data service, decoded: frames, and the answers to requests.

Every event carries ``time_ns``, as in `devices.events`.
"""

from dataclasses import dataclass
from enum import Enum

from devices.message import Message
from devices.printable import printable_message


class Measurement(Enum):
    """What a Polar device can stream, by its number in the Polar Measurement Data service."""

    ECG = 0
    PPG = 1
    ACCELERATION = 2
    PULSE_INTERVALS = 3


class Operation(Enum):
    """What can be asked of the Polar control point, by its number."""

    GET_SETTINGS = 1
    START = 2
    STOP = 3
    GET_STATUS = 5


@dataclass(frozen=True, slots=True)
class EcgFrame:
    """One frame of a Polar strap's ECG; a Polar H10 sends 73 samples at 130 Hz.

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
    """One frame of a Polar strap's accelerometer; a Polar H10 sends 36 samples.

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
class MeasurementResponse:
    """A Polar strap's answer to one request, or a part of it.

    Parameters
    ----------
    time_ns : int
        Receipt.
    operation : Operation
        What was asked.
    measurement : Measurement
        Of which measurement.
    status_code : int
        0 if granted; `devices.straps.polar.control_point.ControlPointStatus` says what the others mean.
    more : bool
        Whether further parts follow.
    parameters : bytes
        What the answer holds, as it came.
    """

    time_ns: int
    operation: Operation
    measurement: Measurement
    status_code: int
    more: bool
    parameters: bytes


@dataclass(frozen=True, slots=True)
class MeasurementStopped:
    """A Polar strap stopped measurements by itself; those that this program never starts are left out."""

    time_ns: int
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class MeasurementChanged:
    """A stream of a Polar strap began or ended, or can't be had.

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
class ControlPointPacket:
    """A packet of Polar's control point that answers nothing, such as the features that were read (BlueZ)."""

    time_ns: int
    data: bytes
