"""Turns notifications into events: selects the decoder for each characteristic."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from devices.errors import DecodeError
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
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
    Notification,
)
from devices.straps.heart_rate_service import decode_heart_rate_measurement
from devices.straps.intake import Intake
from devices.straps.protocol import DecodeValue, StrapProtocol
from devices.straps.protocols import PROTOCOLS


class Decoder:
    """Decodes the notifications of one strap in order of arrival.

    It remembers recent notifications, so that it can skip repeated notifications and floods. The decoders
    of a manufacturer's protocol may remember earlier packets.

    Parameters
    ----------
    protocols : iterable of StrapProtocol, optional
        Protocols to support in addition to the standard services.
    """

    def __init__(self, protocols: Iterable[StrapProtocol] = PROTOCOLS) -> None:
        self._decoders = dict(_STANDARD_DECODERS)
        for one in protocols:
            self._decoders |= one.decoders()
        self._intake = Intake()

    def event_of(self, record: Notification | Event) -> Event:
        """Return the event of a session's record: decode a notification, return anything else unchanged."""
        if isinstance(record, Notification):
            return self.decode(record)
        if isinstance(record, LinkChanged) and record.state is LinkState.DISCOVERING:
            self._intake.reconnect()
        return record

    def decode(self, notification: Notification) -> Event:
        """Decode a notification; return an `Unreadable` event for invalid bytes.

        For a notification that was delivered twice or is part of a flood, return a `LeftOut` event.

        Returns
        -------
        Event
            With the notification's own ``time_ns``.
        """
        time_ns, data = notification.time_ns, notification.data
        if (why := self._intake.leaves_out(notification)) is not None:
            return LeftOut(time_ns, why)
        try:
            return self._decoders.get(notification.characteristic, _no_decoder(notification))(time_ns, data)
        except DecodeError as error:
            return Unreadable(time_ns, error.whole)


def decode(notification: Notification) -> Event:
    """Decode a single notification without any memory of earlier ones."""
    return Decoder().decode(notification)


def _no_decoder(notification: Notification) -> DecodeValue:
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

_STANDARD_DECODERS: Final[dict[str, DecodeValue]] = {
    HEART_RATE_MEASUREMENT: decode_heart_rate_measurement,
    BATTERY_LEVEL: _decode_battery_level,
    MANUFACTURER_NAME: partial(_decode_text, DeviceField.MANUFACTURER),
    MODEL_NUMBER: partial(_decode_text, DeviceField.MODEL),
    SERIAL_NUMBER: partial(_decode_text, DeviceField.SERIAL),
    FIRMWARE_REVISION: partial(_decode_text, DeviceField.FIRMWARE),
    SOFTWARE_REVISION: partial(_decode_text, DeviceField.SOFTWARE),
}
