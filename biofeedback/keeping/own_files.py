"""The files that the program keeps about a person, and their places."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from biofeedback.person.diary_file import DIARY_FILE_NAME
from biofeedback.person.plan_file import PLAN_FILE_NAME
from biofeedback.person.profile import PROFILE_FILE_NAME
from biofeedback.person.settings import SETTINGS_FILE_NAME
from biofeedback.programmes.shelf import OWN_FOLDER_NAME
from sessions.database import is_in_use
from sessions.errors import SessionFileError, unreadable_folder
from sessions.folder import SessionFolder
from sessions.store import SUFFIX, read_header

PROGRAMME_SUFFIX: Final = ".toml"


class OwnKind(Enum):
    """The kind of content of a file."""

    SETTINGS = "settings"
    PROFILE = "profile"
    PLAN = "plan"
    DIARY = "diary"
    PROGRAMME = "programme"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One file of a person.

    Parameters
    ----------
    kind : OwnKind
        Its kind of content.
    name : str
        Its place in an archive, with ``/`` between folder and file.
    path : Path
        Its place on disk.
    """

    kind: OwnKind
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The places of a person's files.

    Parameters
    ----------
    data_dir : Path
        The data folder.
    settings : Path
        The settings file, which may be in another folder.
    """

    data_dir: Path
    settings: Path

    @property
    def sessions(self) -> SessionFolder:
        """The folder of the sessions."""
        return SessionFolder(self.data_dir)

    def files(self) -> Iterator[OwnFile]:
        """Yield the files that exist: settings, profile, plan, diary, the person's programmes, sessions.

        Raises
        ------
        SessionFileError
            If a folder can't be read.
        """
        for kind, name in SINGLE_FILES.items():
            if (path := self.place(kind, name)).is_file():
                yield OwnFile(kind, name, path)
        for path in self._programmes():
            yield OwnFile(OwnKind.PROGRAMME, f"{OWN_FOLDER_NAME}/{path.name}", path)
        for path in self.sessions.files():
            yield OwnFile(OwnKind.SESSION, f"{self.sessions.path.name}/{path.name}", path)

    def place(self, kind: OwnKind, name: str) -> Path:
        """Return the place on disk for a file of an archive.

        Parameters
        ----------
        kind : OwnKind
            Its kind of content.
        name : str
            Its place in the archive, checked by `kind_of`.
        """
        return self.settings if kind is OwnKind.SETTINGS else self.data_dir / name

    def _programmes(self) -> list[Path]:
        folder = self.data_dir / OWN_FOLDER_NAME
        try:
            return sorted(one for one in folder.iterdir() if one.suffix == PROGRAMME_SUFFIX and one.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise unreadable_folder(folder, error) from error


SINGLE_FILES: Final = {
    OwnKind.SETTINGS: SETTINGS_FILE_NAME,
    OwnKind.PROFILE: PROFILE_FILE_NAME,
    OwnKind.PLAN: PLAN_FILE_NAME,
    OwnKind.DIARY: DIARY_FILE_NAME,
}
"""Kinds with a single file, by the name of that file."""

_FOLDERS: Final = {
    OWN_FOLDER_NAME: (OwnKind.PROGRAMME, PROGRAMME_SUFFIX),
    "sessions": (OwnKind.SESSION, SUFFIX),
}
_LONGEST_NAME: Final = 150
_NOT_IN_NAMES: Final = frozenset('\\/:*?"<>|')
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}
)
"""Names that can't be files on Windows."""


def kind_of(name: str) -> OwnKind | None:
    """Return the kind of a file in an archive by its name; None for a name that backups don't use.

    Parameters
    ----------
    name : str
        Its place in an archive, which may come from anybody.
    """
    for kind, single in SINGLE_FILES.items():
        if name == single:
            return kind
    folder, _, file = name.partition("/")
    if folder not in _FOLDERS:
        return None
    kind, suffix = _FOLDERS[folder]
    return kind if file.endswith(suffix) and _is_plain(file.removesuffix(suffix), file) else None


def is_recorded(path: Path) -> bool:
    """Return whether a session is being recorded; first merge the log that a killed program left."""
    if is_in_use(path):
        with suppress(SessionFileError):
            read_header(path)
    return is_in_use(path)


def _is_plain(stem: str, file: str) -> bool:
    """Return whether a name is a plain file name that is valid on every system."""
    if not stem or len(file) > _LONGEST_NAME or not file.isprintable() or _NOT_IN_NAMES & set(file):
        return False
    return not stem.startswith((".", " ")) and stem.partition(".")[0].strip().lower() not in _DEVICES
