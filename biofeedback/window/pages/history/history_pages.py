"""The pages of the history and its sessions, shown over the window."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from biofeedback.analysis.outcome import SessionOutcome
from biofeedback.window.choices import WindowChoices
from biofeedback.window.loading.history_loading import History
from biofeedback.window.pages.after.note_sheet import NoteSheet
from biofeedback.window.pages.after.summary_sheet import PastSummarySheet
from biofeedback.window.pages.history.dropped_files import DroppedFiles
from biofeedback.window.pages.history.file_dialog import ask_for_files
from biofeedback.window.pages.history.history_sheet import HistorySheet
from biofeedback.window.pages.history.replay_page import ReplayPage
from biofeedback.window.pages.history.waiting import Refused, Waiting
from biofeedback.window.pages.rating_scales import USUAL
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingScale, own_scale
from devices.errors import BiofeedbackError
from devices.message import Message, message
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary
from sessions.notes import write_note
from sessions.store import delete_session

if TYPE_CHECKING:
    from biofeedback.window.pages.history.session_actions import SessionActions

_HEADING: Final = message("history.heading")
_IMPORT: Final = message("history.import_heading")


class HistoryPages(QObject):
    """Guides the person through past sessions.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    choices : WindowChoices
        The sources of sessions, and the folder for imported ones.
    scales : tuple of RatingScale
        The scales of the ratings shown.
    stands : callable
        Returns whether the guide is stopped, so that pages may cover it.

    Attributes
    ----------
    is_shown : bool
        Whether the sessions have been read and are shown.
    """

    closed = Signal()

    def __init__(
        self,
        sheets: Sheets,
        choices: WindowChoices,
        scales: tuple[RatingScale, ...],
        stands: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._sheets, self._choices, self._scales = sheets, choices, scales
        self._waiting = Waiting(sheets)
        self._drops = DroppedFiles(
            sheets.view.window(), lambda: choices.folder is not None and stands() and not self.is_replaying
        )
        self._drops.came.connect(self.take_files)
        self._history = History()
        self._newer: History | None = None
        self._lists_all = False
        self.is_shown = False

    @cached_property
    def _actions(self) -> "SessionActions":
        # Reports need a hundred modules, which the first frame does not have to wait for.
        from biofeedback.window.pages.history.session_actions import SessionActions

        return SessionActions(self._sheets, self._waiting)

    @property
    def is_replaying(self) -> bool:
        """Whether a session is open for replay, playing or paused."""
        return isinstance(self._sheets.over, ReplayPage)

    @property
    def is_moving(self) -> bool:
        """Whether a session is playing or jumping to another moment."""
        page = self._sheets.over
        return isinstance(page, ReplayPage) and page.is_moving

    def open(self, told: Message | None = None) -> None:
        """Read the sessions, then show them and the outcome of an earlier action."""
        self.is_shown = False
        self._history, self._newer = History(), None
        read = self._choices.history.read
        self._wait(
            message("history.reading"),
            lambda should_stop: read(should_stop=should_stop, tell=self._hear),
            lambda found: self._take_history(found, told),
            self._close,
        )

    def report_present(self, back: Callable[[Message | None], None]) -> None:
        """Show the report of the session that has just been practised.

        Parameters
        ----------
        back : callable
            Shows the previous page again, with the outcome.
        """
        if self._choices.recorded is not None:
            self._actions.show_report(self._choices.recorded, back)

    def take_files(self, paths: list[Path]) -> None:
        """Import files, then show the history and the outcome."""
        folder = self._choices.folder
        if folder is None or not paths:
            return
        from biofeedback.window.pages.history.session_files import bring_in

        self._wait(
            message("history.importing", count=len(paths)),
            lambda should_stop: bring_in(paths, folder, should_stop),
            lambda found: self.open(_told(found)),
            lambda: self.open(),
        )

    def tick(self, now_s: float) -> None:
        """Show a result once it is ready, unless the person has moved on to something else.

        Parameters
        ----------
        now_s : float
            Time on a clock that keeps running while a session is played, in seconds.
        """
        page = self._sheets.over
        if isinstance(page, ReplayPage):
            page.tick(now_s)
            return
        if self._newer is not None and self._waiting.is_seen:
            self._history, self._newer = self._newer, None
            self._waiting.show_meanwhile(self._sheet())
        self._waiting.tick()

    def _hear(self, part: History) -> None:
        """Store the sessions read so far; called in the reading thread."""
        self._newer = part

    def stop(self) -> None:
        """Stop reading."""
        self._waiting.stop()
        if isinstance(self._sheets.over, ReplayPage):
            self._sheets.over.stop()

    def _wait(
        self,
        words: Message,
        job: Callable[[Callable[[], bool]], object],
        then: Callable[[object], None],
        otherwise: Callable[[], None],
    ) -> None:
        self.stop()
        self._waiting.start(_HEADING, words, job, then, otherwise)

    def _take_history(self, found: object, told: Message | None) -> None:
        self._newer = None
        # If reading failed, no more sessions will arrive.
        self._history = found if isinstance(found, History) else replace(self._history, of=None)
        self.is_shown = True
        self._show(told)

    def _show(self, told: Message | None = None) -> None:
        if self._history.of is not None:  # the person opened a session before all were read
            self.open(told)
            return
        self.stop()
        self._sheets.put_over(self._sheet(told))

    def _sheet(self, told: Message | None = None) -> HistorySheet:
        sheet = HistorySheet(
            self._history, self._scales, today=self._choices.today(), told=told, lists_all=self._lists_all
        )
        sheet.closed.connect(self._close)
        sheet.opened.connect(self._open_session)
        sheet.all_wanted.connect(self._list_all)
        sheet.import_wanted.connect(self._ask_for_files)
        return sheet

    def _list_all(self) -> None:
        self._lists_all = True
        self._show()

    def _ask_for_files(self) -> None:
        if self._choices.folder is not None:
            ask_for_files(self._sheets.view.window(), _IMPORT, self.take_files)

    def _open_session(self, session: SessionSummary, told: Message | None = None) -> None:
        names = {rating.scale: rating.scale for rating in session.ratings}

        from biofeedback.analysis.past_outcome import past_outcome

        def show(found: object) -> None:
            if isinstance(found, SessionOutcome):
                self._show_session(session, found, told)
            else:
                self._show(_told(found))  # it existed a moment ago; keep showing the list

        self._wait(
            message("history.reading"),
            lambda should_stop: past_outcome(session.file, names, should_stop=should_stop),
            show,
            self._show,
        )

    def _show_session(self, session: SessionSummary, outcome: SessionOutcome, told: Message | None) -> None:
        known = {scale.key: scale for scale in self._scales}
        scales = [
            known.get(one.scale) or USUAL.get(one.scale) or own_scale(one.scale) for one in session.ratings
        ]
        sheet = PastSummarySheet(outcome, session, scales, told=told)

        def back(told: Message | None) -> None:
            self._show_session(session, outcome, told)

        actions, file = self._actions, session.file
        sheet.closed.connect(lambda: self._show())
        sheet.replay_wanted.connect(lambda: self._replay(session))
        sheet.report_wanted.connect(lambda: actions.show_report(file, back))
        sheet.export_wanted.connect(lambda: actions.offer_export(file, back))
        sheet.folder_wanted.connect(lambda: back(actions.show_in_folder(file)))
        sheet.note_wanted.connect(lambda: self._ask_for_note(session, outcome))
        sheet.delete_wanted.connect(lambda: self._ask_to_delete(session, back))
        self._sheets.put_over(sheet)

    def _ask_for_note(self, session: SessionSummary, outcome: SessionOutcome) -> None:
        sheet = NoteSheet(session.note)
        sheet.closed.connect(lambda: self._show_session(session, outcome, None))
        sheet.written.connect(lambda text: self._keep_note(session, outcome, text))
        self._sheets.put_over(sheet)

    def _keep_note(self, session: SessionSummary, outcome: SessionOutcome, text: str) -> None:
        try:
            write_note(session.file, text)
        except BiofeedbackError as error:
            self._show_session(session, outcome, error.whole)
            return
        noted = replace(session, note=text)
        files = tuple(noted if one is session else one for one in self._history.files)
        self._history = replace(self._history, files=files)
        told = message("page.note.kept") if text else message("page.note.removed")
        self._show_session(noted, outcome, told)

    def _ask_to_delete(self, session: SessionSummary, back: Callable[[Message | None], None]) -> None:
        from biofeedback.window.pages.history.session_sheets import DeleteSheet

        started = message("history.started", at=session.started_at.astimezone())
        sheet = DeleteSheet(started)
        sheet.closed.connect(lambda: back(None))
        sheet.agreed.connect(lambda: self._delete(session, back))
        self._sheets.put_over(sheet)

    def _delete(self, session: SessionSummary, back: Callable[[Message | None], None]) -> None:
        from biofeedback.window.pages.history.session_files import forget_page

        try:
            delete_session(session.file)
        except BiofeedbackError as error:
            back(error.whole)
            return
        forget_page(session.file)
        self.open(message("history.deleted", at=session.started_at.astimezone()))

    def _replay(self, session: SessionSummary) -> None:
        try:
            page = ReplayPage(session, self._sheets.view)
        except SessionFileError as error:  # the session was deleted meanwhile
            self._show(error.whole)
            return
        page.closed.connect(lambda: self._show())
        self._sheets.put_over(page)

    def _close(self) -> None:
        self.stop()
        self.closed.emit()


def _told(found: object) -> Message | None:
    """Return the outcome of a background job in words, or None."""
    if isinstance(found, Refused):
        return found.why
    return found if isinstance(found, Message) else None
