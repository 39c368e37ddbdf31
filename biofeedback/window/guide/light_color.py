"""The colour of the light: cooler while breathing in, warmer while breathing out."""

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor

from biofeedback.window.guide.light_profile import Rgb
from biofeedback.window.guide.motion import LightPose
from biofeedback.window.look.lightness import lab_color

_LIGHTNESS: Final = {True: (46.0, 80.0), False: (54.0, 28.0)}
"""L* with empty and with full lungs, on a dark and on a light background: the contrast is at least 3:1."""

_LIGHTER: Final = (10.0, 6.0, 0.0)
"""How much lighter the light is at the places of `CORE` in L*; on a light background it is darker instead."""

_COOL: Final = {True: (-9.0, -24.0), False: (0.0, -24.0)}
_WARM: Final = {True: (22.0, 20.0), False: (30.0, 8.0)}
"""a* and b* while breathing in and out. Lightness and size show the breath; the hue only supports them."""

_SHOWN_STEPS: Final = 512
_HUE_STEPS: Final = 64
"""Steps of lung position and hue between two calculated colours; no step is a visible change."""


def light_color(at: LightPose, *, on_dark: bool, lighter: float = 0.0) -> QColor:
    """Return the colour of the light.

    Parameters
    ----------
    at : LightPose
        State of the light.
    on_dark : bool
        Whether the background is dark.
    lighter : float, optional
        Difference in L* of a part that is lighter than the light.
    """
    empty, full = _LIGHTNESS[on_dark]
    a, b = (
        cool + (warm - cool) * at.warmth for cool, warm in zip(_COOL[on_dark], _WARM[on_dark], strict=True)
    )
    return lab_color(empty + (full - empty) * at.shown + lighter, a, b)


def layer_colors(at: LightPose, *, on_dark: bool) -> tuple[Rgb, ...]:
    """Return the colours of a layer at the places of `CORE`."""
    return _stepped_colors(on_dark, round(at.shown * _SHOWN_STEPS), round(at.warmth * _HUE_STEPS))


def rgb(color: QColor) -> Rgb:
    """Return red, green and blue of a colour, 0 to 1."""
    return color.redF(), color.greenF(), color.blueF()


@lru_cache(maxsize=4096)
def _stepped_colors(on_dark: bool, shown: int, warmth: int) -> tuple[Rgb, ...]:  # noqa: FBT001 a key
    at = LightPose(shown / _SHOWN_STEPS, warmth / _HUE_STEPS)
    signed = (lighter if on_dark else -lighter for lighter in _LIGHTER)
    return tuple(rgb(light_color(at, on_dark=on_dark, lighter=lighter)) for lighter in signed)
