"""Polar's data frames: one test a clause, the published vector, and any bytes at all."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.engine.engine import Engine
from devices.errors import DecodeError
from devices.events import Event, Unreadable
from devices.message import message
from devices.notifications import Notification
from devices.straps.decoder import decode
from devices.straps.polar.measurement_data import (
    PolarDecodeError,
    decode_delta_samples,
    decode_measurement_data,
)
from devices.straps.polar.packets import (
    POLAR_CONTROL_POINT,
    POLAR_MEASUREMENT_DATA,
    ControlPointPacket,
    MeasurementResponse,
    MeasurementStopped,
)
from devices.streams import AccelerationFrame, EcgFrame

TIMES = st.integers(0, 2**64 - 1)


def frame(measurement: int, frame_type: int, payload: bytes, *, device_time_ns: int = 0) -> bytes:
    return bytes([measurement]) + device_time_ns.to_bytes(8, "little") + bytes([frame_type]) + payload


def little(values: Sequence[int], value_bytes: int) -> bytes:
    return b"".join(value.to_bytes(value_bytes, "little", signed=True) for value in values)


def ecg(data: bytes) -> EcgFrame:
    event = decode_measurement_data(7, data)
    assert isinstance(event, EcgFrame)
    return event


def acceleration(data: bytes, *, conversion_factor: float | None = None) -> AccelerationFrame:
    event = decode_measurement_data(7, data, conversion_factor=conversion_factor)
    assert isinstance(event, AccelerationFrame)
    return event


def delta_block(deltas: Sequence[Sequence[int]], width_bits: int) -> bytes:
    """One block as a device packs it: values one after another, least significant bit first."""
    flat = [delta for sample in deltas for delta in sample]
    bits = sum((value & ((1 << width_bits) - 1)) << (i * width_bits) for i, value in enumerate(flat))
    return bytes([width_bits, len(deltas)]) + bits.to_bytes((len(flat) * width_bits + 7) // 8, "little")


def delta_payload(samples: Sequence[Sequence[int]], *, resolution_bits: int, block: int) -> bytes:
    """Compress samples into blocks of so many, each as narrow as its differences allow."""
    parts = [little(samples[0], (resolution_bits + 7) // 8)]
    deltas = [[b - a for a, b in zip(one, other, strict=True)] for one, other in pairwise(samples)]
    for start in range(0, len(deltas), block):
        part = deltas[start : start + block]
        width_bits = max((d if d >= 0 else ~d).bit_length() + 1 for sample in part for d in sample)
        parts.append(delta_block(part, width_bits))
    return b"".join(parts)


# Frames


def test_header_of_a_frame() -> None:
    data = bytes.fromhex("00 00 94 35 77 00 00 00 80 00 2C 01 00")
    assert ecg(data) == EcgFrame(7, 2_000_000_000 + (0x80 << 56), (300,))


def test_upper_two_bits_of_the_measurement_are_ignored() -> None:
    assert ecg(frame(0xC0, 0, b"\x01\x00\x00")).ecg_uv == (1,)


def test_ecg_is_signed_in_three_bytes() -> None:
    payload = bytes.fromhex("FF FF FF 00 00 80 FF FF 7F 2E FB FF")
    assert ecg(frame(0, 0, payload)).ecg_uv == (-1, -(2**23), 2**23 - 1, -1234)


def test_frames_of_a_polar_h10_hold_73_and_36_samples() -> None:
    ecg_data, acceleration_data = frame(0, 0, bytes(219)), frame(2, 1, bytes(216))
    assert len(ecg_data) == 232 - 3
    assert len(ecg(ecg_data).ecg_uv) == 73
    assert len(acceleration(acceleration_data).acceleration_mg) == 36


@pytest.mark.parametrize("frame_type", [0, 1, 2])
def test_acceleration_of_one_two_and_three_bytes(frame_type: int) -> None:
    least = -(2 ** (8 * frame_type + 7))
    samples = ((least, -1, 0), (~least, 1, 2))
    payload = little([value for sample in samples for value in sample], frame_type + 1)
    assert acceleration(frame(2, frame_type, payload)).acceleration_mg == samples


def test_resting_acceleration_of_a_polar_h10() -> None:
    payload = bytes.fromhex("04 FC 14 00 D8 FF")
    assert acceleration(frame(2, 1, payload)).acceleration_mg == ((-1020, 20, -40),)


@pytest.mark.parametrize("length", range(11))
def test_frame_cut_short_or_without_a_sample(length: int) -> None:
    with pytest.raises(PolarDecodeError, match=f"{length} bytes"):
        decode_measurement_data(7, bytes(length))


@pytest.mark.parametrize(
    ("measurement", "frame_type", "sample_bytes"), [(0, 0, 3), (2, 0, 3), (2, 1, 6), (2, 2, 9)]
)
def test_payload_that_is_no_whole_number_of_samples(
    measurement: int, frame_type: int, sample_bytes: int
) -> None:
    for length in range(1, 4 * sample_bytes):
        if length % sample_bytes:
            with pytest.raises(PolarDecodeError):
                decode_measurement_data(7, frame(measurement, frame_type, bytes(length)))


@pytest.mark.parametrize("frame_type", [1, 2, 3, 0x80, 0x81, 0xFF])
def test_unknown_type_of_ecg(frame_type: int) -> None:
    with pytest.raises(PolarDecodeError, match=str(frame_type)):
        decode_measurement_data(7, frame(0, frame_type, bytes(18)))


@pytest.mark.parametrize("frame_type", [3, 0x7F, 0x82, 0xFF])
def test_unknown_type_of_acceleration(frame_type: int) -> None:
    with pytest.raises(PolarDecodeError, match=str(frame_type)):
        decode_measurement_data(7, frame(2, frame_type, bytes(18)))


@pytest.mark.parametrize("measurement", [1, 3, 5, 6, 0x3F])
def test_measurement_that_no_decoder_reads(measurement: int) -> None:
    with pytest.raises(PolarDecodeError, match=f"measurement {measurement},"):
        decode_measurement_data(7, frame(measurement, 0, bytes(18)))


# Delta-compressed frames


PUBLISHED_DELTA = bytes.fromhex("71 07 F0 6A 9E 8D 0A 01 BE 5C BE BA")
"""The start of Polar's published vector, its count of 56 made 1."""


