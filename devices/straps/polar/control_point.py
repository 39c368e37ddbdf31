"""The control point of Polar's Measurement Data service, FB005C81: what to ask, and what the strap answers.

Source: Polar's published SDK. Requests are written with response; answers come as indications only, for
reading the control point always gives the features. What to do when is the link's business; this is pure.
"""

import struct
from dataclasses import dataclass, replace
from enum import Enum
from math import isfinite
from typing import Final, Self

from devices.errors import REPORT_ADDRESS, StrapError
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
"""Bytes a value by type of setting; 3 (range in thousandths), 4 (channels) and 6 (security) are not used."""

MOST_PARAMETER_BYTES: Final = 4096
"""The most that an answer in parts may grow to; a Polar H10's longest has 22."""

_PRACTISE_ON: Final = "Practice goes on with the heart rate alone."
_REPORT: Final = (
    f"{_PRACTISE_ON} Please report it with the name of your strap: {REPORT_ADDRESS}"
    if REPORT_ADDRESS
    else _PRACTISE_ON
)


class ControlPointStatus(Enum):
    """Why the control point granted or refused: a sentence and advice for the person.

    Every code that is not listed is `UNKNOWN`.
    """

    message: str
    advice: str

    # The defaults are for mypy alone, which takes the look-up by code for this call (mypy issue 16712).
    def __new__(cls, code: int, message: str = "", advice: str = "") -> Self:
        """Make a member whose value is the code alone."""
        member = object.__new__(cls)
        member._value_ = code
        member.message = message
        member.advice = advice
        return member

    OK = 0, "The strap did what it was asked.", ""
    INVALID_OPERATION = 1, "The strap does not know this request.", _PRACTISE_ON
    INVALID_MEASUREMENT = 2, "The strap does not know this measurement.", _PRACTISE_ON
    NOT_SUPPORTED = 3, "The strap does not offer this measurement.", _PRACTISE_ON
    INVALID_LENGTH = 4, "The strap found the request too long or too short.", _REPORT
    INVALID_PARAMETER = 5, "The strap does not know a setting of the request.", _REPORT
    ALREADY_IN_STATE = (
        6,
        "The strap says that this measurement runs already, or is stopped already.",
        "If no values arrive, close other apps and watches that use the strap and connect again.",
    )
    INVALID_RESOLUTION = 7, "The strap does not offer this resolution.", _REPORT
    INVALID_SAMPLE_RATE = 8, "The strap does not offer this sample rate.", _REPORT
    INVALID_RANGE = 9, "The strap does not offer this range.", _REPORT
    INVALID_MTU = 10, "The connection's packets are too small for this.", "Connect the strap again."
    INVALID_CHANNELS = 11, "The strap does not offer this number of channels.", _REPORT
    INVALID_STATE = 12, "The strap can't do this now.", "Put the strap on, wait a moment and connect again."
    IN_CHARGER = 13, "The device is in its charger.", "Take it out of the charger and put it on."
    DISK_FULL = 14, "The device's memory is full.", "Delete recordings with the app that made them."
    UNKNOWN = -1, "The strap refused for a reason that this program does not know.", _REPORT

    @classmethod
    def _missing_(cls, value: object) -> "ControlPointStatus":  # noqa: ARG003
        return cls.UNKNOWN


class MeasurementRefusedError(StrapError):
    """The strap refused a request.

    Parameters
    ----------
    response : MeasurementResponse
        The refusal; kept, with ``status`` for its reason.
    """

    def __init__(self, response: MeasurementResponse) -> None:
        self.response = response
        self.status = ControlPointStatus(response.status_code)
        request = f"{response.operation.name} {response.measurement.name}"
        super().__init__(f"{self.status.message} ({request}: {response.status_code})", self.status.advice)


@dataclass(frozen=True, slots=True)
class MeasurementSettings:
    """What the strap offers for a measurement, or what it has started.

    Parameters
    ----------
    sample_rates_hz : tuple of int
        Sample rates.
    resolutions_bits : tuple of int
        Resolutions.
    ranges_g : tuple of int
        Ranges of the accelerometer.
    conversion_factor : float or None
        For `decode_measurement_data`; said by optical devices in the answer to START, None where not said.
    """

    sample_rates_hz: tuple[int, ...] = ()
    resolutions_bits: tuple[int, ...] = ()
    ranges_g: tuple[int, ...] = ()
    conversion_factor: float | None = None


