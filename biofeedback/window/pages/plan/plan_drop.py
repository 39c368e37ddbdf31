"""A plan that the person drops on the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_SUFFIX: Final = ".toml"


class PlanDrop(QObject):
    """Takes one file with a plan; all other dropped files are left to the window.

    Parameters
    ----------
    window : QWidget
        The window for the file.
    may_take : callable
        Returns whether a plan can be adopted now; this is not possible during practice.
    """

    dropped = Signal(object)
    """Reports the Path of a file that may be a plan."""

    def __init__(self, window: QWidget, may_take: Callable[[], bool]) -> None:
        super().__init__(window)
        self._may_take = may_take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            takes = self._file(event.mimeData()) is not None
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            file = self._file(event.mimeData())
            takes = file is not None
            if takes:
                self.dropped.emit(file)
        else:
            return super().eventFilter(watched, event)
        if takes:
            event.acceptProposedAction()
        return takes

    def _file(self, data: QMimeData) -> Path | None:
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        fits = len(files) == 1 and files[0].suffix.lower() == _SUFFIX
        return files[0] if fits and self._may_take() else None
