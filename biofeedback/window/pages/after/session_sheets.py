"""Decides which sheet is shown: before the first breath, on request, and after the last breath."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from biofeedback.analysis.outcome import SessionOutcome, summarise_outcome
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.state import State
from biofeedback.person.settings import Settings
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import answer, note
from biofeedback.statements.care import CareSection
from biofeedback.statements.questions import AnswerEntry
from biofeedback.window.loading.history_loading import RecentPractice
from biofeedback.window.pages.after.note_sheet import NoteSheet
from biofeedback.window.pages.after.questions_sheet import QuestionsSheet
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.back_sheet import BackSheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.practise.forget_sheet import ForgetSheet, ToForget
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingEntry, RatingScale
from devices.events import RatingMoment
from devices.message import Message, dotted, message

_HEADING: Final = message("ratings.heading")
_HINT: Final = dotted(
    message("ratings.hint.digits"), message("ratings.hint.ten"), message("ratings.hint.skip")
)
_BEGIN: Final = message("ratings.begin")
_GO_ON: Final = message("ratings.go_on")


class SessionSheets(QObject):
    """Leads the person through a session.

    Parameters
    ----------
    sheets : Sheets
        Shows the sheets.
    scales : tuple of RatingScale
        The scales to rate before and after; with an empty tuple, nothing is asked.
    practice : Practice
        The practice, which is summed up at its end and records the ratings.
    course : SessionCourse
        The course of the session so far.
    asks : bool
        Whether three quick questions follow the practice.
    to_forget : ToForget or None, optional
        The stored data about the person, if it can be deleted from here.

    Attributes
    ----------
    is_over : bool
        Whether the session was summed up and not continued.
    """

    ended = Signal()
    continued = Signal()
    start_wanted = Signal()
    history_wanted = Signal()
    report_wanted = Signal()
    caution_answered = Signal(object)
    """No caution of this CareSection applies to the person."""

    back_is_fine = Signal()
    without_back_wanted = Signal()
    """The muscle relaxation without the back should replace the waiting one."""
    sound_tried = Signal()
    """The settings page asks to play one breath as a sample."""

    settings_changed = Signal(object)
    """Reports the changed Settings."""

    def __init__(
        self,
        sheets: Sheets,
        scales: tuple[RatingScale, ...],
        practice: Practice,
        course: SessionCourse,
        *,
        asks: bool = False,
        to_forget: ToForget | None = None,
    ) -> None:
        super().__init__()
        self._to_forget = to_forget
        self._sheets, self._scales, self._practice, self._course = sheets, scales, practice, course
        self.before, self.after = RatingEntry(scales), RatingEntry(scales)
        self._answers = AnswerEntry() if asks else None
        self._safety = self._asks_back = False
        self._caution: CareSection | None = None
        self._has_begun = False
        self.is_over = False
        self.go_home: Callable[[], None] | None = None
        """Shows Home; pages return there until the practice begins. None if there is no Home."""

        self.is_recorded = False
        """Whether the session has a file for a report and a note."""

        self.recent: Callable[[], RecentPractice] = RecentPractice
        """Returns when the person practised before this session, if that is known."""

        self._note = ""
        self._told: set[RatingMoment] = set()

    @property
    def shows_safety(self) -> bool:
        """Whether the safety page is shown."""
        return isinstance(self._sheets.beside, SafetySheet)

    @property
    def asks_afterwards(self) -> bool:
        """Whether the person is being asked about the practice or their feelings after it."""
        beside = self._sheets.beside
        is_rated = isinstance(beside, RatingsSheet) and beside.entry is self.after
        return is_rated or isinstance(beside, QuestionsSheet)

    def welcome(self, *, safety: bool, caution: CareSection | None = None, asks_back: bool = False) -> None:
        """Show the first page before practice, beside a guide that one key starts."""
        self._safety, self._caution, self._asks_back = safety, caution, asks_back
        if caution is not None:
            asked = CautionSheet(caution)
            asked.none_holds.connect(self._go_on_after_caution)
            asked.other_wanted.connect(self.ended)
            self._sheets.put_beside(asked)
        elif asks_back:
            back = BackSheet()
            back.fine.connect(self.back_is_fine)
            back.without_back.connect(self.without_back_wanted)
            for answered in (back.fine, back.without_back, back.as_planned):
                answered.connect(self._go_on_after_back)
            self._sheets.put_beside(back)
        elif safety:
            page = SafetySheet()
            page.understood.connect(self.start_wanted)
            self._sheets.put_beside(page)
        elif not self.before.is_done:
            sheet = RatingsSheet(self.before, _HEADING, _HINT, _BEGIN)
            sheet.done.connect(lambda: self._sheets.put_beside(None))
            sheet.left.connect(self.start_wanted)
            self._sheets.put_beside(sheet)

    def begin(self) -> None:
        """Show the charts when the guide starts."""
        self._has_begun, self.is_over = True, False
        self._sheets.put_over(None)
        if isinstance(self._sheets.beside, RatingsSheet | SafetySheet | CautionSheet | BackSheet):
            self._sheets.put_beside(None)
        self._tell_ratings(self.before, RatingMoment.BEFORE)

    def _go_on_after_caution(self) -> None:
        self.caution_answered.emit(self._caution)
        self._caution = None
        self.go_back()

    def _go_on_after_back(self) -> None:
        self._asks_back = False
        self.go_back()

    @property
    def _asks_first(self) -> bool:
        """Whether the person must answer something before Home is shown."""
        return self._caution is not None or self._asks_back

    def explain(self, key: str = "rsa_ms") -> None:
        """Explain a figure, by default the one to practise with; the guide continues."""
        sheet = WhySheet()
        sheet.show_figure(key)
        sheet.closed.connect(self.go_back)
        self._sheets.put_beside(sheet)
        self.show_state(self._practice.state)

    def show_settings(self, settings: Settings) -> None:
        """Show the settings over the window."""
        sheet = SettingsSheet(settings, forgets=self._to_forget is not None)
        sheet.forget_wanted.connect(self._ask_to_forget)
        sheet.changed.connect(self.settings_changed)
        sheet.sound_tried.connect(self.sound_tried)
        sheet.closed.connect(self.uncover)
        self._sheets.put_over(sheet)

    def _ask_to_forget(self) -> None:
        assert self._to_forget is not None
        sheet = ForgetSheet(self._to_forget.lines())
        sheet.confirmed.connect(self._to_forget.wanted)
        sheet.confirmed.connect(self.ended)
        sheet.closed.connect(self.uncover)
        self._sheets.put_over(sheet)

    def uncover(self) -> None:
        """Show what was under a page over the window: the summary, Home, or the practise view."""
        if self.is_over:
            self.sum_up()
        elif self.go_home is not None and not self._asks_first and not self._has_begun:
            self.go_home()
        else:
            self._sheets.put_over(None)

    def go_back(self) -> None:
        """Show what was beside the guide before a figure was explained or plans were offered."""
        self._sheets.put_beside(None)
        if self._has_begun:
            return
        if self.go_home is not None and not self._asks_first:
            self.go_home()
        else:
            self.welcome(safety=self._safety, caution=self._caution, asks_back=self._asks_back)

    def finish(self) -> None:
        """Ask about the practice and the present feeling, then sum up; a second call sums up at once."""
        if self.asks_afterwards:
            self.sum_up()
        elif self._answers is not None and RatingMoment.AFTER not in self._told:
            questions = QuestionsSheet(self._answers)
            questions.left.connect(self._ask_ratings)
            self._sheets.put_over(None)
            self._sheets.put_beside(questions)
        else:
            self._ask_ratings()

    def _ask_ratings(self) -> None:
        """Ask once how the person feels now."""
        if self.after.is_done:
            self.sum_up()
            return
        sheet = RatingsSheet(self.after, _HEADING, _HINT, _GO_ON)
        sheet.done.connect(lambda: self.sum_up())
        sheet.left.connect(lambda: self.sum_up())
        self._sheets.put_over(None)
        self._sheets.put_beside(sheet)

    def sum_up(self, told: Message | None = None) -> None:
        """Show the summary of the session, and the outcome of the person's last action on it."""
        self.is_over = True
        self.after.leave()
        self._tell_ratings(self.after, RatingMoment.AFTER)
        recent = self.recent()
        sheet = SummarySheet(
            self._summary(),
            self._scales,
            note=self._note,
            told=told,
            is_first=recent.is_own and not recent.sessions,
            is_recorded=self.is_recorded,
        )
        sheet.note_wanted.connect(self._write_note)
        sheet.report_wanted.connect(self.report_wanted)
        sheet.ended.connect(self.ended)
        sheet.continued.connect(self.continued)
        sheet.history_wanted.connect(self.history_wanted)
        self._sheets.put_over(sheet)
        self._sheets.put_beside(None)

    def _write_note(self) -> None:
        sheet = NoteSheet(self._note)
        sheet.written.connect(self._keep_note)
        sheet.closed.connect(lambda: self.sum_up())
        self._sheets.put_over(sheet)

    def _keep_note(self, text: str) -> None:
        self._note = text
        note(self._practice, text)
        self.sum_up(message("page.note.kept") if text else message("page.note.removed"))

    def show_state(self, state: State) -> None:
        """Show the figures on the page that explains them."""
        if isinstance(self._sheets.beside, WhySheet):
            self._sheets.beside.show_state(state)

    def keep_ratings(self) -> None:
        """Record the ratings that are not recorded yet, because the window closes."""
        self._tell_ratings(self.before, RatingMoment.BEFORE)
        self._tell_ratings(self.after, RatingMoment.AFTER)

    def _tell_ratings(self, entry: RatingEntry, when: RatingMoment) -> None:
        """Record each rating once."""
        if when in self._told:
            return
        self._told.add(when)
        if when is RatingMoment.AFTER and self._answers is not None:
            said = self._answers
            answer(self._practice, ease=said.ease, restless=said.restless, dizzy=said.dizzy)
        for scale, value in entry.values.items():
            self._practice.rate(scale, value, when)

    def _summary(self) -> SessionOutcome:
        state = self._practice.state
        return summarise_outcome(
            self._course,
            guided=state.guided,
            practised_s=state.practised_s,
            before=self.before.values,
            after=self.after.values,
            ordinary=state.before_after,
            names={scale.key: scale.key for scale in self._scales},
        )
