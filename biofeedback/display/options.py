"""How the window is to be shown; what a person changes in it by keys is kept for the next time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from biofeedback.display.guide_scene import GuideStyle
from biofeedback.display.look import Theme
from biofeedback.display.rating_entry import RatingScale
from biofeedback.pacing.pattern import BreathPattern

PAIN: Final = RatingScale("pain", "Pain", "0 none", "10 the worst imaginable")
STRESS: Final = RatingScale("stress", "Stress", "0 none", "10 the most imaginable")
MOOD: Final = RatingScale("mood", "Mood", "0 very low", "10 very good")

RATING_SCALES: Final = (PAIN, STRESS, MOOD)


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What can be chosen about the window.

    Parameters
    ----------
    theme : Theme
        Dark or light.
    style : GuideStyle
        Of the guide.
    text_percent : int
        Size of all writing, 100 to 200.
    shows_safety : bool
        Whether the safety page is shown before the start.
    scales : tuple of RatingScale
        What is asked before and after; empty asks nothing.
    patterns : mapping of str to BreathPattern
        The person's own patterns by name.
    """

    theme: Theme = Theme.DARK
    style: GuideStyle = GuideStyle.CIRCLE
    text_percent: int = 100
    shows_safety: bool = False
    scales: tuple[RatingScale, ...] = RATING_SCALES
    patterns: Mapping[str, BreathPattern] = field(default_factory=dict)
