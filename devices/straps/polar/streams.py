"""The streams of a Polar strap: starts them, receives frames, and always stops them again."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.exc import BleakGATTProtocolError

from devices.errors import BiofeedbackError, DecodeError, PairingRequiredError, StrapError
from devices.events import Event
from devices.message import Message, message, sentences
from devices.notifications import Notification
from devices.straps.bluetooth_errors import BLUETOOTH_FAILURES, PAIRING_REQUIRED, explain
from devices.straps.link import LinkTimes
from devices.straps.polar.control_point import (
    ControlPointStatus,
    MeasurementSettings,
    decode_features,
    decode_settings,
    encode_get_settings,
    encode_start,
    encode_stop,
    join_responses,
)
from devices.straps.polar.decoder import PolarDecoder
from devices.straps.polar.packets import (
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    MeasurementResponse,
    MeasurementStopped,
)
from devices.straps.source import Put
from devices.straps.stream_names import STREAM_NAMES, streams_not_offered
from devices.streams import AccelerationFrame, EcgFrame, Measurement, MeasurementChanged

ACCELERATION_RATES_HZ: Final = (100, 200, 50, 25)
"""In order of preference: at 100 Hz a frame comes every 360 ms, and heart sounds can be filtered out."""

RANGES_G: Final = (8, 4, 2)
RESOLUTION_BITS: Final = 16

_BEATS_GO_ON: Final = message("stream.beats_go_on")
_FRAMES: Final = {EcgFrame: Measurement.ECG, AccelerationFrame: Measurement.ACCELERATION}

Result = TypeVar("Result")


class PolarStreams:
    """The streams of one connection.

    Parameters
    ----------
    client : BleakClient
        A connected client.
    put : callable
        Receives every packet of control point and data for recording, and changes of each stream.
    wanted : sequence of Measurement
        Acceleration, ECG or both.
    times : LinkTimes
        How long the strap may take to answer.
    clock_ns : callable
        The monotonic clock of the notifications.
    """

    def __init__(
        self,
        client: BleakClient,
        put: Put,
        wanted: Sequence[Measurement],
        *,
        times: LinkTimes,
        clock_ns: Callable[[], int],
    ) -> None:
        self._client = client
        self._put = put
        self._wanted = wanted
        self._times = times
        self._clock_ns = clock_ns
        self._decoder = PolarDecoder()
        self._answers: asyncio.Queue[MeasurementResponse] = asyncio.Queue()
        self._started: set[Measurement] = set()
        self._heard_s: dict[Measurement, float] = {}
        self._stalled: dict[Measurement, int] = {}

    async def start(self) -> None:
        """Start the wanted streams that the strap offers, and report why the others do not run.

        This never raises an error: beats continue even if the strap refuses.
        """
        if not self._wanted:
            return
        try:
            offered = await self._with_pairing(self._open)
        except (BiofeedbackError, *BLUETOOTH_FAILURES) as failure:
            self._tell(self._wanted, _reason(failure))
            return
        missing = [one for one in self._wanted if one not in offered]
        if missing:
            self._tell(missing, streams_not_offered(missing))
        for measurement in self._wanted:
            if measurement in offered:
                await self._start(measurement)

    async def keep(self) -> None:
        """Restart streams that fall silent while beats continue, until cancelled.

        The wait grows with each attempt. The silence is reported once, and so is the return of frames.
        """
        while True:
            await asyncio.sleep(self._times.silence_s / 4)
            for measurement in self._silent():
                if measurement not in self._stalled:
                    self._tell([measurement], _fell_silent(measurement))
                tries = self._stalled.get(measurement, 0) + 1
                self._stalled[measurement] = tries
                with suppress(BiofeedbackError, *BLUETOOTH_FAILURES):
                    await self._ask(encode_stop(measurement))
                    await self._request(measurement)
                self._heard_s[measurement] = self._now_s() + self._times.before_retry_s(tries)

    def _silent(self) -> list[Measurement]:
        """Return the streams that ran before but sent no frame for `silence_s`."""
        oldest_s = self._now_s() - self._times.silence_s
        return [one for one, heard_s in self._heard_s.items() if heard_s < oldest_s]

    async def stop(self) -> None:
        """Stop every stream: a running stream keeps the strap awake until its battery is empty."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._times.answer_s):
                for measurement in tuple(self._started):
                    if self._client.is_connected:
                        with suppress(BiofeedbackError, *BLUETOOTH_FAILURES):
                            await self._ask(encode_stop(measurement))
        self._started.clear()

    async def _open(self) -> frozenset[Measurement]:
        """Subscribe to answers and frames, and read which streams the strap offers."""
        if self._client.services.get_characteristic(POLAR_CONTROL_POINT) is None:
            return frozenset()
        await self._client.start_notify(POLAR_CONTROL_POINT, self._hear_answer)
        await self._client.start_notify(POLAR_MEASUREMENT_DATA, self._hear_data)
        return decode_features(bytes(await self._client.read_gatt_char(POLAR_CONTROL_POINT)))

    async def _start(self, measurement: Measurement) -> None:
        try:
            await self._with_pairing(lambda: self._request(measurement))
        except (BiofeedbackError, *BLUETOOTH_FAILURES) as failure:
            self._tell([measurement], _reason(failure))
        else:
            self._put(MeasurementChanged(self._clock_ns(), measurement, running=True))

    async def _request(self, measurement: Measurement) -> None:
        settings = decode_settings(await self._ask(encode_get_settings(measurement)))
        request = _start_request(measurement, settings)
        self._started.add(measurement)
        answer = await self._ask(request)
        if ControlPointStatus(answer.status_code) is ControlPointStatus.ALREADY_IN_STATE:
            # A program that died left it running with unknown settings, so restart it.
            await self._ask(encode_stop(measurement))
            answer = await self._ask(request)
        decode_settings(answer)

    async def _with_pairing(self, ask: Callable[[], Awaitable[Result]]) -> Result:
        """Call `ask`; if the strap requires pairing, pair once and call it again."""
        try:
            return await ask()
        except BLUETOOTH_FAILURES as failure:
            if not isinstance(explain(failure), PairingRequiredError):
                raise
        try:
            async with asyncio.timeout(self._times.pair_s):
                await self._client.pair()
        except (*BLUETOOTH_FAILURES, NotImplementedError) as failure:
            raise PAIRING_REQUIRED from failure
        return await ask()

    async def _ask(self, request: bytes) -> MeasurementResponse:
        while not self._answers.empty():
            self._answers.get_nowait()
        await self._client.write_gatt_char(POLAR_CONTROL_POINT, request, response=True)
        try:
            async with asyncio.timeout(self._times.answer_s):
                answer = await self._answer_to(request)
                while answer.more:
                    answer = join_responses(answer, await self._answer_to(request))
        except TimeoutError as error:
            raise StrapError(message("stream.no_answer"), _BEATS_GO_ON) from error
        return answer

    async def _answer_to(self, request: bytes) -> MeasurementResponse:
        while True:
            answer = await self._answers.get()
            if bytes([answer.operation.value, answer.measurement.value]) == request[:2]:
                return answer

    def _hear_answer(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        notification = Notification(self._clock_ns(), POLAR_CONTROL_POINT, bytes(data))
        self._put(notification)
        match self._decoded(notification):
            case MeasurementResponse() as answer:
                self._answers.put_nowait(answer)
            case MeasurementStopped(measurements=stopped):
                self._tell([one for one in stopped if one in self._started], _stopped(stopped))
                for measurement in stopped:
                    self._heard_s.pop(measurement, None)

    def _hear_data(self, _: BleakGATTCharacteristic, data: bytearray) -> None:
        notification = Notification(self._clock_ns(), POLAR_MEASUREMENT_DATA, bytes(data))
        self._put(notification)
        measurement = _FRAMES.get(type(self._decoded(notification)))
        if measurement is None:
            return
        self._heard_s[measurement] = self._now_s()
        if self._stalled.pop(measurement, 0):
            self._put(MeasurementChanged(notification.time_ns, measurement, running=True))

    def _decoded(self, notification: Notification) -> Event | None:
        """Return the decoded packet, or None for invalid bytes."""
        try:
            decode = self._decoder.by_characteristic[notification.characteristic]
            return decode(notification.time_ns, notification.data)
        except DecodeError:
            return None

    def _now_s(self) -> float:
        return self._clock_ns() / 1e9

    def _tell(self, measurements: Sequence[Measurement], reason: Message) -> None:
        """Report once why some streams do not run; the link itself reports a lost connection."""
        if not self._client.is_connected:
            return
        for number, measurement in enumerate(measurements):
            said = reason if number == 0 else None
            self._put(MeasurementChanged(self._clock_ns(), measurement, running=False, message=said))


def _start_request(measurement: Measurement, offered: MeasurementSettings) -> bytes:
    if measurement is Measurement.ECG:
        return encode_start(
            measurement,
            sample_rate_hz=_first(offered.sample_rates_hz, offered.sample_rates_hz, measurement),
            resolution_bits=_first(offered.resolutions_bits, offered.resolutions_bits, measurement),
        )
    return encode_start(
        measurement,
        sample_rate_hz=_first(ACCELERATION_RATES_HZ, offered.sample_rates_hz, measurement),
        resolution_bits=_first((RESOLUTION_BITS,), offered.resolutions_bits, measurement),
        range_g=_first(RANGES_G, offered.ranges_g, measurement),
    )


def _first(wished: Sequence[int], offered: Sequence[int], measurement: Measurement) -> int:
    for value in wished:
        if value in offered:
            return value
    raise StrapError(streams_not_offered([measurement]))


def _stopped(measurements: Sequence[Measurement]) -> Message:
    return sentences(message("stream.stopped", streams=_names(measurements)), _BEATS_GO_ON)


def _fell_silent(measurement: Measurement) -> Message:
    return sentences(message("stream.fell_silent", stream=STREAM_NAMES[measurement]), _BEATS_GO_ON)


def _names(measurements: Sequence[Measurement]) -> tuple[Message, ...]:
    return tuple(STREAM_NAMES[one] for one in measurements)


def _reason(failure: BaseException) -> Message:
    error = failure if isinstance(failure, BiofeedbackError) else explain(failure)
    if isinstance(failure, BleakGATTProtocolError) and not isinstance(error, PairingRequiredError):
        refused = message("stream.refused", error=f"{failure.args[0]:#04x}")
        return sentences(refused, _BEATS_GO_ON)
    return error.whole
