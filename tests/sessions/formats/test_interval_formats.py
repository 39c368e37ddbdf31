"""Files of other programs with RR intervals: every interval kept, units and pauses told, damage named."""

import struct
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import CONVERTED, IntervalRecording
from sessions.formats.registry import read_intervals
from sessions.formats.text.rr_text import write_rr_text

HRM = """[Params]
Version=106
Monitor=13
SMode=000000000
Date=20080125
StartTime=08:57:29.0
Length=00:40:03.0
Interval={interval}

[Note]
Müde, 904

[IntTimes]
00:03:05.0\t84\t52\t72\t100

[HRData]
"""


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("latin-1"))
    return path


def real_rr_ms(real_data: Path, name: str) -> list[float]:
    table = np.genfromtxt(real_data / name / "rr.csv", delimiter=",", names=True)
    return [float(value) for value in table["rr_ms"]]


def test_polar_hrm_with_artefacts_is_kept_whole(real_data: Path, tmp_path: Path) -> None:
    rr_ms = real_rr_ms(real_data, "rr_hrm_noisy")
    path = written(tmp_path / "a.hrm", HRM.format(interval=238) + write_rr_text(rr_ms))
    found = read_intervals(path)
    assert found.format == "polar_hrm"
    assert list(found.rr_ms) == rr_ms
    assert len(rr_ms) == 3581
    assert found.started_at == datetime(2008, 1, 25, 8, 57, 29)
    assert found.warnings == ()


def test_polar_hrm_of_heart_rates_has_no_intervals(tmp_path: Path) -> None:
    path = written(tmp_path / "a.hrm", HRM.format(interval=5) + "84\t0\n86\t0\n")
    with pytest.raises(SessionFileError, match="heart rates every 5 s"):
        read_intervals(path)
    with pytest.raises(SessionFileError, match="no RR intervals"):
        read_intervals(written(path, HRM.format(interval=238)))


def test_elite_hrv_tells_its_start_by_its_name(tmp_path: Path) -> None:
    found = read_intervals(written(tmp_path / "2026-01-17 17-47-13.txt", "800\n812\n"))
    assert (found.format, found.started_at) == ("elite_hrv", datetime(2026, 1, 17, 17, 47, 13))
    other = read_intervals(written(tmp_path / "2026-99-17 17-47-13.txt", "800\n812\n"))
    assert (other.format, other.started_at) == ("rr_text", None)


def test_seconds_are_converted_and_that_is_said(tmp_path: Path) -> None:
    found = read_intervals(written(tmp_path / "rr.txt", "0.8\n0.9\n30\n"))
    assert found.rr_ms == (800.0, 900.0, 30_000.0)
    assert found.warnings == (CONVERTED, message("file.impossible", count=1))
    assert found.end_s == pytest.approx((0.8, 1.7, 1.7))


def test_decimal_comma_is_no_column(tmp_path: Path) -> None:
    assert read_intervals(written(tmp_path / "rr.txt", "812,5\n790,25\n")).rr_ms == (812.5, 790.25)
    assert read_intervals(written(tmp_path / "rr.txt", "0,8125\n0,79\n")).rr_ms == (812.5, 790.0)


def hrv_logger(rr_ms: list[float], arrival_s: list[float], stamp: str = "%Y-%m-%d %H:%M:%S +0100") -> str:
    start = datetime(2026, 3, 15, 9, 0, 15)
    rows = (
        f"{(start + timedelta(seconds=int(came_s))).strftime(stamp)},{rr:g},{came_s:.2f}\n"
        for rr, came_s in zip(rr_ms, arrival_s, strict=True)
    )
    return "date,rr,since start\n" + "".join(rows)


