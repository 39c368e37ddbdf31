"""The row of buttons below the guide; it fades while the guide runs and returns with the mouse."""

from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAction, QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QMenu, QWidget

from biofeedback.window.keys import CARE_KEY
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.widgets.icon_button import (
    DrawIcon,
    IconButton,
    draw_dots,
    draw_heart,
    draw_louder,
    draw_mute,
    draw_pause,
    draw_play,
    draw_quieter,
    draw_rings,
    draw_speaker,
    draw_stop,
    draw_wave,
)
from biofeedback.words.spoken import say
from devices.message import Message, message

_START: Final = message("bar.start")
_PAUSE: Final = message("bar.pause")
_SOUND_OFF: Final = message("bar.mute")
_SOUND_ON: Final = message("bar.sound")
_MORE: Final = message("bar.more")


class _Control(NamedTuple):
    icon: DrawIcon
    words: Message
    key: Qt.Key


_CONTROLS: Final = {
    "start": _Control(draw_play, _START, Qt.Key.Key_Space),
    "pattern": _Control(draw_wave, message("bar.pattern"), Qt.Key.Key_P),
    "guide": _Control(draw_rings, message("bar.guide"), Qt.Key.Key_G),
    "sound": _Control(draw_speaker, _SOUND_OFF, Qt.Key.Key_S),
    "quieter": _Control(draw_quieter, message("bar.quieter"), Qt.Key.Key_Comma),
    "louder": _Control(draw_louder, message("bar.louder"), Qt.Key.Key_Period),
    "depth": _Control(draw_heart, message("bar.depth"), Qt.Key.Key_D),
    "end": _Control(draw_stop, message("bar.end"), Qt.Key.Key_Escape),
}

_MENU: Final = (
    (message("menu.settings"), Qt.Key.Key_O),
    (message("menu.history"), Qt.Key.Key_H),
    (message("menu.patterns"), Qt.Key.Key_P),
    (message("menu.bedtime"), Qt.Key.Key_B),
    (message("menu.search"), Qt.Key.Key_R),
    (message("menu.faster"), Qt.Key.Key_Up),
    (message("menu.slower"), Qt.Key.Key_Down),
    (message("menu.step_back"), Qt.Key.Key_Backspace),
    (message("menu.skip_region"), Qt.Key.Key_X),
    (message("menu.mark"), Qt.Key.Key_M),
    (message("menu.explain"), Qt.Key.Key_W),
    (message("menu.quieter"), Qt.Key.Key_Comma),
    (message("menu.louder"), Qt.Key.Key_Period),
    (message("menu.full_screen"), Qt.Key.Key_F),
    (message("menu.theme"), Qt.Key.Key_T),
    (message("menu.larger_text"), Qt.Key.Key_Plus),
    (message("menu.smaller_text"), Qt.Key.Key_Minus),
    (message("menu.care"), CARE_KEY),
    (message("menu.help"), Qt.Key.Key_F1),
    (message("menu.about"), Qt.Key.Key_F2),
)
_AT_OWN_PACE: Final = (Qt.Key.Key_P, Qt.Key.Key_R, Qt.Key.Key_Up, Qt.Key.Key_Down)
_IN_PROGRAMMES: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_X)

_WHILE_STANDING: Final = (Qt.Key.Key_O, Qt.Key.Key_H, Qt.Key.Key_F1, Qt.Key.Key_F2)
"""These pages cover the window, so the menu offers them only while the guide is paused."""


_WHERE_ROOM_IS: Final = ("quieter", "louder")
"""The buttons that a narrow row leaves out, because the menu has them, too."""


