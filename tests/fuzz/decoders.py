"""What must hold of any bytes: typed errors only, bounded events, and a record that keeps the bytes."""

from collections import Counter
from contextlib import suppress

from devices.errors import DecodeError
from devices.events import Unreadable
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import Decoder
from devices.straps.heart_rate_service import decode_heart_rate_measurement
from devices.straps.polar.control_point import (
    MOST_PARAMETER_BYTES,
    MeasurementRefusedError,
    decode_features,
    decode_settings,
    join_responses,
)
from devices.straps.polar.packets import POLAR_CONTROL_POINT, MeasurementResponse
from devices.streams import AccelerationFrame, EcgFrame, Measurement
from sessions.errors import SessionFileError
from sessions.records import decode_record, encode_record
from tests.fuzz.corpus import parted

_KINDS = ("link", "straps", "measurement", "guide", "marker", "inhale", "tick", "notification", "")


def check(data: bytes, seen: "Counter[str]") -> None:
    """Decode the packets of one input, one after another by the same decoder.

    Parameters
    ----------
    data : bytes
        Anything.
    seen : Counter
        Counts events by their type.

    Raises
    ------
    Exception
        Whatever should not have been raised; a failed assertion where an event is not what it should be.
    """
    decoder = Decoder()
    whole: MeasurementResponse | None = None
    for time_ns, (characteristic, value) in enumerate(parted(data)):
        notification = Notification(time_ns, characteristic, value)
        event = decoder.decode(notification)
        seen[type(event).__name__] += 1
        assert event.time_ns == time_ns
        _check_record(notification)
        if isinstance(event, Unreadable):
            assert event.reason
        elif isinstance(event, EcgFrame):
            assert 1 <= len(event.ecg_uv) <= len(value)
        elif isinstance(event, AccelerationFrame):
            assert 1 <= len(event.acceleration_mg) <= 8 * len(value)
        elif isinstance(event, MeasurementResponse):
            whole = _joined(whole, event)
        if characteristic == POLAR_CONTROL_POINT:
            with suppress(DecodeError):
                assert decode_features(value) <= set(Measurement)
        elif characteristic == HEART_RATE_MEASUREMENT:
            with suppress(DecodeError):
                decode_heart_rate_measurement(time_ns, value)


def _check_record(notification: Notification) -> None:
    row = encode_record(notification)
    assert row[3] == notification.data
    assert decode_record(row) == notification
    damaged_kind = _KINDS[len(notification.data) % len(_KINDS)]
    with suppress(SessionFileError):
        decode_record((notification.time_ns, damaged_kind, notification.characteristic, notification.data))


def _joined(whole: MeasurementResponse | None, part: MeasurementResponse) -> MeasurementResponse:
    if whole is not None:
        with suppress(DecodeError):
            part = join_responses(whole, part)
    assert len(part.parameters) <= MOST_PARAMETER_BYTES
    with suppress(DecodeError, MeasurementRefusedError):
        settings = decode_settings(part)
        assert 2 * len(settings.sample_rates_hz) <= len(part.parameters)
    return part
