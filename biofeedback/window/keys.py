"""Keys: which of them repeat while they are held, and a table of what each does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from devices.wellbeing import Feeling

CARE_KEY: Final = Qt.Key.Key_K
"""Opens the care page from every view; it is an ordinary letter only where the person types a name."""

FEELING_KEYS: Final = {Qt.Key.Key_U: Feeling.RESTLESS, Qt.Key.Key_Z: Feeling.DIZZY}
"""The keys for reporting a feeling, at any time during practice and on the care page."""

_REPEATING: Final = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


def is_only_held(event: QKeyEvent) -> bool:
    """Return whether this is the repeat of a held key that acts only once."""
    return event.isAutoRepeat() and event.key() not in _REPEATING


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class KeyUse:
    """An action and its keys.

    Parameters
    ----------
    act : callable
        The action.
    keys : tuple of Qt.Key
        The keys for the action.
    when : callable, optional
        Returns whether the keys work now.
    """

    act: Callable[[], None]
    keys: tuple[Qt.Key, ...]
    when: Callable[[], bool] = _always


class KeyTable:
    """Finds what a key does now.

    Parameters
    ----------
    *uses : KeyUse
        For each key, the first use that works now is taken.
    """

    def __init__(self, *uses: KeyUse) -> None:
        self._uses = uses

    def press(self, key: int) -> bool:
        """Do what a Qt key does; return whether it does anything."""
        use = next((one for one in self._uses if key in one.keys and one.when()), None)
        if use is None:
            return False
        use.act()
        return True
