"""Commands that make each system's voice write speech to a file, as argument lists without a shell."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CALM_PER_MIN: Final = 145
USUAL_PER_MIN: Final = 175
"""Words per minute; the second is the usual speed of most voices."""

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
"""The same script for every text. PowerShell would run text in its arguments as commands. So it gets text and
file name from environment variables, which it does not run."""

_SAPI_CULTURES: Final = {"de": "de-DE", "en": "en-US"}


@dataclass(frozen=True, slots=True)
class Command:
    """A program to run.

    Parameters
    ----------
    arguments : tuple of str
        The program and its arguments.
    environment : mapping of str to str
        Environment variables in addition to the usual ones.
    """

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeechFile:
    """The speech that a program should write to a file.

    Parameters
    ----------
    text : str
        The text to say, without a leading dash.
    file : Path
        The file to write.
    language : str
        Code of the text's language.
    words_per_min : int
        Speed in words per minute.
    """

    text: str
    file: Path
    language: str
    words_per_min: int = CALM_PER_MIN


MakeCommand = Callable[[str, SpeechFile], Command]
"""Returns a program's command for a speech."""


@dataclass(frozen=True, slots=True)
class VoiceCommand:
    """One way to make the system speak.

    Parameters
    ----------
    program : str
        Name of the program to look for on the computer.
    make : callable
        Returns the command.
    platforms : tuple of str
        Prefixes of `sys.platform` on which to look for it; empty for all.
    """

    program: str
    make: MakeCommand
    platforms: tuple[str, ...] = ()


def espeak_command(program: str, speech: SpeechFile) -> Command:
    """Return the command with which espeak-ng writes a WAV file."""
    speed, file = str(speech.words_per_min), str(speech.file)
    return Command((program, "-v", speech.language, "-s", speed, "-w", file, "--", speech.text))


def say_command(program: str, speech: SpeechFile) -> Command:
    """Return the command with which macOS writes a WAV file, in the voice chosen for the system."""
    speed, file = str(speech.words_per_min), str(speech.file)
    return Command((program, "-r", speed, "-o", file, "--data-format=LEI16@22050", "--", speech.text))


def sapi_command(program: str, speech: SpeechFile) -> Command:
    """Return the command with which Windows writes a WAV file."""
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
"""Voices in the order in which they are tried. speech-dispatcher can't write files, but its usual voice is
espeak-ng, which can."""


def found_command(platform: str = sys.platform) -> tuple[VoiceCommand, str] | None:
    """Return the first voice that is installed, and its program's path; None if there is none."""
    for one in VOICE_COMMANDS:
        place = shutil.which(one.program) if not one.platforms or platform in one.platforms else None
        if place is not None:
            return one, place
    return None
