"""The voice in the settings: the computer's own, or the recordings in a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from biofeedback.voice.system_voice import system_voice
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.pages.practise.own_scales import MakeButton
from biofeedback.words.spoken import say
from devices.message import Message, message, sentences

_SPACING: Final = 12.0
"""Spacing in pixels at 1280×720."""


_CHOOSE: Final = message("settings.voice.choose")
_FORGET: Final = message("settings.voice.forget")


class VoiceRow(QWidget):
    """Says which voice speaks, and lets the person choose a folder with recordings.

    Parameters
    ----------
    folder : str
        The folder; empty for the computer's voice.
    make_button : callable
        Makes a button for the sheet that contains this part.
    choose : callable
        Called with the new folder.
    """

    def __init__(self, folder: str, make_button: MakeButton, choose: Callable[[str], None]) -> None:
        super().__init__()
        self._folder, self._choose = folder, choose
        self.note = Text(TextRole.TITLE, "quiet", self, wrap=True)
        self.choose = make_button(_CHOOSE, self._ask)
        self.forget = make_button(_FORGET, lambda: self._take(""))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.forget)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        self._show()

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        self.note.set_look(look)
        self._column.setSpacing(round(_SPACING * look.scale))

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, say(_CHOOSE), self._folder)
        if folder:
            self._take(folder)

    def _take(self, folder: str) -> None:
        self._folder = folder
        self._choose(folder)
        self._show()

    def _show(self) -> None:
        self.note.setText(voice_note(self._folder))
        self.forget.setVisible(bool(self._folder))


def voice_note(folder: str) -> Message:
    """Say in one sentence which voice speaks, or why there is none.

    Parameters
    ----------
    folder : str
        Folder with the person's own recordings; empty for the computer's voice.
    """
    if folder and not Path(folder).expanduser().is_dir():
        missing = message("sound.voice.no_folder", path=folder)
        return sentences(missing, message("sound.voice.no_folder.advice"))
    if folder:
        return message("settings.voice.recordings", path=folder)
    voice = system_voice()
    if voice is None:
        return sentences(message("sound.voice.none"), message("sound.voice.none.advice"))
    return message("settings.voice.system", name=voice.name)
