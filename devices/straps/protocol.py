"""The parts of a strap protocol. Each protocol is one entry of `devices.straps.protocols`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from devices.events import Event
from devices.straps.link import LinkTimes
from devices.straps.source import Put
from devices.streams import Measurement

if TYPE_CHECKING:
    from bleak import BleakClient

DecodeValue = Callable[[int, bytes], Event]
"""Decodes one value of a characteristic, given its receipt time in nanoseconds; raises `DecodeError`."""


class StrapStreams(Protocol):
    """The streams of one connection, such as acceleration and ECG."""

    async def start(self) -> None:
        """Start the wanted streams; report with `MeasurementChanged` which run and why others do not."""

    async def keep(self) -> None:
        """Restart streams that fall silent, until cancelled."""

    async def stop(self) -> None:
        """Stop every stream; never raise an error."""


class OpenStreams(Protocol):
    """Makes the streams of one connection without sending requests yet.

    The arguments are the connected client, the receiver of packets and changes, the wanted streams, the
    limits for the strap's answers, and the monotonic clock of the notifications.
    """

    def __call__(
        self,
        client: "BleakClient",
        put: Put,
        wanted: Sequence[Measurement],
        *,
        times: LinkTimes,
        clock_ns: Callable[[], int],
    ) -> StrapStreams:
        """Return the streams of a connection."""


@dataclass(frozen=True, slots=True)
class StrapProtocol:
    """How to communicate with straps of one kind.

    Parameters
    ----------
    name : str
        Common name.
    decoders : callable
        Returns a decoder for each characteristic of the protocol, by UUID in lower case. It is called
        once for each strap, so that decoders may remember earlier packets of the strap.
    spoken_where : str
        A characteristic that every strap with this protocol offers.
    streams : callable or None
        Makes the streams of a connection; None if the protocol has none. It imports bleak only when called.
    frames : frozenset of str
        The characteristics that carry only samples.
    plausible_bytes_per_s : mapping of str to int
        Highest plausible rate of a characteristic in bytes per second, if more than 16.
    """

    name: str
    decoders: Callable[[], Mapping[str, DecodeValue]]
    spoken_where: str
    streams: OpenStreams | None = None
    frames: frozenset[str] = frozenset()
    plausible_bytes_per_s: Mapping[str, int] = field(default_factory=dict)
