"""Keys: which of them work again and again while they are held, and a table of what each does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from devices.wellbeing import Feeling

CARE_KEY: Final = Qt.Key.Key_K
"""Opens the care page from every view; only where a name is typed it is a letter."""

FEELING_KEYS: Final = {Qt.Key.Key_U: Feeling.RESTLESS, Qt.Key.Key_Z: Feeling.DIZZY}
"""With which a person says what they feel, whenever they practise and on the care page."""

_REPEATING: Final = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


def is_only_held(event: QKeyEvent) -> bool:
    """Return whether this is a key that does its work once, and has done it."""
    return event.isAutoRepeat() and event.key() not in _REPEATING


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What keys do.

    Parameters
    ----------
    act : callable
        Does it.
    keys : tuple of Qt.Key
        Which keys.
    when : callable, optional
        Whether they do it now.
    """

    act: Callable[[], None]
    keys: tuple[Qt.Key, ...]
    when: Callable[[], bool] = _always


class KeyTable:
    """Finds what a key does now.

    Parameters
    ----------
    *uses : KeyUse
        Of those that name a key, the first that is possible holds.
    """

    def __init__(self, *uses: KeyUse) -> None:
        self._uses = uses

    def press(self, key: int) -> bool:
        """Do what a key of Qt's does; return whether it does anything."""
        use = next((one for one in self._uses if key in one.keys and one.when()), None)
        if use is None:
            return False
        use.act()
        return True
