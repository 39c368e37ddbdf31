"""A sheet of text and controls, beside the guide or over the whole window; it scrolls if it is too long."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from biofeedback.window.look.look import Look, WindowPart
from biofeedback.window.look.text import Ink, Text, TextOfParts, TextRole
from biofeedback.window.pages.page import Page, row_direction, style_sheet
from devices.message import Message

_PAGE_STEPS: Final[dict[int, float]] = {Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}
_LINE_STEPS: Final[dict[int, float]] = {Qt.Key.Key_Up: -0.1, Qt.Key.Key_Down: 0.1}
"""Steps in heights of the visible part. Beside the guide, the up and down arrows change its rate instead."""

_MARGIN: Final = 26.0
_SPACING: Final = 12.0
_WIDEST: Final = 760.0
_ROUNDING: Final = 10.0
"""These sizes are in pixels at 1280×720."""

_W = TypeVar("_W", bound=QWidget)


class Sheet(Page):
    """One column of parts on a rounded background.

    Parameters
    ----------
    heading : Message
        The first line, and the accessible name.
    close_keys : tuple of Qt.Key, optional
        The keys that close it.
    """

    def __init__(self, heading: Message | str, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__(heading, close_keys=close_keys)
        self._parts: list[WindowPart] = []
        self._button_rows: list[QHBoxLayout] = []
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setWidget(self._body)
        self._scroll.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        self.heading = self.add_text(heading, role=TextRole.HEADING)

    def add_text(self, text: Message | str, *, role: TextRole = TextRole.BODY, ink: Ink = "text") -> Text:
        """Append a paragraph."""
        paragraph = TextOfParts(role, ink, self._body, wrap=True)
        paragraph.setText(text)
        self.add(paragraph)
        return paragraph

    def add_buttons(self, *buttons: tuple[Message, Callable[[], None]]) -> tuple[QPushButton, ...]:
        """Append a row of buttons; they are in the tab order, and Enter presses the one with the focus."""
        row = QHBoxLayout()
        made = tuple(self.button(text, pressed) for text, pressed in buttons)
        for button in made:
            row.addWidget(button)
        row.addStretch(1)
        self._button_rows.append(row)
        self._lay_row(row)
        self._column.addLayout(row)
        return made

    def add(self, part: _W, *, stretch: int = 0) -> _W:
        """Append a widget, which may have a `set_look` method."""
        part.setParent(self._body)
        self._column.addWidget(part, stretch)
        if hasattr(part, "set_look"):
            self._parts.append(part)
            part.set_look(self.look)
        part.show()
        return part

    def scroll_to(self, part: QWidget) -> None:
        """Scroll until a part is visible."""
        self._scroll.ensureWidgetVisible(part)

    def fill_up(self) -> None:
        """Push all parts added so far to the top."""
        self._column.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        margin = round(_MARGIN * look.scale)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(round(_SPACING * look.scale))
        self._body.setMaximumWidth(round(_WIDEST * look.scale))
        for row in self._button_rows:
            self._lay_row(row)
        self.setStyleSheet(style_sheet(look))
        for part in self._parts:
            part.set_look(look)
        self.update()

    def scroll_as(self, other: "Sheet") -> None:
        """Scroll to the position of another sheet, once this one has its size."""
        place = other._scroll.verticalScrollBar().value()
        if place:
            bar = self._scroll.verticalScrollBar()

            def follow(_lowest: int, highest: int) -> None:
                bar.rangeChanged.disconnect(follow)
                bar.setValue(min(place, highest))

            bar.rangeChanged.connect(follow)

    def _lay_row(self, row: QHBoxLayout) -> None:
        """Lay buttons out side by side, or below each other where the text is large."""
        row.setDirection(row_direction(self.look))
        row.setStretch(row.count() - 1, 0 if self.look.large else 1)

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if super().take_key(key):
            return True
        step = (_PAGE_STEPS | _LINE_STEPS if self.covers_window else _PAGE_STEPS).get(key)
        if step is None:
            return False
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + round(step * self._scroll.height()))
        return True

    def button(self, text: Message, pressed: Callable[[], None]) -> QPushButton:
        """Return a new button to show on one of the parts."""
        return self.new_button(text, pressed, self._body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.is_painted = True
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self.look.palette.window))
        if self.covers_window:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.palette.card))
        rounding = _ROUNDING * self.look.scale
        painter.drawRoundedRect(self.rect(), rounding, rounding)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._scroll.setGeometry(self.rect())
