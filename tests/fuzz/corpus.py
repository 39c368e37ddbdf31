"""Valid packets to begin with: the vectors of the specifications and of Polar's SDK, as tests use them."""

import struct
from typing import Final

from devices.notifications import (
    BATTERY_LEVEL,
    FIRMWARE_REVISION,
    HEART_RATE_MEASUREMENT,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
)
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA

CHARACTERISTICS: Final = (
    HEART_RATE_MEASUREMENT,
    BATTERY_LEVEL,
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    SERIAL_NUMBER,
    FIRMWARE_REVISION,
    SOFTWARE_REVISION,
    "0000feed-0000-1000-8000-00805f9b34fb",
)
"""Every characteristic that is read, and one that is not."""

HEAD_BYTES: Final = 2
"""Of a packet within an input: number of the characteristic, length."""

_DELTA_SAMPLES: Final = "71 07 F0 6A 9E 8D 0A 01 BE 5C BE BA"
"""Polar's published vector, its count of 56 made 1."""

_HEART_RATE: Final = (
    "06 00",
    "04 00",
    "00 00",
    "18 3E 7F 80 B1 03",
    "10 00 FF FF",
    "10 3E B1 03",
    "11 2C 01 B1 03",
    "10 3E B1 03 7F",
    "09 3E 00 01",
    encode_heart_rate_measurement(heart_rate_per_min=66, rr_ticks=tuple(range(900, 909))).hex(),
)
_CONTROL_POINT: Final = (
    "0F 05 00 00 00",
    "F0 01 02 00 00 00 04 19 00 32 00 64 00 C8 00 01 01 10 00 02 03 02 00 04 00 08 00",
    "F0 01 00 00 00 00 01 82 00 01 01 0E 00",
    "F0 01 02 00 01 00 04 19 00 32 00",
    "F0 01 02 00 00 64 00 C8 00",
    "F0 02 02 00 00 01",
    "F0 02 00 00 00",
    "F0 02 02 0D 01",
    "F0 02 02 00 00 05 01" + struct.pack("<f", 0.001).hex(),
    f"F0 01 02 00 00 03 01 01 00 00 00 04 02 03 04 06 01 {'00' * 16} 00 01 C8 00",
    "F0 03 02 00 00",
    "F0 05 02 00 00",
    "01 02 00",
)
_FRAMES: Final = (
    "00 00 94 35 77 00 00 00 80 00 2C 01 00",
    "C0" + "00" * 9 + "FF FF FF 00 00 80 FF FF 7F 2E FB FF",
    "02" + "00" * 8 + "00 01 02 03",
    "02" + "00" * 8 + "01 04 FC 14 00 D8 FF" * 9,
    "02" + "00" * 8 + "02 01 02 03 04 05 06 07 08 09",
    "02" + "00" * 8 + "80" + _DELTA_SAMPLES,
    "02" + "00" * 8 + "81" + _DELTA_SAMPLES + "03 01 FF 01",
)
_OTHERS: Final = (
    (1, "57"),
    (4, b"Polar Electro Oy".hex()),
    (5, b"H10\0".hex()),
    (8, b"5.0.0".hex()),
    (9, "01"),
)

PACKETS: Final = tuple(
    (number, bytes.fromhex(data))
    for number, data in (
        *((0, data) for data in _HEART_RATE),
        *((2, data) for data in _CONTROL_POINT),
        *((3, data) for data in _FRAMES),
        *_OTHERS,
    )
)
"""Number of the characteristic, value."""


def joined(packets: tuple[tuple[int, bytes], ...]) -> bytes:
    """Packets as one input: number, length, value of each."""
    return b"".join(bytes([number, len(data)]) + data for number, data in packets)


def parted(data: bytes) -> list[tuple[str, bytes]]:
    """Characteristic and value of the packets in an input; any bytes are an input."""
    packets, offset = [], 0
    while offset + HEAD_BYTES <= len(data):
        number, length = data[offset : offset + HEAD_BYTES]
        start = offset + HEAD_BYTES
        packets.append((CHARACTERISTICS[number % len(CHARACTERISTICS)], data[start : start + length]))
        offset = start + length
    return packets


INPUTS: Final = tuple(joined((packet,)) for packet in PACKETS) + tuple(
    joined(PACKETS[first : first + 3]) for first in range(len(PACKETS) - 2)
)
"""Each packet by itself, and each with the two that follow, for what the decoder remembers."""
