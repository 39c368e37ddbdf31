"""Text from strangers: what a strap, a file or its name says is shown as it stands, and does nothing else."""

import unicodedata
from typing import Final

from devices.message import Argument, Message

LONGEST_NAME: Final = 40
LONGEST_NOTE: Final = 1000

_STAND_IN: Final = "\ufffd"
"""Shown for a character that would do something instead of being seen."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode's control characters, those for direction and format, and those without a meaning."""


def printable(text: str, most: int = LONGEST_NAME) -> str:
    """Clean a name or a note where it enters.

    Parameters
    ----------
    text : str
        As it came.
    most : int
        Longest result, in characters; a longer text ends with an ellipsis.

    Returns
    -------
    str
        One line without control, direction and format characters, blanks collapsed.
    """
    # However long it came, only so much of it can be seen.
    line = harmless(" ".join(text[: 4 * most + 100].split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def printable_message(message: Message, most: int = LONGEST_NOTE) -> Message:
    """Clean the texts in a message where it enters: names of straps, and what a system said."""
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
    """Return a text of the same length without characters that do something, but for those `kept`.

    The guard of every way out, for texts that hold file names or what a system said.
    """
    if text.isprintable():
        return text
    return "".join(
        _STAND_IN if unicodedata.category(one) in _UNSEEN and one not in kept else one for one in text
    )
