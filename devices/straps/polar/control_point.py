"""The control point of Polar's Measurement Data service, FB005C81: requests, and the strap's answers.

Source: Polar's published SDK. Requests are written with response. Answers come only as indications, because
reading the control point always gives the features. The link decides when to send; this module is pure.
"""

import struct
from dataclasses import dataclass, replace
from enum import Enum
from math import isfinite
from typing import Final, Self

from devices.errors import REPORT_ADDRESS, StrapError
from devices.message import Message, message, sentences
from devices.straps.polar.measurement_data import PolarDecodeError
from devices.straps.polar.packets import (
    ControlPointPacket,
    MeasurementResponse,
    MeasurementStopped,
    Operation,
)
from devices.streams import Measurement

_FEATURES: Final = 0x0F
_RESPONSE: Final = 0xF0
_STOPPED: Final = 0x01
_MEASUREMENT_BITS: Final = 0x3F

_SAMPLE_RATE: Final = 0
_RESOLUTION: Final = 1
_RANGE: Final = 2
_CONVERSION_FACTOR: Final = 5
_SETTING_BYTES: Final = {_SAMPLE_RATE: 2, _RESOLUTION: 2, _RANGE: 2, 3: 4, 4: 1, _CONVERSION_FACTOR: 4, 6: 16}
"""Bytes per value by type of setting; 3 (range in 1/1000), 4 (channels) and 6 (security) are not used."""

MOST_PARAMETER_BYTES: Final = 4096
"""Longest allowed answer in several parts; the longest of a Polar H10 has 22 bytes."""

_PRACTISE_ON: Final = message("strap.practise_on")
_REPORT: Final = (
    sentences(_PRACTISE_ON, message("strap.report_it", address=REPORT_ADDRESS))
    if REPORT_ADDRESS
    else _PRACTISE_ON
)


class ControlPointStatus(Enum):
    """Status of an answer: a sentence with the reason, and in some cases advice for the person.

    A code that is not listed is `UNKNOWN`.
    """

    reason: Message
    advice: Message | None

    # The defaults are only for mypy, which confuses the look-up by code with this call (mypy issue 16712).
    def __new__(cls, code: int, reason: Message = _PRACTISE_ON, advice: Message | None = None) -> Self:
        """Make a member with only the code as its value."""
        member = object.__new__(cls)
        member._value_ = code
        member.reason = reason
        member.advice = advice
        return member

    OK = 0, message("strap.did_it"), None
    INVALID_OPERATION = 1, message("strap.unknown_request"), _PRACTISE_ON
    INVALID_MEASUREMENT = 2, message("strap.unknown_measurement"), _PRACTISE_ON
    NOT_SUPPORTED = 3, message("strap.no_such_measurement"), _PRACTISE_ON
    INVALID_LENGTH = 4, message("strap.request_length"), _REPORT
    INVALID_PARAMETER = 5, message("strap.unknown_setting"), _REPORT
    ALREADY_IN_STATE = 6, message("strap.runs_already"), message("strap.close_other_apps")
    INVALID_RESOLUTION = 7, message("strap.no_such_resolution"), _REPORT
    INVALID_SAMPLE_RATE = 8, message("strap.no_such_sample_rate"), _REPORT
    INVALID_RANGE = 9, message("strap.no_such_range"), _REPORT
    INVALID_MTU = 10, message("strap.small_packets"), message("strap.connect_again")
    INVALID_CHANNELS = 11, message("strap.no_such_channels"), _REPORT
    INVALID_STATE = 12, message("strap.not_now"), message("strap.put_on_and_connect")
    IN_CHARGER = 13, message("strap.in_charger"), message("strap.take_out_of_charger")
    DISK_FULL = 14, message("strap.memory_full"), message("strap.delete_recordings")
    UNKNOWN = -1, message("strap.unknown_reason"), _REPORT

    @classmethod
    def _missing_(cls, value: object) -> "ControlPointStatus":  # noqa: ARG003
        return cls.UNKNOWN


