"""Session files and databases as nobody's program records them, each made by one function."""

import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.polar.packets import POLAR_MEASUREMENT_DATA
from sessions.database import APPLICATION_ID, TABLES
from sessions.records import Record, Row, encode_record
from sessions.store import Origin, SessionHeader, write_session

SECOND_NS: Final = 10**9
START_NS: Final = 5 * SECOND_NS
STARTED_AT: Final = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HEADER: Final = SessionHeader(STARTED_AT, START_NS, Origin.STRAP)

Make = Callable[[Path], object]


def honest_records(seconds: int = 60) -> list[Record]:
    """A minute of a strap that sends one beat of a second each second, with a guide."""
    records: list[Record] = [
        LinkChanged(START_NS, LinkState.STREAMING, "Polar H10 1", "00:11:22:33:44:55"),
        GuideChanged(START_NS + 1, True, BreathPattern(6.0, 2.0)),
    ]
    for second in range(1, seconds + 1):
        time_ns = START_NS + second * SECOND_NS
        records += [
            Notification(time_ns, HEART_RATE_MEASUREMENT, bytes([16, 60, 0, 4])),
            Tick(time_ns + 1),
        ]
    return records


def honest(path: Path) -> None:
    write_rows(path, map(encode_record, honest_records()))


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    write_session(path, HEADER, rows)


def with_records(*more: Record) -> Make:
    return lambda path: write_rows(path, map(encode_record, [*honest_records(), *more]))


def with_row(*row: object) -> Make:
    """Return what makes an honest session with one odd row, past the checks of its writer."""

    def make(path: Path) -> None:
        honest(path)
        _change(path, "INSERT INTO records (time_ns, kind, characteristic, data) VALUES (?, ?, ?, ?)", row)

    return make


def with_message(stored: str) -> Make:
    return with_row(START_NS, "link", "", _LINK.format(stored).encode())


def with_header(**fields: object) -> Make:
    def make(path: Path) -> None:
        honest(path)
        for name, value in fields.items():
            _change(path, f"UPDATE session SET {name} = ?", (value,))

    return make


def with_schema(*statements: str) -> Make:
    """Return what makes a database that bears our application id and another schema."""

    def make(path: Path) -> None:
        _execute(path, f"PRAGMA application_id = {APPLICATION_ID}", "PRAGMA user_version = 1", *statements)

    return make


def changed_by(*statements: str) -> Make:
    def make(path: Path) -> None:
        honest(path)
        _execute(path, *statements)

    return make


def of_bytes(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def with_bytes(place: int, content: bytes) -> Make:
    """Return what makes an honest session with other bytes at one place of its file."""

    def make(path: Path) -> None:
        honest(path)
        whole = bytearray(path.read_bytes())
        whole[place : place + len(content)] = content
        path.write_bytes(whole)

    return make


def flood(count: int, data: Callable[[random.Random], bytes], characteristic: str) -> Make:
    """Return what makes a session of so many notifications within a minute."""

    def make(path: Path) -> None:
        chance = random.Random(1)
        step_ns = 60 * SECOND_NS // count
        write_rows(
            path,
            (
                encode_record(Notification(START_NS + i * step_ns, characteristic, data(chance)))
                for i in range(count)
            ),
        )

    return make


def _execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("BEGIN")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _change(path: Path, statement: str, values: Iterable[object]) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, tuple(values))
    connection.close()


