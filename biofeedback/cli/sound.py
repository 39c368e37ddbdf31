"""The guide as a sound file."""

import sys
from argparse import Namespace

from biofeedback.cli.patterns import asked_pattern
from biofeedback.sound.wav import write_wav


def sound(options: Namespace) -> int:
    """Write a practice as a sound file, to breathe with away from the computer."""
    pattern = asked_pattern(options)
    write_wav(options.output, pattern, minutes=options.minutes)
    print(f"{pattern}, {options.minutes:g} minutes: {options.output}", file=sys.stderr)
    return 0
