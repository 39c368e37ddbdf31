"""How each system's own voice is asked to speak into a file: a list of arguments, never a shell's line."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CALM_PER_MIN: Final = 145
USUAL_PER_MIN: Final = 175
"""Words a minute; the second is the usual speed of most voices."""

TEXT_VARIABLE, FILE_VARIABLE, LANGUAGE_VARIABLE = "VOICE_TEXT", "VOICE_FILE", "VOICE_LANGUAGE"
SPEED_VARIABLE: Final = "VOICE_SPEED"

_SAPI_SCRIPT: Final = f"""
Add-Type -AssemblyName System.SpeechFile
$voice = New-Object System.SpeechFile.Synthesis.SpeechSynthesizer
$culture = [System.Globalization.CultureInfo]::GetCultureInfo($env:{LANGUAGE_VARIABLE})
try {{ $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, $culture) }} catch {{ }}
$voice.Rate = [int]$env:{SPEED_VARIABLE}
$voice.SetOutputToWaveFile($env:{FILE_VARIABLE})
$voice.Speak($env:{TEXT_VARIABLE})
$voice.Dispose()
"""
"""The same for every text: PowerShell would run what stands in its arguments, so text and file come to it in
variables of the environment, which it does not read as commands."""

_SAPI_CULTURES: Final = {"de": "de-DE", "en": "en-US"}


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run.

    Parameters
    ----------
    arguments : tuple of str
        The program and its arguments.
    environment : mapping of str to str
        Variables beside the usual ones.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeechFile:
    """What a program is to write into a file.

    Parameters
    ----------
    text : str
        What to say; it has no leading dash.
    file : Path
        Where to.
    language : str
        Code of its language.
    words_per_min : int
        How fast.
    """

    text: str
    file: Path
    language: str
    words_per_min: int = CALM_PER_MIN


MakeCommand = Callable[[str, SpeechFile], Command]
"""Makes the command of a program for a speech."""


@dataclass(frozen=True, slots=True)
class VoiceCommand:
    """One way to have the system speak.

    Parameters
    ----------
    program : str
        What is looked for on the computer.
    make : callable
        Makes the command.
    platforms : tuple of str
        Beginnings of `sys.platform` where it is looked for; empty for all.
    """

    program: str
    make: MakeCommand
    platforms: tuple[str, ...] = ()


def espeak_command(program: str, speech: SpeechFile) -> Command:
    """Return how espeak-ng writes a WAV file."""
    speed, file = str(speech.words_per_min), str(speech.file)
    return Command((program, "-v", speech.language, "-s", speed, "-w", file, "--", speech.text))


def say_command(program: str, speech: SpeechFile) -> Command:
    """Return how macOS writes a WAV file, in the voice that the person has chosen for the system."""
    speed, file = str(speech.words_per_min), str(speech.file)
    return Command((program, "-r", speed, "-o", file, "--data-format=LEI16@22050", "--", speech.text))


def sapi_command(program: str, speech: SpeechFile) -> Command:
    """Return how Windows writes a WAV file."""
    variables = {
        TEXT_VARIABLE: speech.text,
        FILE_VARIABLE: str(speech.file),
        LANGUAGE_VARIABLE: _SAPI_CULTURES.get(speech.language, speech.language),
        SPEED_VARIABLE: "-2" if speech.words_per_min <= CALM_PER_MIN else "0",
    }
    return Command((program, "-NoProfile", "-NonInteractive", "-Command", _SAPI_SCRIPT), variables)


VOICE_COMMANDS: Final = (
    VoiceCommand("say", say_command, ("darwin",)),
    VoiceCommand("powershell", sapi_command, ("win32",)),
    VoiceCommand("espeak-ng", espeak_command),
    VoiceCommand("espeak", espeak_command),
)
"""In the order in which they are looked for. speech-dispatcher can't write files, but its usual voice is
espeak-ng, which can."""


def found_command(platform: str = sys.platform) -> tuple[VoiceCommand, str] | None:
    """Return the first voice that is there, and the program's place; None where there is none."""
    for one in VOICE_COMMANDS:
        place = shutil.which(one.program) if not one.platforms or platform in one.platforms else None
        if place is not None:
            return one, place
    return None
