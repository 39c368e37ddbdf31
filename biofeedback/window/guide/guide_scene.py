"""What the guide shows at one moment, in whichever style; and how a style paints it."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter

from biofeedback.pacing.guide import Guide, GuidePosition
from biofeedback.window.look.look import Look
from biofeedback.window.look.words import GuideWords


@dataclass(frozen=True, slots=True)
class GuideScene:
    """One moment of the guide.

    Parameters
    ----------
    guide : Guide
        It also tells the breaths that come.
    now_s : float
        On the session's clock.
    position : GuidePosition
        Of the guide now.
    words : GuideWords
        What to do, and for how long.
    measured : float or None
        Where the person's lungs are, 0 to 1; None while that is not known.
    """

    guide: Guide
    now_s: float
    position: GuidePosition
    words: GuideWords
    measured: float | None = None


class GuideDrawing(Protocol):
    """One style at one size: prepared once, painted sixty times a second."""

    draws_breath: bool
    """Whether it draws the measured breath."""

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return what has to be painted anew; empty where nothing moved."""

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint a scene within the rectangle that needs it."""


class NewGuideDrawing(Protocol):
    """Makes a style's drawing."""

    def __call__(self, look: Look, size: QSize, pixel_ratio: float) -> GuideDrawing:
        """Prepare the drawing for a widget of this size, in device-independent pixels."""
