"""What stands beside a recording of a BIDS dataset: its columns, and when it began.

In BIDS 1.11 the tables of a recording have no header; a JSON file of the same name lists their columns. The
start is in the table of scans of the person or the session.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from devices.regular_file import open_regular_file
from sessions.zone import tzinfo_of

RATE_EVENT: Final = "heart rate"
"""The kind of an event that is a heart rate, from a strap that sent no intervals."""

_NAME: Final = re.compile(
    r"(?P<person>sub-[0-9A-Za-z]+(?:_ses-[0-9A-Za-z]+)?)_.*?(?P<kind>physioevents|physio)\.tsv(?:\.gz)?"
)
_RECORDING: Final = re.compile(r"_recording-[0-9A-Za-z]+")
_ENDING: Final = re.compile(r"\.tsv(?:\.gz)?$")
_LARGEST_BYTES: Final = 1_000_000
_MOST_COLUMNS: Final = 100


@dataclass(frozen=True, slots=True)
class BidsAbout:
    """The description of a table.

    Parameters
    ----------
    columns : tuple of str
        Names of its columns, in order.
    units : mapping
        The unit of each column that has one.
    rate_hz : float or None
        Its sampling rate, if given.
    start_s : float
        Time of its first row on the clock of the dataset.
    """

    columns: tuple[str, ...]
    units: Mapping[str, str]
    rate_hz: float | None
    start_s: float


def is_recording_name(name: str) -> bool:
    """Return whether a file has the name of a recording or its events in a BIDS dataset."""
    return _NAME.fullmatch(name) is not None


def has_events(name: str) -> bool:
    """Return whether a file has the name of a table of events."""
    found = _NAME.fullmatch(name)
    return found is not None and found["kind"] == "physioevents"


def about_path(path: Path) -> Path:
    """Return the path of the description of a table."""
    return path.with_name(_ENDING.sub(".json", path.name))


def bids_parts(path: Path) -> tuple[Path, ...]:
    """Return the other tables of the same recording: other signals, and the events.

    Parameters
    ----------
    path : Path
        One of its tables.
    """
    if not is_recording_name(path.name):
        return ()
    stem = _stem(path.name)
    with suppress(OSError):
        others = (
            one for one in path.parent.iterdir() if is_recording_name(one.name) and one.name != path.name
        )
        return tuple(sorted(one for one in others if _stem(one.name) == stem))
    return ()


def about_of(path: Path) -> BidsAbout | None:
    """Return the description of a table; None if there is none, or if it does not name the columns."""
    try:
        told = json.loads(_text(about_path(path)))
    except (ValueError, RecursionError):
        return None
    columns = told.get("Columns") if isinstance(told, dict) else None
    if not isinstance(columns, list) or not 0 < len(columns) <= _MOST_COLUMNS:
        return None
    names = tuple(str(one) for one in columns)
    described = ((name, told.get(name)) for name in names)
    units = {name: str(one.get("Units", "")) for name, one in described if isinstance(one, dict)}
    rate_hz = _number(told.get("SamplingFrequency"))
    return BidsAbout(
        names,
        units,
        rate_hz if rate_hz is not None and rate_hz > 0.0 else None,
        _number(told.get("StartTime")) or 0.0,
    )


def began_at(path: Path) -> datetime | None:
    """Return the start of a recording in its zone from the table of scans; None if it gives none.

    Parameters
    ----------
    path : Path
        A table in the folder of its kind, such as ``beh``.
    """
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    lines = _text(path.absolute().parent.parent / f"{found['person']}_scans.tsv").splitlines()
    rows = [line.split("\t") for line in lines]
    for cells in rows[1:]:
        row = dict(zip(rows[0], cells, strict=False))
        if _stem(Path(row.get("filename", "")).name) == _stem(path.name):
            return _moment(row)
    return None


def _moment(row: Mapping[str, str]) -> datetime | None:
    told, offset = row.get("acq_time", "").strip(), row.get("utc_offset", "").strip()
    with suppress(ValueError, OverflowError):
        began = datetime.fromisoformat(told)
        fixed = tzinfo_of(offset)
        if began.tzinfo is None:
            if fixed is None:
                return began
            began = began.replace(tzinfo=fixed)
        return began.astimezone(tzinfo_of(row.get("time_zone", "")) or fixed or UTC)
    return None


def _stem(name: str) -> str:
    """Return what the tables of one recording have in common."""
    return _RECORDING.sub("", _ENDING.sub("", name)).removesuffix("events").removesuffix("_physio")


def _text(path: Path) -> str:
    """Return a small text; empty if it can't be read."""
    try:
        with open_regular_file(path) as file:
            content = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError):
        return ""
    return content.decode("utf-8-sig", "replace") if len(content) <= _LARGEST_BYTES else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e9 else None
