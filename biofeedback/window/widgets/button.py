"""A button with words that wrap if one line is too short for them, as with large text."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import kept_together

_PADDING: Final = (18.0, 9.0)
"""Padding beside and above the words, in pixels at 1280×720."""

_FLAGS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_HIGH: Final = 10_000


class Button(QPushButton):
    """A button of a sheet.

    Parameters
    ----------
    text : str
        Text in the window's language.
    parent : QWidget
        Parent widget.
    """

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._look = Look()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._around(_HIGH)

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for the longest word."""
        words = self.text().split()
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        beside, _ = self._padding
        return QSize(longest + 2 * beside, self.heightForWidth(self.sizeHint().width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._around(width).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        beside, above = self._padding
        place = self.rect().adjusted(beside, above, -beside, -above)
        painter.setPen(self._look.palette.text)
        words = kept_together(self.text(), self.fontMetrics(), place.width())
        painter.drawText(place, int(_FLAGS), words)

    @property
    def _padding(self) -> tuple[int, int]:
        beside, above = (round(padding * self._look.scale) for padding in _PADDING)
        return beside, above

    def _around(self, width: int) -> QSize:
        self.ensurePolished()
        beside, above = self._padding
        place = QRect(0, 0, max(1, width - 2 * beside), _HIGH)
        text = kept_together(self.text(), self.fontMetrics(), place.width())
        words = self.fontMetrics().boundingRect(place, int(_FLAGS), text).size()
        return QSize(words.width() + 2 * beside + 2, words.height() + 2 * above + 2)
