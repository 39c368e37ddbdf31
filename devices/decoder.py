"""From notifications to events: which decoder reads which characteristic."""

from collections.abc import Callable
from typing import Final

from devices.errors import DecodeError
from devices.events import BatteryLevel, Event, Unreadable
from devices.heart_rate_service import decode_heart_rate_measurement
from devices.notifications import (
    BATTERY_LEVEL,
    HEART_RATE_MEASUREMENT,
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    Notification,
)
from devices.polar_control_point import decode_control_point
from devices.polar_measurement_data import decode_measurement_data


def decode(notification: Notification) -> Event:
    """Decode a notification; bytes that make no sense become an `Unreadable` event.

    Returns
    -------
    Event
        With the notification's own ``time_ns``.
    """
    decoder = _DECODERS.get(notification.characteristic)
    if decoder is None:
        return Unreadable(
            notification.time_ns, f"No decoder reads the characteristic {notification.characteristic}."
        )
    try:
        return decoder(notification.time_ns, notification.data)
    except DecodeError as error:
        return Unreadable(notification.time_ns, str(error))


def _decode_battery_level(time_ns: int, data: bytes) -> BatteryLevel:
    # Battery Service 1.1, section 3.1: one uint8, 0 to 100 percent.
    if len(data) != 1 or data[0] > 100:
        raise DecodeError(f"The strap sent the battery level {data.hex() or 'empty'}.")
    return BatteryLevel(time_ns, data[0])


_DECODERS: Final[dict[str, Callable[[int, bytes], Event]]] = {
    HEART_RATE_MEASUREMENT: decode_heart_rate_measurement,
    BATTERY_LEVEL: _decode_battery_level,
    POLAR_CONTROL_POINT: decode_control_point,
    POLAR_MEASUREMENT_DATA: decode_measurement_data,
}
