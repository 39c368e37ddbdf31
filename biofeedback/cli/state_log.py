"""Writes the states of a practice to a file; a failing file never ends the practice."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO

from biofeedback.cli.streams import tell_failure
from biofeedback.engine.state import State
from biofeedback.outlets.state_json import state_to_json
from devices.message import message
from sessions.errors import FileExistsAlreadyError, unwritable

_OPEN: Final = os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def state_log(path: Path | None, *, goes_on: bool = False) -> Iterator[Callable[[State], None]]:
    """Provide a callable that writes each state as a line of JSON to a new file with mode 0600.

    Parameters
    ----------
    path : Path or None
        The file; None writes nothing.
    goes_on : bool, optional
        Whether an earlier practice of this run began the file, so that it is continued.

    Raises
    ------
    SessionFileError
        If the file exists, or can't be created.
    """
    if path is None:
        yield lambda _: None
        return
    log = StateLog(path, _opened(path, os.O_APPEND if goes_on else os.O_EXCL))
    try:
        yield log.write
    finally:
        log.close()


def _opened(path: Path, how: int) -> TextIO:
    try:
        descriptor = os.open(path, _OPEN | how, 0o600)
    except FileExistsError as error:
        raise FileExistsAlreadyError(path) from error
    except OSError as error:
        raise unwritable(path, error) from error
    # Line by line, so that no half line is left if the program is killed.
    return os.fdopen(descriptor, "w", buffering=1, encoding="utf-8")


class StateLog:
    """States as lines of JSON in a file, until writing fails.

    Parameters
    ----------
    path : Path
        The file's path, for the message.
    file : TextIO
        Closed by `close`.
    """

    def __init__(self, path: Path, file: TextIO) -> None:
        self._path, self._file = path, file
        self._problem = ""

    def write(self, state: State) -> None:
        """Write a state; after a failure, write nothing more."""
        if self._problem:
            return
        try:
            print(state_to_json(state), file=self._file)
        except OSError as error:
            self._problem = str(error.strerror)

    def close(self) -> None:
        """Close the file, and report if the states are incomplete."""
        try:
            self._file.close()
        except OSError as error:
            self._problem = self._problem or str(error.strerror)
        if self._problem:
            tell_failure(message("cli.states_incomplete", path=str(self._path), why=self._problem))
