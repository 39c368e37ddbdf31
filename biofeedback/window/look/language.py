"""The language of the window, chosen by its setting."""

from PySide6.QtCore import QLocale

from biofeedback.person.settings import SYSTEM_LANGUAGE
from biofeedback.words.speech import speech
from biofeedback.words.spoken import speak


def speak_by_setting(setting: str) -> None:
    """Use the language of a setting: the code of a catalogue, or ``system`` for the computer's language."""
    speak(speech(QLocale.system().name()[:2] if setting == SYSTEM_LANGUAGE else setting))
