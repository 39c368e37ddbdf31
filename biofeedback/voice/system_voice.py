"""The system's own voice: a program that writes speech to a file, within a time limit."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from biofeedback.voice.commands import (
    CALM_PER_MIN,
    USUAL_PER_MIN,
    Command,
    SpeechFile,
    VoiceCommand,
    found_command,
)
from biofeedback.voice.samples import read_speech
from biofeedback.voice.utterance import SPEECH_RATE_HZ, SpeechSamples, Utterance, VoiceStoppedError
from devices.message import Message, message, verbatim

LIMIT_S: Final = 8.0
"""A voice needs less than a tenth of a second for a sentence, and a second or two when it starts."""

_ASK_EVERY_S: Final = 0.1


class SystemVoice:
    """Speaks by running a program.

    Parameters
    ----------
    command : VoiceCommand
        Makes the program's arguments.
    program : str
        Path of the program.
    limit_s : float, optional
        Longest time for one text.
    """

    def __init__(self, command: VoiceCommand, program: str, *, limit_s: float = LIMIT_S) -> None:
        self._command, self._program, self._limit_s = command, program, limit_s

    @property
    def name(self) -> Message:
        """What the voice is called: its program."""
        return verbatim(self._command.program)

    def say(
        self, utterance: Utterance, language: str, *, should_stop: Callable[[], bool] = bool
    ) -> SpeechSamples | None:
        """Return the program's speech; the rest is as in `Voice`."""
        made = None
        for text, words_per_min in _tries(utterance):
            made = self._made(text, language, words_per_min, should_stop)
            if made is None or made.size <= utterance.most_s * SPEECH_RATE_HZ:
                break
        return made

    def _made(
        self, text: str, language: str, words_per_min: int, should_stop: Callable[[], bool]
    ) -> SpeechSamples | None:
        if not text:
            return None
        with tempfile.TemporaryDirectory(prefix="biofeedback-voice-") as folder:
            file = Path(folder) / "speech.wav"
            speech = SpeechFile(text, file, language, words_per_min)
            if not self._has_run(self._command.make(self._program, speech), should_stop):
                return None
            return read_speech(file)

    def _has_run(self, command: Command, should_stop: Callable[[], bool]) -> bool:
        """Run the program; return whether it ended before it should stop."""
        try:
            process = _started(command)
        except OSError as error:
            raise self._failed() from error
        try:
            end_s = time.monotonic() + self._limit_s
            while not should_stop():
                try:
                    status = process.wait(timeout=_ASK_EVERY_S)
                except subprocess.TimeoutExpired:
                    if time.monotonic() > end_s:
                        raise VoiceStoppedError(
                            message("sound.voice.hangs", name=self._command.program, limit_s=self._limit_s),
                            message("sound.voice.hangs.advice"),
                        ) from None
                    continue
                if status:
                    raise self._failed()
                return True
            return False
        finally:
            _end(process)

    def _failed(self) -> VoiceStoppedError:
        return VoiceStoppedError(
            message("sound.voice.failed", name=self._command.program), message("sound.voice.failed.advice")
        )


def system_voice() -> SystemVoice | None:
    """Return the voice of this computer; None if it has none."""
    found = found_command()
    return None if found is None else SystemVoice(*found)


def _tries(utterance: Utterance) -> Iterator[tuple[str, int]]:
    """Yield texts and speeds to try: the whole text, the whole text faster, then fewer sentences."""
    yield utterance.plain, CALM_PER_MIN
    for text in utterance.beginnings:
        yield text, USUAL_PER_MIN


def _started(command: Command) -> "subprocess.Popen[bytes]":
    """Start a program without pipes, because waiting on a pipe could block."""
    return subprocess.Popen(
        command.arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **command.environment},
        start_new_session=True,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program that still runs, and the programs that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
