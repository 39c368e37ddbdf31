"""Home, the pages one step away, and the navigation between them."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from biofeedback.engine.state import State
from biofeedback.practice.practice import Practice
from biofeedback.programmes.programme import WITHOUT_BACK, Family, Programme
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.statements.care import CAUTIONS, CareSection
from biofeedback.window.choices import WindowChoices
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.loading.history_loading import RecentPractice
from biofeedback.window.loading.loading import Loading
from biofeedback.window.pages.care.back_sheet import BackSheet
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.home.home_sheet import HomeLink, HomeSheet, greeting
from biofeedback.window.pages.home.step_sheets import AboutSheet, HelpSheet, StrapSheet
from biofeedback.window.pages.home.waiting import WaitingPractice
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.plan.day_pages import DayPages
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingEntry
from devices.errors import BiofeedbackError
from devices.events import Part
from devices.message import message

_UNDERSTOOD: Final = message("home.understood")


class HomePages(QObject):
    """Leads to Home, from there into the practice, and to the pages around it.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    practice : Practice
        The practice that the Begin button starts.
    choices : WindowChoices
        The options that the window was opened with.
    entry : RatingEntry
        The person's ratings before the practice.
    chosen : ChosenSettings
        Saves the person's answers about safety and cautions.

    Attributes
    ----------
    days : DayPages or None
        The pages of plan, diary and programmes, or None.
    leads_on : bool
        Whether another window will follow: Home again after a practice, or the demo.
    recent : RecentPractice
        The recent practice; empty until it is read.
    """

    begun = Signal()
    """The practice is ready to begin."""

    demo_wanted = Signal()

    closed = Signal()
    """The person left a page without beginning anything."""

    felt = Signal(object)
    """Reports the person's Feeling from the care page."""

    history_wanted = Signal()
    settings_wanted = Signal()
    patterns_wanted = Signal()

    def __init__(
        self,
        sheets: Sheets,
        practice: Practice,
        choices: WindowChoices,
        entry: RatingEntry,
        chosen: ChosenSettings,
    ) -> None:
        super().__init__()
        self._sheets, self._practice, self._choices, self._entry = sheets, practice, choices, entry
        self._chosen, self._desk = chosen, choices.desk
        self._loading: Loading[RecentPractice] | None = None
        self._asks_safety = not choices.settings.window.safety_read
        self._is_open = self._has_begun = self._begins_once_read = self.leads_on = False
        self._shown_at = choices.now()
        self.recent = RecentPractice()
        self.waiting = WaitingPractice(
            practice,
            choices.minutes,
            choices.next_practice,
            self._desk,
            choices.now,
            usual_first=choices.usual_first,
        )
        self.days: DayPages | None = None
        if self._desk is not None:
            self.days = DayPages(sheets, self._desk, self.waiting, choices.now)
            self.days.closed.connect(self.closed)

    def open(self) -> None:
        """Show Home; the first time, show the safety page before it."""
        if self._asks_safety:
            page = SafetySheet(_UNDERSTOOD, close_keys=(Qt.Key.Key_Space, *ENTER_KEYS))
            page.understood.connect(self._leave_safety)
            page.closed.connect(self._leave_safety)
            self._sheets.put_over(page)
            return
        self._is_open = True
        choices, now = self._choices, self._choices.now()
        rate_per_min = self._practice.target_pattern.rate_per_min
        home = HomeSheet(
            greeting(now.hour),
            self.waiting.coming(),
            self._entry,
            choices.today(),
            offers_demo=choices.on_demo is not None,
            usual=None if self.days is None else message("home.usual", rate_per_min=rate_per_min),
        )
        home.begun.connect(self.begin)
        home.usual_wanted.connect(self._begin_usual)
        home.skipped.connect(self._skip)
        if choices.on_demo is not None:
            home.demo_wanted.connect(self._lead_to_demo)
        home.linked.connect(self._follow)
        home.figures_wanted.connect(self._show_figures)
        home.card.chosen.connect(self._practice.choose_strap)
        home.card.again.connect(choices.on_try_again)
        home.show_days(self.recent.days)
        home.show_state(self._practice.state)
        self._sheets.put_over(home)

    @property
    def is_waiting(self) -> bool:
        """Whether Home, or a page that it leads to, is shown before the practice."""
        over, is_ready = self._sheets.over, self._practice.state.part is Part.READY
        shows_home = self._is_open and over is not None and not isinstance(over, SafetySheet)
        return shows_home and is_ready and not self._has_begun

    def begin(self) -> None:
        """Begin the waiting practice once it is known; ask about the cautions of its kind the first time."""
        if not self.waiting.is_known:
            self._begins_once_read = True
            return
        programme = self.waiting.programme
        caution = None if programme is None else self._chosen.caution(programme.family)
        if caution is not None:
            self._ask(caution)
        elif programme is not None and self._chosen.asks_about_back(programme):
            self._ask_about_back(programme)
        else:
            self._play(programme)

    def take_plan(self, path: Path) -> None:
        """Adopt a plan that the person dropped on the window."""
        if self.days is not None:
            self.days.take_plan(path)

    def want_again(self) -> None:
        """Request Home again, once, if it led to the practice."""
        wish, was_begun = self._choices.on_home_again, self._practice.state.part is not Part.READY
        if wish is not None and self._is_open and was_begun and not self.leads_on:
            self.leads_on = True
            wish()

    def choose_usual(self) -> None:
        """Make the usual practice wait, because the person changed its pattern."""
        self.waiting.choose_usual()

    def load(self) -> None:
        """Start reading the recent practice."""
        if self._loading is None:
            history, today = self._choices.history, self._choices.today()
            self._loading = Loading(lambda stop: history.read_recent(today, should_stop=stop))
        if self._desk is not None:
            self._desk.load()

    def tick(self) -> bool:
        """Show the plan's offer and the days of recent practice, once they are read.

        Return whether the recent practice has just become known.
        """
        now = self._choices.now()
        is_later = now.minute != self._shown_at.minute
        if self._desk is not None and (self._desk.tick() or is_later):
            self._shown_at = now
            self._show_coming()
        loading = self._loading
        if loading is None or loading.found is None or loading.found is self.recent:
            return False
        self.recent = loading.found
        if isinstance(self._sheets.over, HomeSheet):
            self._sheets.over.show_days(self.recent.days)
        return True

    def show_state(self, state: State) -> None:
        """Show the strap's state on a page that displays it."""
        over = self._sheets.over
        if isinstance(over, HomeSheet | StrapSheet | WhySheet):
            over.show_state(state)

    def open_help(self) -> None:
        """Show how to use the program."""
        self._show(HelpSheet())

    def open_about(self) -> None:
        """Show information about the program."""
        self._show(AboutSheet())

    def show_care(self, *, leads_to_figures: bool = False) -> None:
        """Show the care page above everything else."""
        sheet = CareSheet(leads_to_figures=leads_to_figures)
        sheet.figures_wanted.connect(self._show_figures)
        sheet.felt.connect(self.felt)
        sheet.closed.connect(lambda: self._sheets.put_above(None))
        self._sheets.put_above(sheet)

    def stop(self) -> None:
        """Stop reading."""
        if self._loading is not None:
            self._loading.stop()
        if self._desk is not None:
            self._desk.stop()

    def _leave_safety(self) -> None:
        """Save that the person read the page, which includes the cautions about slow breathing."""
        self._asks_safety = False
        self._chosen.change_window(safety_read=True)
        self._chosen.keep_caution(CAUTIONS[Family.BELLY])
        self.open()

    def _play(self, programme: Programme | None) -> None:
        """Begin a programme, or the usual practice."""
        if programme is None or self._plays(programme):
            self._has_begun = True
            self.begun.emit()
        else:
            self.open()

    def _plays(self, programme: Programme) -> bool:
        """Make the practice play a programme; return whether it can."""
        if self._desk is None:
            return False
        try:
            self._practice.take_player(self._desk.player(programme, self._chosen.settings))
        except BiofeedbackError as problem:
            self.waiting.refuse(problem.whole)
            return False
        return True

    def _ask(self, caution: CareSection) -> None:
        """Ask first about the cautions of a kind of programme."""
        asked = CautionSheet(caution, close_keys=(Qt.Key.Key_Escape,))
        asked.none_holds.connect(lambda: self._chosen.keep_caution(caution))
        asked.none_holds.connect(self.begin)
        asked.other_wanted.connect(self.days.open_programmes if self.days is not None else self.closed)
        asked.closed.connect(self.closed)
        self._sheets.put_over(asked)

    def _ask_about_back(self, programme: Programme) -> None:
        """Ask before a muscle relaxation whether back or neck hurt, and offer the one without the back."""
        asked = BackSheet(close_keys=(Qt.Key.Key_Escape,))
        asked.fine.connect(self._chosen.keep_back_fine)
        asked.fine.connect(lambda: self._play(programme))
        asked.as_planned.connect(lambda: self._play(programme))
        asked.without_back.connect(lambda: self._play(shipped_programmes()[WITHOUT_BACK]))
        asked.closed.connect(self.closed)
        self._sheets.put_over(asked)

    def _lead_to_demo(self) -> None:
        if self._choices.on_demo is not None:
            self.leads_on = True
            self._choices.on_demo()
            self.demo_wanted.emit()

    def _begin_usual(self) -> None:
        self.waiting.choose_usual()
        self.begin()

    def _skip(self) -> None:
        self.waiting.skip()
        self._show_coming()

    def _show_coming(self) -> None:
        if isinstance(self._sheets.over, HomeSheet):
            self._sheets.over.show_coming(self.waiting.coming())
        if self._begins_once_read and self.waiting.is_known:
            self._begins_once_read = False
            self.begin()

    def _follow(self, link: HomeLink) -> None:
        self._begins_once_read = False
        match link:
            case HomeLink.PROGRAMMES if self.days is not None:
                self.days.open_programmes()
            case HomeLink.PLAN if self.days is not None:
                self.days.open_plan()
            case HomeLink.DIARY if self.days is not None:
                self.days.open_diary()
            case HomeLink.STRAPS:
                self._show_straps()
            case HomeLink.CARE:
                self.show_care(leads_to_figures=True)
            case HomeLink.HELP:
                self.open_help()
            case HomeLink.ABOUT:
                self.open_about()
            case HomeLink.HISTORY:
                self.history_wanted.emit()
            case HomeLink.SETTINGS:
                self.settings_wanted.emit()
            case HomeLink.PATTERNS:
                self._sheets.put_over(None)  # The patterns are shown beside the guide.
                self.patterns_wanted.emit()

    def _show(self, sheet: Sheet) -> None:
        sheet.closed.connect(self.closed)
        self._sheets.put_over(sheet)

    def _show_straps(self) -> None:
        sheet = StrapSheet()
        sheet.card.chosen.connect(self._practice.choose_strap)
        sheet.card.again.connect(self._choices.on_try_again)
        sheet.card.without.connect(self.begin)
        sheet.show_state(self._practice.state)
        self._show(sheet)

    def _show_figures(self) -> None:
        self._sheets.put_above(None)
        sheet = WhySheet(back=message("home.back"))
        sheet.show_figure("rsa_ms")
        sheet.show_state(self._practice.state)
        self._show(sheet)
