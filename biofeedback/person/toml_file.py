"""A person's own data as TOML: read with limits, written so that it is read again as it was."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from devices.errors import BiofeedbackError
from devices.regular_file import open_regular_file

_LONGEST_SHOWN: Final = 60


def read_toml(
    path: Path, *, largest_bytes: int, error: type[BiofeedbackError], what: str
) -> dict[str, object] | None:
    """Return what a file holds; None where there is none.

    Parameters
    ----------
    path : Path
        The file.
    largest_bytes : int
        More is not read.
    error : type
        What is raised.
    what : str
        What the file holds, for the message.

    Raises
    ------
    BiofeedbackError
        Of the type that was given, if the file can't be read, is too large or no TOML.
    """
    try:
        with open_regular_file(path) as file:
            content = file.read(largest_bytes + 1)
        if len(content) > largest_bytes:
            raise error(
                f"{path} is larger than {largest_bytes // 1000} kB, which no {what}.",
                "Mend it, or move it away.",
            )
        return tomllib.loads(content.decode())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as refused:
        raise error(f"{path} can't be read: {refused.strerror}.", "Check its permissions.") from refused
    except (ValueError, RecursionError) as wrong:
        why = str(wrong).splitlines()[0]
        raise error(f"{path} is no TOML ({why}).", "Mend it, or move it away.") from wrong


def shown(value: object) -> str:
    """Return a value as a message may show it: not too long."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits
        text = "so large a number"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def shown_key(key: str) -> str:
    """Return a key as a message may show it."""
    return repr(key[:_LONGEST_SHOWN])


def toml_value(value: object) -> str:
    """Write a value in one line; a dataclass as a table of its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key, ensure_ascii=False)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, datetime):
        return value.isoformat()
    # JSON's strings, numbers, true and false are TOML's as well.
    return json.dumps(value, ensure_ascii=False)
