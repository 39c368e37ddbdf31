"""Where everything lies in a window of any size. Places depend only on the size, so nothing jumps."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

DESIGN_SIZE: Final = (1280, 720)
SMALLEST_SIZE: Final = (480, 480)

DETAILS_SIZE: Final = (960, 600)
_DETAILS_ASPECT: Final = 1.1
"""A smaller or narrower window does not have room for every figure."""

_SCALE_RANGE: Final = (0.8, 2.5)
_MARGIN: Final = 24.0
_GAP: Final = 12.0
_HEADER: Final = 28.0
_NOTICE: Final = 56.0
_PATTERN: Final = 30.0
_ADVICE: Final = 38.0
_HINTS: Final = 32.0
_FIGURES: Final = 62.0
_FIGURE_WIDTH: Final = 135.0
CARD_PADDING: Final = 18.0
_LARGE_PERCENT: Final = 125
"""Above this text size, text takes the place of the pattern, and labels stand above what they label."""

_LEAST_HINTS: Final = 30
"""Least height of the key line, in pixels in any window: two lines of the smallest text."""

_LARGE_HEADER: Final = 37.0
_TOP: Final = 18.0
_SPACE: Final = 5.0

_CARD_NEEDS: Final = ((104.0, 44.0), (120.0, 44.0), (88.0, 36.0))
"""Least heights of the text and of the plot of each card, from top to bottom."""

_PANEL_CHOICES: Final = ((3, True), (3, False), (2, False), (1, False))
"""Number of cards, and whether the small figures stand below them. The first choice that fits is used."""

_EXTRA_SHARES: Final = {3: (0.4, 0.35, 0.25), 2: (0.5, 0.5), 1: (1.0,)}
"""How the cards share the height that is left over."""

_STEP_SHARE: Final = 0.3
"""Height of the text of a programme's step as a share of the guide's height, if the step has a guide."""

_PANEL_SHARE: Final = 0.435
"""Width of the charts as a share of the window. All other sizes are in pixels at 1280×720."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Places in the window.

    Parameters
    ----------
    scale : float
        Scale of the text, 1 at 1280×720.
    large : bool
        Whether the text is much larger than usual.
    header, notice, guide, pattern, advice, hints : QRect
        Places on the left side, from top to bottom.
    panel : QRect
        Place of the right side.
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
    """Places on the right side.

    Parameters
    ----------
    cards : tuple of QRect
        As many cards as fit, from top to bottom: heart rate, response, exhale:inhale ratio.
    figures : tuple of QRect
        Small figures side by side below the cards; empty if they do not fit.
    """

    cards: tuple[QRect, ...]
    figures: tuple[QRect, ...]


def arrange(width: int, height: int, *, text_percent: int = 100) -> Arrangement:
    """Arrange a window of this size, in device-independent pixels.

    Parameters
    ----------
    width, height : int
        Size of the window.
    text_percent : int, optional
        Text size in percent, which does not change the guide's place. Large text leaves out the pattern, and
        a notice takes the place of the advice and the keys.
    """
    low, high = _SCALE_RANGE
    scale = min(max(min(width / DESIGN_SIZE[0], height / DESIGN_SIZE[1]), low), high)
    text_scale = scale * text_percent / 100.0
    large = text_percent > _LARGE_PERCENT

    def px(size: float) -> int:
        return round(size * scale)

    def lines(size: float) -> int:
        return round(size * text_scale)

    margin = px(_MARGIN)
    panel_width = round(width * _PANEL_SHARE)
    panel = QRect(width - margin - panel_width, margin, panel_width, height - 2 * margin)
    left_width = panel.left() - 2 * margin
    above = px(_TOP + _HEADER + _SPACE + _NOTICE)
    below = px(_PATTERN + _ADVICE + _HINTS + 2.0 * _SPACE)
    guide = QRect(margin, above, left_width, height - above - below - px(_SPACE))
    header = QRect(margin, px(_TOP), left_width, lines(_LARGE_HEADER if large else _HEADER))
    notice_top = header.bottom() + px(_SPACE)
    notice = QRect(margin, notice_top, left_width, above - notice_top)
    hints_height = max(_LEAST_HINTS, lines(_HINTS))
    hints = QRect(margin, height - px(_SPACE) - hints_height, left_width, hints_height)
    pattern_height = 0 if large else lines(_PATTERN)
    pattern = QRect(margin, height - below, left_width, pattern_height)
    advice_top = height - below + pattern_height
    advice = QRect(margin, advice_top, left_width, hints.top() - advice_top)
    if large:
        notice = advice.united(hints)
    return Arrangement(text_scale, large, header, notice, guide, pattern, advice, hints, panel)


def has_room_for_details(width: int, height: int) -> bool:
    """Return whether a window of this size has room for every figure beside the guide."""
    wide, high = DETAILS_SIZE
    return width >= wide and height >= high and width >= _DETAILS_ASPECT * height


def arrange_alone(width: int, height: int) -> tuple[QRect, QRect]:
    """Arrange the guide alone, with the pattern below it."""
    pattern_height = round(max(_PATTERN, 0.06 * height))
    margin = round(0.03 * height)
    guide = QRect(margin, margin, width - 2 * margin, height - pattern_height - 3 * margin)
    return guide, QRect(0, height - pattern_height - margin, width, pattern_height)


def arrange_step(guide: QRect) -> tuple[QRect, QRect]:
    """Divide the guide's place into the guide above and the text of a programme's step below."""
    text_height = round(_STEP_SHARE * guide.height())
    above = QRect(guide.left(), guide.top(), guide.width(), guide.height() - text_height)
    return above, QRect(guide.left(), above.bottom() + 1, guide.width(), text_height)


def arrange_panel(
    width: int, height: int, *, scale: float, text_scale: float, figure_count: int
) -> PanelArrangement:
    """Arrange the right side. If room is short, the small figures are left out first and charts last.

    Parameters
    ----------
    width, height : int
        Size of the right side.
    scale, text_scale : float
        Scales of the graphics and of the text, 1 at 1280×720.
    figure_count : int
        Number of small figures.
    """
    padding = round(CARD_PADDING * text_scale)
    gap, figures_height = round(_GAP * text_scale), round(_FIGURES * text_scale)
    needs = [round(words * text_scale + plot * scale) for words, plot in _CARD_NEEDS]
    each = (width - padding) // figure_count
    wide_enough = each >= _FIGURE_WIDTH * text_scale
    for cards, with_figures in _PANEL_CHOICES:
        if with_figures and not wide_enough:
            continue
        low = figures_height + gap if with_figures else 0
        extra = height - low - sum(needs[:cards]) - (cards - 1) * gap
        if extra >= 0:
            break
    else:
        return PanelArrangement((), ())
    places, top = list[QRect](), 0
    for need, share in zip(needs[:cards], _EXTRA_SHARES[cards], strict=True):
        places.append(QRect(0, top, width, need + round(extra * share)))
        top += places[-1].height() + gap
    row = QRect(padding, height - figures_height, each - gap, figures_height)
    figures = [row.translated(i * each, 0) for i in range(figure_count)] if with_figures else []
    return PanelArrangement(tuple(places), tuple(figures))


def arrange_figures(width: int, height: int, figure_count: int) -> tuple[QRect, ...]:
    """Arrange figures without charts, one below the other, on a right side of this size."""
    row = height // figure_count
    return tuple(QRect(0, k * row, width, row) for k in range(figure_count))
