"""What the guide shows at one moment, in whichever style; and how a style paints it."""

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
        What is written in each line.
    counts : bool
        Whether the second line is seconds.
    """

    first: str
    second: str
    counts: bool

    @classmethod
    def said(cls, words: GuideWords) -> "GuideLines":
        """Return words as they are written."""
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
        It also tells the breaths that come.
    now_s : float
        On the session's clock.
    position : GuidePosition
        Of the guide now.
    words : GuideLines
        What to do, and for how long.
    measured : float or None
        Where the person's lungs are, 0 to 1; None while that is not known.
    exhales : bool, optional
        Whether the person breathes out, where it is measured.
    practised_s : float, optional
        How long the practice has lasted.
    progress : float, optional
        How much of the session is over, 0 to 1.
    faded : float, optional
        How far the light has faded at the end of the practice, 0 to 1.
    earlier : Earlier or None, optional
        The guide before its last change.
    words_before : GuideLines or None, optional
        What was written before the last change of words.
    words_since_s : float, optional
        When the words changed.
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
        """Return this scene as it follows another: it eases from its guide and fades from its words."""
        earlier, words_before, since_s = before.earlier, before.words_before, before.words_since_s
        if _starts(before.guide, self.guide):
            earlier = Earlier(before.guide, self.now_s)
        if self.words.first != before.words.first:
            words_before, since_s = before.words, self.now_s
        return replace(self, earlier=earlier, words_before=words_before, words_since_s=since_s)

    @property
    def fading_words(self) -> tuple[tuple[GuideLines, float], ...]:
        """The words with their opacity, 0 to 1; after a change the old ones first, while they go."""
        come = smooth((self.now_s - self.words_since_s) / CROSS_FADE_S)
        if self.words_before is None or come >= 1.0:
            return ((self.words, 1.0),)
        return (self.words_before, 1.0 - come), (self.words, come)


def _starts(before: Guide, now: Guide) -> bool:
    """Return whether a guide begins to run another way; one that is paused stands where it is."""
    return now.running and (before.anchor_s, before.running) != (now.anchor_s, now.running)


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
