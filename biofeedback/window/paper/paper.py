"""A PDF that is written from top to bottom; what does not fit on a sheet begins the next one."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPageSize, QPainter, QPdfWriter

from biofeedback.window.look.text import breakable
from biofeedback.window.look.typeface import font

UNITS_PER_POINT: Final = 4.0
"""All lengths are in quarters of a point. In this unit, all text is larger than the smallest screen text."""

PAPER_WIDTH: Final = 459.0 * UNITS_PER_POINT
_HEIGHT: Final = 722.0 * UNITS_PER_POINT
_LEFT: Final = 68.0 * UNITS_PER_POINT
_TOP: Final = 60.0 * UNITS_PER_POINT
"""A4 is 595 by 842 points."""

_RESOLUTION: Final = round(72 * UNITS_PER_POINT)

TEXT: Final = "#1B2328"
QUIET_INK: Final = "#4C575E"
LINE: Final = "#D5DCE1"
SHADE: Final = "#E6F0F7"
ACCENT: Final = "#0072B2"
WARN: Final = "#D55E00"


@dataclass(frozen=True, slots=True)
class Writing:
    """A style of text.

    Parameters
    ----------
    points : float
        Font size in points.
    weight : QFont.Weight
        Font weight.
    ink : str
        Text colour.
    after : float
        Space below the text, in points.
    """

    points: float
    weight: QFont.Weight = QFont.Weight.Normal
    ink: str = TEXT
    after: float = 4.0

    @property
    def font(self) -> QFont:
        """The font at the resolution of the paper."""
        return font(self.points * UNITS_PER_POINT, self.weight)


@dataclass(frozen=True, slots=True)
class Cell:
    """Position of a column's text: its left edge and width as shares of the sheet's width."""

    left: float
    width: float
    is_number: bool = False


class Paper:
    """A4 sheets.

    Parameters
    ----------
    title : str
        Title of the document.
    """

    def __init__(self, title: str) -> None:
        _require_fonts()
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setResolution(_RESOLUTION)
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageMargins(QMarginsF(0.0, 0.0, 0.0, 0.0))
        self._writer.setTitle(title)
        self._writer.setCreator("biofeedback")
        self.painter = QPainter(self._writer)
        self.painter.translate(_LEFT, _TOP)
        self.y = 0.0
        self.sheets = 1

    def finish(self) -> bytes:
        """Finish the document and return the PDF."""
        self.painter.end()
        self._buffer.close()
        return bytes(self._bytes.data())

    def begin_sheet(self) -> None:
        """Continue at the top of a new sheet."""
        self._writer.newPage()
        self.y = 0.0
        self.sheets += 1

    def require(self, height: float) -> None:
        """Begin a new sheet if the present one has less room than this."""
        if self.y > 0.0 and self.y + height > _HEIGHT:
            self.begin_sheet()

    def skip(self, points: float) -> None:
        """Leave this much space, in points."""
        self.y += points * UNITS_PER_POINT

    def write(self, text: str, kind: Writing, *, indent: float = 0.0) -> None:
        """Write a paragraph as wide as the sheet.

        Parameters
        ----------
        text : str
            Plain text.
        kind : Writing
            Style of the text.
        indent : float, optional
            Space at the left of the text, in points.
        """
        text, left = breakable(text), indent * UNITS_PER_POINT
        height = self.height_of(text, kind, PAPER_WIDTH - left)
        self.require(height)
        self._draw(text, kind, QRectF(left, self.y, PAPER_WIDTH - left, height))
        self.y += height + kind.after * UNITS_PER_POINT

    def write_row(self, texts: Sequence[str], cells: Sequence[Cell], kind: Writing) -> None:
        """Write a row of a table; each text wraps within its column."""
        gap = 6.0 * UNITS_PER_POINT
        widths = [cell.width * PAPER_WIDTH - gap for cell in cells]
        height = max(self.height_of(*one) for one in zip(texts, [kind] * len(texts), widths, strict=True))
        self.require(height)
        for text, cell, width in zip(texts, cells, widths, strict=True):
            place = QRectF(cell.left * PAPER_WIDTH, self.y, width, height)
            self._draw(text, kind, place, right=cell.is_number)
        self.y += height + kind.after * UNITS_PER_POINT

    def rule(self) -> None:
        """Draw a thin line across the sheet."""
        self.painter.fillRect(QRectF(0.0, self.y, PAPER_WIDTH, 0.6 * UNITS_PER_POINT), QColor(LINE))

    def height_of(self, text: str, kind: Writing, width: float = PAPER_WIDTH) -> float:
        """Return the height of a text in a column of this width."""
        room = QRectF(0.0, 0.0, width, 10.0 * _HEIGHT)
        return QFontMetricsF(kind.font, self._writer).boundingRect(room, int(_FLAGS), text).height()

    def _draw(self, text: str, kind: Writing, place: QRectF, *, right: bool = False) -> None:
        self.painter.setFont(kind.font)
        self.painter.setPen(QColor(kind.ink))
        aligned = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.painter.drawText(place, int(_FLAGS | aligned), text)


_FLAGS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


def _require_fonts() -> None:
    """Make sure that Qt has fonts, even on a computer without a screen."""
    if QGuiApplication.instance() is not None:
        return
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _Application.kept = QGuiApplication(["biofeedback"])


class _Application:
    kept: QGuiApplication | None = None
    """The application stays alive because Qt loses its fonts without it."""
