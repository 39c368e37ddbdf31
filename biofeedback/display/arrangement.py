"""Where everything lies in a window of any size; places depend on the size alone, so nothing ever jumps."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

DESIGN_SIZE: Final = (1280, 720)
SMALLEST_SIZE: Final = (960, 600)

_SCALE_RANGE: Final = (0.8, 2.5)
_MARGIN: Final = 24.0
_GAP: Final = 12.0
_HEADER: Final = 28.0
_NOTICE: Final = 56.0
_PATTERN: Final = 30.0
_HINTS: Final = 22.0
_FIGURES: Final = 62.0
CARD_PADDING: Final = 18.0
_PANEL_SHARE: Final = 0.435
"""All in pixels at 1280×720, but the last: the charts' share of the width."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places in the window.

    Parameters
    ----------
    scale : float
        Of the writing, 1 at 1280×720.
    header, notice, guide, pattern, hints : QRect
        Left side, from top to bottom.
    panel : QRect
        Right side.
    """

    scale: float
    header: QRect
    notice: QRect
    guide: QRect
    pattern: QRect
    hints: QRect
    panel: QRect


@dataclass(frozen=True, slots=True)
class PanelArrangement:
    """Places in the right side, from top to bottom; `figures` stand side by side."""

    heart_rate: QRect
    response: QRect
    figures: tuple[QRect, ...]


def arrange(width: int, height: int) -> Arrangement:
    """Arrange a window of this size, in device-independent pixels."""
    low, high = _SCALE_RANGE
    scale = min(max(min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]), low), high)

    def px(size: float) -> int:
        return round(size * scale)

    margin = px(_MARGIN)
    panel_width = round(width * _PANEL_SHARE)
    panel = QRect(width - margin - panel_width, margin, panel_width, height - 2 * margin)
    left_width = panel.left() - 2 * margin
    header = QRect(margin, px(18), left_width, px(_HEADER))
    notice = QRect(margin, header.bottom() + px(5), left_width, px(_NOTICE))
    hints = QRect(margin, height - px(18) - px(_HINTS), left_width, px(_HINTS))
    pattern = QRect(margin, hints.top() - px(18) - px(_PATTERN), left_width, px(_PATTERN))
    guide_top = notice.bottom() + 1
    guide = QRect(margin, guide_top, left_width, pattern.top() - guide_top - px(10))
    return Arrangement(scale, header, notice, guide, pattern, hints, panel)


def arrange_panel(width: int, height: int, scale: float, figure_count: int) -> PanelArrangement:
    """Arrange the right side, of this size."""
    gap, padding = round(_GAP * scale), round(CARD_PADDING * scale)
    figures_height = round(_FIGURES * scale)
    top = height - figures_height
    cards_height = top - 2 * gap - round(4 * scale)
    upper = cards_height // 2
    figure_width = (width - padding) // figure_count
    return PanelArrangement(
        heart_rate=QRect(0, 0, width, upper),
        response=QRect(0, upper + gap, width, cards_height - upper),
        figures=tuple(
            QRect(padding + i * figure_width, top, figure_width - gap, figures_height)
            for i in range(figure_count)
        ),
    )
