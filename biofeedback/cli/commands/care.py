"""The care page in the terminal."""

from argparse import Namespace

from biofeedback.statements.care import CARE_SECTIONS
from biofeedback.terminal.output import put


def care(_options: Namespace) -> int:
    """Print what to do if one feels unwell, warning signs, cautions, and cards to read."""
    for number, section in enumerate(CARE_SECTIONS):
        if number:
            put("")
        put(section.title)
        for line in section.lines:
            put(line)
    return 0
