"""Role, value and actions that assistive technology receives for widgets that the program draws itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

_KEPT: Final = "_told_to_assistive_technology"

PRESS: Final = QAccessibleActionInterface.pressAction()
INCREASE: Final = QAccessibleActionInterface.increaseAction()
DECREASE: Final = QAccessibleActionInterface.decreaseAction()


@dataclass(slots=True)
class _Told:
    """What is reported about one widget. Its interface lives as long as the widget."""

    role: QAccessible.Role
    value: Callable[[], str] | None
    actions: Mapping[str, Callable[[], None]]
    interface: "_Interface | None" = field(default=None, repr=False)


def tell_role(
    widget: QWidget,
    role: QAccessible.Role,
    *,
    value: Callable[[], str] | None = None,
    actions: Mapping[str, Callable[[], None]] | None = None,
) -> None:
    """Tell assistive technology what a widget is; Qt still provides its name and description.

    Parameters
    ----------
    widget : QWidget
        A widget that the program draws itself.
    role : QAccessible.Role
        What the widget is for the person.
    value : callable, optional
        Returns what the widget shows now, in words.
    actions : mapping of str to callable, optional
        Actions of the widget by Qt's names, such as `PRESS`.
    """
    _install()
    setattr(widget, _KEPT, _Told(role, value, actions or {}))


class _Interface(QAccessibleWidget):
    """The interface of such a widget; it has no reference to the widget, so it does not keep it alive."""

    def actionNames(self) -> list[str]:
        return [*_told(self.object()).actions, *super().actionNames()]

    def doAction(self, name: str) -> None:
        action = _told(self.object()).actions.get(name)
        if action is None:
            super().doAction(name)
        else:
            action()

    def state(self) -> QAccessible.State:
        state, of = super().state(), self.object()
        if isinstance(of, QAbstractButton) and of.isCheckable():
            state.checkable, state.checked = True, of.isChecked()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        value = _told(self.object()).value
        if kind is QAccessible.Text.Value and value is not None:
            return value()
        return super().text(kind)


def _told(widget: QObject) -> _Told:
    told: _Told = getattr(widget, _KEPT)
    return told


def _interface_of(_key: str, of: QObject) -> QAccessibleInterface | None:
    told: _Told | None = getattr(of, _KEPT, None)
    if told is None or not isinstance(of, QWidget):
        return None
    told.interface = _Interface(of, told.role)
    return told.interface


@cache
def _install() -> None:
    QAccessible.installFactory(_interface_of)