def test_published_vector() -> None:
    reference, first = decode_delta_samples(PUBLISHED_DELTA, channels=3, resolution_bits=16)
    assert reference == (1905, 27376, -29282)
    assert first == (1905 + 190, 27376 - 105, -29282 - 85)


def test_compressed_acceleration_in_units_of_the_conversion_factor() -> None:
    data = frame(2, 0x80, PUBLISHED_DELTA, device_time_ns=5)
    event = acceleration(data, conversion_factor=0.000244)
    assert event == AccelerationFrame(7, 5, ((465, 6680, -7145), (511, 6654, -7166)))


def test_compressed_acceleration_without_its_unit_is_refused() -> None:
    with pytest.raises(PolarDecodeError, match="unit"):
        decode_measurement_data(7, frame(2, 0x80, PUBLISHED_DELTA))


def test_compressed_acceleration_in_milli_g() -> None:
    payload = delta_payload([(-15, 20, 1008), (-20, 17, 1008)], resolution_bits=16, block=9)
    assert payload[6:8] == b"\x04\x01"
    assert acceleration(frame(2, 0x81, payload)).acceleration_mg == ((-15, 20, 1008), (-20, 17, 1008))
    doubled = acceleration(frame(2, 0x81, payload), conversion_factor=2.0)
    assert doubled.acceleration_mg == ((-30, 40, 2016), (-40, 34, 2016))


def test_blocks_of_different_widths_follow_each_other() -> None:
    payload = little([10, 20, 30], 2) + delta_block([(1, -2, 3)], 3) + delta_block([(100, 0, -100)], 8)
    samples = decode_delta_samples(payload, channels=3, resolution_bits=16)
    assert samples == ((10, 20, 30), (11, 18, 33), (111, 18, -67))


def test_reference_sample_alone_and_a_block_of_no_samples() -> None:
    assert decode_delta_samples(b"\x01\x02\x03", channels=3, resolution_bits=8) == ((1, 2, 3),)
    assert decode_delta_samples(b"\x01\x02\x03\x04\x00", channels=3, resolution_bits=8) == ((1, 2, 3),)


@pytest.mark.parametrize("length", [*range(6), 7, 8, 9, 10, 11])
def test_compressed_frame_cut_short(length: int) -> None:
    with pytest.raises(PolarDecodeError):
        decode_delta_samples(PUBLISHED_DELTA[:length], channels=3, resolution_bits=16)


def test_block_that_claims_more_than_the_frame_holds() -> None:
    with pytest.raises(PolarDecodeError, match="needs 1634"):
        decode_delta_samples(bytes(6) + b"\x11\xff" + bytes(400), channels=3, resolution_bits=16)


@pytest.mark.parametrize("width_bits", [0, 18, 255])
def test_absurd_width_of_differences(width_bits: int) -> None:
    payload = bytes(6) + bytes([width_bits, 1]) + bytes(100)
    with pytest.raises(PolarDecodeError, match=f"{width_bits} bits"):
        decode_delta_samples(payload, channels=3, resolution_bits=16)


@pytest.mark.parametrize("step", [1, -1])
def test_value_that_outgrows_its_resolution(step: int) -> None:
    payload = little([32767 if step > 0 else -32768], 2) + delta_block([(step,)], 2)
    with pytest.raises(PolarDecodeError, match="exceed"):
        decode_delta_samples(payload, channels=1, resolution_bits=16)


# Round trips


