"""A text file from anywhere, read whole and never endlessly."""

from pathlib import Path
from typing import Final

from sessions.errors import SessionFileError, unreadable

_LARGEST_BYTES: Final = 20_000_000


def read_text(path: Path) -> str:
    """Read a text in UTF-8, or in Latin-1 where it is one of Polar's.

    Raises
    ------
    SessionFileError
        If the file is missing, too large or no text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
        if content.startswith(b"[Params]"):
            return content.decode("latin-1")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SessionFileError(
            f"{path} is neither a session nor text.", "Give a .session file or RR text, one number a line."
        ) from error
    except FileNotFoundError as error:
        raise SessionFileError(
            f"There is no file {path}.", "Check the name; `biofeedback sessions list` shows your sessions."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if len(content) > _LARGEST_BYTES:
        raise SessionFileError(
            f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB, which no RR text is.",
            "A day of heart beats takes 1 MB; check the name.",
        )
    return text
