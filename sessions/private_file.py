"""Files that only their owner can read: what a body says is nobody else's business."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sessions.errors import SessionFileError, unwritable


def create_private_file(path: Path, content: bytes) -> None:
    """Write a new file with mode 0600.

    Raises
    ------
    SessionFileError
        If it exists, or can't be written.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _refused(path, error) from error
        raise


def create_private_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, all with modes 0700 and 0600.

    Parameters
    ----------
    path : Path
        The folder.
    files : mapping of str to bytes
        By their paths in it.

    Raises
    ------
    SessionFileError
        If it exists, or can't be written.
    """
    try:
        path.mkdir(mode=0o700)
        for name in files:
            for folder in reversed((path / name).parents):
                folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _refused(path, error) from error
    for name, content in files.items():
        create_private_file(path / name, content)


def replace_private_file(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, whole or not at all; what was there before stays until then.

    Raises
    ------
    SessionFileError
        If it can't be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes it with mode 0600.
        descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(written).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(written).unlink()
            raise
    except OSError as error:
        raise unwritable(path, error) from error


def _refused(path: Path, error: OSError) -> SessionFileError:
    if isinstance(error, FileExistsError):
        return SessionFileError(f"{path} exists already.", "Choose another name, or move it away.")
    return unwritable(path, error)
