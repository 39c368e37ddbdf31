"""The time zone of a session: what the computer says, what a file keeps, and what an odd file costs."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.events import Tick
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, read_header, read_records, write_session
from sessions.zone import Zone, local_text, local_zone, tzinfo_of

WINTER, SUMMER = (datetime(2026, month, 4, 6, 30, tzinfo=UTC) for month in (1, 7))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("told", "moment", "expected"),
    [
        ("Europe/Berlin", WINTER, Zone(3600, "Europe/Berlin")),
        ("Europe/Berlin", SUMMER, Zone(7200, "Europe/Berlin")),
        (":America/New_York", SUMMER, Zone(-4 * 3600, "America/New_York")),
        ("/usr/share/zoneinfo/Asia/Kolkata", WINTER, Zone(19_800, "Asia/Kolkata")),
        ("CET-1CEST,M3.5.0,M10.5.0/3", SUMMER, Zone(7200)),
        ("Nowhere/Land", SUMMER, Zone(0)),
    ],
)
def test_the_zone_of_the_computer(
    clock: pytest.MonkeyPatch, told: str, moment: datetime, expected: Zone
) -> None:
    clock.setenv("TZ", told)
    time.tzset()
    assert local_zone(moment) == expected


@pytest.mark.parametrize("zone", [None, Zone(3600, "Europe/Berlin"), Zone(-12_600)])
def test_a_session_keeps_its_zone(tmp_path: Path, zone: Zone | None) -> None:
    path = tmp_path / "a.session"
    header = SessionHeader(WINTER, 5, Origin.STRAP, zone)
    write_session(path, header, [encode_record(Tick(5))])
    assert read_header(path) == header
    assert list(read_records(path)) == [Tick(5)]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1 if zone is None else 2,)


@pytest.mark.parametrize(
    ("name", "offset", "expected"),
    [
        ("../../etc/passwd", 3600, Zone(3600)),
        ("a" * 90_000, 3600, Zone(3600)),
        ("Europe/Berlin", 2**60, None),
        (b"\xff", 3600, Zone(3600)),
        ("Nowhere/Land", 3600, Zone(3600, "Nowhere/Land")),
    ],
)
def test_an_odd_zone_costs_the_zone_alone(
    tmp_path: Path, name: object, offset: object, expected: Zone | None
) -> None:
    path = tmp_path / "a.session"
    write_session(path, SessionHeader(WINTER, 0, Origin.STRAP, Zone(0, "UTC")), [encode_record(Tick(5))])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET zone = ?, utc_offset_s = ?", (name, offset))
    header = read_header(path)
    assert header.zone == expected
    assert local_text(header.started_at, header.zone)
    assert list(read_records(path)) == [Tick(5)]


def test_local_times_change_with_the_clocks() -> None:
    berlin = Zone(3600, "Europe/Berlin")
    assert local_text(WINTER, berlin) == "2026-01-04T07:30:00+01:00"
    assert local_text(SUMMER, berlin) == "2026-07-04T08:30:00+02:00"
    assert local_text(SUMMER, None) == "2026-07-04T06:30:00Z"


@pytest.mark.parametrize("text", ["", "+99:00", "Europe", "/etc/localtime", "..", "+1", "Z" * 1000])
def test_what_is_no_zone_is_none(text: str) -> None:
    assert tzinfo_of(text) is None
