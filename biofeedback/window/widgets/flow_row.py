"""Buttons side by side in as many lines as they need; a button that is too wide wraps its own words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.widgets.quiet_button import QuietButton

_GAP: Final = 4.0
"""Gap between buttons in pixels at 1280×720."""

_WIDE: Final = 10_000


class FlowRow(QWidget):
    """Lays out quiet buttons.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    alignment : Qt.AlignmentFlag, optional
        Whether the lines are aligned at the left or centred.
    """

    def __init__(self, parent: QWidget, *, alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
        super().__init__(parent)
        self._look = Look()
        self._alignment = alignment
        self._buttons: tuple[QuietButton, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_buttons(self, buttons: Sequence[QuietButton]) -> None:
        """Show these buttons, which must be children of the row."""
        self._buttons = tuple(buttons)
        for button in buttons:
            button.set_look(self._look)
            button.show()
        self._lay_out()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        for button in self._buttons:
            button.set_look(look)
        self._lay_out()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height(self._lines(width), width)

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._buttons, _WIDE), self._height([[*self._buttons]], _WIDE))

    def minimumSizeHint(self) -> QSize:
        least = max((button.least_width for button in self._buttons), default=0)
        width = max(1, self.width())
        return QSize(least, self._height(self._lines(width), width))

    @property
    def _gap(self) -> int:
        return round(_GAP * self._look.scale)

    def _width(self, line: Sequence[QuietButton], room: int) -> int:
        return sum(one.fitted(room).width() for one in line) + self._gap * max(0, len(line) - 1)

    def _height(self, lines: Sequence[Sequence[QuietButton]], room: int) -> int:
        high = sum(max((one.fitted(room).height() for one in line), default=0) for line in lines)
        return high + self._gap * max(0, len(lines) - 1)

    def _lines(self, width: int) -> list[list[QuietButton]]:
        lines: list[list[QuietButton]] = []
        for button in self._buttons:
            if lines and self._width([*lines[-1], button], width) <= width:
                lines[-1].append(button)
            else:
                lines.append([button])
        return lines

    def _lay_out(self) -> None:
        y, room = 0, max(1, self.width())
        for line in self._lines(room):
            spare = max(0, room - self._width(line, room))
            x = spare // 2 if self._alignment is Qt.AlignmentFlag.AlignHCenter else 0
            for button in line:
                size = button.fitted(room)
                button.setGeometry(x, y, size.width(), size.height())
                x += size.width() + self._gap
            y += self._height([line], room) + self._gap
        self.updateGeometry()