def test_hrv_logger_of_a_real_strap_has_no_pause(real_data: Path, tmp_path: Path) -> None:
    """Arrivals of a real Polar H10 over Bluetooth, which come in bursts."""
    table = np.genfromtxt(real_data / "rr_h10_slow" / "rr.csv", delimiter=",", names=True)
    rr_ms = table["rr_ms"].tolist()
    arrival_s = (table["arrival_s"] - table["arrival_s"][0]).tolist()
    found = read_intervals(written(tmp_path / "2026-03-15_RR_1.csv", hrv_logger(rr_ms, arrival_s)))
    assert found.format == "hrv_logger"
    assert list(found.rr_ms) == pytest.approx(rr_ms, abs=0.01)
    assert found.started_at is not None
    expected = datetime(2026, 3, 15, 9, 0, 15, tzinfo=timezone(timedelta(hours=1)))
    assert expected - found.started_at == pytest.approx(timedelta(milliseconds=rr_ms[0]), abs=timedelta(0.01))
    assert all(found.adjacent[1:])
    assert found.warnings == ()


@pytest.mark.parametrize("late_rows", [0, 7])
def test_pause_is_one_where_the_phone_was_not_only_busy(tmp_path: Path, late_rows: int) -> None:
    """20 s without beats; and before, a phone that hands over seven beats at once."""
    rr_ms = [800.0] * 100
    arrival_s = [0.8 * i + (20.0 if i >= 50 else 0.0) for i in range(100)]
    arrival_s[20 : 20 + late_rows] = [0.8 * (20 + late_rows)] * late_rows
    found = read_intervals(written(tmp_path / "a.csv", hrv_logger(rr_ms, arrival_s)))
    assert [row for row, adjacent in enumerate(found.adjacent) if not adjacent] == [0, 50]
    assert found.end_s[50] - found.end_s[49] == pytest.approx(20.8, abs=1.01)
    assert found.warnings == (message("file.pauses", count=1),)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (
            "timestamp,relative_time,rr_sincestart,rr\n1710489615000,0,0,800\n1710489615812,812,812,812\n",
            "hrv_logger",
        ),
        ("timestamp, rr, since_start\n1710489615000, 800, 0\n1710489615812, 812, 812\n", "hrv_logger"),
        ("time,RR\n0.8,800\n1.612,812\n", "csv"),
        ("0.8,0.8\n1.612,0.812\n", "csv"),
        ("time_s;rr_ms;label\n0.8;800;normal\n1.612;812;ectopic\n", "csv"),
        ("800\t800\n1612\t812\n", "csv"),
        ("rr_ms\n800\n812\n", "csv"),
        ("t_s,rr_ms,sym\n0.5,,N\n1.3,800,N\n2.112,812,V\n", "csv"),
    ],
)
def test_tables_of_several_kinds_have_the_same_intervals(tmp_path: Path, content: str, form: str) -> None:
    found = read_intervals(written(tmp_path / "a.csv", content))
    assert found.format == form
    assert found.rr_ms == pytest.approx((800.0, 812.0))
    assert found.end_s == pytest.approx((0.8, 1.612))
    if "1710489615000" in content:
        assert found.started_at == datetime(2024, 3, 15, 8, 0, 14, 200_000, UTC)
    else:
        assert found.started_at is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("date,rr\n", "no RR intervals"),
        ("date,rr\n2026-03-15 09:00:15,\n", "no RR intervals"),
        ("inhale_s,exhale_s\n1,2\n", "it has inhale_s, exhale_s"),
        ("Dear reader,\nthis is a letter.\n", "nor a file that this program knows"),
        ("800\n" * 760_000, "spans 7.04 days"),
        ("1e300\n", "nor a file that this program knows"),
        ('"' + "8" * 200_000 + ",\n", "nor a file that this program knows"),
        ("12\n15\n13\n", "breathing rates"),
        ("time,hr\n0,67\n1,65\n", "heart rates"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(SessionFileError, match=words) as refused:
        read_intervals(written(tmp_path / "a.csv", content))
    assert refused.value.advice


def fit(rr_ms: list[int], *, order: str = "<", created: int = 1_000_000_000) -> bytes:
    """A file_id message with its time, then hrv messages of five, and a message of another kind between."""
    endian = b"\x01" if order == ">" else b"\x00"

    def definition(local: int, message: int, *fields: tuple[int, int, int], developer: bytes = b"") -> bytes:
        head = bytes([0x40 | (0x20 if developer else 0) | local, 0]) + endian
        counted = struct.pack(f"{order}HB", message, len(fields))
        return head + counted + b"".join(map(bytes, fields)) + developer

    records = definition(0, 0, (0, 1, 0), (4, 4, 0x86)) + b"\x00\x04" + struct.pack(f"{order}I", created)
    records += definition(1, 78, (0, 10, 0x84))
    records += definition(2, 20, (253, 4, 0x86), developer=b"\x01\x00\x02\x00")
    for first in range(0, len(rr_ms), 5):
        five = (rr_ms[first : first + 5] + [0xFFFF] * 5)[:5]
        records += b"\x01" + struct.pack(f"{order}5H", *five)
        records += (
            b"\x02" + struct.pack(f"{order}IH", created + first, 0) + bytes([0x80 | (2 << 5) | 3]) + b"\0" * 6
        )
    header = struct.pack("<BBHI4s", 12, 0x20, 2132, len(records), b".FIT")
    return header + records + b"\0\0"


@pytest.mark.parametrize("order", ["<", ">"])
def test_fit_has_the_intervals_of_its_hrv_messages(tmp_path: Path, order: str) -> None:
    rr_ms = [800, 812, 790, 1500, 801, 802, 45]
    found = read_intervals(written(tmp_path / "a.fit", fit(rr_ms, order=order)))
    assert found.format == "fit"
    assert list(found.rr_ms) == rr_ms
    assert found.started_at == datetime(1989, 12, 31, tzinfo=UTC) + timedelta(seconds=1_000_000_000)


def test_fit_without_intervals_or_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SessionFileError, match="no RR intervals"):
        read_intervals(written(tmp_path / "a.fit", fit([])))
    with pytest.raises(SessionFileError, match="damaged"):
        read_intervals(written(tmp_path / "a.fit", fit([800] * 50)[:60]))
    cut = read_intervals(written(tmp_path / "a.fit", fit([800] * 50)[:-20]))
    assert set(cut.rr_ms) == {800.0}
    assert message("file.cut") in cut.warnings


