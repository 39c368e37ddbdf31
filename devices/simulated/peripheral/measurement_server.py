"""The strap's side of Polar's control point: the answers to requests, and which streams run.

Source: Polar's published SDK. The other side is `devices.straps.polar.control_point`. The module is pure: it
takes and returns bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from devices.straps.polar.control_point import ControlPointStatus, MeasurementSettings
from devices.straps.polar.packets import Operation
from devices.streams import Measurement

LEAST_MTU_BYTES: Final = 232
"""ATT MTU for a frame of 73 ECG samples; also the largest MTU of a Polar H10."""

POLAR_H10_OFFERS: Final[Mapping[Measurement, MeasurementSettings]] = MappingProxyType(
    {
        Measurement.ECG: MeasurementSettings(sample_rates_hz=(130,), resolutions_bits=(14,)),
        Measurement.ACCELERATION: MeasurementSettings(
            sample_rates_hz=(25, 50, 100, 200), resolutions_bits=(16,), ranges_g=(2, 4, 8)
        ),
    }
)

_FEATURES: Final = 0x0F
_FEATURES_BYTES: Final = 18
_RESPONSE: Final = 0xF0
_RUNS: Final = 0x40
_KNOWN_TO_POLAR: Final = frozenset({0, 1, 2, 3, 5, 6, 9})
"""Measurements of other Polar devices: those above plus gyroscope, magnetometer and the SDK mode."""

_SAMPLE_RATE, _RESOLUTION, _RANGE = 0, 1, 2
_SETTING_BYTES: Final = 4
"""Length of one chosen setting: type, count (1), and a value of 16 bits."""

_INVALID_LENGTH: Final = 0x0D

Started = Callable[[Measurement, int], None]
Stopped = Callable[[Measurement], None]


class RefusedWriteError(Exception):
    """A write that the attribute protocol itself refuses, so that no answer follows.

    Parameters
    ----------
    code : int
        ATT error (Core 5.4, Vol 3, Part F, 3.4.1.1).
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"ATT error {code:#04x}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Requester:
    """The link of a request: its ATT MTU in bytes, and whether it is encrypted."""

    mtu_bytes: int
    encrypted: bool = False


class MeasurementServer:
    """A control point. Streams run until stopped, even after the end of the link that started them.

    Parameters
    ----------
    offers : mapping of Measurement to MeasurementSettings
        Measurements that can be streamed, with their settings.
    on_start : callable, optional
        Called with measurement and sample rate in Hz when a stream starts.
    on_stop : callable, optional
        Called with the measurement when a stream stops.
    """

    def __init__(
        self,
        offers: Mapping[Measurement, MeasurementSettings] = POLAR_H10_OFFERS,
        *,
        on_start: Started = lambda _measurement, _rate_hz: None,
        on_stop: Stopped = lambda _measurement: None,
    ) -> None:
        self.offers = offers
        self.streaming: set[int] = set()
        """Numbers of the running measurements."""
        self._on_start = on_start
        self._on_stop = on_stop

    @property
    def features(self) -> bytes:
        """The bytes that a client reads from the control point."""
        mask = sum(1 << measurement.value for measurement in self.offers)
        return bytes([_FEATURES, mask]).ljust(_FEATURES_BYTES, b"\0")

    def answers(self, request: bytes, requester: Requester) -> Sequence[bytes]:
        """Perform a request.

        Returns
        -------
        sequence of bytes
            The indications to send, in order: more than one if the answer exceeds the link's MTU.

        Raises
        ------
        RefusedWriteError
            If the request is too short.
        """
        if not request or (len(request) < 2 and request[0] != Operation.GET_STATUS.value):
            raise RefusedWriteError(_INVALID_LENGTH)
        operation = request[0]
        measurement = request[1] if len(request) > 1 else 0
        head = bytes([_RESPONSE, operation, measurement])
        try:
            parameters = self._perform(operation, measurement, request[2:], requester)
        except _RefusedError as refused:
            return [head + bytes([refused.status.value])]
        return in_parts(head + bytes([ControlPointStatus.OK.value]), parameters, requester.mtu_bytes - 8)

    def _perform(self, operation: int, code: int, settings: bytes, requester: Requester) -> bytes:
        """Perform a request and return the parameters of the answer."""
        match operation:
            case Operation.GET_SETTINGS.value:
                return self._get(code, settings)
            case Operation.START.value:
                return self._start(code, settings, requester)
            case Operation.STOP.value:
                return self._stop(code, settings)
            case Operation.GET_STATUS.value:
                return self._status()
            case _:
                raise _RefusedError(ControlPointStatus.INVALID_OPERATION)

    def _get(self, code: int, settings: bytes) -> bytes:
        measurement = self._offered(code)
        _require(not settings, ControlPointStatus.INVALID_LENGTH)
        return _encode_offer(self.offers[measurement])

    def _start(self, code: int, settings: bytes, requester: Requester) -> bytes:
        measurement = self._offered(code)
        _require(code not in self.streaming, ControlPointStatus.ALREADY_IN_STATE)
        sample_rate_hz = _chosen_rate_hz(settings, self.offers[measurement])
        _require(requester.mtu_bytes >= LEAST_MTU_BYTES, ControlPointStatus.INVALID_MTU)
        self.streaming.add(code)
        self._on_start(measurement, sample_rate_hz)
        # A Polar H10 ends this answer with one byte without meaning.
        return b"\x01" if measurement is Measurement.ACCELERATION else b""

    def _stop(self, code: int, settings: bytes) -> bytes:
        measurement = self._offered(code)
        _require(not settings, ControlPointStatus.INVALID_LENGTH)
        _require(code in self.streaming, ControlPointStatus.ALREADY_IN_STATE)
        self.streaming.discard(code)
        self._on_stop(measurement)
        return b""

    def _status(self) -> bytes:
        codes = (measurement.value for measurement in self.offers)
        return bytes(code | (_RUNS if code in self.streaming else 0) for code in codes)

    def _offered(self, code: int) -> Measurement:
        for measurement in self.offers:
            if measurement.value == code:
                return measurement
        known = code in _KNOWN_TO_POLAR
        raise _RefusedError(
            ControlPointStatus.NOT_SUPPORTED if known else ControlPointStatus.INVALID_MEASUREMENT
        )


