"""Our own tables come back as they were written; what was changed since is read as any other table."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.errors import SessionFileError
from sessions.formats.export import ExportedBeat, ExportedRate, SessionExport
from sessions.formats.intervals import IntervalRecording
from sessions.formats.rates import RateRecording
from sessions.formats.registry import read_file
from sessions.formats.tables.beat_table import beat_table
from sessions.zone import Zone, local_time, zone_of

STARTED_AT = datetime(2026, 3, 29, 0, 58, 30, 123_456, tzinfo=UTC)
ZONES = (
    None,
    Zone(3600, "Europe/Berlin"),
    Zone(-4 * 3600, "America/New_York"),
    Zone(19_800, "Asia/Kolkata"),
    Zone(-12_600),
    Zone(0, "Europe/London"),
    Zone(0),
)


def table_of(session: SessionExport) -> str:
    content = beat_table.write(session)
    assert isinstance(content, bytes)
    return content.decode()


def written(session: SessionExport, folder: Path) -> Path:
    path = folder / "a.csv"
    path.write_text(table_of(session))
    return path


@st.composite
def beats(draw: st.DrawFn) -> list[ExportedBeat]:
    rows: list[ExportedBeat] = []
    end_s = draw(st.floats(0.0, 5.0))
    for rr_ms in draw(st.lists(st.floats(300.0, 2000.0), min_size=1, max_size=60)):
        pause_s = draw(st.sampled_from((0.0, 0.0, 0.0, 0.05, 1.0, 40.0)))
        end_s += pause_s + rr_ms / 1000.0
        rows.append(ExportedBeat(end_s, rr_ms, "normal", bool(rows) and pause_s == 0.0))
    return rows


@given(rows=beats(), zone=st.sampled_from(ZONES))
@settings(deadline=None, max_examples=60)
def test_beats_come_back(
    rows: list[ExportedBeat], zone: Zone | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = read_file(
        written(SessionExport(STARTED_AT, 600.0, rows, zone=zone), tmp_path_factory.mktemp("own"))
    )
    assert isinstance(found, IntervalRecording)
    assert found.rr_ms == pytest.approx([one.rr_ms for one in rows], abs=1e-6)
    assert found.end_s == pytest.approx([one.time_s for one in rows], abs=1e-6)
    assert list(found.adjacent) == [one.adjacent for one in rows]
    assert found.started_at is not None
    assert abs(found.started_at - STARTED_AT) <= timedelta(microseconds=2)
    told = zone_of(found.started_at)
    if zone is None or zone == Zone(0):
        assert told in (None, zone)
    else:
        offset = local_time(STARTED_AT, zone).utcoffset()
        assert offset is not None
        assert told == Zone(round(offset.total_seconds()), zone.name)


@given(
    rates=st.lists(st.integers(30, 220), min_size=1, max_size=50),
    steps=st.floats(0.5, 3.0),
    zone=st.sampled_from(ZONES),
)
@settings(deadline=None, max_examples=30)
def test_heart_rates_come_back(
    rates: list[int], steps: float, zone: Zone | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [ExportedRate(steps * place, rate) for place, rate in enumerate(rates)]
    session = SessionExport(STARTED_AT, 600.0, rates=rows, zone=zone)
    found = read_file(written(session, tmp_path_factory.mktemp("own")))
    assert isinstance(found, RateRecording)
    assert list(found.rate_per_min) == rates
    assert found.time_s == pytest.approx([one.time_s for one in rows], abs=1e-6)


ROWS = [ExportedBeat(0.8 * row, 800.0 + row % 7, "normal", row > 1) for row in range(1, 60)]


@given(data=st.data())
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_a_table_that_was_changed_ends_in_a_recording_or_a_sentence(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = table_of(SessionExport(STARTED_AT, 60.0, ROWS, zone=ZONES[1])).splitlines()
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(1, len(lines) - 1))
        cells = lines[place].split(",")
        cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(
            st.one_of(
                st.text(max_size=12), st.sampled_from(("", "nan", "1e308", "-1", "inf", "0", "9" * 400))
            )
        )
        lines[place] = ",".join(cells)
    path = tmp_path_factory.mktemp("own") / "a.csv"
    path.write_text("\n".join(lines))
    try:
        found = read_file(path)
    except SessionFileError:
        return
    assert isinstance(found, IntervalRecording)
    assert len(found.rr_ms) == len(found.end_s) == len(found.adjacent)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Europe", "Nowhere/Land", "a" * 5000, "CON"])
def test_an_odd_zone_costs_the_zone_alone(tmp_path: Path, zone: str) -> None:
    text = table_of(SessionExport(STARTED_AT, 60.0, ROWS, zone=ZONES[1]))
    path = tmp_path / "a.csv"
    path.write_text(text.replace("Europe/Berlin", zone))
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    assert found.started_at is not None
    assert abs(found.started_at - STARTED_AT) <= timedelta(milliseconds=1)
    assert len(found.rr_ms) == len(ROWS)


def test_heart_rates_of_another_program_are_still_refused(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("time,hr\n" + "".join(f"{row},{60 + row % 9}\n" for row in range(200)))
    with pytest.raises(SessionFileError):
        read_file(path)


def test_a_damaged_heart_rate_costs_its_row(tmp_path: Path) -> None:
    rows = [ExportedRate(float(second), 60 + second % 9) for second in range(60)]
    lines = table_of(SessionExport(STARTED_AT, 60.0, rates=rows, zone=ZONES[1])).splitlines()
    lines[1], lines[30], lines[40] = "nothing", "29.000000,7000,,", "1,60"
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    found = read_file(path)
    assert isinstance(found, RateRecording)
    assert len(found.rate_per_min) == 57
    assert found.started_at is not None
    assert abs(found.started_at - STARTED_AT) <= timedelta(microseconds=2)
    assert [one.arguments["count"] for one in found.warnings] == [3]
