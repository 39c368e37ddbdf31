"""Colours by perceived lightness (CIE L*a*b*, white D65), so that a change of hue keeps the lightness."""

from typing import Final

from PySide6.QtGui import QColor

_WHITE: Final = (0.95047, 1.0, 1.08883)
_TO_LINEAR: Final = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
_DELTA: Final = 6.0 / 29.0


def lab_color(lightness: float, a: float, b: float) -> QColor:
    """Return the colour for a lightness and a hue; values that the screen can't show are clipped.

    Parameters
    ----------
    lightness : float
        L*, from 0 (black) to 100 (white).
    a, b : float
        a* from green to red, and b* from blue to yellow.
    """
    middle = (lightness + 16.0) / 116.0
    xyz = [
        white * _cubed(one)
        for white, one in zip(_WHITE, (middle + a / 500.0, middle, middle - b / 200.0), strict=True)
    ]
    linear = (sum(k * one for k, one in zip(row, xyz, strict=True)) for row in _TO_LINEAR)
    return QColor.fromRgbF(*(_encoded(min(1.0, max(0.0, one))) for one in linear))


def _cubed(t: float) -> float:
    return t**3 if t > _DELTA else 3.0 * _DELTA**2 * (t - 4.0 / 29.0)


def _encoded(linear: float) -> float:
    """Return a share of light as sRGB encodes it (IEC 61966-2-1)."""
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * float(linear ** (1.0 / 2.4)) - 0.055
