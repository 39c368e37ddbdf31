"""Today's page of the diary: three scales and four ticks, saved as the person sets them."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt

from biofeedback.person.diary import DiaryDay, Did
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.plan.tick_button import TickButton
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.flow_row import FlowRow
from biofeedback.window.widgets.rating_entry import TEN_HINT, RatingEntry, RatingScale
from biofeedback.window.widgets.rating_row import RatingRow
from devices.errors import BiofeedbackError
from devices.message import Message, message

DIARY_KEY: Final = Qt.Key.Key_J
_SKIP_KEYS: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Delete)
_CLOSE_KEYS: Final = (DIARY_KEY, Qt.Key.Key_Escape, Qt.Key.Key_Space, *ENTER_KEYS)

_SCALES: Final = (
    RatingScale(
        "pain", message("ratings.pain"), message("ratings.pain.lowest"), message("ratings.pain.highest")
    ),
    RatingScale(
        "stress",
        message("ratings.stress"),
        message("ratings.stress.lowest"),
        message("ratings.stress.highest"),
    ),
    RatingScale(
        "sleep", message("diary.scale.sleep"), message("diary.sleep.lowest"), message("diary.sleep.highest")
    ),
)
_TICKS: Final = {
    Did.WALK: message("diary.tick.walk"),
    Did.STRETCH: message("diary.tick.stretch"),
    Did.POSTURE: message("diary.tick.posture"),
    Did.HEAT: message("diary.tick.heat"),
}


class DiarySheet(Sheet):
    """Takes the entries of one day; digits rate the scales first, and then set ticks.

    Parameters
    ----------
    day : DiaryDay
        The existing entries.
    keep : callable
        Saves the whole day; raises BiofeedbackError if it can't.
    """

    takes_digits = True

    def __init__(self, day: DiaryDay, keep: Callable[[DiaryDay], None]) -> None:
        super().__init__(message("diary.heading", day=day.day), close_keys=_CLOSE_KEYS)
        self._day, self._keep = day, keep
        self.entry = RatingEntry(_SCALES)
        noted = {scale.key: getattr(day, scale.key) for scale in _SCALES}
        self.entry.values = {key: value for key, value in noted.items() if value is not None}
        self._rows = [self.add(RatingRow(scale, self)) for scale in _SCALES]
        for index, row in enumerate(self._rows):
            row.chosen.connect(partial(self._choose, index))
        self.add_text(message("diary.what_you_did"), role=TextRole.BODY)
        ticks = self.add(FlowRow(self))
        self.ticks = {did: self._tick(did, number, ticks) for number, did in enumerate(Did, start=1)}
        ticks.show_buttons([*self.ticks.values()])
        self._hint = self.add_text("", role=TextRole.TITLE, ink="quiet")
        self._said = self.add_text("")
        self.add_buttons((message("diary.done"), self.closed.emit))
        self.fill_up()
        self.first_focus = self  # Digits go to the scales, and Enter leaves the page.
        self._show()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        entry, number = self.entry, key - Qt.Key.Key_1
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and (not entry.is_done or entry.waits_for_zero):
            entry.press_digit(key - Qt.Key.Key_0)
        elif 0 <= number < len(self.ticks):
            [*self.ticks.values()][number].toggle()
            return True
        elif key in _SKIP_KEYS:
            entry.skip()
        elif key == Qt.Key.Key_Backspace:
            entry.go_back()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            entry.move(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Space and (tick := self._tick_with_focus()) is not None:
            tick.toggle()
            return True
        else:
            waited = key in _CLOSE_KEYS and entry.settle()
            self._show()
            return (waited and key in ENTER_KEYS) or super().take_key(key)
        self._change()
        return True

    def _tick_with_focus(self) -> TickButton | None:
        return next((tick for tick in self.ticks.values() if tick.hasFocus()), None)

    def _tick(self, did: Did, number: int, row: FlowRow) -> TickButton:
        button = TickButton(message("page.numbered", number=number, offer=_TICKS[did]), row)
        button.setCheckable(True)
        button.setChecked(did in self._day.did)
        button.toggled.connect(self._change)
        button.installEventFilter(self)
        return button

    def _choose(self, index: int, value: int) -> None:
        self.entry.choose(index, value)
        self._change()

    def _change(self, *_: bool) -> None:
        """Save the current entries, and say so."""
        values = self.entry.values
        did = tuple(one for one in Did if self.ticks[one].isChecked())
        day = DiaryDay(self._day.day, values.get("pain"), values.get("stress"), values.get("sleep"), did)
        if day != self._day:
            self._said.setText(self._kept(day))
        self._show()

    def _kept(self, day: DiaryDay) -> Message:
        try:
            self._keep(day)
        except BiofeedbackError as problem:
            return problem.whole
        self._day = day
        return message("diary.kept")

    def _show(self) -> None:
        entry = self.entry
        for index, (row, scale) in enumerate(zip(self._rows, _SCALES, strict=True)):
            present = index == entry.index
            row.show_value(
                entry.values.get(scale.key), present=present, waits_for_zero=present and entry.waits_for_zero
            )
        if entry.waits_for_zero:
            self._hint.setText(TEN_HINT)
        else:
            self._hint.setText(message("diary.hint.ticks") if entry.is_done else message("diary.hint.digits"))
