"""RR text: one interval per line, as Kubios, Elite HRV and many others write it, or a list in JSON."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from devices.message import Message, message, verbatim
from sessions.errors import SessionFileError
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.intervals import IntervalRecording
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.tables.interval_table import table_recording
from sessions.formats.tables.layout import layout_of
from sessions.formats.tables.names import column_name

_ELITE_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}-\d{2}-\d{2})")
"""Elite HRV gives the start of a recording only in the name of the file: ``2026-01-17 17-47-13.txt``."""

_NOTHING: Final = "\ufeff\0 \t\r\n"
_MOST_NESTED: Final = 6


def _is_text(source: SourceFile) -> bool:
    """Return whether a file is a text with a row of numbers; an empty file has an error of its own."""
    if not source.text.strip(_NOTHING):
        return bool(source.text) or not source.head
    return source.beginning[:1] in ("[", "{") or layout_of(source.path, source.text) is not None


def _is_elite_hrv(source: SourceFile) -> bool:
    return _start_from_name(source.name) is not None and _is_text(source)


@reader(
    "elite_hrv",
    title=verbatim("Elite HRV"),
    recognise=_is_elite_hrv,
    notes=FormatNotes("RR text called `2026-01-17 17-47-13.txt`", "ms", "cumulated", "its name, local time"),
)
def elite_hrv(source: SourceFile) -> IntervalRecording:
    """Read RR text from a file named by the time of recording."""
    return _parsed(source, "elite_hrv", _start_from_name(source.name))


@reader(
    "rr_text",
    title=message("file.format.rr_text"),
    recognise=_is_text,
    notes=FormatNotes(
        "one number a line, or a list of them in one line or in JSON", "ms, or s", "cumulated from 0", "–"
    ),
)
def rr_text(source: SourceFile) -> IntervalRecording:
    """Read RR text."""
    return _parsed(source, "rr_text", None)


def _parsed(source: SourceFile, form: str, started_at: datetime | None) -> IntervalRecording:
    text = source.text
    if not text.strip(_NOTHING):
        raise SessionFileError(message("file.empty", path=str(source.path)), message("file.empty.advice"))
    if text.lstrip()[:1] in ("[", "{") and (listed := _listed(text)) is not None:
        text = "\n".join(listed)
    return table_recording(source, form, text=text, started_at=started_at)


def _listed(text: str) -> list[str] | None:
    """Return a list in JSON as the lines of a table; None if the text is not JSON or has no list."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = _lines_of_json(text)
    rows = next(_rows(found, 0), None)
    if rows is None:
        return None
    objects = [row for row in rows if isinstance(row, dict)]
    if len(objects) == len(rows):
        names = [str(name) for name in objects[0]]
        return ["\t".join(names), *("\t".join(str(row.get(name, "")) for name in names) for row in objects)]
    return ["\t".join(map(str, row)) if isinstance(row, list) else str(row) for row in rows]


def _lines_of_json(text: str) -> list[object] | None:
    """Return the content of each line, if each line is JSON by itself."""
    lines = text.splitlines()
    try:
        return [json.loads(line) for line in lines if line.strip()] if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None


def _rows(found: object, depth: int) -> Iterator[list[object]]:
    """Yield the lists of numbers, rows or objects in JSON; lists named as intervals come first."""
    if isinstance(found, list) and found:
        if isinstance(found[0], int | float | list) or (isinstance(found[0], dict) and _is_flat(found[0])):
            yield found
        elif depth < _MOST_NESTED:
            for one in found[:100]:
                yield from _rows(one, depth + 1)
    elif isinstance(found, dict) and depth < _MOST_NESTED:
        yield from _columns(found)
        named = sorted(found.items(), key=lambda one: not column_name(str(one[0])).is_interval)
        for _, one in named[:1000]:
            yield from _rows(one, depth + 1)


def _columns(found: dict[str, object]) -> Iterator[list[object]]:
    """Yield the rows made from named lists of the same length."""
    lists = {name: one for name, one in found.items() if isinstance(one, list) and len(one) > 1}
    named = [name for name in lists if column_name(str(name)).is_interval]
    if named and len(lists) > 1:
        count = len(lists[named[0]])
        kept = [name for name, one in lists.items() if len(one) == count][:20]
        yield [{name: lists[name][row] for name in kept} for row in range(count)]


def _is_flat(row: dict[str, object]) -> bool:
    return not any(isinstance(one, list | dict) for one in row.values())


@exporter("rr", title=message("file.export.rr"), only_intervals=True)
def rr_export(session: SessionExport) -> bytes:
    """Write every interval received as RR text, below comments with the start and the time zone."""
    if not session.beats:
        raise SessionFileError(*_without_intervals(session))
    head = f"# started_at: {session.local_text()}\n# time_zone: {session.zone_text or 'unknown'}\n"
    return (head + write_rr_text([beat.rr_ms for beat in session.beats])).encode()


def _without_intervals(session: SessionExport) -> tuple[Message, Message]:
    if session.rates:
        return message("file.rates_alone"), message("file.rates_alone.advice")
    return message("file.without_beats"), message("file.without_beats.advice")


def write_rr_text(rr_ms: Sequence[float]) -> str:
    """Write intervals as RR text, one per line in milliseconds, with up to three decimals."""
    return "".join(f"{value:.3f}".rstrip("0").rstrip(".") + "\n" for value in rr_ms)


def _start_from_name(name: str) -> datetime | None:
    if (found := _ELITE_NAME.fullmatch(name)) is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%Y-%m-%d %H-%M-%S")
    except ValueError:
        return None
