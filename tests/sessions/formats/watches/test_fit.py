"""FIT activities: paused, cut, never closed, chained, with beats instead of intervals."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import IntervalRecording
from sessions.formats.registry import read_file
from tests.sessions.formats.watches.fit_files import CREATED, activity, definition, file_of


def read(path: Path, content: bytes) -> IntervalRecording:
    path.write_bytes(content)
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    return found


@settings(max_examples=100)
@given(seed=st.integers(0, 2**32))
def test_an_activity_keeps_its_pause(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    wanted = activity(seed)
    found = read(tmp_path_factory.getbasetemp() / "any.fit", wanted.content)
    missing = len(wanted.rr_ms) - len(found.rr_ms)
    assert 0 <= missing <= (20 if "file.cut" in wanted.said else 0), wanted.described
    assert list(found.rr_ms) == wanted.rr_ms[: len(found.rr_ms)], wanted.described
    assert {row for row, one in enumerate(found.adjacent) if row and not one} == wanted.breaks, (
        wanted.described
    )
    assert {one.key for one in found.warnings} == wanted.said, wanted.described
    if wanted.pause is not None:
        (row,) = wanted.breaks
        assert found.end_s[row - 1] == pytest.approx(wanted.pause[0], abs=0.01)
        assert found.end_s[row] - found.rr_ms[row] / 1000.0 == pytest.approx(wanted.pause[1], abs=4.5)


def test_files_joined_in_one_are_all_read(tmp_path: Path) -> None:
    first, second = (activity(seed, damage="") for seed in (1, 2))
    found = read(tmp_path / "a.fit", first.content + second.content)
    assert list(found.rr_ms) == first.rr_ms + second.rr_ms
    assert not found.adjacent[len(first.rr_ms)]
    assert "file.chained" in {one.key for one in found.warnings}


def test_times_of_beats_are_taken_by_their_differences(tmp_path: Path) -> None:
    """A swimmer's strap hands over whole times, and then the lowest twelve bits of eight at once."""
    ticks = [1000 + 900 * beat for beat in range(17)]
    low = [tick & 0xFFF for tick in ticks[1:]]
    records = definition(0, 132, "<", (253, 4, 0x86), (9, 4, 0x86))
    records += b"\x00" + struct.pack("<II", CREATED, ticks[0])
    records += definition(1, 132, "<", (10, 12, 13))
    for first in (0, 8):
        pairs = zip(low[first : first + 8 : 2], low[first + 1 : first + 8 : 2], strict=True)
        records += b"\x01" + b"".join(bytes([a & 0xFF, a >> 8 | (b & 0xF) << 4, b >> 4]) for a, b in pairs)
    found = read(tmp_path / "a.fit", file_of(records))
    assert found.rr_ms == pytest.approx([900 / 1024 * 1000] * 16)
    assert [one.key for one in found.warnings] == ["file.beat_times"]


def test_an_activity_without_a_strap_is_refused_with_advice(tmp_path: Path) -> None:
    records = definition(2, 20, "<", (253, 4, 0x86), (3, 1, 2))
    records += b"".join(b"\x02" + struct.pack("<IB", CREATED + second, 66) for second in range(60))
    with pytest.raises(SessionFileError) as refused:
        read(tmp_path / "a.fit", file_of(records))
    assert refused.value.message == message("file.no_intervals", path=str(tmp_path / "a.fit"))
