"""The system's file dialogs, which do not block the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from biofeedback.words.spoken import say
from devices.message import Message


def ask_where_to_save(
    parent: QWidget, title: Message, name: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to write a file or a folder.

    Parameters
    ----------
    parent : QWidget
        The window of the dialog.
    title : Message
        The title, which names what is saved.
    name : str
        The suggested name; its suffix is added to a name without one.
    then : callable
        Called with the path; the person has agreed to replace an existing file.
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
        The window of the dialog.
    title : Message
        The title, which names the purpose of the files.
    then : callable
        Called with the files.
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
