"""The registry of guide styles: a style is one file in `biofeedback/window/guide/` and one row here.

The settings, their page and the key that changes the style all read their choices from these rows. A row
gives the drawing as an import path, so the command line can check the settings without loading a window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from devices.message import Message, message


@dataclass(frozen=True, slots=True)
class GuideStyle:
    """A way to draw the guide.

    Parameters
    ----------
    key : str
        Its name in the settings file.
    name : Message
        Its name for people.
    drawing : str
        The class that draws it, as ``package.module:Class``; a `GuideDrawing` made by `NewGuideDrawing`.
    """

    key: str
    name: Message
    drawing: str


_GUIDE: Final = "biofeedback.window.guide"
LIGHT_STYLE: Final = GuideStyle("light", message("guide.style.light"), f"{_GUIDE}.light_drawing:LightDrawing")
CIRCLE: Final = GuideStyle("circle", message("guide.style.circle"), f"{_GUIDE}.circle_drawing:CircleDrawing")
WAVE: Final = GuideStyle("wave", message("guide.style.wave"), f"{_GUIDE}.wave_drawing:WaveDrawing")
STILL: Final = GuideStyle("still", message("guide.style.still"), f"{_GUIDE}.still_drawing:StillDrawing")

GUIDE_STYLES: Final[tuple[GuideStyle, ...]] = (LIGHT_STYLE, CIRCLE, WAVE, STILL)
"""In the order in which the key G steps through them; the first one is the default."""


def guide_style(key: str, styles: Sequence[GuideStyle] = GUIDE_STYLES) -> GuideStyle:
    """Return the style named in the settings.

    Raises
    ------
    KeyError
        If there is no such style; the check of the settings rejects such a name.
    """
    return {one.key: one for one in styles}[key]


def next_style(style: GuideStyle, styles: Sequence[GuideStyle] = GUIDE_STYLES) -> GuideStyle:
    """Return the style after this one; the first comes after the last."""
    return styles[(styles.index(style) + 1) % len(styles)]
