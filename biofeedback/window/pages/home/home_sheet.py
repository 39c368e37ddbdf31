"""Home: the Begin button, the next practice, ratings, this week, and the strap."""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from biofeedback.engine.state import State
from biofeedback.statements.live import signal_words, strap_words
from biofeedback.window.keys import CARE_KEY
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.home.begin_button import BeginButton
from biofeedback.window.pages.home.home_ratings import HomeRatings
from biofeedback.window.pages.home.next_practice import Coming
from biofeedback.window.pages.home.strap_card import StrapCard
from biofeedback.window.pages.home.week_marks import WeekMarks
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.plan.diary_sheet import DIARY_KEY
from biofeedback.window.pages.plan.plan_sheet import PLAN_KEY
from biofeedback.window.pages.plan.programmes_sheet import PROGRAMMES_KEY
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_entry import RatingEntry
from biofeedback.words.spoken import say
from devices.message import Message, dotted, message

_CENTER: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_WIDEST_PX: Final = 860.0
_MARGIN_PX: Final = 14.0
"""Space above and below, so that all fits into 1280×720 on the first day."""

_LAST_MORNING_HOUR, _LAST_DAY_HOUR = 10, 17
_USUAL_KEY: Final = Qt.Key.Key_L
_SKIP_KEY: Final = Qt.Key.Key_E


