"""Where everything lies around a guide in the middle of the whole window."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

from biofeedback.window.look.depth import Depth

_EDGE: Final = 56.0
_MARGIN: Final = 16.0
_SENTENCE: Final = 32.0
_RIBBON_SHARE: Final = 0.21
_RIBBON_RANGE: Final = (90.0, 260.0)
"""All but the share in pixels at 1280×720."""


@dataclass(frozen=True, slots=True)
class MiddleArrangement:
    """Places around a guide in the middle.

    Parameters
    ----------
    notice : QRect
        Along the top.
    guide : QRect
        The middle.
    sentence, ribbon : QRect
        Below the guide; empty where the heart is not shown.
    bar : QRect
        The buttons along the bottom.
    """

    notice: QRect
    guide: QRect
    sentence: QRect
    ribbon: QRect
    bar: QRect


def arrange_middle(
    width: int, height: int, *, depth: Depth, scale: float, text_scale: float
) -> MiddleArrangement:
    """Arrange a guide in the middle of a window.

    Parameters
    ----------
    width, height : int
        Size of the window in device-independent pixels.
    depth : Depth
        Without the heart, the guide lies in the very middle.
    scale : float
        The size of things, 1 at 1280×720.
    text_scale : float
        The size of words. Larger words take from the ribbon and leave the guide as it is.
    """
    edge, margin = round(_EDGE * scale), round(_MARGIN * scale)
    wide = width - 2 * margin
    bar = QRect(0, height - edge, width, edge)
    if depth is Depth.BREATHE:
        notice = QRect(margin, margin // 2, wide, edge)
        return MiddleArrangement(notice, QRect(0, edge, width, height - 2 * edge), QRect(), QRect(), bar)
    low, high = (size * scale for size in _RIBBON_RANGE)
    foot = round(min(high, max(low, _RIBBON_SHARE * height)) + _SENTENCE * scale)
    words = min(round(_SENTENCE * text_scale), foot // 2)
    if width < 2 * height and text_scale > scale:
        words = min(round(2 * _SENTENCE * text_scale), foot // 2)
    ribbon = QRect(margin, bar.top() - foot + words, wide, foot - words)
    sentence = QRect(margin, bar.top() - foot, wide, words)
    top = round(0.75 * edge)
    notice = QRect(margin, margin // 2, wide, top)
    guide = QRect(0, top, width, sentence.top() - top)
    return MiddleArrangement(notice, guide, sentence, ribbon, bar)
