"""Where the light and its words lie: the light's size depends on the widget and not on the words."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize

_ARC: Final = 1.2
"""Radius of the arc around the light, as a share of the light's radius."""

_EDGE: Final = 0.01
_WORDS: Final = 0.125
_MOST_WORDS: Final = 0.2
"""Shares of the height: the margin at the edges, and the least and the greatest height of the words' room."""

_WORDS_SIZE: Final = 0.055
_LEAST_WORDS_SIZE: Final = 18.0
"""Font size at a text size of 100 %: as a share of the smaller side, and at least this many pixels."""


@dataclass(frozen=True, slots=True)
class LightRoom:
    """Places and sizes in device-independent pixels.

    Parameters
    ----------
    center : QPointF
        The light's middle.
    largest : float
        The light's radius with full lungs.
    arc : float
        Radius of the arc that fills once in a session.
    words : QRectF
        The place of the words.
    words_size : float
        Font size of the words in pixels, at a text size of 100 %.
    """

    center: QPointF
    largest: float
    arc: float
    words: QRectF
    words_size: float

    @classmethod
    def of(cls, size: QSize) -> "LightRoom":
        """Return the room in a widget of this size."""
        width, height = float(max(1, size.width())), float(max(1, size.height()))
        edge = _EDGE * height
        arc = max(1.0, min(width / 2.0 - edge, (height * (1.0 - _WORDS) - 2.0 * edge) / 2.0))
        left_over = height - 2.0 * arc - 2.0 * edge
        words = min(left_over, max(_WORDS, _MOST_WORDS) * height)
        top = (height - 2.0 * arc - words) / 2.0
        return cls(
            center=QPointF(width / 2.0, top + arc),
            largest=arc / _ARC,
            arc=arc - 1.0,
            words=QRectF(0.0, top + 2.0 * arc, width, words),
            words_size=max(_LEAST_WORDS_SIZE, _WORDS_SIZE * min(width, height)),
        )
