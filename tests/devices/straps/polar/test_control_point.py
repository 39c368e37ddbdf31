"""The control point of Polar's Measurement Data service: the published packets, and any bytes at all."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import REPORT_ADDRESS
from devices.message import Argument, Message
from devices.straps.polar.control_point import (
    MOST_PARAMETER_BYTES,
    ControlPointStatus,
    MeasurementRefusedError,
    MeasurementSettings,
    decode_control_point,
    decode_features,
    decode_settings,
    encode_get_settings,
    encode_start,
    encode_stop,
    join_responses,
)
from devices.straps.polar.measurement_data import PolarDecodeError
from devices.straps.polar.packets import (
    ControlPointPacket,
    MeasurementResponse,
    MeasurementStopped,
    Operation,
)
from devices.streams import Measurement

ECG, ACCELERATION = Measurement.ECG, Measurement.ACCELERATION


def response(hexadecimal: str) -> MeasurementResponse:
    event = decode_control_point(7, bytes.fromhex(hexadecimal))
    assert isinstance(event, MeasurementResponse)
    return event


# Requests


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (encode_get_settings(ACCELERATION), "01 02"),
        (encode_get_settings(ECG), "01 00"),
        (
            encode_start(ACCELERATION, sample_rate_hz=200, resolution_bits=16, range_g=8),
            "02 02 02 01 08 00 00 01 C8 00 01 01 10 00",
        ),
        (encode_start(ECG, sample_rate_hz=130, resolution_bits=14), "02 00 00 01 82 00 01 01 0E 00"),
        (encode_stop(ACCELERATION), "03 02"),
        (encode_stop(ECG), "03 00"),
    ],
)
def test_requests(request_bytes: bytes, expected: str) -> None:
    assert request_bytes == bytes.fromhex(expected)


@pytest.mark.parametrize("sample_rate_hz", [65536, -1])
def test_setting_that_does_not_fit_is_refused(sample_rate_hz: int) -> None:
    with pytest.raises(ValueError, match="16 bits"):
        encode_start(ECG, sample_rate_hz=sample_rate_hz, resolution_bits=14)


# Features


def test_features_of_a_polar_h10() -> None:
    assert decode_features(bytes.fromhex("0F 05 00 00 00")) == {ECG, ACCELERATION}


def test_every_feature_and_unknown_ones() -> None:
    assert decode_features(b"\x0f\xff") == set(Measurement)
    assert decode_features(b"\x0f\x00") == set()


@pytest.mark.parametrize("data", ["", "0F", "F0 05", "05"])
def test_what_are_no_features(data: str) -> None:
    with pytest.raises(PolarDecodeError):
        decode_features(bytes.fromhex(data))


# Answers


def test_settings_of_a_polar_h10s_accelerometer() -> None:
    answer = response("F0 01 02 00 00 00 04 19 00 32 00 64 00 C8 00 01 01 10 00 02 03 02 00 04 00 08 00")
    assert (answer.time_ns, answer.operation, answer.measurement) == (7, Operation.GET_SETTINGS, ACCELERATION)
    assert decode_settings(answer) == MeasurementSettings((25, 50, 100, 200), (16,), (2, 4, 8))


def test_settings_of_a_polar_h10s_ecg() -> None:
    answer = response("F0 01 00 00 00 00 01 82 00 01 01 0E 00")
    assert decode_settings(answer) == MeasurementSettings((130,), (14,))


def test_stray_byte_of_a_polar_h10s_start_is_ignored() -> None:
    answer = response("F0 02 02 00 00 01")
    assert answer.operation is Operation.START
    assert answer.status_code == ControlPointStatus.OK.value
    assert decode_settings(answer) == MeasurementSettings()


@pytest.mark.parametrize(
    ("packet", "operation", "measurement"),
    [
        ("F0 02 00 00 00", Operation.START, ECG),
        ("F0 03 02 00 00", Operation.STOP, ACCELERATION),
        ("F0 03 00 00 00", Operation.STOP, ECG),
        ("F0 03 00 00", Operation.STOP, ECG),
        ("F0 05 02 00 00", Operation.GET_STATUS, ACCELERATION),
    ],
)
def test_answers_without_parameters(packet: str, operation: Operation, measurement: Measurement) -> None:
    assert response(packet) == MeasurementResponse(7, operation, measurement, 0, False, b"")


def test_conversion_factor_of_an_optical_device() -> None:
    parameters = "05 01" + struct.pack("<f", 0.25).hex()
    assert decode_settings(response(f"F0 02 02 00 00 {parameters}")).conversion_factor == 0.25


@pytest.mark.parametrize("factor", [0.0, -1.0, float("inf"), float("nan")])
def test_conversion_factor_that_is_none(factor: float) -> None:
    with pytest.raises(PolarDecodeError):
        decode_settings(response("F0 02 02 00 00 05 01" + struct.pack("<f", factor).hex()))


def test_settings_that_are_not_used_are_stepped_over() -> None:
    unused = f"03 01 01 00 00 00 04 02 03 04 06 01 {'00' * 16}"
    assert decode_settings(response(f"F0 01 02 00 00 {unused} 00 01 C8 00")) == MeasurementSettings((200,))


@pytest.mark.parametrize(
    "parameters",
    ["00", "00 01", "00 01 82", "00 02 82 00", "00 FF 82 00", "07 00", "07 01 00 00", "05 01 00 00 00"],
)
def test_settings_cut_short_or_of_unknown_type(parameters: str) -> None:
    with pytest.raises(PolarDecodeError):
        decode_settings(response(f"F0 01 00 00 00 {parameters}"))


def test_answer_in_parts_is_joined_from_the_sixth_byte_on() -> None:
    whole = "00 04 19 00 32 00 64 00 C8 00"
    first, second = response(f"F0 01 02 00 01 {whole[:14]}"), response(f"F0 01 02 00 01 {whole[14:20]}")
    joined = join_responses(join_responses(first, second), response(f"F0 01 02 00 00 {whole[20:]}"))
    assert not joined.more
    assert decode_settings(joined).sample_rates_hz == (25, 50, 100, 200)


def test_answer_that_lacks_a_part_has_no_settings() -> None:
    with pytest.raises(PolarDecodeError, match="incomplete"):
        decode_settings(response("F0 01 02 00 01 00 01 C8 00"))


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ("F0 01 02 00 00", "F0 01 02 00 00"),
        ("F0 01 02 00 01", "F0 01 00 00 00"),
        ("F0 01 02 00 01", "F0 03 02 00 00"),
    ],
)
def test_part_that_belongs_to_no_request(first: str, further: str) -> None:
    with pytest.raises(PolarDecodeError):
        join_responses(response(first), response(further))


def test_answer_that_never_ends_is_given_up() -> None:
    joined = part = response("F0 01 02 00 01" + "00" * 500)
    for _ in range(7):
        joined = join_responses(joined, part)
    assert len(joined.parameters) <= MOST_PARAMETER_BYTES
    with pytest.raises(PolarDecodeError, match=str(MOST_PARAMETER_BYTES)):
        join_responses(joined, part)


def test_refusal_of_a_later_part_refuses_the_whole() -> None:
    joined = join_responses(response("F0 01 02 00 01 00 01 C8 00"), response("F0 01 02 0C"))
    assert not joined.more
    with pytest.raises(MeasurementRefusedError):
        decode_settings(joined)


@pytest.mark.parametrize("code", [*range(1, 20), 255])
def test_every_refusal_has_a_sentence_and_advice(code: int) -> None:
    answer = response(f"F0 02 02 {code:02x} 01")
    assert answer.status_code == code
    assert not answer.more
    refusal = MeasurementRefusedError(answer)
    assert refusal.status is (ControlPointStatus(code) if code <= 14 else ControlPointStatus.UNKNOWN)
    arguments: dict[str, Argument] = {
        "why": refusal.status.reason,
        "request": "START ACCELERATION",
        "code": code,
    }
    assert refusal.message == Message("strap.refused", arguments)
    assert str(refusal.message).endswith(f". (START ACCELERATION: {code})")
    assert str(refusal.advice).endswith(".")
    with pytest.raises(MeasurementRefusedError):
        decode_settings(answer)


def test_codes_that_matter_most() -> None:
    assert ControlPointStatus(6) is ControlPointStatus.ALREADY_IN_STATE
    assert ControlPointStatus(10) is ControlPointStatus.INVALID_MTU
    assert ControlPointStatus(13) is ControlPointStatus.IN_CHARGER


@pytest.mark.parametrize(
    "packet", ["", "F0", "F0 02", "F0 02 02", "F0 00 02 00", "F0 04 02 00", "F0 02 09 00"]
)
def test_answer_cut_short_or_to_what_was_never_asked(packet: str) -> None:
    with pytest.raises(PolarDecodeError):
        decode_control_point(7, bytes.fromhex(packet))


def test_measurement_stopped_by_the_device() -> None:
    assert decode_control_point(7, b"\x01\x02") == MeasurementStopped(7, (ACCELERATION,))
    assert decode_control_point(7, b"\x01\x02\x00") == MeasurementStopped(7, (ECG, ACCELERATION))


def test_stopped_measurement_is_known_by_its_lower_six_bits_and_unknown_ones_are_left_out() -> None:
    assert decode_control_point(7, b"\x01\xc2\x09") == MeasurementStopped(7, (ACCELERATION,))


def test_stopped_without_saying_which() -> None:
    with pytest.raises(PolarDecodeError):
        decode_control_point(7, b"\x01")


@pytest.mark.parametrize("packet", ["0F 05 00 00", "00", "FF F0 02"])
def test_packet_that_answers_nothing(packet: str) -> None:
    data = bytes.fromhex(packet)
    assert decode_control_point(7, data) == ControlPointPacket(7, data)


# Round trips and any bytes


@given(
    rates=st.lists(st.integers(0, 0xFFFF), max_size=255),
    ranges=st.lists(st.integers(0, 0xFFFF), max_size=20),
    cut=st.integers(0, 600),
)
def test_settings_that_are_encoded_in_two_parts_are_decoded(
    rates: list[int], ranges: list[int], cut: int
) -> None:
    parts = [bytes([2, len(ranges)]), *(r.to_bytes(2, "little") for r in ranges)]
    parts += [bytes([0, len(rates)]), *(r.to_bytes(2, "little") for r in rates)]
    parameters = b"".join(parts)
    first = response("F0 01 02 00 01" + parameters[:cut].hex())
    joined = join_responses(first, response("F0 01 02 00 00" + parameters[cut:].hex()))
    assert decode_settings(joined) == MeasurementSettings(tuple(rates), (), tuple(ranges))


@given(head=st.sampled_from([b"", b"\xf0", b"\xf0\x01\x02\x00", b"\xf0\x02\x02\x00\x00"]), rest=st.binary())
def test_any_bytes_of_the_control_point_give_an_event_or_the_typed_error(head: bytes, rest: bytes) -> None:
    try:
        event = decode_control_point(1, head + rest)
    except PolarDecodeError:
        return
    assert event.time_ns == 1
    if isinstance(event, MeasurementResponse):
        with suppress(PolarDecodeError, MeasurementRefusedError):
            decode_settings(event)


@given(st.binary())
def test_any_bytes_of_features_give_measurements_or_the_typed_error(data: bytes) -> None:
    try:
        features = decode_features(data)
    except PolarDecodeError:
        assert len(data) < 2 or data[0] != 0x0F
    else:
        assert features <= set(Measurement)


def test_nobody_is_asked_to_report_a_refusal_while_there_is_no_address() -> None:
    told = [str(one.advice) for one in ControlPointStatus]
    assert any("report it" in advice for advice in told) is bool(REPORT_ADDRESS)
