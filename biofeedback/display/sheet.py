"""A sheet of text and controls, beside the guide or over the whole window; scrolls where it is too long."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from biofeedback.display.button import Button
from biofeedback.display.language import say
from biofeedback.display.look import Look, Part
from biofeedback.display.text import Ink, Text, TextRole

ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_TAB_KEYS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

_BOX_KEYS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)

_PAGE_STEPS: Final[dict[int, float]] = {Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}
_LINE_STEPS: Final[dict[int, float]] = {Qt.Key.Key_Up: -0.1, Qt.Key.Key_Down: 0.1}
"""In heights of what is seen; beside the guide the latter change its rate."""

_MARGIN: Final = 26.0
_SPACING: Final = 12.0
_WIDEST: Final = 760.0
_ROUNDING: Final = 10.0
_BUTTON_PADDING: Final = 9.0
"""All in pixels at 1280×720."""

_W = TypeVar("_W", bound=QWidget)


class Sheet(QWidget):
    """One column of parts on a rounded ground.

    Parameters
    ----------
    heading : str
        Its first line, and its accessible name.
    close_keys : tuple of Qt.Key, optional
        Which close it.

    Attributes
    ----------
    first_focus : QWidget
        What gets the focus when the sheet is shown: its first button, if it has one.
    """

    closed = Signal()
    """The person wants it to go away."""

    def __init__(self, heading: str, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__()
        self._close_keys = close_keys
        self.first_focus: QWidget = self
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say(heading))
        self.look = Look()
        self.covers_window = False
        self._parts: list[Part] = []
        self._buttons: list[Button] = []
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

    def add_text(self, text: str, *, role: TextRole = TextRole.BODY, ink: Ink = "text") -> Text:
        """Append a paragraph."""
        paragraph = Text(role, ink, self._body, wrap=True)
        paragraph.setText(text)
        self.add(paragraph)
        return paragraph

    def add_buttons(self, *buttons: tuple[str, Callable[[], None]]) -> tuple[QPushButton, ...]:
        """Append a row of buttons; they are in the tab order, and Enter presses the one with the focus."""
        row = QHBoxLayout()
        made = tuple(self.button(text, pressed) for text, pressed in buttons)
        for button in made:
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)
        return made

    def add(self, part: _W, *, stretch: int = 0) -> _W:
        """Append a widget that has a look, or none of its own."""
        part.setParent(self._body)
        self._column.addWidget(part, stretch)
        if hasattr(part, "set_look"):
            self._parts.append(part)
            part.set_look(self.look)
        part.show()
        return part

    def fill_up(self) -> None:
        """Push what was added so far to the top."""
        self._column.addStretch(1)

    def set_look(self, look: Look) -> None:
        self.look = look
        margin = round(_MARGIN * look.scale)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(round(_SPACING * look.scale))
        self._body.setMaximumWidth(round(_WIDEST * look.scale))
        self.setStyleSheet(_style_sheet(look))
        self._buttons = [button for button in self._buttons if isValid(button)]
        for part in (*self._parts, *self._buttons):
            part.set_look(look)
        self.update()

    def take_key(self, key: int) -> bool:
        """Take a key of Qt's before the window does; return whether the sheet had a use for it."""
        if key in self._close_keys:
            self.closed.emit()
            return True
        step = (_PAGE_STEPS | _LINE_STEPS if self.covers_window else _PAGE_STEPS).get(key)
        if step is None:
            return False
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + round(step * self._scroll.height()))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave a button Enter and Tab: other keys belong to the sheet and the window, Space to the guide.

        A box to choose from has the arrows up and down besides.
        """
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or event.key() in _TAB_KEYS:
            return super().eventFilter(watched, event)
        if isinstance(watched, QComboBox) and event.key() in _BOX_KEYS:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTER_KEYS and isinstance(watched, QPushButton):
                watched.click()
            elif event.key() in ENTER_KEYS and isinstance(watched, QComboBox):
                watched.showPopup()
            else:
                QCoreApplication.sendEvent(self, event)
        return True

    def button(self, text: str, pressed: Callable[[], None]) -> QPushButton:
        """Return a button that one of the parts shows."""
        button = Button(say(text), self._body)
        button.set_look(self.look)
        self._buttons.append(button)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: pressed())
        button.installEventFilter(self)
        if self.first_focus is self:
            self.first_focus = button
        return button

    def paintEvent(self, _event: QPaintEvent) -> None:
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


def row_direction(look: Look) -> QBoxLayout.Direction:
    """Return how a label and what it is for lie: one below the other where the writing is large."""
    return QBoxLayout.Direction.TopToBottom if look.large else QBoxLayout.Direction.LeftToRight


def _style_sheet(look: Look) -> str:
    palette, scale = look.palette, look.scale
    size, padding = round(TextRole.BODY.value[0] * scale), round(_BUTTON_PADDING * scale)
    return f"""
        QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
        QPushButton, QComboBox, QCheckBox, QLineEdit {{ color: {palette.text}; font-size: {size}px; }}
        QPushButton, QComboBox, QLineEdit {{
            background: {palette.window}; border: 1px solid {palette.quiet};
            border-radius: {padding // 2}px; padding: {padding}px {2 * padding}px;
        }}
        QComboBox::drop-down {{ border: none; }}
        QPushButton:focus, QComboBox:focus, QLineEdit:focus {{ border: 2px solid {palette.guide}; }}
        QPushButton:hover {{ border-color: {palette.text}; }}
        QCheckBox:focus {{ border: 2px solid {palette.guide}; }}
        QComboBox QAbstractItemView {{
            color: {palette.text}; background: {palette.window};
            selection-color: {palette.text}; selection-background-color: {palette.guide_high};
        }}
        QScrollBar:vertical {{ background: transparent; width: {padding}px; }}
        QScrollBar::handle:vertical {{ background: {palette.quiet}; border-radius: {padding // 2}px; }}
        QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
            background: transparent; height: 0px;
        }}
    """
