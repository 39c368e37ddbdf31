"""What the guide shows at one moment in any style, and how a style paints it."""

import math
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter

from biofeedback.pacing.guide import Guide, GuidePosition
from biofeedback.window.guide.motion import CROSS_FADE_S, Earlier, smooth
from biofeedback.window.look.look import Look
from biofeedback.window.look.words import GuideWords
from biofeedback.words.spoken import say


@dataclass(frozen=True, slots=True)
class GuideLines:
    """The words inside the guide, in the window's language.

    Parameters
    ----------
    first, second : str
        Text of each line.
    counts : bool
        Whether the second line is a number of seconds.
    """

    first: str
    second: str
    counts: bool

    @classmethod
    def said(cls, words: GuideWords) -> "GuideLines":
        """Return the lines that show these words."""
        second = words.second
        if isinstance(second, int):
            return cls(say(words.first), str(second), counts=True)
        return cls(say(words.first), say(second or ""), counts=False)


@dataclass(frozen=True, slots=True)
class GuideScene:
    """One moment of the guide.

    Parameters
    ----------
    guide : Guide
        The guide, which also gives the coming breaths.
    now_s : float
        Present time on the session's clock.
    position : GuidePosition
        Present position of the guide.
    words : GuideLines
        What to do, and for how long.
    measured : float or None
        Measured position of the person's lungs, 0 to 1; None while it is not known.
    exhales : bool, optional
        Whether the person breathes out, if this is measured.
    practised_s : float, optional
        How long the practice has lasted.
    progress : float, optional
        Share of the session that is over, 0 to 1.
    faded : float, optional
        How far the light has faded at the end of the practice, 0 to 1.
    earlier : Earlier or None, optional
        The guide before its last change.
    words_before : GuideLines or None, optional
        Words before the last change of words.
    words_since_s : float, optional
        When the words last changed.
    """

    guide: Guide
    now_s: float
    position: GuidePosition
    words: GuideLines
    measured: float | None = None
    exhales: bool = False
    practised_s: float = 0.0
    progress: float = 0.0
    faded: float = 0.0
    earlier: Earlier | None = None
    words_before: GuideLines | None = None
    words_since_s: float = -math.inf

    def after(self, before: "GuideScene") -> "GuideScene":
        """Return this scene with the guide and the words of the one before, from which it eases and fades."""
        earlier, words_before, since_s = before.earlier, before.words_before, before.words_since_s
        if _starts(before.guide, self.guide):
            earlier = Earlier(before.guide, self.now_s)
        if self.words.first != before.words.first:
            words_before, since_s = before.words, self.now_s
        return replace(self, earlier=earlier, words_before=words_before, words_since_s=since_s)

    @property
    def fading_words(self) -> tuple[tuple[GuideLines, float], ...]:
        """The words with their opacity, 0 to 1; during a change, the old words come first."""
        come = smooth((self.now_s - self.words_since_s) / CROSS_FADE_S)
        if self.words_before is None or come >= 1.0:
            return ((self.words, 1.0),)
        return (self.words_before, 1.0 - come), (self.words, come)


def _starts(before: Guide, now: Guide) -> bool:
    """Return whether the guide starts or runs from a new anchor; a paused guide stays where it is."""
    return now.running and (before.anchor_s, before.running) != (now.anchor_s, now.running)


class GuideDrawing(Protocol):
    """One style at one size: prepared once, painted sixty times a second."""

    draws_breath: bool
    """Whether it draws the measured breath."""

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the rectangle to repaint; it is empty if nothing moved."""

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint a scene within the rectangle that needs it."""


class NewGuideDrawing(Protocol):
    """Creates the drawing of a style."""

    def __call__(self, look: Look, size: QSize, pixel_ratio: float) -> GuideDrawing:
        """Prepare the drawing for a widget of this size, in device-independent pixels."""
