"""A state as one line of JSON, with its schema and every field; numbers are not rounded."""

import json
import math
from enum import Enum
from typing import Any, Final

from biofeedback.engine.state import State
from biofeedback.words.speech import say_in
from devices.message import Message

STATE_SCHEMA: Final = "biofeedback/state/1"
_TEXTS: Final = ("unknown", "advice", "link_message", "stream_message")
"""Fields that are an empty text if there is nothing to say."""


def state_to_json(state: State) -> str:
    """Return the state as JSON on one line: enums as words, messages in English, None as null.

    A missing message is an empty text, because its key always has a text.
    """
    return json.dumps({"schema": STATE_SCHEMA, **_values(state)}, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> dict[str, object] | str:
    if isinstance(value, Message):
        return say_in(value)
    return value.name.lower() if isinstance(value, Enum) else _values(value)


def _values(value: Any) -> dict[str, object]:
    found = {name: _finite(getattr(value, name)) for name in value.__slots__}
    return {name: "" if held is None and name in _TEXTS else held for name, held in found.items()}


def _finite(held: object) -> object:
    """Return None instead of an infinite number, which JSON does not have."""
    return None if isinstance(held, float) and not math.isfinite(held) else held
