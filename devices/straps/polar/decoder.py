"""Decodes the packets of a Polar strap that are not part of the heart-rate service, in order."""

from collections.abc import Mapping

from devices.errors import BiofeedbackError
from devices.events import Event
from devices.straps.polar.control_point import decode_control_point, decode_settings
from devices.straps.polar.measurement_data import decode_measurement_data
from devices.straps.polar.packets import (
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    MeasurementResponse,
    Operation,
)
from devices.straps.protocol import DecodeValue
from devices.streams import Measurement


class PolarDecoder:
    """Remembers the unit of compressed acceleration, which optical straps send at the start."""

    def __init__(self) -> None:
        self._conversion_factor: float | None = None

    @property
    def by_characteristic(self) -> Mapping[str, DecodeValue]:
        """The decoder of each characteristic; it raises `DecodeError` for invalid bytes."""
        return {POLAR_CONTROL_POINT: self.answer, POLAR_MEASUREMENT_DATA: self.frame}

    def frame(self, time_ns: int, data: bytes) -> Event:
        """Decode one frame of ECG or acceleration."""
        return decode_measurement_data(time_ns, data, conversion_factor=self._conversion_factor)

    def answer(self, time_ns: int, data: bytes) -> Event:
        """Decode one packet of the control point."""
        event = decode_control_point(time_ns, data)
        if isinstance(event, MeasurementResponse) and event.operation is Operation.START:
            self._remember(event)
        return event

    def _remember(self, answer: MeasurementResponse) -> None:
        if answer.measurement is Measurement.ACCELERATION:
            try:
                self._conversion_factor = decode_settings(answer).conversion_factor
            except BiofeedbackError:  # refused, or in several parts: no unit is known
                self._conversion_factor = None
