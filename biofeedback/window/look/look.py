"""How everything in the window looks at the moment: its colours and the size of its text."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from biofeedback.window.look.palette import DARK, LIGHT, Palette

SYSTEM_THEME: Final = "system"
"""The setting that uses the computer's own theme."""


class Theme(StrEnum):
    """The themes to choose from."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def palette(self) -> Palette:
        """The colours of this theme."""
        return _PALETTES[self]

    @property
    def other(self) -> "Theme":
        """The other theme."""
        return Theme.LIGHT if self is Theme.DARK else Theme.DARK


def theme_of(setting: str) -> Theme:
    """Return the theme for a setting; a system that does not report its theme counts as dark."""
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
        Scale of text and strokes: 1 in a window of 1280×720.
    large : bool
        Whether the text is much larger than usual, so that labels stand above what they label.
    shows_focus : bool
        Whether a ring shows the focus, which only somebody who uses keys needs.
    text_share : float
        Factor by which the person wants text larger: 1 at 100 %.
    reduces_motion : bool
        Whether the light keeps its size, so that only its brightness shows the breath.
    """

    palette: Palette = DARK
    scale: float = 1.0
    large: bool = False
    shows_focus: bool = True
    text_share: float = 1.0
    reduces_motion: bool = False


def lay_ground(widget: QWidget, theme: Theme) -> None:
    """Paint the theme's background under everything that a widget shows."""
    colors = QPalette(widget.palette())
    colors.setColor(QPalette.ColorRole.Window, QColor(theme.palette.window))
    widget.setPalette(colors)
    widget.setAutoFillBackground(True)


class WindowPart(Protocol):
    """A part of the window that can take another look at any time."""

    def set_look(self, look: Look) -> None:
        """Use this look from now on."""