def encode_get_settings(measurement: Measurement) -> bytes:
    """Encode the question for what the strap offers."""
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
    """Decode what reading the control point gives.

    Returns
    -------
    frozenset of Measurement
        What the strap can stream, as far as this program knows it.

    Raises
    ------
    PolarDecodeError
        If these are no features.
    """
    if len(data) < 2 or data[0] != _FEATURES:
        raise PolarDecodeError(f"The strap's list of measurements reads {data[:8].hex() or 'empty'}.")
    return frozenset(measurement for measurement in Measurement if data[1] >> measurement.value & 1)


def decode_control_point(
    time_ns: int, data: bytes
) -> MeasurementResponse | MeasurementStopped | ControlPointPacket:
    """Decode one indication.

    Parameters
    ----------
    time_ns : int
        Receipt time, kept in the event.
    data : bytes
        The value as it came over the air.

    Returns
    -------
    MeasurementResponse or MeasurementStopped or ControlPointPacket
        A `ControlPointPacket` answers nothing and is to be ignored by who waits for an answer.

    Raises
    ------
    PolarDecodeError
        If the packet is empty or cut short, or answers what this program never asks.
    """
    if not data:
        raise PolarDecodeError("The strap sent an empty answer.")
    if data[0] == _RESPONSE:
        return _decode_response(time_ns, data)
    if data[0] == _STOPPED:
        return _decode_stopped(time_ns, data)
    return ControlPointPacket(time_ns, data)


def join_responses(first: MeasurementResponse, further: MeasurementResponse) -> MeasurementResponse:
    """Join the parts of an answer; `more` of what is returned says whether another part follows.

    Raises
    ------
    PolarDecodeError
        If no part was due, the part belongs to another request, or the answer outgrows
        `MOST_PARAMETER_BYTES`.
    """
    if not first.more or (first.operation, first.measurement) != (further.operation, further.measurement):
        raise PolarDecodeError("The strap sent a part of an answer that belongs to no request.")
    parameters = first.parameters + further.parameters
    if len(parameters) > MOST_PARAMETER_BYTES:
        raise PolarDecodeError(f"The strap sent an answer of more than {MOST_PARAMETER_BYTES} bytes.")
    return replace(further, parameters=parameters)


def decode_settings(response: MeasurementResponse) -> MeasurementSettings:
    """Decode the settings in a whole answer to GET settings or START.

    Raises
    ------
    MeasurementRefusedError
        If the strap refused.
    PolarDecodeError
        If parts are missing, a setting is of an unknown type or cut short, or the conversion factor is none.
    """
    if ControlPointStatus(response.status_code) is not ControlPointStatus.OK:
        raise MeasurementRefusedError(response)
    if response.more:
        raise PolarDecodeError("The strap's answer is not complete.")
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
        raise PolarDecodeError(f"The strap sent an answer of {len(data)} bytes where it needs 4.")
    try:
        operation, measurement = Operation(data[1]), Measurement(data[2])
    except ValueError:
        raise PolarDecodeError(f"The strap answered a request never made: {data[1:3].hex()}.") from None
    granted = data[3] == ControlPointStatus.OK.value
    more = granted and len(data) > 4 and data[4] != 0
    return MeasurementResponse(time_ns, operation, measurement, data[3], more, data[5:])


def _decode_stopped(time_ns: int, data: bytes) -> MeasurementStopped:
    if len(data) < 2:
        raise PolarDecodeError("The strap says that it stopped a measurement, but not which.")
    stopped = {code & _MEASUREMENT_BITS for code in data[1:]}
    return MeasurementStopped(time_ns, tuple(one for one in Measurement if one.value in stopped))


def _setting_values(parameters: bytes) -> dict[int, list[bytes]]:
    values: dict[int, list[bytes]] = {}
    offset = 0
    while offset < len(parameters):
        kind = parameters[offset]
        size = _SETTING_BYTES.get(kind)
        if size is None:
            raise PolarDecodeError(f"The strap offers a setting of type {kind}, which no decoder reads.")
        start = offset + 2
        end = start + size * (parameters[offset + 1] if start <= len(parameters) else 0)
        if end > len(parameters):
            raise PolarDecodeError(
                f"The strap sent {len(parameters)} bytes of settings where they need {end} or more."
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
        raise PolarDecodeError(f"The strap sent the conversion factor {factor}.")
    return factor
