"""Reads Polar's .hrm files: sections in brackets, with intervals if the monitor stored RR.

Polar HRM file format, version 1.4 (2011): ``Interval=238`` in ``[Params]`` means that ``[HRData]`` has RR
intervals in milliseconds. With any other number it has heart rates, which are that many seconds apart.
"""

from datetime import datetime
from typing import Final

from devices.message import message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.intervals import (
    MOST_INTERVALS,
    IntervalRecording,
    too_many,
)
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.series import interval_recording, require_intervals
from sessions.formats.source import SourceFile
from sessions.formats.tables.cells import number
from sessions.formats.text.lines import numbered_lines

_RR_INTERVAL: Final = "238"
_PARAMETERS: Final = "[Params]"
_DATA: Final = "[HRData]"


def _is_polar_hrm(source: SourceFile) -> bool:
    return source.beginning.startswith(_PARAMETERS)


@reader(
    "polar_hrm",
    title=verbatim("Polar .hrm"),
    recognise=_is_polar_hrm,
    notes=FormatNotes("`[Params]` with `Interval=238`", "ms", "cumulated", "`Date`, `StartTime`"),
)
def polar_hrm(source: SourceFile) -> IntervalRecording:
    """Read the RR intervals.

    Raises
    ------
    SessionFileError
        If the monitor stored heart rates or nothing.
    """
    path, section = source.path, ""
    parameters: dict[str, str] = {}
    values: list[float] = []
    broken: list[bool] = []
    damaged, is_broken = 0, False
    for _, line in numbered_lines(path, source.text):
        if line.startswith("["):
            section = line.strip()
        elif section == _PARAMETERS and "=" in line:
            name, _, value = line.partition("=")
            parameters[name.strip()] = value.strip()
        elif section == _DATA and line.strip():
            found = number(line.split(maxsplit=1)[0])
            if found is None:
                damaged, is_broken = damaged + 1, True
            else:
                values.append(found)
                broken.append(is_broken)
                is_broken = False
        if len(values) > MOST_INTERVALS:
            raise too_many(path)
    if values and parameters.get("Interval") != _RR_INTERVAL:
        raise SessionFileError(
            message("file.hrm_heart_rates", path=str(path), seconds=parameters.get("Interval", "?")[:8]),
            message("file.hrm_heart_rates.advice"),
        )
    if not values:
        raise SessionFileError(message("file.no_intervals", path=str(path)), message("file.hrm_empty.advice"))
    said = [message("file.damaged_rows", count=damaged)] if damaged else []
    require_intervals(path, values)
    return interval_recording(
        "polar_hrm", values, broken=broken, started_at=_start(parameters), warnings=said
    )


def _start(parameters: dict[str, str]) -> datetime | None:
    written = f"{parameters.get('Date', '')} {parameters.get('StartTime', '').partition('.')[0]}"
    try:
        return datetime.strptime(written, "%Y%m%d %H:%M:%S")
    except ValueError:
        return None
