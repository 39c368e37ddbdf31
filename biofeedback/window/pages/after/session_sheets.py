"""Which sheet is shown when: before the first breath, when asked, and after the last."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from biofeedback.analysis.outcome import SessionOutcome, summarise_outcome
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.state import State
from biofeedback.person.settings import Settings
from biofeedback.practice.practice import Practice
from biofeedback.statements.care import CareSection
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.after.summary_sheet import SummarySheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingEntry, RatingScale
from devices.events import RatingMoment
from devices.message import dotted, message

_HEADING: Final = message("ratings.heading")
_HINT: Final = dotted(
    message("ratings.hint.digits"), message("ratings.hint.ten"), message("ratings.hint.skip")
)
_BEGIN: Final = message("ratings.begin")
_GO_ON: Final = message("ratings.go_on")


class SessionSheets(QObject):
    """Leads through a session.

    Parameters
    ----------
    sheets : Sheets
        Where they are shown.
    scales : tuple of RatingScale
        What is rated before and after; empty asks nothing.
    practice : Practice
        Which is summed up when it is over, and takes the ratings.
    course : SessionCourse
        What it was like until now.

    Attributes
    ----------
    is_over : bool
        Whether the session was summed up and not taken up again.
    """

    ended = Signal()
    continued = Signal()
    start_wanted = Signal()
    history_wanted = Signal()
    caution_answered = Signal()
    """None of what was asked first holds for the person."""
    settings_changed = Signal(object)
    """A Settings."""

    def __init__(
        self, sheets: Sheets, scales: tuple[RatingScale, ...], practice: Practice, course: SessionCourse
    ) -> None:
        super().__init__()
        self._sheets, self._scales, self._practice, self._course = sheets, scales, practice, course
        self.before, self.after = RatingEntry(scales), RatingEntry(scales)
        self._safety = False
        self._caution: CareSection | None = None
        self._has_begun = False
        self.is_over = False
        self._told: set[RatingMoment] = set()

    @property
    def shows_safety(self) -> bool:
        return isinstance(self._sheets.beside, SafetySheet)

    @property
    def asks_afterwards(self) -> bool:
        """Whether the person is being asked how they feel after the practice."""
        beside = self._sheets.beside
        return isinstance(beside, RatingsSheet) and beside.entry is self.after

    def welcome(self, *, safety: bool, caution: CareSection | None = None) -> None:
        """Show what comes before the first breath, beside a guide that one key starts."""
        self._safety, self._caution = safety, caution
        if caution is not None:
            asked = CautionSheet(caution)
            asked.none_holds.connect(self._go_on_after_caution)
            asked.other_wanted.connect(self.ended)
            self._sheets.put_beside(asked)
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
        """Show the charts: the guide starts."""
        self._has_begun, self.is_over = True, False
        self._sheets.put_over(None)
        if isinstance(self._sheets.beside, RatingsSheet | SafetySheet | CautionSheet):
            self._sheets.put_beside(None)
        self._tell_ratings(self.before, RatingMoment.BEFORE)

    def _go_on_after_caution(self) -> None:
        self.caution_answered.emit()
        self._sheets.put_beside(None)
        self.welcome(safety=self._safety)

    def explain(self, key: str = "rsa_ms") -> None:
        """Explain a figure, unless told the one to practise with; the guide goes on."""
        sheet = WhySheet()
        sheet.show_figure(key)
        sheet.closed.connect(self.go_back)
        self._sheets.put_beside(sheet)
        self.show_state(self._practice.state)

    def show_settings(self, settings: Settings) -> None:
        """Show the settings over the window."""
        sheet = SettingsSheet(settings)
        sheet.changed.connect(self.settings_changed)
        sheet.closed.connect(self.uncover)
        self._sheets.put_over(sheet)

    def uncover(self) -> None:
        """Show what lay under a page over the window: the summary, or the practise view."""
        if self.is_over:
            self.sum_up()
        else:
            self._sheets.put_over(None)

    def go_back(self) -> None:
        """Show what stood beside the guide before a figure was explained or plans were offered."""
        self._sheets.put_beside(None)
        if not self._has_begun:
            self.welcome(safety=self._safety, caution=self._caution)

    def finish(self) -> None:
        """Ask how one feels now, then sum up; at once where that was asked before, or is being asked."""
        if self.after.is_done or self.asks_afterwards:
            self.sum_up()
            return
        sheet = RatingsSheet(self.after, _HEADING, _HINT, _GO_ON)
        sheet.done.connect(self.sum_up)
        sheet.left.connect(self.sum_up)
        self._sheets.put_over(None)
        self._sheets.put_beside(sheet)

    def sum_up(self) -> None:
        """Show what the session came to."""
        self.is_over = True
        self.after.leave()
        self._tell_ratings(self.after, RatingMoment.AFTER)
        sheet = SummarySheet(self._summary(), self._scales)
        sheet.ended.connect(self.ended)
        sheet.continued.connect(self.continued)
        sheet.history_wanted.connect(self.history_wanted)
        self._sheets.put_over(sheet)
        self._sheets.put_beside(None)

    def show_state(self, state: State) -> None:
        if isinstance(self._sheets.beside, WhySheet):
            self._sheets.beside.show_state(state)

    def keep_ratings(self) -> None:
        """Record what was rated but is not recorded yet, because the window closes."""
        self._tell_ratings(self.before, RatingMoment.BEFORE)
        self._tell_ratings(self.after, RatingMoment.AFTER)

    def _tell_ratings(self, entry: RatingEntry, when: RatingMoment) -> None:
        """Tell each rating once."""
        if when in self._told:
            return
        self._told.add(when)
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
