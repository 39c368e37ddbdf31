"""Report and export of one session, and the way back to the page that led there."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from biofeedback.report.page import session_page
from biofeedback.report.session_report import SessionReport
from biofeedback.window.pages.history.file_dialog import ask_where_to_save
from biofeedback.window.pages.history.session_files import (
    exported_name,
    page_for_browser,
    read_report,
    saved_words,
    write_export,
)
from biofeedback.window.pages.history.session_sheets import ExportSheet, ReportSheet
from biofeedback.window.pages.history.waiting import Refused, Waiting
from biofeedback.window.pages.sheets import Sheets
from devices.errors import BiofeedbackError
from devices.message import Message, message
from sessions.formats.exporter import ExportFormat
from sessions.formats.registry import EXPORTS
from sessions.private_file import replace_private_file

_REPORT: Final = message("page.report.heading")
_EXPORT: Final = message("page.export.heading")

Back = Callable[[Message | None], None]
"""Shows the previous page again with the outcome, or None if there is nothing to report."""


class SessionActions:
    """Guides the person through the report and export of a session.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    waiting : Waiting
        Runs jobs that take a while.
    """

    def __init__(self, sheets: Sheets, waiting: Waiting) -> None:
        self._sheets, self._waiting = sheets, waiting

    def show_report(self, session: Path, back: Back) -> None:
        """Show the summary of a session, and offer its report as web page and PDF."""

        def show(found: object) -> None:
            if isinstance(found, SessionReport):
                self._show_report(found, session, back)
            else:
                back(found.why if isinstance(found, Refused) else None)

        words = message("page.report.making")
        self._waiting.start(_REPORT, words, lambda stop: read_report(session, stop), show, lambda: back(None))

    def offer_export(self, session: Path, back: Back) -> None:
        """Offer the export formats of a session."""
        sheet = ExportSheet(EXPORTS)
        sheet.chosen.connect(lambda form: self._ask_for_export(session, form, back))
        sheet.closed.connect(lambda: back(None))
        self._sheets.put_over(sheet)

    def show_in_folder(self, session: Path) -> Message:
        """Open the folder that contains a session, and name its path."""
        if QDesktopServices.openUrl(QUrl.fromLocalFile(f"{session.parent}")):
            return message("page.in_folder", path=f"{session}")
        return message("page.folder_not_opened", path=f"{session}")

    def _show_report(self, report: SessionReport, session: Path, back: Back) -> None:
        sheet = ReportSheet(report)

        def save(output: Path, content: Callable[[], bytes]) -> None:
            sheet.say_below(_tried(lambda: _written(output, content())))

        def ask(suffix: str, title: Message, content: Callable[[], bytes]) -> None:
            name = f"{session.stem}{suffix}"
            ask_where_to_save(sheet.window(), title, name, lambda output: save(output, content))

        sheet.browser_wanted.connect(lambda: sheet.say_below(_tried(lambda: _opened(report, session))))
        sheet.pdf_wanted.connect(lambda: ask(".pdf", message("page.report.save_pdf"), lambda: _pdf(report)))
        sheet.page_wanted.connect(
            lambda: ask(".html", message("page.report.save_page"), lambda: session_page(report).encode())
        )
        sheet.closed.connect(lambda: back(None))
        self._sheets.put_over(sheet)

    def _ask_for_export(self, session: Path, form: ExportFormat, back: Back) -> None:
        def write(output: Path) -> None:
            self._waiting.start(
                _EXPORT,
                message("page.export.writing"),
                lambda _: write_export(session, form, output),
                lambda found: back(_told(found)),
                lambda: back(None),
            )

        ask_where_to_save(self._sheets.view.window(), _EXPORT, exported_name(session, form), write)


def _opened(report: SessionReport, session: Path) -> Message:
    page = page_for_browser(report, session)
    if QDesktopServices.openUrl(QUrl.fromLocalFile(f"{page}")):
        return message("page.report.opened")
    return message("page.report.not_opened", path=f"{page}")


def _pdf(report: SessionReport) -> bytes:
    from biofeedback.window.paper.report_paper import report_pdf  # only a PDF needs this slow import

    return report_pdf(report)


def _written(output: Path, content: bytes) -> Message:
    replace_private_file(output, content)
    return saved_words(output)


def _tried(act: Callable[[], Message]) -> Message:
    try:
        return act()
    except BiofeedbackError as error:
        return error.whole


def _told(found: object) -> Message | None:
    if isinstance(found, Refused):
        return found.why
    return found if isinstance(found, Message) else None
