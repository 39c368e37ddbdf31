"""The acceleration of a Polar strap: asked for, received, and stopped again whatever happens."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic

from devices.bluetooth_errors import BLUETOOTH_FAILURES
from devices.decoder import decode
from devices.errors import BiofeedbackError, StrapError
from devices.notifications import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA, Notification
from devices.polar_control_point import (
    ControlPointStatus,
    MeasurementSettings,
    decode_features,
    decode_settings,
    encode_get_settings,
    encode_start,
    encode_stop,
    join_responses,
)
from devices.polar_events import Measurement, MeasurementResponse
from devices.source import Put

SAMPLE_RATES_HZ: Final = (100, 200, 50, 25)
"""Wished for in this order: at 100 Hz a frame comes each 360 ms, and heart sounds can be filtered out."""

RANGES_G: Final = (8, 4, 2)
_RESOLUTION_BITS: Final = 16

NOT_OFFERED: Final = StrapError("This strap sends no acceleration.", "Heart rate and beats go on.")


class AccelerationStream:
    """The acceleration stream of one connection.

    Parameters
    ----------
    client : BleakClient
        Connected.
    put : callable
        Takes every packet of control point and data, for they are recorded.
    clock_ns : callable
        The monotonic clock of the notifications.
    answer_s : float
        How long the strap may take to answer, in seconds.
    """

    def __init__(
        self, client: BleakClient, put: Put, *, clock_ns: Callable[[], int], answer_s: float
    ) -> None:
        self._client = client
        self._put = put
        self._clock_ns = clock_ns
        self._answer_s = answer_s
        self._answers: asyncio.Queue[MeasurementResponse] = asyncio.Queue()
        self._started = False

    async def start(self) -> None:
        """Ask the strap for its acceleration.

        Raises
        ------
        StrapError
            If the strap has none, refuses or does not answer; beats go on all the same.
        """
        if self._client.services.get_characteristic(POLAR_CONTROL_POINT) is None:
            raise NOT_OFFERED
        await self._client.start_notify(POLAR_CONTROL_POINT, self._hear_answer)
        await self._client.start_notify(POLAR_MEASUREMENT_DATA, self._hear_data)
        features = decode_features(bytes(await self._client.read_gatt_char(POLAR_CONTROL_POINT)))
        if Measurement.ACCELERATION not in features:
            raise NOT_OFFERED
        offered = decode_settings(await self._ask(encode_get_settings(Measurement.ACCELERATION)))
        request = _start_request(offered)
        self._started = True
        answer = await self._ask(request)
        if ControlPointStatus(answer.status_code) is ControlPointStatus.ALREADY_IN_STATE:
            # Left running by a program that died; its settings are unknown, so it is started anew.
            await self._ask(encode_stop(Measurement.ACCELERATION))
            answer = await self._ask(request)
        decode_settings(answer)

    async def stop(self) -> None:
        """Stop the stream: one that runs on keeps the strap awake until its battery is empty."""
        if self._started and self._client.is_connected:
            with suppress(BiofeedbackError, *BLUETOOTH_FAILURES):
                await self._ask(encode_stop(Measurement.ACCELERATION))
        self._started = False

    async def _ask(self, request: bytes) -> MeasurementResponse:
        while not self._answers.empty():
            self._answers.get_nowait()
        await self._client.write_gatt_char(POLAR_CONTROL_POINT, request, response=True)
        try:
            async with asyncio.timeout(self._answer_s):
                answer = await self._answer_to(request)
                while answer.more:
                    answer = join_responses(answer, await self._answer_to(request))
        except TimeoutError as error:
            raise StrapError(
                "The strap does not answer the question for its acceleration.", "Heart rate and beats go on."
            ) from error
        return answer

    async def _answer_to(self, request: bytes) -> MeasurementResponse:
        while True:
            answer = await self._answers.get()
            if bytes([answer.operation.value, answer.measurement.value]) == request[:2]:
                return answer

    def _hear_answer(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        notification = Notification(self._clock_ns(), POLAR_CONTROL_POINT, bytes(data))
        self._put(notification)
        event = decode(notification)
        if isinstance(event, MeasurementResponse):
            self._answers.put_nowait(event)

    def _hear_data(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        self._put(Notification(self._clock_ns(), POLAR_MEASUREMENT_DATA, bytes(data)))


def _start_request(offered: MeasurementSettings) -> bytes:
    return encode_start(
        Measurement.ACCELERATION,
        sample_rate_hz=_first(SAMPLE_RATES_HZ, offered.sample_rates_hz),
        resolution_bits=_first((_RESOLUTION_BITS,), offered.resolutions_bits),
        range_g=_first(RANGES_G, offered.ranges_g),
    )


def _first(wished: tuple[int, ...], offered: tuple[int, ...]) -> int:
    for value in wished:
        if value in offered:
            return value
    raise NOT_OFFERED
