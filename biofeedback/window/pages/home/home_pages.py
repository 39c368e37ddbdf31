"""Home and the pages one step away, and the way between them."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from biofeedback.engine.state import State
from biofeedback.practice.practice import Practice
from biofeedback.window.choices import WindowChoices
from biofeedback.window.loading.history_loading import RecentPractice
from biofeedback.window.loading.loading import Loading
from biofeedback.window.pages.care.care_sheet import CareSheet
from biofeedback.window.pages.care.safety_sheet import SafetySheet
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.home.home_sheet import HomeLink, HomeSheet, greeting
from biofeedback.window.pages.home.step_sheets import AboutSheet, HelpSheet, StrapSheet
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.widgets.rating_entry import RatingEntry
from devices.message import message

_UNDERSTOOD: Final = message("home.understood")


class HomePages(QObject):
    """Leads to Home, from there into the practice, and to the pages about it.

    Parameters
    ----------
    sheets : Sheets
        Where they are shown.
    practice : Practice
        What Begin begins.
    choices : WindowChoices
        What the window was opened with.
    entry : RatingEntry
        How one feels before the practice.

    Attributes
    ----------
    recent : RecentPractice
        When one practised of late; nothing until it is read.
    """

    begun = Signal()
    demo_wanted = Signal()
    safety_read = Signal()

    closed = Signal()
    """A page was left that did not begin anything."""

    felt = Signal(object)
    """A Feeling that the person has, said on the care page."""

    linked = Signal(object)
    """A HomeLink that leads to pages of the window's own: history, patterns or settings."""

    def __init__(
        self, sheets: Sheets, practice: Practice, choices: WindowChoices, entry: RatingEntry
    ) -> None:
        super().__init__()
        self._sheets, self._practice, self._choices, self._entry = sheets, practice, choices, entry
        self._loading: Loading[RecentPractice] | None = None
        self._asks_safety = not choices.settings.window.safety_read
        self.recent = RecentPractice()

    def open(self) -> None:
        """Show Home; before the first time what one should know."""
        if self._asks_safety:
            page = SafetySheet(_UNDERSTOOD, close_keys=(Qt.Key.Key_Space, *ENTER_KEYS))
            page.understood.connect(self._leave_safety)
            page.closed.connect(self._leave_safety)
            self._sheets.put_over(page)
            return
        choices, now = self._choices, self._choices.now()
        home = HomeSheet(
            greeting(now.hour),
            choices.next_practice.words(self._practice.target_pattern, choices.minutes),
            self._entry,
            choices.today(),
            offers_demo=choices.on_demo is not None,
        )
        home.begun.connect(self.begun)
        if choices.on_demo is not None:
            home.demo_wanted.connect(choices.on_demo)
            home.demo_wanted.connect(self.demo_wanted)
        home.linked.connect(self._follow)
        home.figures_wanted.connect(self._show_figures)
        home.card.chosen.connect(self._practice.choose_strap)
        home.card.again.connect(choices.on_try_again)
        home.show_days(self.recent.days)
        home.show_state(self._practice.state)
        self._sheets.put_over(home)

    def load(self) -> None:
        """Begin to read when one practised of late."""
        if self._loading is None:
            history, today = self._choices.history, self._choices.today()
            self._loading = Loading(lambda stop: history.read_recent(today, should_stop=stop))

    def tick(self) -> bool:
        """Show when one practised of late, once that is read; return whether it just was."""
        loading = self._loading
        if loading is None or loading.found is None or loading.found is self.recent:
            return False
        self.recent = loading.found
        if isinstance(self._sheets.over, HomeSheet):
            self._sheets.over.show_days(self.recent.days)
        return True

    def show_state(self, state: State) -> None:
        """Show the strap on the page that tells of it."""
        over = self._sheets.over
        if isinstance(over, HomeSheet | StrapSheet | WhySheet):
            over.show_state(state)

    def open_help(self) -> None:
        """Show how the program is used."""
        self._show(HelpSheet())

    def open_about(self) -> None:
        """Show which program this is."""
        self._show(AboutSheet())

    def show_care(self, *, leads_to_figures: bool = False) -> None:
        """Show the care page above whatever is shown."""
        sheet = CareSheet(leads_to_figures=leads_to_figures)
        sheet.figures_wanted.connect(self._show_figures)
        sheet.felt.connect(self.felt)
        sheet.closed.connect(lambda: self._sheets.put_above(None))
        self._sheets.put_above(sheet)

    def stop(self) -> None:
        """Read on no more."""
        if self._loading is not None:
            self._loading.stop()

    def _leave_safety(self) -> None:
        self._asks_safety = False
        self.safety_read.emit()
        self.open()

    def _follow(self, link: HomeLink) -> None:
        match link:
            case HomeLink.STRAPS:
                self._show_straps()
            case HomeLink.CARE:
                self.show_care(leads_to_figures=True)
            case HomeLink.HELP:
                self.open_help()
            case HomeLink.ABOUT:
                self.open_about()
            case _:
                self.linked.emit(link)

    def _show(self, sheet: Sheet) -> None:
        sheet.closed.connect(self.closed)
        self._sheets.put_over(sheet)

    def _show_straps(self) -> None:
        sheet = StrapSheet()
        sheet.card.chosen.connect(self._practice.choose_strap)
        sheet.card.again.connect(self._choices.on_try_again)
        sheet.card.without.connect(self.begun)
        sheet.show_state(self._practice.state)
        self._show(sheet)

    def _show_figures(self) -> None:
        self._sheets.put_above(None)
        sheet = WhySheet(back=message("home.back"))
        sheet.show_figure("rsa_ms")
        sheet.show_state(self._practice.state)
        self._show(sheet)
