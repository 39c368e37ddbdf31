"""What a protocol of straps is made of. Each protocol is one row of `devices.straps.protocols`."""

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
"""Decodes one value of a characteristic that came at a time in nanoseconds; raises `DecodeError`."""


class StrapStreams(Protocol):
    """The streams of one connection, such as acceleration and ECG."""

    async def start(self) -> None:
        """Start the wanted streams; tell with `MeasurementChanged` which run and why others do not."""

    async def keep(self) -> None:
        """Start a stream again that has fallen silent, until this is cancelled."""

    async def stop(self) -> None:
        """Stop every stream; nothing is raised."""


class OpenStreams(Protocol):
    """Makes the streams of one connection; nothing is asked of the strap yet.

    The arguments are the connected client, what takes packets and changes, the wanted streams, how long the
    strap may take, and the monotonic clock of the notifications.
    """

    def __call__(
        self,
        client: "BleakClient",
        put: Put,
        wanted: Sequence[Measurement],
        *,
        times: LinkTimes,
        clock_ns: Callable[[], int],
    ) -> StrapStreams: ...


@dataclass(frozen=True, slots=True)
class StrapProtocol:
    """How straps of one kind are understood.

    Parameters
    ----------
    name : str
        What people call it.
    decoders : callable
        Returns a decoder for each characteristic of the protocol, by its UUID in lower case. It is called
        once for each strap, so that decoders may remember what the strap said before.
    spoken_where : str
        The characteristic that every strap with this protocol offers.
    streams : callable or None
        Makes the streams of a connection; None where there are none. It imports bleak only when called.
    frames : frozenset of str
        Those of the characteristics that carry nothing but samples.
    plausible_bytes_per_s : mapping of str to int
        The most bytes a second that a characteristic plausibly sends, where it is more than 16.
    """

    name: str
    decoders: Callable[[], Mapping[str, DecodeValue]]
    spoken_where: str
    streams: OpenStreams | None = None
    frames: frozenset[str] = frozenset()
    plausible_bytes_per_s: Mapping[str, int] = field(default_factory=dict)
