"""Which of the formats of RR intervals a file has."""

from pathlib import Path

from sessions.errors import SessionFileError, unreadable
from sessions.formats.intervals import LONGEST_S, IntervalRecording
from sessions.formats.tables.interval_table import is_table, parse_table
from sessions.formats.text.lines import read_text
from sessions.formats.text.rr_text import parse_rr_text
from sessions.formats.watches.fit import is_fit, read_fit
from sessions.formats.watches.polar_hrm import is_polar_hrm, parse_polar_hrm


def read_intervals(path: Path) -> IntervalRecording:
    """Read RR intervals from a file of another program, whatever its format.

    Raises
    ------
    SessionFileError
        If the file can't be read, holds none or spans more than a week.
    """
    found = _read(path)
    if found.end_s[-1] > LONGEST_S:
        raise SessionFileError(
            f"{path} spans {found.end_s[-1] / 86_400.0:.3g} days; this program reads up to a week.",
            "Export a part of it.",
        )
    return found


def _read(path: Path) -> IntervalRecording:
    try:
        if path.is_file() and is_fit(path):
            return read_fit(path)
    except OSError as error:
        raise unreadable(path, error) from error
    text = read_text(path)
    if is_polar_hrm(text):
        return parse_polar_hrm(path, text)
    if is_table(path, text):
        return parse_table(path, text)
    return parse_rr_text(path, text)
