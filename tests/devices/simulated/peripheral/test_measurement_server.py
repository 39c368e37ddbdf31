"""The strap's side of Polar's control point: the published packets, every refusal, and any bytes at all."""

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.simulated.peripheral.measurement_server import (
    LEAST_MTU_BYTES,
    POLAR_H10_OFFERS,
    MeasurementServer,
    RefusedWriteError,
    Requester,
)
from devices.straps.polar.control_point import (
    ControlPointStatus,
    MeasurementSettings,
    decode_control_point,
    decode_features,
    decode_settings,
    encode_get_settings,
    encode_start,
    encode_stop,
    join_responses,
)
from devices.straps.polar.packets import MeasurementResponse
from devices.streams import Measurement

ECG, ACCELERATION = Measurement.ECG, Measurement.ACCELERATION
CLIENT = Requester(LEAST_MTU_BYTES)
START_ACCELERATION = "02 02 02 01 08 00 00 01 C8 00 01 01 10 00"
START_ECG = "02 00 00 01 82 00 01 01 0E 00"


def ask(server: MeasurementServer, request: str, requester: Requester = CLIENT) -> str:
    (answer,) = server.answers(bytes.fromhex(request), requester)
    return answer.hex(" ").upper()


def status(request: str, requester: Requester = CLIENT) -> int:
    return int(ask(MeasurementServer(), request, requester).split()[3], 16)


@pytest.mark.parametrize(
    ("request_text", "answer"),
    [
        ("01 02", "F0 01 02 00 00 00 04 19 00 32 00 64 00 C8 00 01 01 10 00 02 03 02 00 04 00 08 00"),
        ("01 00", "F0 01 00 00 00 00 01 82 00 01 01 0E 00"),
        (START_ACCELERATION, "F0 02 02 00 00 01"),
        (START_ECG, "F0 02 00 00 00"),
    ],
)
def test_published_packets(request_text: str, answer: str) -> None:
    assert ask(MeasurementServer(), request_text) == answer


def test_streams_start_once_and_stop_once() -> None:
    told: list[object] = []
    server = MeasurementServer(on_start=lambda *started: told.append(started), on_stop=told.append)
    assert ask(server, START_ECG) == "F0 02 00 00 00"
    assert ask(server, START_ECG) == "F0 02 00 06"
    assert server.streaming == {0}
    assert ask(server, "03 00") == "F0 03 00 00 00"
    assert ask(server, "03 00") == "F0 03 00 06"
    assert server.streaming == set()
    assert told == [(ECG, 130), ECG]


def test_status_tells_which_streams_run() -> None:
    server = MeasurementServer()
    ask(server, START_ACCELERATION)
    assert ask(server, "05") == "F0 05 00 00 00 00 42"


@pytest.mark.parametrize(
    ("request_text", "code"),
    [
        ("00 02", ControlPointStatus.INVALID_OPERATION),
        ("04 02", ControlPointStatus.INVALID_OPERATION),
        ("FF FF", ControlPointStatus.INVALID_OPERATION),
        ("01 3F", ControlPointStatus.INVALID_MEASUREMENT),
        ("02 82", ControlPointStatus.INVALID_MEASUREMENT),
        ("01 01", ControlPointStatus.NOT_SUPPORTED),
        ("03 05", ControlPointStatus.NOT_SUPPORTED),
        ("01 02 00", ControlPointStatus.INVALID_LENGTH),
        ("03 02 00", ControlPointStatus.INVALID_LENGTH),
        (START_ECG[:-3], ControlPointStatus.INVALID_LENGTH),
        ("02 00", ControlPointStatus.INVALID_PARAMETER),
        ("02 00 00 01 82 00", ControlPointStatus.INVALID_PARAMETER),
        ("02 00 00 02 82 00 01 01 0E 00", ControlPointStatus.INVALID_PARAMETER),
        ("02 00 00 01 82 00 00 01 82 00", ControlPointStatus.INVALID_PARAMETER),
        (f"{START_ECG} 02 01 08 00", ControlPointStatus.INVALID_PARAMETER),
        (f"{START_ECG} 09 01 08 00", ControlPointStatus.INVALID_PARAMETER),
        ("02 00 00 01 82 00 01 01 10 00", ControlPointStatus.INVALID_RESOLUTION),
        ("02 00 00 01 83 00 01 01 0E 00", ControlPointStatus.INVALID_SAMPLE_RATE),
        ("02 02 02 01 10 00 00 01 C8 00 01 01 10 00", ControlPointStatus.INVALID_RANGE),
        ("03 02", ControlPointStatus.ALREADY_IN_STATE),
    ],
)
def test_refusals(request_text: str, code: ControlPointStatus) -> None:
    assert status(request_text) == code.value


