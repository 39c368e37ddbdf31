"""A table of beats, as spreadsheets and statistics programs take it."""

from collections.abc import Iterable

from sessions.formats.export import ExportedBeat


def beat_table(beats: Iterable[ExportedBeat]) -> str:
    """Write every interval: when it ended, its length, and what it is taken for."""
    rows = (f"{beat.time_s:.6f},{beat.rr_ms:.6f},{beat.label}\n" for beat in beats)
    return "time_s,rr_ms,label\n" + "".join(rows)
