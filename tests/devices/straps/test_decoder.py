"""The decoder as a whole: every characteristic, and what it remembers from one packet to the next."""

import struct
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from devices.events import DeviceField, DeviceInformation, Unreadable
from devices.notifications import (
    FIRMWARE_REVISION,
    MANUFACTURER_NAME,
    MODEL_NUMBER,
    SERIAL_NUMBER,
    SOFTWARE_REVISION,
    Notification,
)
from devices.straps.decoder import Decoder, decode
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA
from devices.streams import AccelerationFrame

TEXTS = (MANUFACTURER_NAME, MODEL_NUMBER, SERIAL_NUMBER, FIRMWARE_REVISION, SOFTWARE_REVISION)
START_ANSWER = bytes.fromhex("f0 02 02 00 00 05 01") + struct.pack("<f", 0.001)
"""Start of acceleration granted, 1/1000 g a count."""

COMPRESSED_FRAME = struct.pack("<BQB", 2, 10**9, 0x80) + struct.pack("<hhh", 100, -200, 1000)
"""Acceleration in g, one sample."""


def test_device_information_is_text() -> None:
    event = decode(Notification(7, MODEL_NUMBER, b"H10\x00"))
    assert event == DeviceInformation(7, DeviceField.MODEL, "H10")


@given(st.sampled_from(TEXTS), st.binary(max_size=64))
def test_device_information_of_any_bytes_is_text_or_unreadable(characteristic: str, data: bytes) -> None:
    event = decode(Notification(0, characteristic, data))
    assert isinstance(event, Unreadable) or (isinstance(event, DeviceInformation) and "\n" not in event.text)


def test_unit_of_compressed_frames_comes_from_the_answer_to_start() -> None:
    frame = Notification(2, POLAR_MEASUREMENT_DATA, COMPRESSED_FRAME)
    decoder = Decoder()
    assert isinstance(decoder.decode(frame), Unreadable)
    decoder.decode(Notification(1, POLAR_CONTROL_POINT, START_ANSWER))
    event = decoder.decode(replace(frame, time_ns=10**9))
    assert isinstance(event, AccelerationFrame)
    assert event.acceleration_mg == ((100, -200, 1000),)


def test_refused_start_forgets_the_unit() -> None:
    decoder = Decoder()
    decoder.decode(Notification(1, POLAR_CONTROL_POINT, START_ANSWER))
    decoder.decode(Notification(2, POLAR_CONTROL_POINT, bytes.fromhex("f0 02 02 0c")))
    assert isinstance(decoder.decode(Notification(3, POLAR_MEASUREMENT_DATA, COMPRESSED_FRAME)), Unreadable)
