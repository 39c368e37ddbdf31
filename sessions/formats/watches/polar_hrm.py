"""Polar's .hrm: sections in brackets; intervals where the monitor stored RR.

Polar HRM file format, version 1.4 (2011): in ``[Params]`` ``Interval=238`` says that ``[HRData]`` holds RR in
milliseconds; any other number, that it holds heart rates so many seconds apart, which are no intervals.
"""

from datetime import datetime
from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError
from sessions.formats.intervals import (
    MOST_INTERVALS,
    IntervalFormat,
    IntervalRecording,
    in_a_row,
    rr_value,
    too_many,
)
from sessions.formats.text.lines import numbered_lines

_RR_INTERVAL: Final = "238"
_PARAMETERS: Final = "[Params]"
_DATA: Final = "[HRData]"


def is_polar_hrm(text: str) -> bool:
    """Tell whether a text begins as Polar's do."""
    return text.startswith(_PARAMETERS)


def parse_polar_hrm(path: Path, text: str) -> IntervalRecording:
    """Read the RR intervals.

    Raises
    ------
    SessionFileError
        If the monitor stored heart rates, or nothing.
    """
    section = ""
    parameters: dict[str, str] = {}
    values: list[float] = []
    for number, line in numbered_lines(path, text):
        if line.startswith("["):
            section = line.strip()
        elif section == _PARAMETERS and "=" in line:
            name, _, value = line.partition("=")
            parameters[name.strip()] = value.strip()
        elif section == _DATA and line.strip():
            values.append(rr_value(path, number, line.split(maxsplit=1)[0]))
        if len(values) > MOST_INTERVALS:
            raise too_many(path)
    if values and parameters.get("Interval") != _RR_INTERVAL:
        raise SessionFileError(
            f"{path} holds heart rates every {parameters.get('Interval', '?')[:8]} s, not RR intervals.",
            "Set the monitor to store RR data and record anew.",
        )
    if not values:
        raise SessionFileError(f"{path} holds no RR intervals.", "Its section [HRData] is empty or missing.")
    return in_a_row(IntervalFormat.POLAR_HRM, values, started_at=_start(parameters))


def _start(parameters: dict[str, str]) -> datetime | None:
    written = f"{parameters.get('Date', '')} {parameters.get('StartTime', '').partition('.')[0]}"
    try:
        return datetime.strptime(written, "%Y%m%d %H:%M:%S")
    except ValueError:
        return None
