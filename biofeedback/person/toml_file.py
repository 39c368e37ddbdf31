"""A person's own data as TOML, read with limits."""

import re
import tomllib
from pathlib import Path
from typing import Final

from devices.errors import BiofeedbackError
from devices.message import Message, message
from devices.regular_file import open_regular_file
from devices.system_reason import reason_of
from devices.toml_lines import broken_line, line_of
from devices.typed_data import Place, UnfitDataError, shown_place

_LONGEST_SHOWN: Final = 60
_PLACE: Final = re.compile(r" \(at [^()]*\)$")
"""Position of an error, which the standard library appends to its message."""


def read_toml(path: Path, *, largest_bytes: int, error: type[BiofeedbackError]) -> dict[str, object] | None:
    """Return the data of a file; None if there is no file.

    Parameters
    ----------
    path : Path
        The file.
    largest_bytes : int
        Largest file to read, in bytes.
    error : type
        The type of error to raise.

    Raises
    ------
    BiofeedbackError
        Of the given type, if the file can't be read, is too large or is not TOML.
    """
    text = read_toml_text(path, largest_bytes=largest_bytes, error=error)
    return None if text is None else parsed(path, text, error)


def read_toml_text(path: Path, *, largest_bytes: int, error: type[BiofeedbackError]) -> str | None:
    """Return the text of a file, read with the limits of `read_toml`."""
    try:
        with open_regular_file(path) as file:
            content = file.read(largest_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as refused:
        raise error(
            message("own_file.unreadable", path=f"{path}", why=reason_of(refused)),
            message("own_file.check_permissions"),
        ) from refused
    if len(content) > largest_bytes:
        raise error(
            message("own_file.too_large", path=f"{path}", most_kb=largest_bytes // 1000),
            message("own_file.mend"),
        )
    try:
        return content.decode("utf-8-sig")  # editors on Windows may put a mark before the text
    except UnicodeDecodeError as wrong:
        line = 1 + content.count(b"\n", 0, wrong.start)
        raise error(
            message("own_file.not_utf8", file=f"{path}", line=f"{line}"), message("own_file.save_as_utf8")
        ) from wrong


def parsed(path: Path, text: str, error: type[BiofeedbackError]) -> dict[str, object]:
    """Return the data in the text of a file.

    Raises
    ------
    BiofeedbackError
        Of the given type, if the text is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise _no_toml(path, wrong, broken_line(text, wrong), error) from wrong


def _no_toml(
    path: Path, wrong: Exception, line: int | None, error: type[BiofeedbackError]
) -> BiofeedbackError:
    why = str(wrong).splitlines()[0]
    if line is None:
        return error(message("own_file.no_toml", path=f"{path}", why=why), message("own_file.mend"))
    told = message("own_file.no_toml_line", path=f"{path}", line=f"{line}", why=_PLACE.sub("", why))
    return error(told, message("own_file.mend"))


def advice_at(error: UnfitDataError) -> Message:
    """Return the advice of an error, with the position within the value."""
    if not error.place:
        return error.advice
    return message("own_file.at", place=shown_place(error.place), advice=error.advice)


def wrong_at(
    path: Path, text: str, place: Place, advice: Message, error: type[BiofeedbackError]
) -> BiofeedbackError:
    """Return the error for a value in a file: it names file, line and field, and says how to fix it.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        The file's text.
    place : tuple of str and int
        The path of keys and indices to the value.
    advice : Message
        What to write there instead.
    error : type
        The type of the error.
    """
    where = shown_place(place)
    line = line_of(text, place)
    if line is None:
        return error(message("own_file.wrong", path=f"{path}", place=where), advice)
    return error(message("own_file.wrong_line", path=f"{path}", line=f"{line}", place=where), advice)


def shown_value(value: object) -> str:
    """Return a value in a form for messages, with limited length."""
    try:
        text = repr(value)
    except ValueError:  # an integer with thousands of digits
        text = "so large a number"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def shown_key(key: str) -> str:
    """Return a key in a form for messages."""
    return repr(key[:_LONGEST_SHOWN])