class ControlBar(QWidget):
    """A row of buttons and a menu; each stands for a key.

    Parameters
    ----------
    parent : QWidget
        Parent widget.
    """

    asked = Signal(int)
    """A button was pressed; sent with Qt's code of its key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look()
        self._stands = True
        self._at_bedtime: bool | None = None
        self._left_out: tuple[Qt.Key, ...] = ()
        self._opacity = 1.0
        self._effect: QGraphicsOpacityEffect | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addStretch(1)
        self._buttons: dict[str, IconButton] = {}
        for name, control in _CONTROLS.items():
            button = IconButton(control.icon, control.words, self)
            button.clicked.connect(lambda _=False, key=control.key: self.asked.emit(int(key)))
            self._buttons[name] = button
            self._row.addWidget(button)
        self.more = IconButton(draw_dots, _MORE, self)
        self.more.clicked.connect(self._open_menu)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        self.menu = QMenu(self)
        for words, key in _MENU:
            action = QAction(say(words), self.menu)
            action.setData(int(key))
            action.triggered.connect(lambda _=False, key=key: self.asked.emit(int(key)))
            self.menu.addAction(action)

    @property
    def buttons(self) -> dict[str, IconButton]:
        """The buttons that work in this practice, by name."""
        return {name: one for name, one in self._buttons.items() if _CONTROLS[name].key not in self._left_out}

    def show_programme(self, *, plays: bool, has_region: bool, at_bedtime: bool | None) -> None:
        """Offer the actions that work in this practice: at the person's own pace, or in a programme.

        Parameters
        ----------
        plays : bool
            Whether a programme is played, which has its own patterns.
        has_region : bool
            Whether its step is about a part of the body, which can be left out permanently.
        at_bedtime : bool or None
            Whether it is done at bedtime; None if it does not offer this choice.
        """
        left_out: tuple[Qt.Key, ...] = _AT_OWN_PACE if plays else _IN_PROGRAMMES
        left_out += () if has_region or not plays else (Qt.Key.Key_X,)
        if (at_bedtime, left_out) == (self._at_bedtime, self._left_out):
            return
        self._at_bedtime, self._left_out = at_bedtime, left_out
        for action in self.menu.actions():
            key = Qt.Key(action.data())
            action.setVisible(key not in left_out and (key != Qt.Key.Key_B or at_bedtime is not None))
            if key == Qt.Key.Key_B:
                action.setText(say(message("menu.not_bedtime") if at_bedtime else message("menu.bedtime")))
        self._show_buttons()

    def open_menu(self, at: QPoint) -> None:
        """Open the menu at this place on the screen."""
        for action in self.menu.actions():
            action.setEnabled(self._stands or action.data() not in [int(key) for key in _WHILE_STANDING])
        self.menu.popup(at)

    def show_guide(self, *, running: bool, muted: bool) -> None:
        """Show what the buttons do now."""
        self._stands = not running
        start = (draw_pause, _PAUSE) if running else (draw_play, _START)
        self._buttons["start"].say_as(*start)
        self._buttons["sound"].say_as(*((draw_mute, _SOUND_ON) if muted else (draw_speaker, _SOUND_OFF)))

    def fade_to(self, opacity: float) -> None:
        """Show the row at this opacity, 0 to 1; an invisible row is for screen readers only."""
        if self.menu.isVisible() or any(one.hasFocus() for one in self._all):
            opacity = 1.0
        if opacity == self._opacity:
            return
        self._opacity = opacity
        if opacity >= 1.0:
            self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt deletes the old one.
            self._effect = None
        elif self._effect is None:
            self._effect = QGraphicsOpacityEffect(self)
            self.setGraphicsEffect(self._effect)
        if self._effect is not None:
            self._effect.setOpacity(opacity)
        self._show_buttons()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Show the buttons that fit, unless the row has faded."""
        side = self.more.sizeHint().width() + self._row.spacing()
        offered = self._offered
        is_narrow = len(offered) * side > self.width()
        for button in self._all:
            has_room = not is_narrow or button not in [self._buttons[name] for name in _WHERE_ROOM_IS]
            is_seen = self._opacity > 0.0 or QAccessible.isActive()
            button.setVisible(is_seen and has_room and button in offered)

    def width_within(self, room: int) -> int:
        """Return the width of the buttons that have room side by side, even while they are hidden."""
        side = self.more.sizeHint().width() + self._row.spacing()
        offered = len(self._offered)
        if offered * side > room:
            offered -= sum(name in self.buttons for name in _WHERE_ROOM_IS)
        return offered * side

    @property
    def opacity(self) -> float:
        """Opacity of the row, 0 to 1."""
        return self._opacity

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self._row.setSpacing(round(6 * look.scale))
        for button in self._all:
            button.set_look(look)
        self._show_buttons()
        palette = look.palette
        size = max(SMALLEST_TEXT_PX, round(TextRole.BODY.value[0] * look.scale))
        self.menu.setStyleSheet(
            f"QMenu {{ background: {palette.card}; color: {palette.text}; font-size: {size}px;"
            f" border: 1px solid {palette.line}; padding: {size // 2}px; }}"
            f"QMenu::item {{ padding: {size // 2}px {2 * size}px; border-radius: 4px; }}"
            f"QMenu::item:selected {{ background: {palette.guide_high}; }}"
            f"QMenu::item:disabled {{ color: {palette.line}; }}"
        )

    @property
    def _all(self) -> tuple[IconButton, ...]:
        return (*self._buttons.values(), self.more)

    @property
    def _offered(self) -> tuple[IconButton, ...]:
        return (*self.buttons.values(), self.more)

    def _open_menu(self) -> None:
        at = self.more.mapToGlobal(QPoint(0, 0))
        self.open_menu(QPoint(at.x(), at.y() - self.menu.sizeHint().height()))