@given(values=st.lists(st.integers(-(2**23), 2**23 - 1), min_size=1, max_size=80), device_time_ns=TIMES)
def test_ecg_that_is_encoded_is_decoded(values: list[int], device_time_ns: int) -> None:
    data = frame(0, 0, little(values, 3), device_time_ns=device_time_ns)
    assert ecg(data) == EcgFrame(7, device_time_ns, tuple(values))


@given(data=st.data(), frame_type=st.integers(0, 2), device_time_ns=TIMES)
def test_acceleration_that_is_encoded_is_decoded(
    data: st.DataObject, frame_type: int, device_time_ns: int
) -> None:
    bound = 2 ** (8 * frame_type + 7)
    value = st.integers(-bound, bound - 1)
    samples = data.draw(st.lists(st.tuples(value, value, value), min_size=1, max_size=40))
    payload = little([one for sample in samples for one in sample], frame_type + 1)
    event = acceleration(frame(2, frame_type, payload, device_time_ns=device_time_ns))
    assert event == AccelerationFrame(7, device_time_ns, tuple(samples))


@given(
    data=st.data(), channels=st.integers(1, 5), resolution_bits=st.integers(1, 32), block=st.integers(1, 255)
)
def test_samples_that_are_compressed_are_decoded(
    data: st.DataObject, channels: int, resolution_bits: int, block: int
) -> None:
    bound = 2 ** (resolution_bits - 1)
    sample = st.tuples(*[st.integers(-bound, bound - 1)] * channels)
    samples = data.draw(st.lists(sample, min_size=1, max_size=60))
    payload = delta_payload(samples, resolution_bits=resolution_bits, block=block)
    decoded = decode_delta_samples(payload, channels=channels, resolution_bits=resolution_bits)
    assert decoded == tuple(samples)


# Any bytes at all


HEADS = st.sampled_from([frame(m, t, b"") for m in (0, 2, 0xC2) for t in (0, 1, 2, 0x80, 0x81)])


@given(data=st.binary(max_size=600) | st.builds(bytes.__add__, HEADS, st.binary(max_size=600)))
def test_any_bytes_of_a_frame_give_an_event_or_the_typed_error(data: bytes) -> None:
    try:
        event = decode_measurement_data(1, data, conversion_factor=0.000244)
    except PolarDecodeError:
        return
    count = len(event.ecg_uv) if isinstance(event, EcgFrame) else len(event.acceleration_mg)
    assert 1 <= count <= 8 * len(data)


@given(payload=st.binary(max_size=600), channels=st.integers(1, 20), resolution_bits=st.integers(1, 64))
def test_any_bytes_compressed_give_bounded_samples_or_the_typed_error(
    payload: bytes, channels: int, resolution_bits: int
) -> None:
    try:
        samples = decode_delta_samples(payload, channels=channels, resolution_bits=resolution_bits)
    except PolarDecodeError:
        return
    bound = 2 ** (resolution_bits - 1)
    assert 1 <= len(samples) <= 8 * len(payload)
    assert all(len(sample) == channels for sample in samples)
    assert all(-bound <= value < bound for sample in samples for value in sample)


@given(
    characteristic=st.sampled_from([POLAR_CONTROL_POINT, POLAR_MEASUREMENT_DATA]),
    data=st.binary(max_size=300),
)
def test_any_notification_gives_an_event_with_its_time(characteristic: str, data: bytes) -> None:
    assert decode(Notification(5, characteristic, data)).time_ns == 5


# In the program


def test_error_is_a_decode_error_with_advice() -> None:
    error = PolarDecodeError(message("packet.empty_answer"))
    assert isinstance(error, DecodeError)
    assert error.advice == message("packet.kept")


@pytest.mark.parametrize(
    ("characteristic", "data", "kind"),
    [
        (POLAR_MEASUREMENT_DATA, frame(0, 0, bytes(3)), EcgFrame),
        (POLAR_MEASUREMENT_DATA, frame(2, 1, bytes(6)), AccelerationFrame),
        (POLAR_MEASUREMENT_DATA, b"", Unreadable),
        (POLAR_CONTROL_POINT, b"\xf0\x02\x02\x00\x00\x01", MeasurementResponse),
        (POLAR_CONTROL_POINT, b"\xf0\x02\x02\x0d", MeasurementResponse),
        (POLAR_CONTROL_POINT, b"\x01\x02", MeasurementStopped),
        (POLAR_CONTROL_POINT, b"\x0f\x05\x00", ControlPointPacket),
        (POLAR_CONTROL_POINT, b"", Unreadable),
    ],
)
def test_dispatch_and_an_engine_that_knows_nothing_of_it(
    characteristic: str, data: bytes, kind: type[Event]
) -> None:
    event = decode(Notification(5, characteristic, data))
    assert isinstance(event, kind)
    state = Engine(0).process(event)
    assert state.beat_count == 0
    assert state.unreadable_count == (kind is Unreadable)
