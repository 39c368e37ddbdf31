"""The mouse pointer and the buttons: both hide after some seconds without a move, and return with one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from biofeedback.window.practice_view import PracticeView
from biofeedback.window.widgets.icon_button import opacity_after

HIDDEN_AFTER_S: Final = 3.0
_FADE_S: Final = 0.5

_MOVES: Final = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Enter)


class PointerRest(QObject):
    """Watches the mouse over some widgets.

    Parameters
    ----------
    now_s : callable
        Returns the time in seconds, on any clock.
    *widgets : QWidget
        The widgets on which the mouse is watched and its pointer hides.
    inside : tuple of QWidget, optional
        Widgets inside them on which the pointer hides, too; their parents see the moves. Filters of their own
        would also see each repaint, which costs time.
    """

    def __init__(
        self, now_s: Callable[[], float], *widgets: QWidget, inside: tuple[QWidget, ...] = ()
    ) -> None:
        super().__init__()
        self._now_s, self._widgets = now_s, (*widgets, *inside)
        self._cursors = [widget.cursor().shape() for widget in self._widgets]
        self._moved_s = now_s()
        self.is_hidden = False
        for widget in self._widgets:
            widget.setMouseTracking(True)
        for widget in widgets:
            widget.installEventFilter(self)

    @property
    def rested_s(self) -> float:
        """Seconds since the mouse last moved."""
        return self._now_s() - self._moved_s

    def wake(self) -> None:
        """Show the pointer, as after a move."""
        self._moved_s = self._now_s()
        self._hide(hidden=False)

    def hide_if_rested(self, *, may_hide: bool) -> None:
        """Hide the pointer once it has rested long enough, if it may hide."""
        self._hide(hidden=may_hide and self.rested_s >= HIDDEN_AFTER_S)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self.wake()
        return False

    def _hide(self, *, hidden: bool) -> None:
        if hidden == self.is_hidden:
            return
        self.is_hidden = hidden
        for widget, shape in zip(self._widgets, self._cursors, strict=True):
            widget.setCursor(Qt.CursorShape.BlankCursor if hidden else shape)


class FadingControls:
    """Fades the buttons of the practise view while the guide runs and the mouse rests.

    Parameters
    ----------
    now_s : callable
        Returns the time in seconds.
    view : PracticeView
        The view with the buttons.
    window : QWidget
        The window that contains the view.
    """

    def __init__(self, now_s: Callable[[], float], view: PracticeView, window: QWidget) -> None:
        self._bar = view.bar
        self.pointer = PointerRest(now_s, window, view, view.bar, inside=(view.guide,))
        view.guide.pressed.connect(self.pointer.wake)

    def show(self, *, running: bool, muted: bool, may_hide: bool) -> None:
        """Show the buttons in their current state.

        Parameters
        ----------
        running : bool
            Whether the guide runs.
        muted : bool
            Whether the sound is off.
        may_hide : bool
            Whether the pointer may hide, because no page lies beside the guide or over it.
        """
        self.pointer.hide_if_rested(may_hide=may_hide)
        self._bar.show_guide(running=running, muted=muted)
        rested_s = self.pointer.rested_s if running else 0.0
        self._bar.fade_to(opacity_after(rested_s, HIDDEN_AFTER_S, _FADE_S))