class MeasurementRefusedError(StrapError):
    """The strap refused a request.

    Parameters
    ----------
    response : MeasurementResponse
        The refusal, stored as an attribute; ``status`` gives its reason.
    """

    def __init__(self, response: MeasurementResponse) -> None:
        self.response = response
        self.status = ControlPointStatus(response.status_code)
        request = f"{response.operation.name} {response.measurement.name}"
        refused = message("strap.refused", why=self.status.reason, request=request, code=response.status_code)
        super().__init__(refused, self.status.advice or "")


@dataclass(frozen=True, slots=True)
class MeasurementSettings:
    """The settings that the strap offers for a measurement, or has started it with.

    Parameters
    ----------
    sample_rates_hz : tuple of int
        Sample rates.
    resolutions_bits : tuple of int
        Resolutions.
    ranges_g : tuple of int
        Ranges of the accelerometer.
    conversion_factor : float or None
        For `decode_measurement_data`. Optical devices send it in the answer to START; otherwise None.
    """

    sample_rates_hz: tuple[int, ...] = ()
    resolutions_bits: tuple[int, ...] = ()
    ranges_g: tuple[int, ...] = ()
    conversion_factor: float | None = None


def encode_get_settings(measurement: Measurement) -> bytes:
    """Encode the request for the settings that the strap offers."""
    return bytes([Operation.GET_SETTINGS.value, measurement.value])


def encode_start(
    measurement: Measurement, *, sample_rate_hz: int, resolution_bits: int, range_g: int | None = None
) -> bytes:
    """Encode the request to start a measurement with settings that the strap offers.

    A stream that is not stopped keeps a Polar H10 awake until its battery is empty.

    Raises
    ------
    ValueError
        If a number does not fit into 16 bits.
    """
    settings = [(_RANGE, range_g)] if range_g is not None else []
    settings += [(_SAMPLE_RATE, sample_rate_hz), (_RESOLUTION, resolution_bits)]
    try:
        parts = [bytes([kind, 1]) + value.to_bytes(2, "little") for kind, value in settings]
    except OverflowError as error:
        raise ValueError(f"a setting is a number of 16 bits: {error}") from error
    return bytes([Operation.START.value, measurement.value]) + b"".join(parts)


def encode_stop(measurement: Measurement) -> bytes:
    """Encode the request to stop a measurement."""
    return bytes([Operation.STOP.value, measurement.value])


def decode_features(data: bytes) -> frozenset[Measurement]:
    """Decode the features, which are read from the control point.

    Returns
    -------
    frozenset of Measurement
        The measurements that the strap can stream and this program knows.

    Raises
    ------
    PolarDecodeError
        If the bytes are not features.
    """
    if len(data) < 2 or data[0] != _FEATURES:
        raise PolarDecodeError(
            message("packet.odd_features", sent=data[:8].hex()) if data else message("packet.no_features")
        )
    return frozenset(measurement for measurement in Measurement if data[1] >> measurement.value & 1)


def decode_control_point(
    time_ns: int, data: bytes
) -> MeasurementResponse | MeasurementStopped | ControlPointPacket:
    """Decode one indication.

    Parameters
    ----------
    time_ns : int
        Receipt time; stored in the event.
    data : bytes
        The value as received.

    Returns
    -------
    MeasurementResponse or MeasurementStopped or ControlPointPacket
        A `ControlPointPacket` is not an answer; ignore it when waiting for one.

    Raises
    ------
    PolarDecodeError
        If the packet is empty or cut short, or answers a request that this program never sends.
    """
    if not data:
        raise PolarDecodeError(message("packet.empty_answer"))
    if data[0] == _RESPONSE:
        return _decode_response(time_ns, data)
    if data[0] == _STOPPED:
        return _decode_stopped(time_ns, data)
    return ControlPointPacket(time_ns, data)


