"""The line that names the keys; a click on the words of a key presses that key."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from biofeedback.window.look.key_hints import KeyHint
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import PART_JOINT, TextOfParts, TextRole, kept_together
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX, font
from biofeedback.window.widgets.spoken_button import SpokenButton
from biofeedback.words.spoken import say
from devices.message import dotted

_LETTERS: Final = "BDGHMOPRSTWX"

_KEYS: Final = {
    "Space": Qt.Key.Key_Space,
    "Esc": Qt.Key.Key_Escape,
    "Backspace": Qt.Key.Key_Backspace,
} | {letter: Qt.Key(ord(letter)) for letter in _LETTERS}


class KeyLine(TextOfParts):
    """Names keys; each part begins with its key. A click on a part sends its key to the parent.

    Parameters
    ----------
    parent : QWidget
        Parent widget, which receives the keys.
    """

    _keys: tuple[Qt.Key | None, ...] = ()
    buttons: tuple[SpokenButton, ...] = ()
    """One button for each part that can be clicked."""

    _look = Look()
    _hints: tuple[KeyHint, ...] = ()

    def __init__(self, parent: QWidget) -> None:
        self._to = parent
        super().__init__(TextRole.NOTE, "quiet", parent, alignment=Qt.AlignmentFlag.AlignHCenter, wrap=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.linkActivated.connect(self._press)

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show what the keys do, with dots between them."""
        if self._hints == tuple(hints):
            return
        self._hints = tuple(hints)
        self._keys = tuple(_KEYS.get(hint.key) for hint in hints)
        for button in self.buttons:
            button.hide()  # Qt deletes it later.
            button.deleteLater()
        self.buttons = tuple(self._button(hint, key) for hint in hints if (key := _KEYS.get(hint.key)))
        self.setText(dotted(*(hint.words for hint in hints)))

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        super().set_look(look)

    def _button(self, hint: KeyHint, key: Qt.Key) -> SpokenButton:
        button = SpokenButton(self)
        button.setAccessibleName(say(hint.words))
        button.setGeometry(self.rect())
        button.clicked.connect(lambda: self._press(str(int(key))))
        button.show()
        return button

    def _fit(self) -> None:
        """Show the words in a size in which all of them are visible."""
        self.setFont(TextRole.NOTE.font(self._look.scale))
        self._show_words()
        while self.font().pixelSize() > SMALLEST_TEXT_PX and self._is_cut_off:
            self.setFont(font(self.font().pixelSize() - 1))
            self._show_words()

    @property
    def _is_cut_off(self) -> bool:
        return 0 < self.height() < self.heightForWidth(self.width())

    def _show_words(self) -> None:
        whole = self.text()
        room = kept_together(whole, QFontMetrics(self.font()), self.width())
        parts, joint = whole.split(PART_JOINT), "\u00a0· " if "\u00a0· " in room else PART_JOINT
        shown = room.split(joint)
        keys = self._keys if len(self._keys) == len(parts) == len(shown) else (None,) * len(shown)
        QLabel.setText(self, joint.join(map(self._linked, shown, keys)))

    def _linked(self, words: str, key: Qt.Key | None) -> str:
        if key is None:
            return escape(words)
        color = self.palette().windowText().color().name(QColor.NameFormat.HexRgb)
        return f'<a href="{int(key)}" style="color: {color}; text-decoration: none">{escape(words)}</a>'

    def _press(self, key: str) -> None:
        pressed = QKeyEvent(QEvent.Type.KeyPress, int(key), Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._to, pressed)
