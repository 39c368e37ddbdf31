"""From notifications to events: which decoder reads which characteristic."""

from collections.abc import Callable
from functools import partial
from typing import Final

from devices.errors import BiofeedbackError, DecodeError
from devices.events import (
    BatteryLevel,
    DeviceField,
    DeviceInformation,
    Event,
    LeftOut,
    LinkChanged,
    LinkState,
    Unreadable,
)
from devices.message import message
from devices.notifications import (
    BATTERY_LEVEL,
    FIRMWARE_REVISION,
    HEART_RATE_MEASUREMENT,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
    Notification,
)
from devices.straps.heart_rate_service import decode_heart_rate_measurement
from devices.straps.intake import Intake
from devices.straps.polar.control_point import decode_control_point, decode_settings
from devices.straps.polar.measurement_data import decode_measurement_data
from devices.streams import Measurement, MeasurementResponse, Operation


class Decoder:
    """Decodes the notifications of one strap in the order they came.

    It remembers the unit of compressed acceleration, which optical straps say when it is started, and what
    came lately, so that a notification that was delivered twice counts once and a flood does not count.
    """

    def __init__(self) -> None:
        self._conversion_factor: float | None = None
        self._intake = Intake()

    def event_of(self, record: Notification | Event) -> Event:
        """Return the event that a record of a session tells of: itself, unless it is a notification."""
        if isinstance(record, Notification):
            return self.decode(record)
        if isinstance(record, LinkChanged) and record.state is LinkState.DISCOVERING:
            self._intake.reconnect()
        return record

    def decode(self, notification: Notification) -> Event:
        """Decode a notification; bytes that make no sense become an `Unreadable` event.

        One that was delivered twice, or is part of a flood, becomes a `LeftOut` event.

        Returns
        -------
        Event
            With the notification's own ``time_ns``.
        """
        time_ns, data = notification.time_ns, notification.data
        if (why := self._intake.leaves_out(notification)) is not None:
            return LeftOut(time_ns, why)
        try:
            if notification.characteristic == POLAR_MEASUREMENT_DATA:
                return decode_measurement_data(time_ns, data, conversion_factor=self._conversion_factor)
            event = _DECODERS.get(notification.characteristic, _no_decoder(notification))(time_ns, data)
        except DecodeError as error:
            return Unreadable(time_ns, error.whole)
        if isinstance(event, MeasurementResponse) and event.operation is Operation.START:
            self._remember(event)
        return event

    def _remember(self, answer: MeasurementResponse) -> None:
        if answer.measurement is Measurement.ACCELERATION:
            try:
                self._conversion_factor = decode_settings(answer).conversion_factor
            except BiofeedbackError:  # refused, or in parts: no unit was told
                self._conversion_factor = None


def decode(notification: Notification) -> Event:
    """Decode a notification that stands alone."""
    return Decoder().decode(notification)


def _no_decoder(notification: Notification) -> Callable[[int, bytes], Event]:
    uuid = notification.characteristic
    return lambda time_ns, _: Unreadable(time_ns, message("packet.unknown_characteristic", uuid=uuid))


def _decode_battery_level(time_ns: int, data: bytes) -> BatteryLevel:
    # Battery Service 1.1, section 3.1: one uint8, 0 to 100 percent.
    if len(data) != 1 or data[0] > 100:
        raise DecodeError(
            message("packet.battery_level", sent=data.hex()) if data else message("packet.no_battery_level")
        )
    return BatteryLevel(time_ns, data[0])


def _decode_text(field: DeviceField, time_ns: int, data: bytes) -> DeviceInformation:
    # Device Information Service 1.1, section 3: UTF-8; some straps end theirs with zeros.
    try:
        text = data.rstrip(b"\0").decode()
    except UnicodeDecodeError as error:
        raise _no_text(field, data) from error
    if not text.isprintable():
        raise _no_text(field, data)
    return DeviceInformation(time_ns, field, text.strip())


def _no_text(field: DeviceField, data: bytes) -> DecodeError:
    return DecodeError(message("packet.no_text", field=_FIELD_NAMES[field], sent=data[:16].hex()))


_FIELD_NAMES: Final = {
    DeviceField.MANUFACTURER: message("packet.manufacturer"),
    DeviceField.MODEL: message("packet.model"),
    DeviceField.SERIAL: message("packet.serial"),
    DeviceField.FIRMWARE: message("packet.firmware"),
    DeviceField.SOFTWARE: message("packet.software"),
}

_DECODERS: Final[dict[str, Callable[[int, bytes], Event]]] = {
    HEART_RATE_MEASUREMENT: decode_heart_rate_measurement,
    BATTERY_LEVEL: _decode_battery_level,
    MANUFACTURER_NAME: partial(_decode_text, DeviceField.MANUFACTURER),
    MODEL_NUMBER: partial(_decode_text, DeviceField.MODEL),
    SERIAL_NUMBER: partial(_decode_text, DeviceField.SERIAL),
    FIRMWARE_REVISION: partial(_decode_text, DeviceField.FIRMWARE),
    SOFTWARE_REVISION: partial(_decode_text, DeviceField.SOFTWARE),
    POLAR_CONTROL_POINT: decode_control_point,
}
