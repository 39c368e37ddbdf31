"""The agreed terms of the plan, as rows to choose from."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any, Final

from PySide6.QtWidgets import QBoxLayout, QComboBox, QVBoxLayout, QWidget

from biofeedback.person.plan_file import MOST_TIMES
from biofeedback.person.weeks import BESIDE_BELLY, Terms
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.window.look.look import Look
from biofeedback.window.pages.practise.choices import Choice
from biofeedback.window.pages.practise.settings_sheet import ChoiceRow
from biofeedback.words.spoken import spoken
from devices.message import Message, message, verbatim

_LEAST_SIDE_BY_SIDE: Final = 460.0
"""Least width of a window in which a label fits beside its box, in pixels at 1280×720."""

_LEAST_LETTERS: Final = 8
"""Least number of letters in a box; all boxes have the same width, however long their entries are."""

_SLOTS: Final = 4
"""Number of times of day offered; a plan with more times shows them all."""

_CLOCK: Final = tuple(time(hour, minute) for hour in range(5, 24) for minute in (0, 30))
_MINUTES: Final = (5, 10, 15, 20, 25, 30, 40, 60)
_NO_TIME: Final = (message("plan.time.none"), None)
_DAYS_OFF: Final = (
    (message("plan.day_off.none"), None),
    (message("plan.day_off.monday"), 1),
    (message("plan.day_off.tuesday"), 2),
    (message("plan.day_off.wednesday"), 3),
    (message("plan.day_off.thursday"), 4),
    (message("plan.day_off.friday"), 5),
    (message("plan.day_off.saturday"), 6),
    (message("plan.day_off.sunday"), 7),
)
_REST: Final = ((message("settings.on"), True), (message("settings.off"), False))


class TermsRows(QWidget):
    """Shows the agreed terms, which the person can change.

    Parameters
    ----------
    terms : Terms
        The initial terms.
    agree : callable
        Saves changed terms.
    """

    def __init__(self, terms: Terms, agree: Callable[[Terms], None]) -> None:
        super().__init__()
        self._terms, self._agree = terms, agree
        slots = min(MOST_TIMES, max(_SLOTS, len(terms.times)))
        self.times = [self._time_row(index) for index in range(slots)]
        self.minutes = self._row(_minutes_choice(), terms.most_minutes)
        self.second = self._row(_second_choice(), terms.second)
        self.day_off = self._row(Choice(message("plan.day_off"), "plan", "day_off", _DAYS_OFF), terms.day_off)
        rest = Choice(message("plan.quiet_rest"), "plan", "quiet_rest", _REST)
        self.quiet_rest = self._row(rest, terms.quiet_rest)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for row in self.rows:
            row.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.box.setMinimumContentsLength(_LEAST_LETTERS)
            self._column.addWidget(row)

    @property
    def rows(self) -> tuple[ChoiceRow, ...]:
        """All rows, from the top."""
        return (*self.times, self.minutes, self.second, self.day_off, self.quiet_rest)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._column.setSpacing(round(8 * look.scale))
        is_narrow = self.window().width() < _LEAST_SIDE_BY_SIDE * look.scale
        for row in self.rows:
            row.set_look(look)
            line = row.layout()
            if isinstance(line, QBoxLayout):
                down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
                line.setDirection(down if is_narrow else right)

    def _row(self, choice: Choice, value: object) -> ChoiceRow:
        return ChoiceRow(choice, value, self._choose)

    def _time_row(self, index: int) -> ChoiceRow:
        """Return the row of one time; the first one can't be left empty."""
        clock = tuple((verbatim(f"{at:%H:%M}"), at) for at in _CLOCK)
        offered: tuple[tuple[Message, Any], ...] = clock if index == 0 else (_NO_TIME, *clock)
        times = self._terms.times
        value = times[index] if index < len(times) else None
        if value is not None and value not in _CLOCK:
            offered = (*offered, (verbatim(f"{value:%H:%M}"), value))
        words = message("plan.time", number=index + 1)
        return ChoiceRow(Choice(words, "plan", "times", offered), value, self._choose_time)

    def _choose_time(self, *_: object) -> None:
        """Take the times of all rows, sorted and without duplicates."""
        clocks = [row.box.currentText() for row in self.times]
        times = {time.fromisoformat(one) for one in clocks if one[:1].isdigit()}
        self._take(replace(self._terms, times=tuple(sorted(times))))

    def _choose(self, choice: Choice, value: Any) -> None:
        self._take(replace(self._terms, **{choice.key: value}))

    def _take(self, terms: Terms) -> None:
        self._terms = terms
        self._agree(terms)


def _minutes_choice() -> Choice:
    offered = tuple((message("settings.minutes", count=one), float(one)) for one in _MINUTES)
    return Choice(message("plan.most_minutes"), "plan", "most_minutes", offered)


def _second_choice() -> Choice:
    shipped, language = shipped_programmes(), spoken().language
    offered = tuple((verbatim(shipped[one].title.said(language)), one) for one in BESIDE_BELLY)
    return Choice(message("plan.second"), "plan", "second", offered)
