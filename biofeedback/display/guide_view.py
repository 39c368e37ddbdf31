"""The guide: a circle that swells while one breathes in and shrinks while one breathes out."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.guide_drawing import GuideDrawing
from biofeedback.display.palette import Palette
from biofeedback.display.words import GuideWords


class GuideView(QWidget):
    """Shows the guide; only the circle is repainted from frame to frame."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._palette = palette
        self._drawing = self._new_drawing()
        self._lung_position = 0.0
        self._words = GuideWords("", "")
        self.frames = 0

    def show_position(self, lung_position: float, words: GuideWords) -> None:
        """Move the circle; nothing is painted where nothing changed."""
        if words.first != self._words.first:
            self._announce(words.first)
        if (lung_position, words) == (self._lung_position, self._words):
            return
        largest = max(lung_position, self._lung_position)
        self._lung_position, self._words = lung_position, words
        self.update(self._drawing.reach(largest).toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        self.frames += 1
        if self._drawing.pixel_ratio != self.devicePixelRatioF():
            self._drawing = self._new_drawing()
        self._drawing.paint(QPainter(self), QRectF(event.rect()), self._lung_position, self._words)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._drawing = self._new_drawing()

    def _new_drawing(self) -> GuideDrawing:
        return GuideDrawing(self._palette, self.size(), self.devicePixelRatioF())

    def _announce(self, words: str) -> None:
        self.setAccessibleName(f"Guide: {words}")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
