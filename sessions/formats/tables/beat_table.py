"""A table of beats, as spreadsheets and statistics programs take it."""

from datetime import timedelta

from devices.message import message
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter


@exporter("csv", title=message("file.export.csv"))
def beat_table(session: SessionExport) -> bytes:
    """Write every interval: when it ended, its length, what it is taken for, and the date of its end."""
    started_at = session.started_at.astimezone()
    rows = (
        f"{beat.time_s:.6f},{beat.rr_ms:.6f},{beat.label},"
        f"{(started_at + timedelta(seconds=beat.time_s)).isoformat(timespec='milliseconds')}\n"
        for beat in session.beats
    )
    return ("time_s,rr_ms,label,time\n" + "".join(rows)).encode()
