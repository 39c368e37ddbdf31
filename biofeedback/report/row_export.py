"""Rows of sessions as a table for a spreadsheet: beats, breaths, windows, days of practice, or ratings."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.export import session_export
from biofeedback.analysis.past_sessions import history_of
from biofeedback.analysis.recording import load_recording
from biofeedback.analysis.to_table import table_rows
from biofeedback.report.history_tables import history_tables
from sessions.errors import SessionFileError
from sessions.folder import summarise
from sessions.store import read_header
from sessions.zone import local_text

ROWS: Final = ("beats", "breaths", "windows", "history", "ratings")
"""The kinds of rows that a table may have."""

_BEGINS: Final = {"breaths": "inhale_s", "windows": "start_s"}
"""The column with the start time, by kind of row."""

_DECIMALS: Final = 6
"""As many as the table of the beats of one session has."""

ExportedRow = Mapping[str, object]


def rows_csv(paths: Sequence[Path], rows: str, folder: Path, *, decimal_comma: bool = False) -> bytes:
    """Return rows of sessions as CSV, with the session and the time of each row in ISO 8601.

    Parameters
    ----------
    paths : sequence of Path
        The session files.
    rows : str
        One of `ROWS`.
    folder : Path
        Folder with the cached figures of past sessions.
    decimal_comma : bool, optional
        Whether to use decimal commas, as German spreadsheets need; semicolons then separate the columns.

    Raises
    ------
    SessionFileError
        If a session can't be read.
    """
    if rows == "history":
        found = list(_days(paths, folder))
    elif rows == "ratings":
        found = [row for path in paths for row in _ratings(path)]
    elif rows == "beats":
        found = _beats(paths)
    else:
        found = [row for path in paths for row in _of_analysis(path, rows)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if decimal_comma else ",", lineterminator="\n")
    if found:
        writer.writerow(found[0])
    for row in found:
        writer.writerow(_written(value, decimal_comma=decimal_comma) for value in row.values())
    return out.getvalue().encode()


def _beats(paths: Sequence[Path]) -> list[ExportedRow]:
    """Return the beats of all sessions; if no session has a beat, return the heart rates that straps sent."""
    beats: list[ExportedRow] = []
    rates: list[ExportedRow] = []
    for path in paths:
        session = session_export(path, samples=False)
        named = {"session": path.stem}
        beats += [
            {
                **named,
                "time": session.local_text(one.time_s),
                "time_s": one.time_s,
                "rr_ms": one.rr_ms,
                "label": str(one.label),
            }
            for one in session.beats
        ]
        rates += [{**named, "time": session.local_text(one.time_s), **asdict(one)} for one in session.rates]
    return beats or rates


def _of_analysis(path: Path, rows: str) -> Iterator[ExportedRow]:
    header = read_header(path)
    analysis = analyse(load_recording(path), AnalysisOptions())
    for row in table_rows(analysis, rows):
        at_s = row[_BEGINS[rows]]
        assert isinstance(at_s, int | float)
        when = local_text(header.started_at + timedelta(seconds=at_s), header.zone)
        yield {"session": path.stem, "time": when, **row}


def _days(paths: Sequence[Path], folder: Path) -> Iterator[ExportedRow]:
    entries = list(history_of(list(paths), folder))
    for entry in entries:
        if isinstance(entry, SessionFileError):
            raise entry
    past = [one[1] for one in entries if not isinstance(one, SessionFileError) and one[1] is not None]
    for day in history_tables(past, today=date.today()).days:
        yield {"day": day.day, "minutes": day.minutes, "sessions": day.sessions}


def _ratings(path: Path) -> Iterator[ExportedRow]:
    summary = summarise(path)
    for one in summary.ratings:
        started_at = local_text(summary.started_at, read_header(path).zone)
        yield {
            "session": path.stem,
            "started_at": started_at,
            "scale": one.scale,
            "when": one.when.value,
            "value": one.value,
        }


def _written(value: object, *, decimal_comma: bool) -> str:
    """Return a value as a cell; a text that looks like a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, float):
        text = repr(round(value, _DECIMALS))
        return text.replace(".", ",") if decimal_comma else text
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@" and not isinstance(value, int) else text