def join_responses(first: MeasurementResponse, further: MeasurementResponse) -> MeasurementResponse:
    """Join two parts of an answer; `more` of the result is true if another part follows.

    Raises
    ------
    PolarDecodeError
        If no further part was expected, the part belongs to another request, or the answer exceeds
        `MOST_PARAMETER_BYTES`.
    """
    if not first.more or (first.operation, first.measurement) != (further.operation, further.measurement):
        raise PolarDecodeError(message("packet.stray_part"))
    parameters = first.parameters + further.parameters
    if len(parameters) > MOST_PARAMETER_BYTES:
        raise PolarDecodeError(message("packet.long_answer", most_bytes=MOST_PARAMETER_BYTES))
    return replace(further, parameters=parameters)


def decode_settings(response: MeasurementResponse) -> MeasurementSettings:
    """Decode the settings in a complete answer to GET settings or START.

    Raises
    ------
    MeasurementRefusedError
        If the strap refused.
    PolarDecodeError
        If parts are missing, a setting has an unknown type or is cut short, or the factor is invalid.
    """
    if ControlPointStatus(response.status_code) is not ControlPointStatus.OK:
        raise MeasurementRefusedError(response)
    if response.more:
        raise PolarDecodeError(message("packet.incomplete_answer"))
    # A Polar H10 ends its answer to START with one stray byte.
    stray = response.operation is Operation.START and len(response.parameters) == 1
    values = _setting_values(b"" if stray else response.parameters)
    return MeasurementSettings(
        sample_rates_hz=_numbers(values, _SAMPLE_RATE),
        resolutions_bits=_numbers(values, _RESOLUTION),
        ranges_g=_numbers(values, _RANGE),
        conversion_factor=_conversion_factor(values.get(_CONVERSION_FACTOR, [])),
    )


def _decode_response(time_ns: int, data: bytes) -> MeasurementResponse:
    if len(data) < 4:
        raise PolarDecodeError(message("packet.short_answer", size_bytes=len(data)))
    try:
        operation, measurement = Operation(data[1]), Measurement(data[2])
    except ValueError:
        raise PolarDecodeError(message("packet.answer_to_nothing", sent=data[1:3].hex())) from None
    granted = data[3] == ControlPointStatus.OK.value
    more = granted and len(data) > 4 and data[4] != 0
    return MeasurementResponse(time_ns, operation, measurement, data[3], more, data[5:])


def _decode_stopped(time_ns: int, data: bytes) -> MeasurementStopped:
    if len(data) < 2:
        raise PolarDecodeError(message("packet.stopped_unnamed"))
    stopped = {code & _MEASUREMENT_BITS for code in data[1:]}
    return MeasurementStopped(time_ns, tuple(one for one in Measurement if one.value in stopped))


def _setting_values(parameters: bytes) -> dict[int, list[bytes]]:
    values: dict[int, list[bytes]] = {}
    offset = 0
    while offset < len(parameters):
        kind = parameters[offset]
        size = _SETTING_BYTES.get(kind)
        if size is None:
            raise PolarDecodeError(message("packet.unknown_setting", setting_type=kind))
        start = offset + 2
        end = start + size * (parameters[offset + 1] if start <= len(parameters) else 0)
        if end > len(parameters):
            raise PolarDecodeError(
                message("packet.short_settings", size_bytes=len(parameters), needed_bytes=end)
            )
        values.setdefault(kind, []).extend(parameters[i : i + size] for i in range(start, end, size))
        offset = end
    return values


def _numbers(values: dict[int, list[bytes]], kind: int) -> tuple[int, ...]:
    return tuple(int.from_bytes(value, "little") for value in values.get(kind, []))


def _conversion_factor(values: list[bytes]) -> float | None:
    if not values:
        return None
    factor = float(struct.unpack("<f", values[0])[0])
    if not isfinite(factor) or factor <= 0.0:
        raise PolarDecodeError(message("packet.conversion_factor", factor=factor))
    return factor
