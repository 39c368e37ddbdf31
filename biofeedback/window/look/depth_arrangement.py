"""Where everything lies around a guide in the middle of the whole window."""

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

from biofeedback.window.look.depth import Depth

_EDGE: Final = 56.0
_MARGIN: Final = 16.0
_SENTENCE: Final = 32.0
_LINE: Final = 24.0
_SENTENCE_SPACE: Final = 8.0
_LONGEST_SENTENCE: Final = 740.0
_RIBBON_SHARE: Final = 0.21
_RIBBON_RANGE: Final = (90.0, 260.0)
"""All values except the share are in pixels at 1280×720."""


_GUIDE_ABOVE_SHEET: Final = 0.36
"""Height of the guide as a share of a window that has no room for a sheet beside the guide."""

_NARROW_WORDS: Final = 1.4
"""Largest factor by which words grow in a narrow window."""


@dataclass(frozen=True, slots=True)
class MiddleArrangement:
    """Places around a guide in the middle.

    Parameters
    ----------
    notice : QRect
        Place along the top.
    guide : QRect
        Place in the middle.
    sentence, ribbon : QRect
        Places below the guide; empty if the heart is not shown.
    bar : QRect
        Place of the buttons along the bottom.
    words_scale : float
        Scale at which the sentence fits.
    """

    notice: QRect
    guide: QRect
    sentence: QRect
    ribbon: QRect
    bar: QRect
    words_scale: float


def arrange_above_sheet(width: int, height: int) -> tuple[QRect, QRect]:
    """Arrange a guide with a sheet below it, for a window without room beside the guide.

    Parameters
    ----------
    width, height : int
        Size of the window in device-independent pixels.
    """
    guide = QRect(0, 0, width, round(_GUIDE_ABOVE_SHEET * height))
    return guide, QRect(0, guide.height(), width, height - guide.height())


def arrange_middle(
    width: int, height: int, *, depth: Depth, scale: float, text_scale: float
) -> MiddleArrangement:
    """Arrange a guide in the middle of a window.

    Parameters
    ----------
    width, height : int
        Size of the window in device-independent pixels.
    depth : Depth
        Depth of the view. Without the heart, the guide lies in the exact middle.
    scale : float
        Scale of the graphics, 1 at 1280×720.
    text_scale : float
        Scale of the words. Larger words take room from the ribbon and not from the guide.
    """
    edge, margin = round(_EDGE * scale), round(_MARGIN * scale)
    wide = width - 2 * margin
    bar = QRect(0, height - edge, width, edge)
    if depth is Depth.BREATHE:
        notice = QRect(margin, margin // 2, wide, edge - margin // 2)
        return MiddleArrangement(
            notice, QRect(0, edge, width, height - 2 * edge), QRect(), QRect(), bar, text_scale
        )
    low, high = (size * scale for size in _RIBBON_RANGE)
    foot = round(min(high, max(low, _RIBBON_SHARE * height)) + _SENTENCE * scale)
    words_scale = min(text_scale, _NARROW_WORDS * scale) if width < 1.5 * height else text_scale
    lines = math.ceil(_LONGEST_SENTENCE * words_scale / wide)
    words = round(lines * _LINE * words_scale + _SENTENCE_SPACE * scale)
    ribbon = QRect(margin, bar.top() - foot + words, wide, foot - words)
    sentence = QRect(margin, bar.top() - foot, wide, words)
    top = round(0.75 * edge)
    notice = QRect(margin, margin // 2, wide, top - margin // 2)
    guide = QRect(0, top, width, sentence.top() - top)
    return MiddleArrangement(notice, guide, sentence, ribbon, bar, words_scale)
