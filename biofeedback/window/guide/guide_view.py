"""The guide on the screen: one of its styles, repainted where it moved."""

from functools import cache
from importlib import import_module
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from biofeedback.person.guide_styles import GUIDE_STYLES, GuideStyle
from biofeedback.window.guide.guide_scene import GuideDrawing, GuideScene, NewGuideDrawing
from biofeedback.window.look.accessible import PRESS, tell_role
from biofeedback.window.look.look import Look
from biofeedback.words.spoken import say
from devices.message import message

_ONE_CLICK_MS: Final = 250
"""A second press within this time belongs to a double click, which counts as one click."""


class GuideView(QWidget):
    """Shows the guide, and can be clicked.

    Parameters
    ----------
    scene : GuideScene
        First scene to show.
    parent : QWidget
        Parent widget.
    """

    pressed = Signal()

    def __init__(self, scene: GuideScene, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._pressed_ms: int | None = None
        tell_role(self, QAccessible.Role.Button, actions={PRESS: self.pressed.emit})
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._look = Look()
        self.style_shown = GUIDE_STYLES[0]
        self._scene = scene
        self._say(scene.words.first)
        self._renew()
        self.frames = 0

    @property
    def draws_breath(self) -> bool:
        """Whether the measured breath is visible now."""
        return self._drawing.draws_breath and self._scene.measured is not None

    def show_scene(self, scene: GuideScene) -> bool:
        """Show this moment; repaint only what has changed, and return whether anything has."""
        before, scene = self._scene, scene.after(self._scene)
        self._scene = scene
        if scene.words.first != before.words.first:
            self._announce(scene.words.first)
        dirty = self._drawing.changed(before, scene)
        if not dirty.isEmpty():
            self.update(dirty)
        return not dirty.isEmpty()

    def set_style(self, style: GuideStyle) -> None:
        """Paint the guide in another style."""
        self.style_shown = style
        self._renew()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.frames += 1
        if self._prepared is not None and self._pixel_ratio != self.devicePixelRatioF():
            self._renew()
        self._drawing.paint(QPainter(self), event.rect(), self._scene)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._renew()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        before_ms, self._pressed_ms = self._pressed_ms, event.timestamp()
        if before_ms is None or not 0 <= self._pressed_ms - before_ms < _ONE_CLICK_MS:
            self.pressed.emit()

    def _renew(self) -> None:
        self._prepared: GuideDrawing | None = None
        self.update()

    @property
    def _drawing(self) -> GuideDrawing:
        """The drawing of this style at this size, which is prepared when it is first needed."""
        if self._prepared is None:
            self._pixel_ratio = self.devicePixelRatioF()
            new, size = _drawing(self.style_shown), self.size().expandedTo(QSize(1, 1))
            self._prepared = new(self._look, size, self._pixel_ratio)
        return self._prepared

    def _say(self, words: str) -> None:
        self.setAccessibleName(say(message("guide.name", words=words)))

    def _announce(self, words: str) -> None:
        self._say(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


@cache
def _drawing(style: GuideStyle) -> NewGuideDrawing:
    """Return the class that draws a style; its module is imported when the style is first shown."""
    module, name = style.drawing.split(":")
    drawing: NewGuideDrawing = getattr(import_module(module), name)
    return drawing
