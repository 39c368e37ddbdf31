"""Ratings before the practice, on Home: two scales side by side, and more on request."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.widgets.quiet_button import QuietButton
from biofeedback.window.widgets.rating_entry import TEN_HINT, RatingEntry
from biofeedback.window.widgets.rating_row import RatingRow
from devices.message import message

_SHOWN: Final = 2
_LEAST_SIDE_BY_SIDE_PX: Final = 640.0
_SKIP_KEYS: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Delete)


class HomeRatings(QWidget):
    """Asks for ratings, all of them optional.

    Parameters
    ----------
    entry : RatingEntry
        The questions and the answers so far.
    parent : QWidget
        The parent widget.
    """

    def __init__(self, entry: RatingEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry, self._look = entry, Look()
        self._shows_all = len(entry.scales) <= _SHOWN
        self._rows = [RatingRow(scale, self) for scale in entry.scales]
        for index, row in enumerate(self._rows):
            row.chosen.connect(lambda value, index=index: self._choose(index, value))
        self._hint = Text(TextRole.NOTE, "quiet", self, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._more = QuietButton(message("home.more_scales"), self)
        self._more.clicked.connect(self.show_all)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._columns = 0
        self._lay_out()
        self._show()

    def show_all(self) -> None:
        """Show all scales that the person has chosen."""
        self._shows_all = True
        self._columns = 0
        self._lay_out()
        self._show()

    def take_key(self, key: int) -> bool:
        """Take a digit or a key that skips a scale; return whether it was one."""
        entry = self._entry
        if entry.is_done and not entry.waits_for_zero:
            return False
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            if entry.index >= _SHOWN and not self._shows_all:
                self.show_all()
            entry.press_digit(key - Qt.Key.Key_0)
        elif key in _SKIP_KEYS:
            entry.skip()
        elif key == Qt.Key.Key_Backspace:
            entry.go_back()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            entry.move(1 if key == Qt.Key.Key_Right else -1)
        else:
            entry.settle()
            self._show()
            return False
        self._show()
        return True

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        for row in self._rows:
            row.set_look(look)
        self._hint.set_look(look)
        self._more.set_look(look)
        self._grid.setHorizontalSpacing(round(32 * look.scale))
        self._grid.setVerticalSpacing(0)
        self._grid.setContentsMargins(0, round(6 * look.scale), 0, 0)
        self._lay_out()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def _choose(self, index: int, value: int) -> None:
        self._entry.choose(index, value)
        self._show()

    def _lay_out(self) -> None:
        wide = self.width() >= _LEAST_SIDE_BY_SIDE_PX * self._look.scale
        columns = 2 if wide and len(self._rows) > 1 else 1
        if columns == self._columns:
            return
        self._columns = columns
        shown = self._rows if self._shows_all else self._rows[:_SHOWN]
        for index, row in enumerate(shown):
            self._grid.addWidget(row, index // columns, index % columns)
        for row in self._rows:
            row.setVisible(row in shown)
        below = len(self._rows)
        self._grid.addWidget(self._hint, below, 0, 1, columns)
        self._more.setVisible(not self._shows_all)
        self._grid.addWidget(self._more, below + 1, 0, 1, columns, Qt.AlignmentFlag.AlignHCenter)

    def _show(self) -> None:
        entry = self._entry
        for index, (row, scale) in enumerate(zip(self._rows, entry.scales, strict=True)):
            present = index == entry.index and (bool(entry.values) or entry.waits_for_zero)
            waits = present and entry.waits_for_zero
            row.show_value(entry.values.get(scale.key), present=present, waits_for_zero=waits)
        self._hint.setText(TEN_HINT if entry.waits_for_zero else "")
        self._hint.setVisible(entry.waits_for_zero)
