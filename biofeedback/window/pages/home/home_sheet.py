"""Home: one button to begin, what is next, how one feels, this week, and the strap."""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from biofeedback.engine.state import State
from biofeedback.statements.live import signal_words, strap_words
from biofeedback.window.keys import CARE_KEY
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.home.begin_button import BeginButton
from biofeedback.window.pages.home.home_ratings import HomeRatings
from biofeedback.window.pages.home.strap_card import StrapCard
from biofeedback.window.pages.home.week_marks import WeekMarks
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_entry import RatingEntry
from devices.message import Message, dotted, message

_CENTER: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_WIDEST_PX: Final = 860.0
_LAST_MORNING_HOUR, _LAST_DAY_HOUR = 10, 17


class HomeLink(Enum):
    """What is one step away, with its words and its key."""

    HISTORY = message("home.history"), Qt.Key.Key_H
    PATTERNS = message("home.patterns"), Qt.Key.Key_P
    SETTINGS = message("home.settings"), Qt.Key.Key_O
    STRAPS = message("home.straps"), Qt.Key.Key_B
    CARE = message("home.care"), CARE_KEY
    HELP = message("home.help"), Qt.Key.Key_F1
    ABOUT = message("home.about"), Qt.Key.Key_F2

    @property
    def key(self) -> Qt.Key:
        return self.value[1]


def greeting(hour: int) -> Message:
    """Return the greeting for an hour of the day, 0 to 23."""
    if hour <= _LAST_MORNING_HOUR:
        return message("home.good_morning")
    return message("home.good_day") if hour <= _LAST_DAY_HOUR else message("home.good_evening")


class HomeSheet(Sheet):
    """The page that the window opens with.

    Parameters
    ----------
    welcome : Message
        The greeting.
    coming : Message
        What Begin begins.
    entry : RatingEntry
        How one feels before the practice; Begin leaves it as it is.
    today : date
        The last of the seven days.
    offers_demo : bool
        Whether a simulated person can be tried.
    """

    takes_digits = True
    begun = Signal()
    demo_wanted = Signal()
    figures_wanted = Signal()

    linked = Signal(object)
    """A HomeLink was followed."""

    def __init__(
        self, welcome: Message, coming: Message, entry: RatingEntry, today: date, *, offers_demo: bool
    ) -> None:
        super().__init__(welcome)
        self.heading.setAlignment(_CENTER)
        self._coming = self.add_text(coming, role=TextRole.PATTERN, ink="quiet")
        self._coming.setAlignment(_CENTER)
        self.begin_button = self.add(BeginButton(self))
        self._take_button(self.begin_button, self.begun.emit)
        self.first_focus = self.begin_button
        self.ratings = self.add(HomeRatings(entry, self))
        self.ratings.setVisible(bool(entry.scales))
        self._week = self.add(WeekMarks(today, self))
        self._week.hide()
        self._strap = self.add_text("", ink="quiet")
        self._strap.setAlignment(_CENTER)
        self.card = self.add(StrapCard(self))
        self.card.without.connect(self.begun)
        self._column.insertStretch(0, 1)  # A tall window has the page in its middle.
        self.fill_up()
        self._add_links(offers_demo=offers_demo)

    def show_coming(self, coming: Message) -> None:
        """Say what Begin begins."""
        self._coming.setText(coming)

    def show_days(self, practised: AbstractSet[date]) -> None:
        """Show the days of this week on which one has practised; nothing before the first one."""
        self._week.show_days(practised)
        self._week.setVisible(bool(practised))

    def show_state(self, state: State) -> None:
        """Show the strap in one line, or how to put one on."""
        has_strap = bool(state.strap_name)
        signal = signal_words(state)
        self._strap.setText(dotted(strap_words(state), signal) if signal else strap_words(state))
        self._strap.setVisible(has_strap)
        self.card.setVisible(not has_strap)
        self.card.show_state(state)

    def take_key(self, key: int) -> bool:
        if self.ratings.take_key(key):
            return True
        if key in (Qt.Key.Key_Space, *ENTER_KEYS):
            self.begun.emit()
            return True
        if key in (Qt.Key.Key_W, Qt.Key.Key_Question):
            self.figures_wanted.emit()
            return True
        link = next((link for link in HomeLink if link.key == key), None)
        if link is not None:
            self.linked.emit(link)
            return True
        return super().take_key(key)

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._body.setMaximumWidth(round(_WIDEST_PX * look.scale))
        self._column.setSpacing(round(6 * look.scale))

    def _take_button(self, button: QWidget, pressed: object) -> None:
        button.clicked.connect(lambda: pressed())  # type: ignore[attr-defined,operator]
        button.installEventFilter(self)

    def _add_links(self, *, offers_demo: bool) -> None:
        if offers_demo:
            demo_row = self.add(FlowRow(self, alignment=Qt.AlignmentFlag.AlignHCenter))
            demo = QuietButton(message("home.demo"), demo_row)
            self._take_button(demo, self.demo_wanted.emit)
            demo_row.show_buttons([demo])
        row = self.add(FlowRow(self, alignment=Qt.AlignmentFlag.AlignHCenter))
        buttons = []
        for link in HomeLink:
            button = QuietButton(link.value[0], row)
            self._take_button(button, partial(self.linked.emit, link))
            buttons.append(button)
        row.show_buttons(buttons)
