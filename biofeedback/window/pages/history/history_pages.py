"""The history and its sessions, page after page over the window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.analysis.past_outcome import past_outcome
from biofeedback.window.loading.history_loading import History, HistorySource
from biofeedback.window.loading.loading import Loading
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet
from biofeedback.window.pages.history.history_sheet import HISTORY_CLOSE_KEYS, HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingScale
from devices.message import message
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary

_READING: Final = message("history.reading")


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
        self._loading: Loading[object] | None = None
        self._then: Callable[[], None] = self._show
        self._waiting: Sheet | None = None
        self._history = History()
        self._newer: History | None = None
        self.is_shown = False

    @property
    def is_replaying(self) -> bool:
        """Whether a session is seen again, moving or not."""
        return isinstance(self._sheets.over, ReplayPage)

    @property
    def is_moving(self) -> bool:
        """Whether a session is played again, or gone through in search of a moment."""
        page = self._sheets.over
        return isinstance(page, ReplayPage) and page.is_moving

    def open(self) -> None:
        """Read the sessions, and show them when that is done."""
        self.is_shown = False
        self._history, self._newer = History(), None
        self._wait(
            lambda should_stop: self._source.read(should_stop=should_stop, tell=self._hear),
            self._take_history,
            self._close,
        )

    def tick(self, now_s: float) -> None:
        """Show what was waited for once it is read, unless one has gone on to something else.

        Parameters
        ----------
        now_s : float
            On a clock that goes on while a session is played.
        """
        page = self._sheets.over
        if isinstance(page, ReplayPage):
            page.tick(now_s)
        elif self._loading is not None and page is self._waiting:
            if self._loading.is_done:
                self._then()
            elif self._newer is not None:
                self._show_part(self._newer)

    def _hear(self, part: History) -> None:
        """Take what was read so far, in the thread that reads."""
        self._newer = part

    def _show_part(self, part: History) -> None:
        """Show what was read so far, where the page was scrolled to; reading goes on."""
        self._newer, self._history = None, part
        sheet = self._sheet(part)
        if self._waiting is not None:
            sheet.scroll_as(self._waiting)
        self._waiting = sheet
        self._sheets.put_over(sheet)

    def stop(self) -> None:
        """Read on no more."""
        if self._loading is not None:
            self._loading.stop()
        if isinstance(self._sheets.over, ReplayPage):
            self._sheets.over.stop()

    def _wait(
        self,
        read: Callable[[Callable[[], bool]], object],
        then: Callable[[], None],
        otherwise: Callable[[], None],
    ) -> None:
        """Read in the background, and then do something; otherwise where one does not want to wait."""
        self.stop()
        self._then = then
        self._loading = Loading(read)
        self._waiting = Sheet(message("history.heading"), close_keys=HISTORY_CLOSE_KEYS)
        self._waiting.add_text(_READING)
        self._waiting.fill_up()
        self._waiting.closed.connect(otherwise)
        self._sheets.put_over(self._waiting)

    def _take_history(self) -> None:
        if self._loading is not None and isinstance(self._loading.found, History):
            self._history = self._loading.found
        self._history = replace(self._history, of=None)  # where reading failed, nothing more will come
        self.is_shown = True
        sheet = self._sheet(self._history)
        if self._waiting is not None:
            sheet.scroll_as(self._waiting)
        self.stop()
        self._sheets.put_over(sheet)

    def _show(self) -> None:
        if self._history.of is not None:  # one has opened a session before all were read
            self.open()
            return
        self.stop()
        self._sheets.put_over(self._sheet(self._history))

    def _sheet(self, history: History) -> HistorySheet:
        sheet = HistorySheet(history, self._scales, today=self._today())
        sheet.closed.connect(self._close)
        sheet.opened.connect(self._open_session)
        return sheet

    def _open_session(self, session: SessionSummary) -> None:
        names = {scale.key: scale.key for scale in self._scales}
        self._wait(
            lambda should_stop: past_outcome(session.file, names, should_stop=should_stop),
            lambda: self._show_session(session),
            self._show,
        )

    def _show_session(self, session: SessionSummary) -> None:
        if self._loading is None or not isinstance(self._loading.found, SessionOutcome):
            self._show()  # it was there a moment ago; the list then simply stays
            return
        sheet = PastSummarySheet(self._loading.found, session.name, self._scales)
        sheet.closed.connect(self._show)
        sheet.replay_wanted.connect(lambda: self._replay(session))
        self._sheets.put_over(sheet)

    def _replay(self, session: SessionSummary) -> None:
        try:
            page = ReplayPage(session, self._sheets.view)
        except SessionFileError:  # deleted meanwhile
            self._show()
            return
        page.closed.connect(self._show)
        self._sheets.put_over(page)

    def _close(self) -> None:
        self.stop()
        self._loading = None
        self.closed.emit()
