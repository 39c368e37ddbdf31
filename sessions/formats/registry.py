"""The formats that this program reads and writes, in one list each.

To add a format, write a module with `@reader` in the matching package, and put its name into `FORMATS`.
Help, errors, detection and the table in the docs (`python -m scripts.format_table`) use this list.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Union

from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.formats.bids.format import bids, bids_recording
from sessions.formats.edf.format import bdf, edf, edf_export
from sessions.formats.exporter import ExportFormat
from sessions.formats.intervals import LONGEST_S, IntervalRecording, too_long
from sessions.formats.joined import joined, parts_beside
from sessions.formats.reader import FileFormat
from sessions.formats.source import SourceFile
from sessions.formats.tables.beat_table import beat_table
from sessions.formats.tables.interval_table import hrv_logger, table
from sessions.formats.tables.own_table import own_beats, own_rates
from sessions.formats.tables.signal_names import signal_table
from sessions.formats.text.rr_text import elite_hrv, rr_export, rr_text
from sessions.formats.watches.empatica import empatica
from sessions.formats.watches.fit import fit
from sessions.formats.watches.open_hrv import open_hrv
from sessions.formats.watches.polar_flow import polar_flow
from sessions.formats.watches.polar_hrm import polar_hrm

if TYPE_CHECKING:
    from sessions.formats.rates import RateRecording
    from sessions.formats.signals import SignalRecording

FORMATS: Final[tuple[FileFormat, ...]] = (
    edf,
    bdf,
    fit,
    bids_recording,
    polar_hrm,
    polar_flow,
    open_hrv,
    empatica,
    own_beats,
    own_rates,
    hrv_logger,
    signal_table,
    table,
    elite_hrv,
    rr_text,
)
"""Formats that are read, in the order in which they are tried; the first that recognises a file reads it."""

EXPORTS: Final[tuple[ExportFormat, ...]] = (edf_export, rr_export, beat_table, bids)
"""Formats that are written."""


def read_file(path: Path) -> Union[IntervalRecording, "RateRecording", "SignalRecording"]:
    """Read a file of another program in any format, together with other files of the same recording.

    Raises
    ------
    SessionFileError
        If the file can't be read, has an unknown format, is damaged, or spans more than a week.
    """
    found = _read_alone(path)
    return joined(found, others, _read_alone) if (others := parts_beside(path)) else found


def _read_alone(path: Path) -> Union[IntervalRecording, "RateRecording", "SignalRecording"]:
    source = SourceFile(path)
    found = next((one for one in FORMATS if one.recognise(source)), None)
    if found is None:
        raise SessionFileError(
            message("file.unknown_format", path=str(path)),
            message("file.unknown_format.advice", formats=format_titles()),
        )
    read = found.read(source)
    if isinstance(read, IntervalRecording) and read.end_s[-1] > LONGEST_S:
        raise too_long(path, read.end_s[-1])
    return replace(read, warnings=(*source.warnings, *read.warnings)) if source.warnings else read


def read_intervals(path: Path) -> IntervalRecording:
    """Read RR intervals from a file of another program in any format.

    Raises
    ------
    SessionFileError
        If the file can't be read, or contains ECG or acceleration but no intervals.
    """
    found = read_file(path)
    if not isinstance(found, IntervalRecording):
        raise SessionFileError(
            message("file.signals_only", path=str(path)), message("file.signals_only.advice")
        )
    return found


def format_titles() -> tuple[Message, ...]:
    """Return the names of all formats that are read, for help and errors."""
    return tuple(one.title for one in FORMATS)


def export_format(name: str) -> ExportFormat:
    """Return the export format with a given name."""
    return next(one for one in EXPORTS if one.name == name)
