"""What passes through the control point of a Polar strap, decoded, and where its packets come from.

Every event carries ``time_ns``, as in `devices.events`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from devices.streams import Measurement, ProtocolPacket

POLAR_CONTROL_POINT: Final = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
POLAR_MEASUREMENT_DATA: Final = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"


class Operation(Enum):
    """What can be asked of the Polar control point, by its number."""

    GET_SETTINGS = 1
    START = 2
    STOP = 3
    GET_STATUS = 5


@dataclass(frozen=True, slots=True)
class MeasurementResponse(ProtocolPacket):
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

    operation: Operation
    measurement: Measurement
    status_code: int
    more: bool
    parameters: bytes


@dataclass(frozen=True, slots=True)
class MeasurementStopped(ProtocolPacket):
    """A Polar strap stopped measurements by itself; those that this program never starts are left out."""

    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class ControlPointPacket(ProtocolPacket):
    """A packet of Polar's control point that answers nothing, such as the features that were read (BlueZ)."""

    data: bytes
