"""A combo box with an arrow that shows that it opens; the mouse wheel scrolls the page instead."""

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from biofeedback.window.keys import CARE_KEY
from biofeedback.window.look.look import Look

_ARROW_WIDTH: Final = 10.0
_ARROW_MARGIN: Final = 12.0
_ARROW_LINE: Final = 2.0
"""Sizes of the arrow in pixels at 1280×720."""


class ChoiceBox(QComboBox):
    """A combo box. While it is closed, the wheel scrolls the page around it.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # By default the wheel takes the focus, too.

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass the key of the care page on to the page; other letters find an entry."""
        if event.key() == CARE_KEY:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.palette.text), _ARROW_LINE * self._look.scale))
        painter.drawPolyline(self._arrow())

    def _arrow(self) -> QPolygonF:
        """Return the three points of a downward arrow at the right."""
        width = _ARROW_WIDTH * self._look.scale
        right = self.width() - _ARROW_MARGIN * self._look.scale
        top = 0.5 * self.height() - 0.25 * width
        places = (right - width, top), (right - 0.5 * width, top + 0.5 * width), (right, top)
        return QPolygonF([QPointF(x, y) for x, y in places])
