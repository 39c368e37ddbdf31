"""The history and its sessions, page after page over the window."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal

from biofeedback.display.history_loading import HistoryLoading, HistorySource
from biofeedback.display.history_sheet import HISTORY_CLOSE_KEYS, HistorySheet
from biofeedback.display.rating_entry import RatingScale
from biofeedback.display.sheet import Sheet
from biofeedback.display.sheets import Sheets
from biofeedback.display.summary_sheet import PastSummarySheet
from biofeedback.past_outcome import past_outcome
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary

_READING: Final = "Reading your sessions…"


class HistoryPages(QObject):
    """Leads through the past sessions.

    Parameters
    ----------
    sheets : Sheets
        Where they are shown.
    source : HistorySource
        Where they come from.
    scales : tuple of RatingScale
        Whose ratings are shown.
    today : callable
        The present day.

    Attributes
    ----------
    is_shown : bool
        Whether the sessions are read, and shown.
    """

    closed = Signal()

    def __init__(
        self,
        sheets: Sheets,
        source: HistorySource,
        scales: tuple[RatingScale, ...],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self._sheets, self._source, self._scales = sheets, source, scales
        self._today = today
        self._loading: HistoryLoading | None = None
        self._waiting: Sheet | None = None
        self.is_shown = False

    def open(self) -> None:
        """Read the sessions, and show them when that is done."""
        if self._loading is not None:
            self._loading.stop()
        self.is_shown = False
        self._loading = HistoryLoading(self._source)
        self._waiting = Sheet("History", close_keys=HISTORY_CLOSE_KEYS)
        self._waiting.add_text(_READING)
        self._waiting.fill_up()
        self._waiting.closed.connect(self._close)
        self._sheets.put_over(self._waiting)

    def tick(self) -> None:
        """Show the history once it is read, unless one has gone on to something else."""
        if self._loading is None or self._sheets.over is not self._waiting:
            return
        if self._loading.is_done:
            self.is_shown = True
            self._show()

    def stop(self) -> None:
        """Read on no more."""
        if self._loading is not None:
            self._loading.stop()

    def _show(self) -> None:
        if self._loading is None:
            return
        sheet = HistorySheet(self._loading.history, self._scales, today=self._today())
        sheet.closed.connect(self._close)
        sheet.opened.connect(self._open_session)
        self._sheets.put_over(sheet)

    def _open_session(self, session: SessionSummary) -> None:
        try:
            outcome = past_outcome(session.file, {scale.key: scale.name for scale in self._scales})
        except SessionFileError:  # it was there a moment ago; the list then simply stays
            return
        sheet = PastSummarySheet(outcome, session.name)
        sheet.closed.connect(self._show)
        self._sheets.put_over(sheet)

    def _close(self) -> None:
        self.stop()
        self._loading = None
        self.closed.emit()
