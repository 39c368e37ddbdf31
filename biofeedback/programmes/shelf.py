"""All available programmes: those that come with the program, and the person's own files."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from biofeedback.programmes.programme import Programme
from biofeedback.programmes.reader import LARGEST_BYTES, ProgrammeError, programme_of
from devices.message import message
from devices.regular_file import read_regular_file

_SUFFIX: Final = ".toml"
OWN_FOLDER_NAME: Final = "programmes"
"""Name of the folder for a person's own programmes, inside the data folder."""


@cache
def shipped_programmes() -> dict[str, Programme]:
    """Return the programmes that come with the program, by name."""
    found = {}
    for entry in sorted(
        files("biofeedback.programmes").joinpath("shipped").iterdir(), key=lambda one: one.name
    ):
        if entry.name.endswith(_SUFFIX):
            programme = programme_of(entry.read_bytes(), entry.name)
            found[programme.name] = programme
    return found


def own_programmes(folder: Path) -> Iterator[Programme | ProgrammeError]:
    """Read a person's own programmes; yield an error for a file that can't be used, and continue.

    Parameters
    ----------
    folder : Path
        The folder of the programmes; it need not exist.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX)
    except OSError:
        return
    for path in paths:
        try:
            yield read_programme(path)
        except ProgrammeError as wrong:
            yield wrong


def read_programme(path: Path) -> Programme:
    """Read a programme file.

    Raises
    ------
    ProgrammeError
        If it can't be read or is not a programme.
    """
    try:
        content = read_regular_file(path, LARGEST_BYTES)
    except OSError as refused:
        why = refused.strerror or str(refused)
        raise ProgrammeError(
            message("programme.unreadable", file=str(path), why=why), message("programme.check_path")
        ) from refused
    return programme_of(content, path.name)


def find_programme(name: str, folder: Path | None = None) -> Programme:
    """Return a programme by its name, or from a file.

    A person's own programme replaces a shipped one with the same name.

    Parameters
    ----------
    name : str
        The name of a programme, or the path of a file that ends in ``.toml``.
    folder : Path or None
        Folder of the person's own programmes.

    Raises
    ------
    ProgrammeError
        If there is no programme with this name, or its file can't be used.
    """
    if name.endswith(_SUFFIX):
        return read_programme(Path(name))
    if folder is not None and (folder / f"{name}{_SUFFIX}").exists():
        return read_programme(folder / f"{name}{_SUFFIX}")
    if name in shipped_programmes():
        return shipped_programmes()[name]
    known = ", ".join(shipped_programmes())
    raise ProgrammeError(
        message("programme.unknown", name=name), message("programme.choose_one", names=known)
    )
