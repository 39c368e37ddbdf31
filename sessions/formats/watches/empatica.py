"""The intervals of an Empatica E4: ``IBI.csv`` has the start in its first line, in seconds since 1970.

Each row has the time of a beat since that start and the interval that ended there, both in seconds. The
wristband skips beats that it did not detect, so there are many pauses.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from devices.message import verbatim
from sessions.formats.intervals import IntervalRecording
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.tables.cells import number
from sessions.formats.tables.interval_table import table_recording

_FIRST_LINE: Final = re.compile(r"\s*(\d{9,10}(?:\.\d*)?)\s*[,;\t]\s*IBI\s*")
_LATEST_S: Final = 1e7
_COLUMNS: Final = "offset_s,ibi_s\n"


def _is_empatica(source: SourceFile) -> bool:
    return _FIRST_LINE.fullmatch(source.beginning.partition("\n")[0]) is not None


@reader(
    "empatica_ibi",
    title=verbatim("Empatica IBI"),
    recognise=_is_empatica,
    notes=FormatNotes(
        "seconds since 1970 and `IBI` in the first line", "s", "of the beats", "first line, UTC"
    ),
)
def empatica(source: SourceFile) -> IntervalRecording:
    """Read the intervals of a wristband."""
    first, _, rows = source.text.lstrip().partition("\n")
    found = table_recording(source, "empatica_ibi", text=_COLUMNS + rows.replace(";", ","))
    told = _FIRST_LINE.fullmatch(first)
    offset = number(rows.lstrip().partition(",")[0])
    if told is None or offset is None or not 0.0 <= offset < _LATEST_S:
        return found
    before_s = found.end_s[0]  # 0 for a number that can't be an interval
    started_at = datetime.fromtimestamp(float(told[1]), UTC) + timedelta(seconds=offset - before_s)
    return replace(found, started_at=started_at)
