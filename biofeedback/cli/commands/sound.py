"""The guide as a sound file."""

from argparse import Namespace

from biofeedback.cli.patterns import asked_pattern
from biofeedback.cli.places import chosen_settings
from biofeedback.sound.wav import write_wav
from biofeedback.terminal.output import tell
from devices.message import message


def sound(options: Namespace) -> int:
    """Write a practice as a sound file, to breathe with away from the computer."""
    chosen = chosen_settings(options).breathing
    pattern = asked_pattern(options, chosen)
    minutes = options.minutes or chosen.minutes
    write_wav(options.output, pattern, minutes=minutes)
    told = message("cli.sound_written", pattern=pattern.words, minutes=minutes, path=str(options.output))
    tell(told)
    return 0
