"""Polar's Measurement Data service on a virtual strap: a control point that answers as a Polar H10 does."""

from collections.abc import Awaitable, Callable
from typing import Final

from bumble import att, gatt
from bumble.device import Connection

SERVICE: Final = "FB005C80-02E7-F387-1CAD-8ACD2D8DF0C8"
CONTROL_POINT: Final = "FB005C81-02E7-F387-1CAD-8ACD2D8DF0C8"
DATA: Final = "FB005C82-02E7-F387-1CAD-8ACD2D8DF0C8"

_FEATURES: Final = bytes.fromhex("0F0500000000000000000000000000000000")
"""Of a Polar H10: ECG and acceleration."""

_GET, _START, _STOP = 1, 2, 3
_SETTINGS: Final = {
    0: bytes.fromhex("0001820001010E00"),
    2: bytes.fromhex("0004190032006400C800010110000203020004000800"),
}
_ALREADY_IN_STATE: Final = 6
_PROPERTIES: Final = gatt.Characteristic.Properties
_PERMISSIONS: Final = gatt.Characteristic.Permissions

Indicate = Callable[[Connection, "gatt.Characteristic[bytes]", bytes], Awaitable[None]]


class MeasurementData:
    """The service; streams are named by their measurement number, 0 ECG and 2 acceleration.

    Parameters
    ----------
    indicate : callable
        Sends an indication of a characteristic to one connection.
    """

    def __init__(self, indicate: Indicate) -> None:
        self.streaming: set[int] = set()
        self.requests: list[bytes] = []
        self.refusals: dict[int, int] = {}
        """Status with which an operation is refused, by operation."""
        self._indicate = indicate
        self.control_point: gatt.Characteristic[bytes] = gatt.Characteristic(
            CONTROL_POINT,
            _PROPERTIES.READ | _PROPERTIES.WRITE | _PROPERTIES.INDICATE,
            _PERMISSIONS.READABLE | _PERMISSIONS.WRITEABLE,
            gatt.CharacteristicValue(read=lambda _: _FEATURES, write=self._on_request),
        )
        self.data: gatt.Characteristic[bytes] = gatt.Characteristic(
            DATA, _PROPERTIES.NOTIFY, _PERMISSIONS.READABLE, gatt.CharacteristicValue(read=_refuse_reading)
        )
        self.service = gatt.Service(SERVICE, [self.control_point, self.data])

    async def _on_request(self, connection: Connection, request: bytes) -> None:
        self.requests.append(request)
        if len(request) < 2:
            raise att.ATT_Error(att.ErrorCode.INVALID_ATTRIBUTE_LENGTH)
        operation, measurement = request[0], request[1]
        status = self.refusals.get(operation, self._status(operation, measurement))
        answer = bytes([0xF0, operation, measurement, status])
        if status == 0:
            answer += bytes([0]) + self._parameters(operation, measurement)
            self._change(operation, measurement)
        await self._indicate(connection, self.control_point, answer)

    def _status(self, operation: int, measurement: int) -> int:
        already = {_START: measurement in self.streaming, _STOP: measurement not in self.streaming}
        return _ALREADY_IN_STATE if already.get(operation, False) else 0

    def _change(self, operation: int, measurement: int) -> None:
        if operation == _START:
            self.streaming.add(measurement)
        elif operation == _STOP:
            self.streaming.discard(measurement)

    def _parameters(self, operation: int, measurement: int) -> bytes:
        if operation == _GET:
            return _SETTINGS[measurement]
        return b"\x01" if operation == _START and measurement == 2 else b""


def _refuse_reading(_connection: Connection) -> bytes:
    raise att.ATT_Error(att.ErrorCode.READ_NOT_PERMITTED)