def test_fit_of_fields_without_bytes_costs_no_more_than_its_length(tmp_path: Path) -> None:
    """Half a million messages of one byte, each of 255 fields that hold nothing."""
    definition = bytes([0x40, 0, 0]) + struct.pack("<HB", 20, 255) + bytes([1, 0, 0]) * 255
    records = definition + bytes(500_000)
    header = struct.pack("<BBHI4s", 12, 0x20, 2132, len(records), b".FIT")
    with pytest.raises(SessionFileError, match="no RR intervals"):
        read_intervals(written(tmp_path / "a.fit", header + records + b"\0\0"))


SEEDS = [
    b"0.8\n0.79\n",
    HRM.format(interval=238).encode("latin-1") + b"800\n790\n",
    hrv_logger([800.0] * 9, [0.8 * i for i in range(9)]).encode(),
    b"timestamp,rr\n1710489615000,800\n1710489615812,812\n",
    fit([800, 790, 700]),
]


@settings(max_examples=500)
@given(data=st.data())
def test_any_bytes_end_in_intervals_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(0, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.binary(max_size=6) | st.sampled_from([b"1e308", b"-", b"\n", b",", b"99999999999"])
        )
        content[place : place + data.draw(st.integers(0, 6))] = piece
        if not content:
            content = bytearray(b" ")
    found = outcome(written(tmp_path_factory.mktemp("any") / "a", bytes(content)))
    if isinstance(found, SessionFileError):
        assert found.advice
        return
    assert found.rr_ms
    assert len(found.rr_ms) == len(found.end_s) == len(found.adjacent)
    assert all(rr_ms >= 0.0 for rr_ms in found.rr_ms)
    assert np.all(np.diff((0.0, *found.end_s)) >= 0.0)
    assert not found.adjacent[0]


def outcome(path: Path) -> IntervalRecording | SessionFileError:
    try:
        return read_intervals(path)
    except SessionFileError as refused:
        return refused
