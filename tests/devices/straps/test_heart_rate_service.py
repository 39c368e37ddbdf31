"""Heart Rate Service 1.0, section 3.1: one test a clause, the published vectors, and any bytes at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import DecodeError
from devices.events import Contact, HeartRateMeasurement, Unreadable
from devices.notifications import BATTERY_LEVEL, HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import decode
from devices.straps.heart_rate_service import (
    decode_heart_rate_measurement,
    encode_heart_rate_measurement,
    rr_ms_from_ticks,
)


def decoded(hexadecimal: str) -> HeartRateMeasurement:
    return decode_heart_rate_measurement(7, bytes.fromhex(hexadecimal))


@pytest.mark.parametrize(
    ("packet", "contact"),
    [
        ("06 00", Contact.YES),
        ("04 00", Contact.NO),
        ("00 00", Contact.NOT_SUPPORTED),
        ("02 00", Contact.NOT_SUPPORTED),
    ],
)
def test_contact_is_tri_state(packet: str, contact: Contact) -> None:
    assert decoded(packet).contact is contact


def test_energy_is_read_and_is_not_taken_for_an_interval() -> None:
    assert decoded("08 00 7F 80").energy_kj == 32895
    assert decoded("18 3E 7F 80 B1 03").rr_ticks == (945,)


def test_longest_interval() -> None:
    assert decoded("10 00 FF FF").rr_ticks == (65535,)


def test_typical_packet_of_a_polar_h10() -> None:
    measurement = decoded("10 3E B1 03")
    assert measurement.heart_rate_per_min == 62
    assert measurement.rr_ticks == (945,)
    assert rr_ms_from_ticks(945) == 945 * 1000 / 1024
    assert measurement.time_ns == 7


def test_rate_of_two_bytes_shifts_what_follows() -> None:
    measurement = decoded("11 2C 01 B1 03")
    assert measurement.heart_rate_per_min == 300
    assert measurement.rr_ticks == (945,)


def test_nine_intervals_oldest_first_and_equal_neighbours_kept() -> None:
    ticks = (900, 900, 900, 901, 902, 902, 903, 904, 905)
    packet = encode_heart_rate_measurement(heart_rate_per_min=66, rr_ticks=ticks)
    assert len(packet) == 20
    assert decode_heart_rate_measurement(0, packet).rr_ticks == ticks


def test_odd_byte_at_the_end_is_ignored() -> None:
    assert decoded("10 3E B1 03 7F").rr_ticks == (945,)


def test_bytes_after_the_rate_are_no_intervals_where_the_flag_is_clear() -> None:
    assert decoded("00 3E B1 03").rr_ticks == ()


@pytest.mark.parametrize("packet", ["", "00", "01 3E", "08 3E 01", "09 3E 00 01"])
def test_packet_shorter_than_its_flags_require(packet: str) -> None:
    with pytest.raises(DecodeError):
        decoded(packet)


@given(st.binary(max_size=300))
def test_any_bytes_give_an_event_or_the_typed_error(data: bytes) -> None:
    try:
        measurement = decode_heart_rate_measurement(1, data)
    except DecodeError:
        assert len(data) < 6
    else:
        assert 0 <= measurement.heart_rate_per_min <= 0xFFFF
        assert all(0 <= ticks <= 0xFFFF for ticks in measurement.rr_ticks)
        assert 2 * len(measurement.rr_ticks) < len(data)


UNKNOWN = "0000feed-0000-1000-8000-00805f9b34fb"


@given(st.sampled_from([HEART_RATE_MEASUREMENT, BATTERY_LEVEL, UNKNOWN]), st.binary())
def test_any_notification_gives_an_event_with_its_time(characteristic: str, data: bytes) -> None:
    event = decode(Notification(5, characteristic, data))
    assert event.time_ns == 5
    if characteristic == UNKNOWN:
        assert isinstance(event, Unreadable)


@given(
    rate=st.integers(0, 0xFFFF),
    ticks=st.lists(st.integers(0, 0xFFFF), max_size=9).map(tuple),
    contact=st.sampled_from(Contact),
    energy=st.none() | st.integers(0, 0xFFFF),
)
def test_what_is_encoded_is_decoded(
    rate: int, ticks: tuple[int, ...], contact: Contact, energy: int | None
) -> None:
    packet = encode_heart_rate_measurement(
        heart_rate_per_min=rate, rr_ticks=ticks, contact=contact, energy_kj=energy
    )
    assert decode_heart_rate_measurement(3, packet) == HeartRateMeasurement(3, rate, contact, energy, ticks)


def test_number_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="16-bit"):
        encode_heart_rate_measurement(heart_rate_per_min=60, rr_ticks=(65536,))
