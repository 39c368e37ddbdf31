"""Decoded packets of a Polar strap's control point, and the characteristics that send them.

Every event carries ``time_ns``, as in `devices.events`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from devices.streams import Measurement, ProtocolPacket

POLAR_CONTROL_POINT: Final = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
POLAR_MEASUREMENT_DATA: Final = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"


class Operation(Enum):
    """Requests to the Polar control point, by number."""

    GET_SETTINGS = 1
    START = 2
    STOP = 3
    GET_STATUS = 5


@dataclass(frozen=True, slots=True)
class MeasurementResponse(ProtocolPacket):
    """A Polar strap's answer to one request, or one part of it.

    Parameters
    ----------
    time_ns : int
        Receipt time.
    operation : Operation
        The request.
    measurement : Measurement
        The measurement of the request.
    status_code : int
        0 if granted; `devices.straps.polar.control_point.ControlPointStatus` explains the others.
    more : bool
        Whether further parts follow.
    parameters : bytes
        The content of the answer, not decoded.
    """

    operation: Operation
    measurement: Measurement
    status_code: int
    more: bool
    parameters: bytes


@dataclass(frozen=True, slots=True)
class MeasurementStopped(ProtocolPacket):
    """A Polar strap stopped measurements by itself; only those that this program can start are listed."""

    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class ControlPointPacket(ProtocolPacket):
    """A packet of Polar's control point that is not an answer, such as the features after a read on BlueZ."""

    data: bytes