def in_parts(head: bytes, parameters: bytes, most_bytes: int) -> list[bytes]:
    """Divide an answer into indications with at most ``most_bytes`` of parameters; mark the last one."""
    starts = range(0, max(1, len(parameters)), most_bytes)
    return [
        head + bytes([start + most_bytes < len(parameters)]) + parameters[start : start + most_bytes]
        for start in starts
    ]


class _RefusedError(Exception):
    """A request that is answered with a status other than OK."""

    def __init__(self, status: ControlPointStatus) -> None:
        super().__init__(str(status.reason))
        self.status = status


def _require(condition: bool, otherwise: ControlPointStatus) -> None:  # noqa: FBT001  reads as an assertion
    if not condition:
        raise _RefusedError(otherwise)


def _encode_offer(offer: MeasurementSettings) -> bytes:
    values = {
        _SAMPLE_RATE: offer.sample_rates_hz,
        _RESOLUTION: offer.resolutions_bits,
        _RANGE: offer.ranges_g,
    }
    return b"".join(
        bytes([kind, len(numbers)]) + b"".join(number.to_bytes(2, "little") for number in numbers)
        for kind, numbers in values.items()
        if numbers
    )


def _chosen_rate_hz(settings: bytes, offer: MeasurementSettings) -> int:
    """Check every setting of a request to START and return its sample rate."""
    chosen = _decode_choice(settings)
    allowed = {
        _RESOLUTION: (offer.resolutions_bits, ControlPointStatus.INVALID_RESOLUTION),
        _SAMPLE_RATE: (offer.sample_rates_hz, ControlPointStatus.INVALID_SAMPLE_RATE),
        _RANGE: (offer.ranges_g, ControlPointStatus.INVALID_RANGE),
    }
    needed = {kind for kind, (numbers, _) in allowed.items() if numbers}
    _require(chosen.keys() == needed, ControlPointStatus.INVALID_PARAMETER)
    for kind, number in chosen.items():
        numbers, otherwise = allowed[kind]
        _require(number in numbers, otherwise)
    return chosen[_SAMPLE_RATE]


def _decode_choice(settings: bytes) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for start in range(0, len(settings), _SETTING_BYTES):
        one = settings[start : start + _SETTING_BYTES]
        _require(len(one) == _SETTING_BYTES, ControlPointStatus.INVALID_LENGTH)
        kind, count = one[0], one[1]
        _require(kind <= _RANGE and count == 1 and kind not in chosen, ControlPointStatus.INVALID_PARAMETER)
        chosen[kind] = int.from_bytes(one[2:], "little")
    return chosen
