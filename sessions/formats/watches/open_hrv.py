"""Reads the log of OpenHRV: ``event,value,timestamp``, a row for each interval and for each user action."""

from collections.abc import Iterator
from typing import Final

from devices.message import verbatim
from sessions.formats.intervals import IntervalRecording
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.tables.interval_table import table_recording
from sessions.formats.tables.layout import cells
from sessions.formats.text.lines import numbered_lines

_NAMES: Final = ["event", "value", "timestamp"]
_INTERVALS: Final = frozenset({"interbeatinterval", "ibi", "rr", "rri"})
_SEPARATORS: Final = (",", ";", "\t")


def _is_open_hrv(source: SourceFile) -> bool:
    return _separator(source) is not None


def _separator(source: SourceFile) -> str | None:
    first = source.beginning.partition("\n")[0].strip().lower().replace('"', "")
    return next((one for one in _SEPARATORS if first.split(one)[:3] == _NAMES), None)


@reader(
    "open_hrv",
    title=verbatim("OpenHRV"),
    recognise=_is_open_hrv,
    notes=FormatNotes(
        "`event,value,timestamp`", "rows `InterBeatInterval` or `IBI`, ms", "cumulated", "first time"
    ),
)
def open_hrv(source: SourceFile) -> IntervalRecording:
    """Read the intervals from the log."""
    return table_recording(source, "open_hrv", text="\n".join(("timestamp;ibi", *_rows(source))))


def _rows(source: SourceFile) -> Iterator[str]:
    separator = _separator(source) or ","
    for _, line in numbered_lines(source.path, source.text):
        event, *rest = (cell.strip().strip('"') for cell in cells(line, separator))
        if event.lower() in _INTERVALS and rest:
            yield f"{rest[1] if len(rest) > 1 else ''};{rest[0]}"
