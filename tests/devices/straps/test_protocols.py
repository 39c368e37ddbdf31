"""A protocol that is added to the registry is decoded, streams when a strap speaks it, and is bounded."""

import asyncio
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from devices.events import Event, Unreadable
from devices.notifications import Notification
from devices.straps.decoder import Decoder
from devices.straps.link import LinkTimes
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from devices.straps.protocol import DecodeValue, StrapProtocol
from devices.straps.protocol_streams import ProtocolStreams
from devices.straps.protocols import PROTOCOLS, carries_samples
from devices.straps.source import Put
from devices.streams import AccelerationFrame, Measurement, MeasurementChanged

SAMPLES = "0000aaaa-0000-1000-8000-00805f9b34fb"
ROOT = Path(__file__).parents[3]


class Streams:
    """Starts at once, and says so."""

    def __init__(self, put: Put, wanted: Sequence[Measurement]) -> None:
        self._put, self._wanted = put, wanted
        self.stopped = False

    async def start(self) -> None:
        for one in self._wanted:
            self._put(MeasurementChanged(0, one, running=True))

    async def keep(self) -> None:
        await asyncio.Event().wait()

    async def stop(self) -> None:
        self.stopped = True


def streams(
    client: Any, put: Put, wanted: Sequence[Measurement], *, times: LinkTimes, clock_ns: Callable[[], int]
) -> Streams:
    assert client.is_connected
    assert times.answer_s > 0.0
    assert clock_ns() == 0
    return Streams(put, wanted)


def counting_decoders() -> dict[str, DecodeValue]:
    """Decoders with a memory: each frame's clock goes on from the one before."""
    seen = 0

    def decode(time_ns: int, data: bytes) -> Event:
        nonlocal seen
        seen += 1
        x, y, z = struct.unpack("<3h", data)
        return AccelerationFrame(time_ns, seen * 1_000_000, ((x, y, z),))

    return {SAMPLES: decode}


FAKE = StrapProtocol(
    "Fake",
    decoders=counting_decoders,
    spoken_where=SAMPLES,
    streams=streams,
    frames=frozenset({SAMPLES}),
    plausible_bytes_per_s={SAMPLES: 500},
)
ALL = (*PROTOCOLS, FAKE)


def client(*characteristics: str) -> Any:
    services = SimpleNamespace(get_characteristic=lambda one: one if one in characteristics else None)
    return SimpleNamespace(is_connected=True, services=services)


def started(*characteristics: str) -> list[Any]:
    told: list[Any] = []
    wanted = (Measurement.ACCELERATION, Measurement.ECG)
    opened = ProtocolStreams(
        client(*characteristics), told.append, wanted, times=LinkTimes(), clock_ns=lambda: 0, protocols=ALL
    )
    asyncio.run(opened.start())
    asyncio.run(opened.stop())
    return told


def test_its_packets_are_decoded_and_each_strap_has_a_memory_of_its_own() -> None:
    packets = [Notification(k * 100_000_000, SAMPLES, struct.pack("<3h", k, 0, 1000)) for k in range(3)]
    for _ in range(2):
        decoder = Decoder(ALL)
        frames = [decoder.decode(one) for one in packets]
        assert frames == [
            AccelerationFrame(k * 100_000_000, (k + 1) * 1_000_000, ((k, 0, 1000),)) for k in range(3)
        ]
    assert isinstance(Decoder().decode(packets[0]), Unreadable)


def test_the_streams_are_those_of_the_protocol_that_the_strap_speaks() -> None:
    assert started(SAMPLES) == [
        MeasurementChanged(0, Measurement.ACCELERATION, running=True),
        MeasurementChanged(0, Measurement.ECG, running=True),
    ]


def test_a_strap_without_a_protocol_says_once_that_it_sends_beats_alone() -> None:
    first, second = started()
    assert (first.running, second.running) == (False, False)
    assert str(first.message) == "This strap does not send acceleration or ECG: only beats are recorded."
    assert not second.message


def test_its_samples_need_no_decoding_for_a_summary() -> None:
    assert carries_samples(SAMPLES, ALL)
    assert not carries_samples(SAMPLES)
    assert carries_samples(POLAR_MEASUREMENT_DATA)


@pytest.mark.parametrize("protocol", ALL, ids=lambda one: one.name)
def test_each_protocol_decodes_all_of_which_it_speaks(protocol: StrapProtocol) -> None:
    decoded = set(protocol.decoders())
    assert protocol.spoken_where in decoded
    assert protocol.frames <= decoded
    assert set(protocol.plausible_bytes_per_s) <= decoded


def test_only_the_registry_and_the_simulated_strap_know_a_makers_folder() -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for package in ("biofeedback", "devices", "sessions")
        for path in (ROOT / package).rglob("*.py")
        if "devices.straps.polar" in path.read_text(encoding="utf-8")
    }
    inside = "devices/straps/polar/", "devices/simulated/"
    assert {one for one in importers if not one.startswith(inside)} == {"devices/straps/protocols.py"}
