"""The line that names the keys; a click on the words of a key is that key."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from biofeedback.window.look.key_hints import KeyHint
from biofeedback.window.look.text import PART_JOINT, TextOfParts, TextRole, kept_together
from devices.message import dotted

_LETTERS: Final = "BDGHMOPRSTWX"

_KEYS: Final = {
    "Space": Qt.Key.Key_Space,
    "Esc": Qt.Key.Key_Escape,
    "Backspace": Qt.Key.Key_Backspace,
} | {letter: Qt.Key(ord(letter)) for letter in _LETTERS}


class KeyLine(TextOfParts):
    """Names keys, each part beginning with its key; what is clicked goes to the parent as a key.

    Parameters
    ----------
    parent : QWidget
        Where it lives, and where keys are sent.
    """

    _keys: tuple[Qt.Key | None, ...] = ()

    def __init__(self, parent: QWidget) -> None:
        self._to = parent
        super().__init__(TextRole.NOTE, "quiet", parent, alignment=Qt.AlignmentFlag.AlignHCenter, wrap=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.linkActivated.connect(self._press)

    def show_hints(self, hints: Sequence[KeyHint]) -> None:
        """Show what keys do, with dots between them."""
        self._keys = tuple(_KEYS.get(hint.key) for hint in hints)
        self.setText(dotted(*(hint.words for hint in hints)))

    def _fit(self) -> None:
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
