"""Files that the person drops on a window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DroppedFiles(QObject):
    """Takes the files that the person drops on a window.

    Parameters
    ----------
    window : QWidget
        The window for the files.
    may_take : callable
        Returns whether files can be taken now.
    """

    came = Signal(object)
    """Reports dropped files; a list of Path."""

    def __init__(self, window: QWidget, may_take: Callable[[], bool]) -> None:
        super().__init__(window)
        self._may_take = may_take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle dragged and dropped files; ignore all other events."""
        if not isinstance(event, QDragMoveEvent | QDropEvent):
            return super().eventFilter(watched, event)
        files = _files(event.mimeData())
        if not files or not self._may_take():
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.came.emit(files)
        return True


def _files(dropped: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
