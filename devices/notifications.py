"""Received data before decoding."""

from dataclasses import dataclass
from typing import Final

HEART_RATE_SERVICE: Final = "0000180d-0000-1000-8000-00805f9b34fb"
HEART_RATE_MEASUREMENT: Final = "00002a37-0000-1000-8000-00805f9b34fb"
BATTERY_LEVEL: Final = "00002a19-0000-1000-8000-00805f9b34fb"
MANUFACTURER_NAME: Final = "00002a29-0000-1000-8000-00805f9b34fb"
MODEL_NUMBER: Final = "00002a24-0000-1000-8000-00805f9b34fb"
SERIAL_NUMBER: Final = "00002a25-0000-1000-8000-00805f9b34fb"
FIRMWARE_REVISION: Final = "00002a26-0000-1000-8000-00805f9b34fb"
SOFTWARE_REVISION: Final = "00002a28-0000-1000-8000-00805f9b34fb"


@dataclass(frozen=True, slots=True)
class Notification:
    """One received value of a characteristic.

    A session records these values, so a better decoder also improves old sessions.

    Parameters
    ----------
    time_ns : int
        Receipt time on the host's monotonic clock, in nanoseconds.
    characteristic : str
        The 128-bit UUID in lower case.
    data : bytes
        The value, unchanged.
    """

    time_ns: int
    characteristic: str
    data: bytes
