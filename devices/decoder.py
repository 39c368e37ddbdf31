"""From notifications to events: which decoder reads which characteristic."""

from devices.errors import DecodeError
from devices.events import BatteryLevel, Event, Unreadable
from devices.heart_rate_service import decode_heart_rate_measurement
from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification


def decode(notification: Notification) -> Event:
    """Decode a notification; bytes that make no sense become an `Unreadable` event.

    Returns
    -------
    Event
        With the notification's own ``time_ns``.
    """
    try:
        if notification.characteristic == HEART_RATE_MEASUREMENT:
            return decode_heart_rate_measurement(notification.time_ns, notification.data)
        if notification.characteristic == BATTERY_LEVEL:
            return _decode_battery_level(notification)
    except DecodeError as error:
        return Unreadable(notification.time_ns, str(error))
    return Unreadable(
        notification.time_ns, f"No decoder reads the characteristic {notification.characteristic}."
    )


def _decode_battery_level(notification: Notification) -> BatteryLevel:
    # Battery Service 1.1, section 3.1: one uint8, 0 to 100 percent.
    if len(notification.data) != 1 or notification.data[0] > 100:
        raise DecodeError(f"The strap sent the battery level {notification.data.hex() or 'empty'}.")
    return BatteryLevel(notification.time_ns, notification.data[0])