class HomeLink(Enum):
    """The pages one step away, each with its words and its key."""

    PROGRAMMES = message("home.programmes"), PROGRAMMES_KEY
    PLAN = message("home.plan"), PLAN_KEY
    DIARY = message("home.diary"), DIARY_KEY
    HISTORY = message("home.history"), Qt.Key.Key_H
    PATTERNS = message("home.patterns"), Qt.Key.Key_P
    SETTINGS = message("home.settings"), Qt.Key.Key_O
    STRAPS = message("home.straps"), Qt.Key.Key_B
    CARE = message("home.care"), CARE_KEY
    HELP = message("home.help"), Qt.Key.Key_F1
    ABOUT = message("home.about"), Qt.Key.Key_F2

    @property
    def key(self) -> Qt.Key:
        """The key that leads to the page."""
        return self.value[1]

    @property
    def needs_desk(self) -> bool:
        """Whether it leads to the person's own data, which a demonstration does not have."""
        return self in (HomeLink.PROGRAMMES, HomeLink.PLAN, HomeLink.DIARY)


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
    coming : Coming
        The practice that the Begin button starts, and the reason for it.
    entry : RatingEntry
        The ratings before the practice; the Begin button leaves them unchanged.
    today : date
        The last of the seven days shown.
    offers_demo : bool
        Whether the person can try a simulated person.
    usual : Message or None, optional
        Describes the usual practice if something else may wait; it is then one step away.
    """

    takes_digits = True
    begun = Signal()
    demo_wanted = Signal()
    figures_wanted = Signal()
    usual_wanted = Signal()
    skipped = Signal()
    """The person wants something other than the offer."""

    linked = Signal(object)
    """The HomeLink that the person followed."""

    def __init__(
        self,
        welcome: Message,
        coming: Coming,
        entry: RatingEntry,
        today: date,
        *,
        offers_demo: bool,
        usual: Message | None = None,
    ) -> None:
        super().__init__(welcome)
        self.heading.setAlignment(_CENTER)
        self._has_desk, self._may_skip = usual is not None, False
        self._coming = self.add_text("", role=TextRole.PATTERN)
        self._reason = self.add_text("", role=TextRole.TITLE, ink="quiet")
        for text in (self._coming, self._reason):
            text.setAlignment(_CENTER)
        self.begin_button = self.add(BeginButton(self))
        self._take_button(self.begin_button, self.begun.emit)
        self.first_focus = self.begin_button
        self._day_row = self.add(FlowRow(self, alignment=Qt.AlignmentFlag.AlignHCenter))
        self._skip, *self._day_buttons = self._buttons_of_the_day(usual)
        self._note = self.add_text("", role=TextRole.TITLE)
        self._note.setAlignment(_CENTER)
        self.show_coming(coming)
        self.ratings = self.add(HomeRatings(entry, self))
        self.ratings.setVisible(bool(entry.scales))
        self._week = self.add(WeekMarks(today, self))
        self._week.hide()
        self._strap = self.add_text("", ink="quiet")
        self._strap.setAlignment(_CENTER)
        self.card = self.add(StrapCard(self, offers_demo=offers_demo))
        self.card.without.connect(self.begun)
        self.card.demo.connect(self.demo_wanted)
        self._column.insertStretch(0, 1)  # In a tall window, this and the stretch below centre the content.
        self.fill_up()
        self._add_links(offers_demo=offers_demo)

    def show_coming(self, coming: Coming) -> None:
        """Show which practice the Begin button starts, and why."""
        self._coming.setText(coming.line)
        for text, words in ((self._reason, coming.reason), (self._note, coming.note)):
            text.setText(words or "")
            text.setVisible(words is not None)
        self._may_skip = coming.may_skip
        self._skip.setVisible(coming.may_skip)
        self._day_row.show_buttons([*([self._skip] if coming.may_skip else []), *self._day_buttons])
        self.begin_button.setAccessibleDescription(say(coming.line))

    def show_days(self, practised: AbstractSet[date]) -> None:
        """Show the practice days of this week; before the first practice, show nothing.

        After the first practice the card about straps is brief, so that everything has room.
        """
        self._week.show_days(practised)
        self._week.setVisible(bool(practised))
        if practised:
            self.card.show_briefly()

    def show_state(self, state: State) -> None:
        """Show the strap in one line, or how to put one on."""
        has_strap = bool(state.strap_name)
        signal = signal_words(state)
        self._strap.setText(dotted(strap_words(state), signal) if signal else strap_words(state))
        self._strap.setVisible(has_strap)
        if self.card.isHidden() != has_strap:
            self.card.setVisible(not has_strap)
            self._show_links(with_demo=has_strap)
        self.card.show_state(state)

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if self.ratings.take_key(key):
            return True
        if key in (Qt.Key.Key_Space, *ENTER_KEYS):
            self.begun.emit()
            return True
        if key in (Qt.Key.Key_W, Qt.Key.Key_Question):
            self.figures_wanted.emit()
            return True
        if key == _SKIP_KEY and self._may_skip:
            self.skipped.emit()
            return True
        if key == _USUAL_KEY and self._has_desk:
            self.usual_wanted.emit()
            return True
        link = next((link for link in self._links if link.key == key), None)
        if link is not None:
            self.linked.emit(link)
            return True
        return super().take_key(key)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        self._body.setMaximumWidth(round(_WIDEST_PX * look.scale))
        sides, ends = self._column.contentsMargins().left(), round(_MARGIN_PX * look.scale)
        self._column.setContentsMargins(sides, ends, sides, ends)
        self._column.setSpacing(round(4 * look.scale))

    def _take_button(self, button: QWidget, pressed: object) -> None:
        button.clicked.connect(lambda: pressed())  # type: ignore[attr-defined,operator]
        button.installEventFilter(self)

    @property
    def _links(self) -> tuple[HomeLink, ...]:
        return tuple(link for link in HomeLink if self._has_desk or not link.needs_desk)

    def _buttons_of_the_day(self, usual: Message | None) -> list[QuietButton]:
        """Return the buttons for alternatives to the offer, and for plan and diary."""
        row = self._day_row
        skip = self._quiet_button(message("home.something_else"), row, _SKIP_KEY)
        self._take_button(skip, self.skipped.emit)
        buttons = [skip, *(self._link_button(link, row) for link in self._links if link.needs_desk)]
        if usual is not None:
            buttons.append(self._quiet_button(usual, row, _USUAL_KEY))
            self._take_button(buttons[-1], self.usual_wanted.emit)
        return buttons

    def _add_links(self, *, offers_demo: bool) -> None:
        self._links_row = row = self.add(FlowRow(self, alignment=Qt.AlignmentFlag.AlignHCenter))
        self._link_buttons = [self._link_button(link, row) for link in self._links if not link.needs_desk]
        self._demo = QuietButton(message("home.demo"), row) if offers_demo else None
        if self._demo is not None:
            self._take_button(self._demo, self.demo_wanted.emit)
        self._show_links(with_demo=False)

    def _show_links(self, *, with_demo: bool) -> None:
        """Show the links, and the demo if no card offers it."""
        shown = [] if self._demo is None or not with_demo else [self._demo]
        if self._demo is not None:
            self._demo.setVisible(with_demo)
        self._links_row.show_buttons([*self._link_buttons, *shown])

    def _link_button(self, link: HomeLink, row: FlowRow) -> QuietButton:
        button = self._quiet_button(link.value[0], row, link.key)
        self._take_button(button, partial(self.linked.emit, link))
        return button

    def _quiet_button(self, words: Message, row: FlowRow, key: Qt.Key) -> QuietButton:
        """Return a button with a tooltip that names its key."""
        button = QuietButton(words, row)
        button.setToolTip(say(message("home.link_tip", words=words, key=QKeySequence(key).toString())))
        return button