def test_frames_must_fit_the_link() -> None:
    small = Requester(LEAST_MTU_BYTES - 1)
    assert status(START_ECG, small) == ControlPointStatus.INVALID_MTU.value
    assert status(START_ACCELERATION, small) == ControlPointStatus.INVALID_MTU.value


@pytest.mark.parametrize("request_bytes", [b"", b"\x01", b"\x02", b"\x03", b"\x00"])
def test_a_write_too_short_to_be_a_request_is_an_att_error(request_bytes: bytes) -> None:
    with pytest.raises(RefusedWriteError) as caught:
        MeasurementServer().answers(request_bytes, CLIENT)
    assert caught.value.code == 0x0D


def test_features_are_those_of_the_offers() -> None:
    server = MeasurementServer()
    assert server.features == bytes.fromhex("0F05").ljust(18, b"\0")
    assert decode_features(server.features) == {ECG, ACCELERATION}
    without = MeasurementServer({ECG: POLAR_H10_OFFERS[ECG]})
    assert decode_features(without.features) == {ECG}
    assert ask(without, "01 02") == "F0 01 02 03"


# With the client's side


@given(st.sampled_from([ECG, ACCELERATION]), st.integers(23, 517))
def test_our_client_reads_every_answer_at_any_mtu(measurement: Measurement, mtu_bytes: int) -> None:
    server = MeasurementServer()
    requester = Requester(mtu_bytes)
    offer = decode_settings(whole(server.answers(encode_get_settings(measurement), requester)))
    assert offer == POLAR_H10_OFFERS[measurement]
    started = whole(server.answers(start(measurement, offer), requester))
    fits = mtu_bytes >= LEAST_MTU_BYTES
    assert ControlPointStatus(started.status_code) is (
        ControlPointStatus.OK if fits else ControlPointStatus.INVALID_MTU
    )
    stopped = whole(server.answers(encode_stop(measurement), requester))
    assert (stopped.status_code == ControlPointStatus.OK.value) is fits


@given(st.lists(st.binary(max_size=24)), st.integers(23, 517))
def test_any_bytes_written_give_an_answer_or_an_att_error(requests: list[bytes], mtu_bytes: int) -> None:
    server = MeasurementServer()
    for request in requests:
        with suppress(RefusedWriteError):
            answers = server.answers(request, Requester(mtu_bytes))
            assert answers
            for answer in answers:
                assert answer[:2] == bytes([0xF0, request[0]])
                assert len(answer) <= mtu_bytes - 3
    assert server.streaming <= {0, 2}


def start(measurement: Measurement, offer: MeasurementSettings) -> bytes:
    return encode_start(
        measurement,
        sample_rate_hz=offer.sample_rates_hz[-1],
        resolution_bits=offer.resolutions_bits[0],
        range_g=offer.ranges_g[0] if offer.ranges_g else None,
    )


def whole(answers: Sequence[bytes]) -> MeasurementResponse:
    first, *further = (decode_control_point(7, answer) for answer in answers)
    assert isinstance(first, MeasurementResponse)
    for part in further:
        assert isinstance(part, MeasurementResponse)
        first = join_responses(first, part)
    assert not first.more
    return first
