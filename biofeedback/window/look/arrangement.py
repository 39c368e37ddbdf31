"""Where everything lies in a window of any size; places depend on the size alone, so nothing ever jumps."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

DESIGN_SIZE: Final = (1280, 720)
SMALLEST_SIZE: Final = (480, 480)

DETAILS_SIZE: Final = (960, 600)
_DETAILS_ASPECT: Final = 1.1
"""A smaller or narrower window has no room for every figure."""

_SCALE_RANGE: Final = (0.8, 2.5)
_MARGIN: Final = 24.0
_GAP: Final = 12.0
_HEADER: Final = 28.0
_NOTICE: Final = 56.0
_PATTERN: Final = 30.0
_ADVICE: Final = 38.0
_HINTS: Final = 32.0
_FIGURES: Final = 62.0
CARD_PADDING: Final = 18.0
_LARGE_PERCENT: Final = 125
"""Larger writing leaves no room for charts."""

_CARD_SHARES: Final = (0.38, 0.345)
"""Of the cards' height: heart rate and response; the rest is exhale:inhale."""

_STEP_SHARE: Final = 0.3
"""Of the guide's height: the text of a programme's step, where the step has a guide."""

_PANEL_SHARE: Final = 0.435
"""The charts' share of the width. All else in pixels at 1280×720."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places in the window.

    Parameters
    ----------
    scale : float
        Of the writing, 1 at 1280×720.
    large : bool
        Whether the writing leaves no room for charts.
    header, notice, guide, pattern, advice, hints : QRect
        Left side, from top to bottom.
    panel : QRect
        Right side.
    """

    scale: float
    large: bool
    header: QRect
    notice: QRect
    guide: QRect
    pattern: QRect
    advice: QRect
    hints: QRect
    panel: QRect


@dataclass(frozen=True, slots=True)
class PanelArrangement:
    """Places in the right side, from top to bottom; `figures` stand side by side."""

    heart_rate: QRect
    response: QRect
    ratio: QRect
    figures: tuple[QRect, ...]


def arrange(width: int, height: int, *, text_percent: int = 100) -> Arrangement:
    """Arrange a window of this size, in device-independent pixels.

    Parameters
    ----------
    width, height : int
        Of the window.
    text_percent : int, optional
        Size of the writing. Large writing gets more lines, a notice takes the place of the advice, and the
        guide has what is left.
    """
    low, high = _SCALE_RANGE
    scale = min(max(min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]), low), high)
    text_scale = scale * text_percent / 100.0
    large = text_percent > _LARGE_PERCENT

    def px(size: float) -> int:
        return round(size * scale)

    def lines(size: float, large_lines: float) -> int:
        return round(size * text_scale * (large_lines if large else 1.0))

    margin = px(_MARGIN)
    panel_width = round(width * _PANEL_SHARE)
    panel = QRect(width - margin - panel_width, margin, panel_width, height - 2 * margin)
    left_width = panel.left() - 2 * margin
    header = QRect(margin, px(18), left_width, lines(_HEADER, 1.8))
    notice = QRect(margin, header.bottom() + px(5), left_width, lines(_NOTICE, 0.0))
    hints_height = lines(_HINTS, 1.25)
    hints = QRect(margin, height - px(6) - hints_height, left_width, hints_height)
    advice_height = lines(_ADVICE, 1.0)
    advice = QRect(margin, hints.top() - px(4) - advice_height, left_width, advice_height)
    pattern_height = lines(_PATTERN, 1.0)
    pattern = QRect(margin, advice.top() - pattern_height, left_width, pattern_height)
    guide_top = notice.bottom() + 1
    if large:
        notice = advice
    guide = QRect(margin, guide_top, left_width, pattern.top() - guide_top - px(6))
    return Arrangement(text_scale, large, header, notice, guide, pattern, advice, hints, panel)


def has_room_for_details(width: int, height: int) -> bool:
    """Return whether a window of this size has room for every figure beside the guide."""
    wide, high = DETAILS_SIZE
    return width >= wide and height >= high and width >= _DETAILS_ASPECT * height


def arrange_alone(width: int, height: int) -> tuple[QRect, QRect]:
    """Arrange the guide alone: the guide, and the pattern below it."""
    pattern_height = round(max(_PATTERN, 0.06 * height))
    margin = round(0.03 * height)
    guide = QRect(margin, margin, width - 2 * margin, height - pattern_height - 3 * margin)
    return guide, QRect(0, height - pattern_height - margin, width, pattern_height)


def arrange_step(guide: QRect) -> tuple[QRect, QRect]:
    """Divide the guide's place: the guide above, the text of a programme's step below."""
    text_height = round(_STEP_SHARE * guide.height())
    above = QRect(guide.left(), guide.top(), guide.width(), guide.height() - text_height)
    return above, QRect(guide.left(), above.bottom() + 1, guide.width(), text_height)


def arrange_panel(width: int, height: int, scale: float, figure_count: int) -> PanelArrangement:
    """Arrange the right side, of this size."""
    gap, padding = round(_GAP * scale), round(CARD_PADDING * scale)
    figures_height = round(_FIGURES * scale)
    top = height - figures_height
    cards_height = top - 3 * gap
    upper, middle = (round(share * cards_height) for share in _CARD_SHARES)
    response_top = upper + gap
    ratio_top = response_top + middle + gap
    figure_width = (width - padding) // figure_count
    return PanelArrangement(
        heart_rate=QRect(0, 0, width, upper),
        response=QRect(0, response_top, width, middle),
        ratio=QRect(0, ratio_top, width, cards_height - upper - middle),
        figures=tuple(
            QRect(padding + i * figure_width, top, figure_width - gap, figures_height)
            for i in range(figure_count)
        ),
    )


def arrange_figures(width: int, height: int, figure_count: int) -> tuple[QRect, ...]:
    """Arrange figures without charts, one below the other, on a right side of this size."""
    row = height // figure_count
    return tuple(QRect(0, k * row, width, row) for k in range(figure_count))
