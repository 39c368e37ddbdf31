"""Deletes everything that the program keeps about a person; files that it did not create stay."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from biofeedback.keeping.own_files import SINGLE_FILES, OwnKind, OwnPlaces, is_recorded
from devices.message import Message, message
from devices.system_reason import reason_of
from sessions.database import is_own_database
from sessions.errors import SessionFileError
from sessions.store import SUFFIX

FORGET_WORDS: Final = ("delete", "löschen")
"""Words to type before anything is deleted; both are accepted in every language."""

_FOUND_ANEW: Final = ("history.json", "practices.json", "index.sqlite")
"""Files that the program computes from the sessions and keeps beside them."""

_LOGS: Final = ("-wal", "-shm", "-journal")
_RESTORING: Final = ".restore-"
_UNFINISHED: Final = re.compile(r"\..+-[A-Za-z0-9_]{8}")
"""Name of a file that was being written when the program was killed."""


@dataclass(frozen=True, slots=True)
class Belongings:
    """The files that would be deleted.

    Parameters
    ----------
    files : tuple of Path
        Every file, including logs and unfinished files.
    sessions : int
        Number of sessions among them.
    kinds : tuple of OwnKind
        Which of settings, profile, plan and diary exist.
    staying : tuple of Path
        Files there that the program did not create, such as the person's own programmes.
    """

    files: tuple[Path, ...]
    sessions: int
    kinds: tuple[OwnKind, ...]
    staying: tuple[Path, ...]

    @property
    def lines(self) -> tuple[Message, ...]:
        """A description of what would be deleted."""
        counted = (message("forget.sessions", count=self.sessions),) if self.sessions else ()
        return (*counted, *(_NAMES[kind] for kind in self.kinds))


_NAMES: Final = {
    OwnKind.SETTINGS: message("forget.settings"),
    OwnKind.PROFILE: message("forget.profile"),
    OwnKind.PLAN: message("forget.plan"),
    OwnKind.DIARY: message("forget.diary"),
}


def belongings(places: OwnPlaces) -> Belongings:
    """Return the files that the program has created for a person.

    Raises
    ------
    SessionFileError
        If a folder can't be read.
    """
    kinds = tuple(kind for kind, name in SINGLE_FILES.items() if places.place(kind, name).is_file())
    singles = [places.place(kind, SINGLE_FILES[kind]) for kind in kinds]
    sessions = [path for path in places.sessions.files() if _is_ours(path)]
    folder = places.sessions.path
    beside = [one for path in sessions for suffix in _LOGS if (one := _beside(path, suffix)).is_file()]
    worked_out = [
        one for name in _FOUND_ANEW for one in (folder / name, *_logs(folder / name)) if one.is_file()
    ]
    unfinished = [*_unfinished(places.data_dir), *_unfinished(folder)]
    files = (*singles, *sessions, *beside, *worked_out, *unfinished)
    return Belongings(files, len(sessions), kinds, tuple(_staying(places, files)))


def forget(found: Belongings, places: OwnPlaces) -> tuple[SessionFileError, ...]:
    """Delete the files that were found, and the folders that are then empty.

    Returns
    -------
    tuple of SessionFileError
        The error for each file that could not be deleted.

    Raises
    ------
    SessionFileError
        If a session is being recorded. In this case nothing is deleted.
    """
    for path in found.files:
        if path.parent == places.sessions.path and path.suffix == SUFFIX and is_recorded(path):
            raise SessionFileError(
                message("store.being_recorded", path=f"{path}"), message("store.end_recording_first")
            )
    failed = []
    for path in found.files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            failed.append(_not_deleted(path, error))
    unfinished = {path.parent for path in found.files if path.parent.name.startswith(_RESTORING)}
    for folder in (*unfinished, places.sessions.path, places.data_dir, places.settings.parent):
        with suppress(OSError):  # other files are in it
            folder.rmdir()
    return tuple(failed)


def _is_ours(path: Path) -> bool:
    try:
        return not path.is_symlink() and is_own_database(path)
    except OSError:
        return False


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _logs(path: Path) -> list[Path]:
    return [_beside(path, suffix) for suffix in _LOGS]


def _unfinished(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name.startswith(_RESTORING):
                yield from (one for one in path.iterdir() if one.is_file())
            elif _UNFINISHED.fullmatch(path.name) and path.is_file():
                yield path


def _staying(places: OwnPlaces, files: Collection[Path]) -> Iterator[Path]:
    """Yield the files that a person put beside the sessions, and their own programmes."""
    gone = set(files)
    with suppress(OSError):
        yield from (
            one for one in sorted(places.sessions.path.iterdir()) if one not in gone and one.is_file()
        )
    yield from (one.path for one in places.files() if one.kind is OwnKind.PROGRAMME)


def _not_deleted(path: Path, error: OSError) -> SessionFileError:
    return SessionFileError(
        message("store.not_deleted", path=f"{path}", why=reason_of(error)),
        message("store.check_folder_permissions"),
    )
