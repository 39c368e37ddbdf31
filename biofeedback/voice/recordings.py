"""A person's own recordings as a voice: one file for each phrase, in one folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from biofeedback.voice.samples import read_speech
from biofeedback.voice.utterance import SpeechSamples, Utterance, Voice, VoiceError
from devices.message import Message, message

ENDINGS: Final = (".wav", ".flac", ".mp3", ".ogg")


class Recordings:
    """Plays recordings; another voice says phrases without a recording.

    Parameters
    ----------
    folder : Path
        The folder of the files.
    otherwise : Voice or None
        Voice for phrases without a file; None skips them.
    """

    def __init__(self, folder: Path, otherwise: Voice | None = None) -> None:
        self._folder, self._otherwise = folder, otherwise

    @property
    def name(self) -> Message:
        """What the voice is called: the folder of the recordings."""
        return message("sound.voice.recordings", path=str(self._folder))

    def say(
        self, utterance: Utterance, language: str, *, should_stop: Callable[[], bool] = bool
    ) -> SpeechSamples | None:
        """Return the recording, or the other voice's speech if there is none; the rest is as in `Voice`."""
        file = self._file(utterance.recording)
        if file is not None:
            return read_speech(file)
        if self._otherwise is None:
            return None
        return self._otherwise.say(utterance, language, should_stop=should_stop)

    def _file(self, name: str) -> Path | None:
        places = (self._folder / f"{name}{ending}" for ending in ENDINGS)
        return next((one for one in places if one.is_file()), None)


def recordings(folder: Path, otherwise: Voice | None) -> Recordings:
    """Return the recordings in a folder.

    Raises
    ------
    VoiceError
        If the folder does not exist.
    """
    if not folder.is_dir():
        raise VoiceError(
            message("sound.voice.no_folder", path=str(folder)), message("sound.voice.no_folder.advice")
        )
    return Recordings(folder, otherwise)
