"""A page beside the guide or over the whole window: how it takes keys, and how its controls look."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QPushButton, QWidget
from shiboken6 import isValid

from biofeedback.window.keys import is_only_held
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.widgets.button import Button
from biofeedback.words.spoken import say
from devices.message import Message

ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_TAB_KEYS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

_BOX_KEYS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)

_BUTTON_PADDING: Final = 9.0
"""Padding in pixels at 1280×720."""


class Page(QWidget):
    """Takes keys before the window does.

    Parameters
    ----------
    name : Message
        Its accessible name, and the window's title while the page covers it.
    close_keys : tuple of Qt.Key, optional
        The keys that close it.

    Attributes
    ----------
    first_focus : QWidget
        The widget that gets the focus when the page is shown: its first button, if it has one.
    covers_window : bool
        Whether it covers the whole window.
    is_painted : bool
        Whether it has been painted once.
    takes_digits : bool
        Whether the page uses digits itself.
    """

    takes_digits = False

    closed = Signal()
    """The person wants to close the page."""

    def __init__(self, name: Message | str, *, close_keys: tuple[Qt.Key, ...] = ()) -> None:
        super().__init__()
        self._close_keys = close_keys
        self.first_focus: QWidget = self
        self.covers_window = self.is_painted = False
        self.look = Look()
        self._buttons: list[Button] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say(name))

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self.look = look
        self._buttons = [button for button in self._buttons if isValid(button)]
        for button in self._buttons:
            button.set_look(look)

    def stop(self) -> None:
        """Release the page's resources when it is removed."""

    def take_key(self, key: int) -> bool:
        """Take a Qt key before the window does; return whether the page used it."""
        if key in self._close_keys:
            self.closed.emit()
            return True
        return False

    def new_button(self, text: Message | str, pressed: Callable[[], None], parent: QWidget) -> QPushButton:
        """Return a button that leaves all keys except Enter and Tab to the page."""
        button = Button(say(text), parent)
        button.set_look(self.look)
        self._buttons.append(button)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: pressed())
        button.installEventFilter(self)
        if self.first_focus is self:
            self.first_focus = button
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Enter and Tab to a button: other keys belong to the page and the window, Space to the guide.

        A combo box also gets the up and down arrows.
        """
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or event.key() in _TAB_KEYS:
            return super().eventFilter(watched, event)
        if isinstance(watched, QComboBox) and event.key() in _BOX_KEYS:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and not is_only_held(event):
            if event.key() in ENTER_KEYS and isinstance(watched, QPushButton):
                watched.click()
            elif event.key() in ENTER_KEYS and isinstance(watched, QComboBox):
                watched.showPopup()
            else:
                QCoreApplication.sendEvent(self, event)
        return True


def row_direction(look: Look) -> QBoxLayout.Direction:
    """Return the direction of a label and its control: one below the other where the text is large."""
    return QBoxLayout.Direction.TopToBottom if look.large else QBoxLayout.Direction.LeftToRight


def style_sheet(look: Look) -> str:
    """Return the style sheet of buttons, boxes and scroll bars for Qt."""
    palette, scale = look.palette, look.scale
    size = max(SMALLEST_TEXT_PX, round(TextRole.BODY.value[0] * scale))
    padding = round(_BUTTON_PADDING * scale)
    ring = palette.guide if look.shows_focus else palette.quiet
    width = 2 if look.shows_focus else 1
    box_ring = f"border: 2px solid {palette.guide};" if look.shows_focus else ""
    return f"""
        QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
        QPushButton, QComboBox, QCheckBox, QLineEdit {{ color: {palette.text}; font-size: {size}px; }}
        QPushButton, QComboBox, QLineEdit {{
            background: {palette.window}; border: 1px solid {palette.quiet};
            border-radius: {padding // 2}px; padding: {padding}px {2 * padding}px;
        }}
        QComboBox::drop-down {{ border: none; }}
        QPushButton:focus, QComboBox:focus, QLineEdit:focus {{ border: {width}px solid {ring}; }}
        QPushButton:checked {{ background: {palette.guide_high}; border: 2px solid {palette.guide}; }}
        QPushButton:hover {{ border-color: {palette.text}; }}
        QCheckBox:focus {{ {box_ring} }}
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
