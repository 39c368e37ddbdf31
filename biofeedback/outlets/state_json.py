"""A state as one line of JSON: every field, numbers unrounded."""

import json
from enum import Enum
from typing import Any

from biofeedback.engine.state import State


def state_to_json(state: State) -> str:
    """Return the state as JSON on one line; enums are their words, None is null."""
    return json.dumps(state, default=_fields, ensure_ascii=False)


def _fields(value: Any) -> dict[str, Any] | str:
    if isinstance(value, Enum):
        return value.name.lower()
    return {name: getattr(value, name) for name in value.__slots__}
