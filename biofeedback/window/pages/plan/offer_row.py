"""One practice to choose: its name, its length, and one line about it."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import TextRole
from biofeedback.words.spoken import say
from devices.message import Message, message

_BESIDE, _ABOVE, _BETWEEN = 14.0, 10.0, 4.0
_ROUNDING: Final = 8.0
"""These sizes are in pixels at 1280×720."""

_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_HIGH: Final = 10_000


class OfferRow(QPushButton):
    """A row that the person can press anywhere.

    Parameters
    ----------
    title, length, about : Message
        The texts of the row.
    parent : QWidget
        The parent widget.
    is_waiting : bool, optional
        Whether the Begin button starts this practice; a mark shows it.
    """

    def __init__(
        self, title: Message, length: Message, about: Message, parent: QWidget, *, is_waiting: bool = False
    ) -> None:
        super().__init__(parent)
        self._look = Look()
        self._title, self._length, self._about = say(title), say(length), say(about)
        self._is_waiting = is_waiting
        name = message("offer.row", title=title, length=length, about=about)
        self.setAccessibleName(say(message("offer.row.waiting", row=name) if is_waiting else name))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self._look = look
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        title, about = self._places(width)
        return max(title.bottom(), about.bottom()) + 1 + round(_ABOVE * self._look.scale)

    def sizeHint(self) -> QSize:
        width = max(1, self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(120 * self._look.scale), self.heightForWidth(max(1, self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self._look.palette
        self._paint_ground(painter)
        title, about = self._places(self.width())
        painter.setPen(QColor(palette.text))
        painter.setFont(TextRole.STRONG.font(self._look.scale))
        painter.drawText(title, _WRAPPED, self._title)
        painter.setFont(TextRole.BODY.font(self._look.scale))
        painter.setPen(QColor(palette.quiet))
        right = QRect(title.left(), title.top(), about.right() - title.left() + 1, title.height())
        painter.drawText(right, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), self._length)
        painter.setFont(TextRole.TITLE.font(self._look.scale))
        painter.drawText(about, _WRAPPED, self._about)

    def _paint_ground(self, painter: QPainter) -> None:
        palette = self._look.palette
        ground, rounding = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0), _ROUNDING * self._look.scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line if self.underMouse() else palette.card))
        painter.drawRoundedRect(ground, rounding, rounding)
        if self._is_waiting:
            painter.setBrush(QColor(palette.guide))
            mark = QRectF(ground.left(), ground.top() + rounding, 3.0, ground.height() - 2.0 * rounding)
            painter.drawRoundedRect(mark, 1.5, 1.5)
        if self.hasFocus() and self._look.shows_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.guide), 2.0))
            painter.drawRoundedRect(ground, rounding, rounding)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Return the places of the title and the line below it; the length is to the right of the title."""
        scale = self._look.scale
        beside, above = round(_BESIDE * scale), round(_ABOVE * scale)
        strong = QFontMetrics(TextRole.STRONG.font(scale))
        length = QFontMetrics(TextRole.BODY.font(scale)).horizontalAdvance(self._length) + beside
        room = QRect(beside, above, max(1, width - 2 * beside - length), _HIGH)
        title = strong.boundingRect(room, _WRAPPED, self._title)
        title = QRect(room.left(), room.top(), room.width(), title.height())
        under = QRect(beside, title.bottom() + round(_BETWEEN * scale), max(1, width - 2 * beside), _HIGH)
        words = QFontMetrics(TextRole.TITLE.font(scale)).boundingRect(under, _WRAPPED, self._about)
        return title, QRect(under.left(), under.top(), under.width(), words.height())
