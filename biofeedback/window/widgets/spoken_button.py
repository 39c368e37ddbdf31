"""A button for assistive technology only. It stands for a part of a drawn widget that a mouse can click."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from biofeedback.window.look.accessible import PRESS, tell_role


class SpokenButton(QAbstractButton):
    """Paints nothing and lets the mouse through to the widget below.

    Parameters
    ----------
    parent : QWidget
        The widget that draws this part.
    is_choice : bool, optional
        Whether it is one of several choices.
    """

    def __init__(self, parent: QWidget, *, is_choice: bool = False) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCheckable(is_choice)
        if is_choice:
            tell_role(self, QAccessible.Role.RadioButton, actions={PRESS: self.click})

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint nothing, because the widget below does it."""
