"""Sheets about one session: its report, its export, and the question before deletion."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal

from biofeedback.report.session_report import SessionReport
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.practise.search_sheets import NumberedSheet
from biofeedback.window.pages.sheet import Sheet
from devices.message import Message, message
from sessions.formats.exporter import ExportFormat


class ReportSheet(Sheet):
    """Shows the summary of a session, and offers to open and save its report.

    Parameters
    ----------
    report : SessionReport
        The report.
    """

    browser_wanted = Signal()
    pdf_wanted = Signal()
    page_wanted = Signal()

    def __init__(self, report: SessionReport) -> None:
        super().__init__(report.moment, close_keys=(Qt.Key.Key_Escape,))
        for line in report.conclusion:
            self.add_text(line)
        self.add_text(message("page.report.about"), role=TextRole.TITLE, ink="quiet")
        self._acts = {
            Qt.Key.Key_B: self.browser_wanted,
            Qt.Key.Key_P: self.pdf_wanted,
            Qt.Key.Key_S: self.page_wanted,
        }
        self.add_buttons((message("page.report.browser"), self.browser_wanted.emit))
        self.add_buttons((message("page.report.pdf"), self.pdf_wanted.emit))
        self.add_buttons((message("page.report.page"), self.page_wanted.emit))
        self.add_buttons((message("page.report.back"), self.closed.emit))
        self._said = self.add_text("", role=TextRole.STRONG)
        self.fill_up()
        self.say_below("")

    def say_below(self, words: Message | str) -> None:
        """Show the outcome of an action, or why it failed."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        wanted = next((signal for known, signal in self._acts.items() if known == key), None)
        if wanted is None:
            return super().take_key(key)
        wanted.emit()
        return True


class ExportSheet(NumberedSheet):
    """Offers the export formats of a session.

    Parameters
    ----------
    formats : iterable of ExportFormat
        The formats in their order.
    """

    chosen = Signal(object)
    """The chosen ExportFormat."""

    def __init__(self, formats: Iterable[ExportFormat]) -> None:
        super().__init__(message("page.export.heading"))
        self.add_quiet(message("page.export.about"))
        for one in formats:
            self.offer(one.title, partial(self.chosen.emit, one))
        self.fill_up()
        self.add_buttons((message("page.report.back"), self.closed.emit))


class DeleteSheet(Sheet):
    """Asks once whether to delete a session; Enter by itself keeps it.

    Parameters
    ----------
    session : Message
        The name of the session.
    """

    agreed = Signal()

    def __init__(self, session: Message) -> None:
        super().__init__(message("page.delete.heading"), close_keys=(Qt.Key.Key_Escape,))
        self.add_text(session, role=TextRole.STRONG)
        self.add_text(message("page.delete.about"))
        self.add_buttons(
            (message("page.delete.keep"), self.closed.emit), (message("page.delete.delete"), self.agreed.emit)
        )
        self.fill_up()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if key == Qt.Key.Key_Delete:
            self.agreed.emit()
            return True
        return super().take_key(key)
