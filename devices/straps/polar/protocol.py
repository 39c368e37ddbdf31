"""Polar's Measurement Data service as an entry of the registry."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from devices.straps.link import LinkTimes
from devices.straps.polar.decoder import PolarDecoder
from devices.straps.polar.packets import POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA
from devices.straps.protocol import StrapProtocol, StrapStreams
from devices.straps.source import Put
from devices.streams import Measurement

if TYPE_CHECKING:
    from bleak import BleakClient


def _streams(
    client: "BleakClient",
    put: Put,
    wanted: Sequence[Measurement],
    *,
    times: LinkTimes,
    clock_ns: Callable[[], int],
) -> StrapStreams:
    from devices.straps.polar.streams import PolarStreams  # imports bleak, which a replay does not need

    return PolarStreams(client, put, wanted, times=times, clock_ns=clock_ns)


POLAR: Final = StrapProtocol(
    "Polar Measurement Data",
    decoders=lambda: PolarDecoder().by_characteristic,
    spoken_where=POLAR_CONTROL_POINT,
    streams=_streams,
    frames=frozenset({POLAR_MEASUREMENT_DATA}),
    # ECG at 130 Hz and acceleration at 200 Hz: 1,800 bytes per second in long frames.
    plausible_bytes_per_s={POLAR_MEASUREMENT_DATA: 2_000},
)
