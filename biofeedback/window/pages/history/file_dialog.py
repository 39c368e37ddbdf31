"""The system's dialogs that ask for a file, without holding up the window meanwhile."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from biofeedback.words.spoken import say
from devices.message import Message


def ask_where_to_save(
    parent: QWidget, title: Message, name: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask where a file or a folder is to be written.

    Parameters
    ----------
    parent : QWidget
        The window that asks.
    title : Message
        What is to be saved.
    name : str
        The name that is suggested; its ending is added to a name without one.
    then : callable
        Told the place; a file that is there already was agreed to be replaced.
    """
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog


def ask_for_files(parent: QWidget, title: Message, then: Callable[[list[Path]], None]) -> QFileDialog:
    """Ask for files to read.

    Parameters
    ----------
    parent : QWidget
        The window that asks.
    title : Message
        What they are for.
    then : callable
        Told the files.
    """
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda chosen: then(list(map(Path, chosen))))
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: Message) -> QFileDialog:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    dialog = QFileDialog(parent, say(title), QStandardPaths.writableLocation(place))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
