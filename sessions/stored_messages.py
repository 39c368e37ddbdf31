"""Messages as a session file stores them: the key and the arguments, as JSON.

A file may come from anybody. So its messages must have this form, and their texts are cleaned. This module
does not check the key and the arguments against the catalogue, because a newer version may have more
sentences. The code that shows an unknown message says that it can't be shown.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from devices.message import Argument, Message, verbatim

Stored = str | int | float | dict[str, "Stored"] | list["Stored"]
"""JSON types of a stored message."""

NOTHING: Final = ""
"""Stored in place of a missing message, in the sessions of all versions."""

_KEY: Final = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_KEY: Final = 100
_MOST_ARGUMENTS: Final = 20
_MOST_PARTS: Final = 100
_DEEPEST: Final = 8
"""Deepest nesting of messages; this program's messages have four levels."""

_LARGEST_WHOLE: Final = 2**63
_DATE: Final = "date"
_DATETIME: Final = "datetime"


def encode_message(message: Message | None) -> Stored:
    """Return the JSON form of a message."""
    if message is None:
        return NOTHING
    return {
        "key": message.key,
        "arguments": {name: _encode_argument(value) for name, value in message.arguments.items()},
    }


def decode_message(stored: object) -> Message | None:
    """Return a stored message; a text is the sentence of an older version.

    Parameters
    ----------
    stored : object
        The value read from JSON.

    Raises
    ------
    ValueError
        If `encode_message` does not return such a value.
    """
    if isinstance(stored, str):
        return verbatim(stored) if stored else None
    return _decode(stored, _DEEPEST)


def _encode_argument(value: Argument) -> Stored:
    if isinstance(value, Message):
        return encode_message(value)
    if isinstance(value, tuple):
        return [encode_message(part) for part in value]
    if isinstance(value, datetime):
        return {_DATETIME: value.isoformat()}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return value


def _decode(stored: object, deepest: int) -> Message:
    if not isinstance(stored, dict) or stored.keys() != {"key", "arguments"} or deepest == 0:
        raise ValueError("no message")
    key, arguments = stored["key"], stored["arguments"]
    if not isinstance(key, str) or len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        raise ValueError("no key of a message")
    if not isinstance(arguments, dict) or len(arguments) > _MOST_ARGUMENTS:
        raise ValueError("no arguments of a message")
    return Message(key, {_name(name): _decode_argument(value, deepest) for name, value in arguments.items()})


def _name(name: str) -> str:
    if len(name) > _LONGEST_KEY or not _NAME.fullmatch(name):
        raise ValueError("no name of an argument")
    return name


def _decode_argument(stored: object, deepest: int) -> Argument:
    match stored:
        case bool():
            raise ValueError("no argument of a message")
        case str():
            return stored
        case int() if abs(stored) < _LARGEST_WHOLE:
            return stored
        case float() if math.isfinite(stored):
            return stored
        case list() if len(stored) <= _MOST_PARTS:
            return tuple(_decode(part, deepest - 1) for part in stored)
        case dict():
            return _decode_moment(stored) or _decode(stored, deepest - 1)
    raise ValueError("no argument of a message")


def _decode_moment(stored: Mapping[object, object]) -> date | None:
    match stored:
        case {"date": str(text)} if len(stored) == 1:
            return date.fromisoformat(text)
        case {"datetime": str(text)} if len(stored) == 1:
            return datetime.fromisoformat(text)
    return None
