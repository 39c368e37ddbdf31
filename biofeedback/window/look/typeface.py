"""The program's typeface: Inter, which is bundled, with digits of equal width."""

from functools import cache
from importlib.resources import as_file, files
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

FAMILY: Final = "Inter"
_OTHERS: Final = ("SF Pro Text", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans")
"""Families for letters that the bundled files do not have."""

_FILES: Final = ("Inter-Regular.otf", "Inter-SemiBold.otf")
_TABULAR_FIGURES: Final = "tnum"

SMALLEST_TEXT_PX: Final = 12
"""Smallest text size in pixels, even in a small window."""


def font(pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font.

    Parameters
    ----------
    pixels : float
        Size in pixels. A smaller size than `SMALLEST_TEXT_PX` is raised to it.
    weight : QFont.Weight, optional
        Normal or DemiBold, which are both bundled.
    """
    result = QFont()
    result.setFamilies(_families())
    result.setPixelSize(max(SMALLEST_TEXT_PX, round(pixels)))
    result.setWeight(weight)
    result.setFeature(QFont.Tag(_TABULAR_FIGURES), 1)
    return result


@cache
def _families() -> list[str]:
    """Return the font families to search; the first call loads the bundled files."""
    for name in _FILES:
        with as_file(files("biofeedback.window.look") / "fonts" / name) as path:
            QFontDatabase.addApplicationFont(str(path))
    return [FAMILY, *_OTHERS]
