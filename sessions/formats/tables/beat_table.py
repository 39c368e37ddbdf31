"""A table of beats, as spreadsheets and statistics programs take it."""

from devices.message import message
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter


@exporter("csv", title=message("file.export.csv"))
def beat_table(session: SessionExport) -> bytes:
    """Write every interval: when it ended, its length, and what it is taken for."""
    rows = (f"{beat.time_s:.6f},{beat.rr_ms:.6f},{beat.label}\n" for beat in session.beats)
    return ("time_s,rr_ms,label\n" + "".join(rows)).encode()
