"""How everything in the window looks at the moment: its colours and the size of its writing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from biofeedback.window.look.palette import DARK, LIGHT, Palette

SYSTEM_THEME: Final = "system"
"""In place of a theme: the computer's own."""


class Theme(StrEnum):
    """The themes to choose from."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def palette(self) -> Palette:
        return _PALETTES[self]

    @property
    def other(self) -> "Theme":
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


def theme_of(setting: str) -> Theme:
    """Return the theme that a setting means; a system that does not tell its own is dark."""
    if setting != SYSTEM_THEME:
        return Theme(setting)
    scheme = QGuiApplication.styleHints().colorScheme()
    return Theme.LIGHT if scheme is Qt.ColorScheme.Light else Theme.DARK


_PALETTES: Final = {Theme.DARK: DARK, Theme.LIGHT: LIGHT}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and sizes.

    Parameters
    ----------
    palette : Palette
        Colours.
    scale : float
        Of writing and strokes: 1 in a window of 1280×720.
    large : bool
        Whether the writing is much larger than usual, so that labels stand above what they are for.
    shows_focus : bool
        Whether a ring shows where the keys go: only for somebody who uses keys.
    text_share : float
        How much larger the person wants text: 1 at 100 %.
    reduces_motion : bool
        Whether the light keeps its size, and only its brightness tells of the breath.
    """

    palette: Palette = DARK
    scale: float = 1.0
    large: bool = False
    shows_focus: bool = True
    text_share: float = 1.0
    reduces_motion: bool = False


def lay_ground(widget: QWidget, theme: Theme) -> None:
    """Paint the theme's ground under all that a widget shows."""
    colors = QPalette(widget.palette())
    colors.setColor(QPalette.ColorRole.Window, QColor(theme.palette.window))
    widget.setPalette(colors)
    widget.setAutoFillBackground(True)


class WindowPart(Protocol):
    """A part of the window that can be given another look at any time."""

    def set_look(self, look: Look) -> None:
        """Paint in this look from now on."""
