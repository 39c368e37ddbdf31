"""The short part of fuzzing, seeded and without coverage; `make fuzz` is the long one."""

import gc
import tracemalloc
from collections import Counter

import pytest

from tests.fuzz.corpus import INPUTS, PACKETS, joined, parted
from tests.fuzz.decoders import check
from tests.fuzz.engine import EngineFuzz
from tests.fuzz.mutation import mutated_inputs

PACKETS_IN_ALL = 20_000


def test_packets_of_an_input_are_those_it_was_made_of() -> None:
    assert [data for _, data in parted(joined(PACKETS))] == [data for _, data in PACKETS]


@pytest.mark.parametrize("length", range(0, 600, 7))
def test_any_length_is_an_input(length: int) -> None:
    check((bytes(range(256)) * 3)[:length], Counter())


def test_valid_packets_reach_every_decoder() -> None:
    seen: Counter[str] = Counter()
    for data in INPUTS:
        check(data, seen)
    assert seen.keys() >= {
        "AccelerationFrame",
        "BatteryLevel",
        "ControlPointPacket",
        "DeviceInformation",
        "EcgFrame",
        "HeartRateMeasurement",
        "MeasurementResponse",
        "MeasurementStopped",
        "Unreadable",
    }


def test_mutated_packets_break_nothing_and_leave_nothing_in_memory() -> None:
    seen: Counter[str] = Counter()
    inputs = mutated_inputs(seed=1)

    def bytes_after(packets: int) -> int:
        while seen.total() < packets:
            check(next(inputs), seen)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        first_bytes = bytes_after(PACKETS_IN_ALL // 2)
        second_bytes = bytes_after(PACKETS_IN_ALL)
    finally:
        tracemalloc.stop()
    assert second_bytes - first_bytes < 50_000


def test_mutated_packets_leave_nothing_in_an_engine() -> None:
    fuzz = EngineFuzz(seed=1)

    def bytes_after(packets: int) -> int:
        fuzz.feed(packets)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        first_bytes = bytes_after(1_500)
        second_bytes = bytes_after(1_500)
    finally:
        tracemalloc.stop()
    assert second_bytes < 3 * first_bytes
    assert {"HeartRateMeasurement", "LeftOut"} <= fuzz.seen.keys()
