"""Files that only their owner can read, because data about a body are private.

A new file appears under its name when it is complete. On Linux it has no name until then, so nothing is left
of it even if the program is killed. If the system does not support this, it has a temporary name.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from sessions.errors import FileExistsAlreadyError, SessionFileError, unwritable

_FILE_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700
_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_OWN_FILES: Final = Path("/proc/self/fd")


def create_private_file(path: Path, content: bytes) -> None:
    """Write a new file with mode 0600, completely or not at all.

    Raises
    ------
    SessionFileError
        If it exists or can't be written.
    """
    with new_private_file(path) as file:
        file.write(content)


@contextmanager
def new_private_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a new file with mode 0600; it gets its name only if the context ends without an error.

    Raises
    ------
    SessionFileError
        If the path exists or can't be written.
    """
    try:
        if os.path.lexists(path):
            raise FileExistsError
        with _unnamed_file(path) or _named_file(path) as file:
            yield file
    except OSError as error:
        raise _refused(path, error) from error


def _unnamed_file(path: Path) -> AbstractContextManager[BinaryIO] | None:
    """Return a file without a name; None if the system or the file system does not support that."""
    if not hasattr(os, "O_TMPFILE") or not _OWN_FILES.is_dir():
        return None
    try:
        return _lend_unnamed(path, os.open(path.parent, os.O_TMPFILE | os.O_RDWR, _FILE_MODE))
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        raise
    except OSError:
        return None


@contextmanager
def _lend_unnamed(path: Path, descriptor: int) -> Iterator[BinaryIO]:
    with os.fdopen(descriptor, "w+b") as file:
        yield file
        _finish(file)
        folder = os.open(path.parent, os.O_PATH)
        try:
            os.link(_OWN_FILES / str(descriptor), path.name, dst_dir_fd=folder, follow_symlinks=True)
        finally:
            os.close(folder)


@contextmanager
def _named_file(path: Path) -> Iterator[BinaryIO]:
    # mkstemp creates the file with mode 0600.
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            _finish(file)
        name_new_file(Path(written), path)
    finally:
        with suppress(OSError):
            Path(written).unlink()


def _finish(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def name_new_file(written: Path, path: Path) -> None:
    """Give a file its name, unless a file of that name exists.

    Parameters
    ----------
    written : Path
        The file under its present name, on the same disk.
    path : Path
        Its new name.

    Raises
    ------
    OSError
        If a file of that name exists, or the system does not allow it.
    """
    try:
        os.link(written, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: reserve the name first, then move the content
        os.close(os.open(path, _NEW, _FILE_MODE))
        written.replace(path)


def create_private_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, all or none, with modes 0700 and 0600.

    Parameters
    ----------
    path : Path
        The folder.
    files : mapping of str to bytes
        Contents of the files, by their paths in the folder.

    Raises
    ------
    SessionFileError
        If it exists or can't be written.
    """
    try:
        if os.path.lexists(path):
            raise FileExistsError
        # mkdtemp creates the folder with mode 0700.
        written = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
        try:
            for name, content in files.items():
                make_private_folder((written / name).parent)
                with os.fdopen(os.open(written / name, _NEW, _FILE_MODE), "wb") as file:
                    file.write(content)
                    _finish(file)
            written.rename(path)
        except BaseException:
            shutil.rmtree(written, ignore_errors=True)
            raise
    except OSError as error:
        raise _refused(path, error) from error


def make_private_folder(path: Path) -> None:
    """Create a folder with mode 0700, and its parent folders; folders that exist are not changed.

    Raises
    ------
    OSError
        If that is not possible.
    """
    # `mkdir(parents=True)` would create the parent folders with the umask's mode.
    for folder in (*reversed(path.parents), path):
        with suppress(FileExistsError):
            if not folder.is_dir():
                folder.mkdir(mode=_FOLDER_MODE)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def replace_private_file(path: Path, content: bytes) -> None:
    """Write a file with mode 0600, completely or not at all; an old file stays until the new one is complete.

    Raises
    ------
    SessionFileError
        If it can't be written.
    """
    try:
        make_private_folder(path.parent)
        # mkstemp creates the file with mode 0600.
        descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                _finish(file)
            Path(written).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(written).unlink()
            raise
    except OSError as error:
        raise unwritable(path, error) from error


def _refused(path: Path, error: OSError) -> SessionFileError:
    if isinstance(error, FileExistsError):
        return FileExistsAlreadyError(path)
    return unwritable(path, error)
