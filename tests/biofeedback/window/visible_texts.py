"""All that a person can read of the window: labels, controls, what is painted, and what is read aloud."""

from collections.abc import Iterator
from unittest.mock import patch

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from biofeedback.window.look.text import PART_JOINT
from tests.biofeedback.window.simulated_window import SimulatedSession


def visible_texts(session: SimulatedSession) -> set[str]:
    """Return the texts of what is shown at this moment, taken apart at their dots."""
    session.frame(0.1)
    window = session.window
    texts = {*painted_texts(window), window.windowTitle()}
    for part in (window, *session.all(QWidget)):
        texts |= {part.accessibleName(), part.accessibleDescription(), part.toolTip(), *_written(part)}
    parts = (part for text in texts for part in text.replace("\u00a0", " ").split(PART_JOINT))
    return {part.strip() for part in parts} - {""}


def painted_texts(widget: QWidget) -> list[str]:
    """Return what is painted as text; too long ones are cut off."""
    painted: list[str] = []
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: object) -> object:
        painted.extend(str(arguments[-1]).split("\n"))
        return draw(painter, *arguments)  # type: ignore[call-overload]

    with patch.object(QPainter, "drawText", drawn):
        widget.grab()
    return painted


def _written(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel | QPushButton):
        yield part.text()
    if isinstance(part, QComboBox):
        yield from (part.itemText(index) for index in range(part.count()))
