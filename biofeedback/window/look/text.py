"""Text in the window's few sizes."""

from enum import Enum
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.typeface import font
from biofeedback.words.spoken import say
from devices.message import Message
from devices.printable import harmless

Ink = Literal["text", "quiet"]
"""Which of the palette's two colours of writing."""


class TextRole(Enum):
    """Size in pixels at 1280×720, and weight."""

    HEADING = (28, QFont.Weight.Normal)
    STEP = (24, QFont.Weight.Normal)
    VALUE = (26, QFont.Weight.DemiBold)
    SMALL_VALUE = (18, QFont.Weight.DemiBold)
    STRONG = (15, QFont.Weight.DemiBold)
    PATTERN = (18, QFont.Weight.Normal)
    BODY = (15, QFont.Weight.Normal)
    TITLE = (14, QFont.Weight.Normal)
    NOTE = (12, QFont.Weight.Normal)

    def font(self, scale: float) -> QFont:
        """Return the font for a window that is `scale` times as large."""
        pixels, weight = self.value
        return font(pixels * scale, weight)


PART_JOINT: Final = " · "
_KEPT_TOGETHER: Final = str.maketrans({" ": "\u00a0"})


def kept_together(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text that is broken at its dots alone, as far as what is between them fits into the width."""
    parts = text.split(PART_JOINT)
    if len(parts) == 1:
        return text
    room = width - metrics.horizontalAdvance(" ·")
    kept = (
        part.translate(_KEPT_TOGETHER) if metrics.horizontalAdvance(part) <= room else part for part in parts
    )
    return "\u00a0· ".join(kept)


class Text(QLabel):
    """One piece of plain text that never changes the layout around it.

    Plain, because a strap's advertised name comes from strangers.
    """

    def __init__(
        self,
        role: TextRole,
        ink: Ink,
        parent: QWidget,
        *,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        wrap: bool = False,
        middle: bool = False,
    ) -> None:
        super().__init__(parent)
        self._shown: Message | str = ""
        self._role = role
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        vertical = Qt.AlignmentFlag.AlignTop if wrap and not middle else Qt.AlignmentFlag.AlignVCenter
        self.setAlignment(alignment | vertical)
        self.set_look(Look())

    def setText(self, text: Message | str) -> None:
        """Show a text; the same one again costs nothing, as with each frame."""
        if text != self._shown:
            self._shown = text
            self._write(harmless(say(text)))

    def _write(self, words: str) -> None:
        super().setText(words)

    def dress(self, role: TextRole, ink: Ink, look: Look) -> None:
        """Give the text another role and ink."""
        self._role, self._ink = role, ink
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.WindowText, QColor(getattr(look.palette, self._ink)))
        self.setPalette(colors)
        self.setFont(self._role.font(look.scale))


class TextOfParts(Text):
    """Text whose parts, between its dots, are not broken where they have room in a line.

    Several lines end at dots; of one line, the last parts are left out where they have no room.
    """

    gives_way = True
    """Whether one line may be shortened to make room for what is beside it."""

    _whole = ""

    def _write(self, words: str) -> None:
        self._whole = words
        self._fit()
        self.updateGeometry()

    def text(self) -> str:
        """Return all of it, however it is broken and whatever of it is seen."""
        return self._whole

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._fit()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self.wordWrap():
            metrics = QFontMetrics(self.font())
            hint.setWidth(metrics.horizontalAdvance(self._whole) + 1)
            hint.setHeight(metrics.height())  # Qt keeps the height of an old font while there are no words.
        return hint

    def minimumSizeHint(self) -> QSize:
        if self.wordWrap():
            return super().minimumSizeHint()
        return QSize(0, QFontMetrics(self.font()).height()) if self.gives_way else self.sizeHint()

    def _fit(self) -> None:
        parts = self._whole.split(PART_JOINT)
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance
        if self.wordWrap():
            QLabel.setText(self, kept_together(self._whole, metrics, self.width()))
            return
        while len(parts) > 1 and width(PART_JOINT.join(parts)) > self.width():
            parts.pop()
        QLabel.setText(
            self, metrics.elidedText(PART_JOINT.join(parts), Qt.TextElideMode.ElideRight, self.width())
        )