def _acceleration(first_s: int, count: int) -> list[Record]:
    """Frames of 80 samples, ten a second: four times what a strap sends."""
    times_ns = [first_s * SECOND_NS + i * SECOND_NS // 10 for i in range(count)]
    return [
        Notification(
            START_NS + time_ns,
            POLAR_MEASUREMENT_DATA,
            b"\x02" + (time_ns + SECOND_NS).to_bytes(8, "little") + b"\x01" + bytes(range(60)) * 8,
        )
        for time_ns in times_ns
    ]


_ENDLESS: Final = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
_SESSION_ROW: Final = "INSERT INTO session VALUES ('2026-11-22T08:30:00+00:00', 5000000000, 'strap')"
_LINK: Final = '{{"state": "idle", "message": {}}}'
_SAID: Final = '{{"key": "{}", "arguments": {}}}'
_RATING: Final = '{{"scale": "pain", "value": {}, "when": "before"}}'

UNREADABLE: Final[dict[str, Make]] = {
    "start_ns infinite": with_header(start_ns=float("inf")),
    "start_ns not a number": with_header(start_ns="soon"),
    "start_ns beyond the clock": with_header(start_ns=2**62 + 1),
    "started in year 1": with_header(started_at="0001-01-01T00:00:00+00:00"),
    "started in year 9999": with_header(started_at="9999-12-31T23:59:59-12:00"),
    "started in 1969": with_header(started_at="1969-12-31T23:59:59+00:00"),
    "started without a zone": with_header(started_at="2026-11-22T08:30:00"),
    "start is a number": with_header(started_at=5),
    "start is bytes": with_header(started_at=b"\xff\xfe"),
    "origin unknown": with_header(origin="moon"),
    "no header": changed_by("DELETE FROM session"),
    "another version": changed_by("PRAGMA user_version = 99"),
    "text not UTF-8": changed_by("UPDATE records SET kind = CAST(x'ff41' AS TEXT) WHERE sequence = 5"),
    "data a number": changed_by("UPDATE records SET data = 7 WHERE sequence = 5"),
    "time a text": changed_by("UPDATE records SET time_ns = 'noon' WHERE sequence = 5"),
    "time infinite": changed_by("UPDATE records SET time_ns = 9e999 WHERE sequence = 5"),
    "kind unknown": with_row(START_NS, "song", "", b"{}"),
    "JSON deep": with_row(START_NS, "link", "", b"[" * 90_000),
    "JSON NaN": with_row(START_NS, "rating", "", _RATING.format("NaN").encode()),
    "rating absurd": with_row(START_NS, "rating", "", _RATING.format("1e308").encode()),
    "whole number of 4,000 digits": with_row(START_NS, "rating", "", _RATING.format("9" * 4000).encode()),
    "message that is a number": with_message("5"),
    "message without arguments": with_message('{"key": "link.failed"}'),
    "message with something else": with_message('{"key": "a", "arguments": {}, "more": 1}'),
    "message with an odd key": with_message(_SAID.format("{0.__class__}", "{}")),
    "message with true": with_message(_SAID.format("link.failed", '{"why": true}')),
    "message with NaN": with_message(_SAID.format("link.failed", '{"why": NaN}')),
    "message on no day": with_message(_SAID.format("link.failed", '{"why": {"date": "2026-13-01"}}')),
    "messages one in another": with_message('{"key": "a", "arguments": {"a": ' * 30 + '"a"' + "}}" * 30),
    "blob of 30 MB": with_row(START_NS, "notification", HEART_RATE_MEASUREMENT, bytes(30_000_000)),
    "endless view": with_schema(
        TABLES["session"],
        _SESSION_ROW,
        f"CREATE VIEW records AS {_ENDLESS} SELECT i AS sequence, i AS time_ns, 'tick' AS kind, "
        "'' AS characteristic, x'7b7d' AS data FROM n",
    ),
    "view of a huge blob": with_schema(
        TABLES["records"],
        "CREATE VIEW session AS SELECT zeroblob(900000000) AS started_at, 1 AS start_ns, 'strap' AS origin",
    ),
    "generated column": with_schema(
        TABLES["session"],
        _SESSION_ROW,
        "CREATE TABLE records (sequence INTEGER PRIMARY KEY, time_ns, kind, characteristic, "
        "data AS (zeroblob(900000000)))",
        "INSERT INTO records (time_ns, kind, characteristic) VALUES (5000000000, 'tick', '')",
    ),
    "trigger": changed_by("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END"),
    "another table": changed_by("CREATE TABLE t (a)"),
    "virtual table": with_schema(
        TABLES["session"], _SESSION_ROW, "CREATE VIRTUAL TABLE records USING fts5(a)"
    ),
    "no tables": with_schema(),
    "a thousand tables": with_schema(*(f"CREATE TABLE t{i} (a)" for i in range(1_000))),
    "empty": of_bytes(b""),
    "magic alone": of_bytes(b"SQLite format 3\0"),
    "zeros": of_bytes(bytes(4096)),
    "our id before zeros": of_bytes(
        b"SQLite format 3\0" + bytes(52) + APPLICATION_ID.to_bytes(4, "big") + bytes(9000)
    ),
    "pages in a circle": with_bytes(2 * 4096, b"\x05\0\0\0\x02\x0f\xf0\0\0\0\0\x03\x0f\xf0\x0f\xf8"),
    "database of another program": lambda path: _execute(path, "CREATE TABLE records (sequence INTEGER)"),
    "text": of_bytes(b"800\n810\n"),
}
"""Each is listed as unreadable, with its reason."""

READABLE: Final[dict[str, Make]] = {
    "honest": honest,
    "tick at 2^62 ns": with_records(Tick(2**62)),
    "tick at -2^62 ns": with_records(Tick(-(2**62))),
    "tick a year off": with_records(Tick(START_NS + 366 * 86_400 * SECOND_NS)),
    "tick six days off": with_records(Tick(START_NS + 6 * 86_400 * SECOND_NS)),
    "guide at -2^62 ns": with_records(GuideChanged(-(2**62), True, BreathPattern(10.0, 2.0))),
    "guide six days off": with_records(
        GuideChanged(START_NS + 100 * SECOND_NS, True, BreathPattern(10.0, 2.0)),
        Tick(START_NS + 6 * 86_400 * SECOND_NS),
    ),
    "notification of 90,000 bytes": with_records(
        Notification(START_NS, HEART_RATE_MEASUREMENT, b"\x10\x3c" + b"\0\4" * 45_000)
    ),
    "message of a newer version": with_message(_SAID.format("link.from_mars", '{"why": 1}')),
    "message that lacks what it says": with_message(_SAID.format("link.failed", "{}")),
    "message with a text for a number": with_message(_SAID.format("pattern.stage_in", '{"seconds": "x"}')),
    "message of no parts": with_message(_SAID.format("join.dots", '{"parts": []}')),
    "message of an older version": with_message('"Bluetooth is off."'),
    "keys twice": with_row(
        START_NS, "rating", "", b'{"scale": "pain", "scale": "mood", "value": 1, "when": "before"}'
    ),
    "ticks out of order": with_records(*(Tick(START_NS + (i * 7919) % 60 * SECOND_NS) for i in range(3000))),
    "flood of empty packets": flood(15_000, lambda _: b"", HEART_RATE_MEASUREMENT),
    "flood of random packets": flood(15_000, lambda chance: chance.randbytes(20), HEART_RATE_MEASUREMENT),
    "flood of 60 intervals": flood(
        3_750, lambda chance: b"\x10\x3c" + chance.randbytes(120), HEART_RATE_MEASUREMENT
    ),
    "flood of intervals of 0 and 65535": flood(
        15_000, lambda chance: chance.choice((b"\x10\x3c\0\0", b"\x10\x3c\xff\xff")), HEART_RATE_MEASUREMENT
    ),
    "acceleration six days apart": with_records(*_acceleration(0, 60), *_acceleration(6 * 86_400, 60)),
    "flood of random acceleration": flood(
        15_000,
        lambda chance: b"\x02" + chance.randbytes(8) + b"\x01" + chance.randbytes(60),
        POLAR_MEASUREMENT_DATA,
    ),
    "flood of random ECG": flood(
        15_000,
        lambda chance: b"\0" + chance.randbytes(8) + b"\0" + chance.randbytes(219),
        POLAR_MEASUREMENT_DATA,
    ),
}
"""Each is read; figures of what is mostly garbage are null, with a reason."""


def not_regular(folder: Path) -> None:
    """Put things that are no files, under the names of sessions, into a folder."""
    os.mkfifo(folder / "pipe.session")
    (folder / "device.session").symlink_to("/dev/zero")
    (folder / "folder.session").mkdir()
    (folder / "nowhere.session").symlink_to(folder / "missing")


ABSURD_CACHES: Final = (
    "[]",
    "5",
    "[" * 100_000,
    json.dumps({"version": 2, "sessions": {"a": 5}}),
    json.dumps({"version": 2, "sessions": []}),
    "nonsense",
)
