"""Actions on session files in the history: report, export, import, note, delete."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from biofeedback.analysis.export import session_export
from biofeedback.analysis.heart_judge import HeartJudge
from biofeedback.report.page import session_page
from biofeedback.report.session_report import SessionReport, read_session, report_of
from biofeedback.statements.live import clock_text
from devices.errors import BiofeedbackError
from devices.message import Message, as_message, message, sentences, verbatim
from sessions.events import ReadingStopped
from sessions.folder import SessionFolder
from sessions.formats.exporter import ExportFormat
from sessions.history.imports import Import, import_file
from sessions.private_file import create_private_folder, make_private_folder, replace_private_file

_REPORTS: Final = "reports"
_REASONS: Final = 3
"""Number of files for which a reason is given; beyond that, only their number."""


def read_report(path: Path, should_stop: Callable[[], bool]) -> SessionReport:
    """Read a session and return its report.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.
    ReadingStopped
        If `should_stop` returned true.
    """
    return report_of(read_session(path, should_stop=should_stop))


def page_for_browser(report: SessionReport, session: Path) -> Path:
    """Write the web page of a session beside the folder of sessions, and return its path.

    Raises
    ------
    SessionFileError
        If it can't be written.
    """
    page = _page_of(session)
    make_private_folder(page.parent)
    replace_private_file(page, session_page(report).encode())
    return page


def forget_page(session: Path) -> None:
    """Remove the web page that was written for the browser, if any, because its session is deleted."""
    with suppress(OSError):
        _page_of(session).unlink(missing_ok=True)


def exported_name(session: Path, form: ExportFormat) -> str:
    """Return the suggested name for an export."""
    return f"{session.stem}.{form.name}"


def write_export(session: Path, form: ExportFormat, output: Path) -> Message:
    """Export a session for other programs, and say where it was saved.

    Raises
    ------
    SessionFileError
        If the session can't be read, or the export can't be written.
    """
    written = form.write(session_export(session, samples=form.has_samples))
    if isinstance(written, Mapping):
        create_private_folder(output, written)
    else:
        replace_private_file(output, written)
    return saved_words(output)


def _page_of(session: Path) -> Path:
    return session.parent.parent / _REPORTS / f"{session.stem}.html"


def saved_words(output: Path) -> Message:
    """Say where something was saved."""
    return message("page.saved", path=f"{output}")


def bring_in(paths: Sequence[Path], folder: SessionFolder, should_stop: Callable[[], bool]) -> Message:
    """Import each file as a session, and report the outcome; an unreadable file does not stop the others.

    Parameters
    ----------
    paths : sequence of Path
        The files.
    folder : SessionFolder
        The folder for the sessions.
    should_stop : callable
        Called before each file.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true.
    """
    made: list[tuple[Path, Import]] = []
    refused: list[tuple[Path, Message]] = []
    for path in paths:
        if should_stop():
            raise ReadingStopped
        try:
            made.append((path, import_file(path, folder, HeartJudge())))
        except BiofeedbackError as error:
            refused.append((path, error.whole))
    return sentences(*_came_in(made), *_refused(refused))


def _came_in(made: Sequence[tuple[Path, Import]]) -> Iterable[Message]:
    if len(made) == 1:
        ((path, one),) = made
        length, beats = clock_text(one.summary.duration_s), one.summary.beats
        yield message("history.came_in", file=path.name, length=length, count=beats)
        yield from map(as_message, one.warnings)
    elif made:
        yield message("history.came_in_many", count=len(made))


def _refused(refused: Sequence[tuple[Path, Message]]) -> Iterable[Message]:
    for path, why in refused[:_REASONS]:
        yield message("history.not_come_in", file=verbatim(path.name), why=why)
    if len(refused) > _REASONS:
        yield message("history.not_come_in_many", count=len(refused) - _REASONS)
