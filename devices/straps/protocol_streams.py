"""The streams of a connected strap over its own protocol; a strap without one sends only beats."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from bleak import BleakClient

from devices.straps.link import LinkTimes
from devices.straps.protocol import StrapProtocol, StrapStreams
from devices.straps.protocols import PROTOCOLS
from devices.straps.source import Put
from devices.straps.stream_names import streams_not_offered
from devices.streams import Measurement, MeasurementChanged


class ProtocolStreams:
    """Chooses the protocol after the strap has connected, when its characteristics are known.

    Parameters
    ----------
    client : BleakClient
        A client that must be connected before `start`.
    put : callable
        Receives packets, and changes of each stream.
    wanted : sequence of Measurement
        Acceleration, ECG or both.
    times : LinkTimes
        How long the strap may take to answer.
    clock_ns : callable
        The monotonic clock of the notifications.
    protocols : iterable of StrapProtocol, optional
        The protocols to choose from; the first one that the strap supports is used.
    """

    def __init__(
        self,
        client: BleakClient,
        put: Put,
        wanted: Sequence[Measurement],
        *,
        times: LinkTimes,
        clock_ns: Callable[[], int],
        protocols: Iterable[StrapProtocol] = PROTOCOLS,
    ) -> None:
        self._client = client
        self._put = put
        self._wanted = wanted
        self._times = times
        self._clock_ns = clock_ns
        self._protocols = protocols
        self._streams: StrapStreams | None = None

    async def start(self) -> None:
        """Start the wanted streams that the strap offers, and report why the others do not run."""
        if not self._wanted:
            return
        self._streams = self._open()
        if self._streams is not None:
            await self._streams.start()
        elif self._client.is_connected:
            self._tell_that_there_are_none()

    async def keep(self) -> None:
        """Restart streams that fall silent, until cancelled."""
        if self._streams is not None:
            await self._streams.keep()
        else:
            await asyncio.Event().wait()

    async def stop(self) -> None:
        """Stop every stream."""
        if self._streams is not None:
            await self._streams.stop()

    def _open(self) -> StrapStreams | None:
        for one in self._protocols:
            offered = self._client.services.get_characteristic(one.spoken_where) is not None
            if offered and one.streams is not None:
                return one.streams(
                    self._client, self._put, self._wanted, times=self._times, clock_ns=self._clock_ns
                )
        return None

    def _tell_that_there_are_none(self) -> None:
        for number, measurement in enumerate(self._wanted):
            said = streams_not_offered(self._wanted) if number == 0 else None
            self._put(MeasurementChanged(self._clock_ns(), measurement, running=False, message=said))
