"""Text in the few sizes that the window uses."""

import re
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
"""Which of the palette's two text colours to use."""


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
_LONG_WORD: Final = re.compile(r"(\S{30})")
_KEPT_TOGETHER: Final = str.maketrans({" ": "\u00a0"})
_NUMBER_JOINED: Final = re.compile(r"(?<=\d-)(?=\w)")
"""A place where a line may not end, as in the German "2,0-mal"."""


def breakable(text: str) -> str:
    """Return a text in which very long words that a person typed may be broken."""
    return _LONG_WORD.sub("\\1\u200b", text)


def kept_together(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a text that breaks only at its dots; a part between dots breaks only if it exceeds the width."""
    text = _NUMBER_JOINED.sub("\u2060", text)
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

    The text is plain because a strap's advertised name comes from strangers.
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
        """Show a text; showing the same text again in each frame costs nothing."""
        if text != self._shown:
            self._shown = text
            self._write(harmless(say(text)))

    def _write(self, words: str) -> None:
        super().setText(words)

    def dress(self, role: TextRole, ink: Ink, look: Look) -> None:
        """Use another role and ink."""
        self._role, self._ink = role, ink
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.WindowText, QColor(getattr(look.palette, self._ink)))
        self.setPalette(colors)
        self.setFont(self._role.font(look.scale))


class TextOfParts(Text):
    """Text in parts with dots between them. A part that fits in a line is not broken.

    Several lines end at dots. A single line leaves out its last parts if they do not fit.
    """

    gives_way = True
    """Whether a single line may be shortened to make room for what is beside it."""

    _whole = ""

    def _write(self, words: str) -> None:
        self._whole = words
        self._fit()
        self.updateGeometry()

    def text(self) -> str:
        """Return the whole text, even if only part of it is visible."""
        return self._whole

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
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
            hint.setHeight(metrics.height())  # Without words, Qt keeps the height of the old font.
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
