"""Makes text from straps, files and file names safe to display."""

import unicodedata
from typing import Final

from devices.message import Argument, Message

LONGEST_NAME: Final = 40
LONGEST_NOTE: Final = 1000

_STAND_IN: Final = "\ufffd"
"""Replacement for a character that has an effect instead of a visible form."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of control, direction, format, unassigned and private characters."""


def printable(text: str, most: int = LONGEST_NAME) -> str:
    """Clean a name or a note on input.

    Parameters
    ----------
    text : str
        The original text.
    most : int
        Longest result, in characters; a longer text ends with an ellipsis.

    Returns
    -------
    str
        One line without control, direction and format characters, and with blanks collapsed.
    """
    # Only this much of a long text is visible.
    line = harmless(" ".join(text[: 4 * most + 100].split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def printable_message(message: Message, most: int = LONGEST_NOTE) -> Message:
    """Clean the texts in a message on input: names of straps, and texts of the system."""
    cleaned = {name: _printable_argument(value, most) for name, value in message.arguments.items()}
    return Message(message.key, cleaned)


def _printable_argument(value: Argument, most: int) -> Argument:
    if isinstance(value, str):
        return printable(value, most)
    if isinstance(value, Message):
        return printable_message(value, most)
    if isinstance(value, tuple):
        return tuple(printable_message(part, most) for part in value)
    return value


def harmless(text: str, *, kept: str = "\n") -> str:
    """Replace characters that have an effect, except those in `kept`; the length stays the same.

    Every output uses this for texts that contain file names or texts of the system.
    """
    if text.isprintable():
        return text
    return "".join(
        _STAND_IN if unicodedata.category(one) in _UNSEEN and one not in kept else one for one in text
    )
