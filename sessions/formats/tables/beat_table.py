"""Writes a table of beats for spreadsheets and statistics programs."""

from typing import Final

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter

BEAT_COLUMNS: Final = ("time_s", "rr_ms", "label", "time", "time_zone")
RATE_COLUMNS: Final = ("time_s", "heart_rate_per_min", "time", "time_zone")
"""Columns for a strap that sent heart rates but no intervals."""


@exporter("csv", title=message("file.export.csv"))
def beat_table(session: SessionExport) -> bytes:
    """Write every interval: when it ended, its length, its label, and the date of its end."""
    zone = session.zone_text
    if not session.beats and not session.rates:
        raise SessionFileError(message("file.without_beats"), message("file.without_beats.advice"))
    if session.rates and not session.beats:
        return _table(
            RATE_COLUMNS,
            [
                (f"{one.time_s:.6f}", f"{one.rate_per_min}", _date(session, one.time_s), zone)
                for one in session.rates
            ],
        )
    return _table(
        BEAT_COLUMNS,
        [
            (f"{one.time_s:.6f}", f"{one.rr_ms:.6f}", one.label, _date(session, one.time_s), zone)
            for one in session.beats
        ],
    )


def _date(session: SessionExport, time_s: float) -> str:
    return session.local_text(time_s, timespec="microseconds")


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    return "".join(",".join(row) + "\n" for row in (columns, *rows)).encode()
