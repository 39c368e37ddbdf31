"""Restores a backup. The archive may come from anybody, so everything in it is checked before use."""

import lzma
import os
import shutil
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from biofeedback.keeping.backup import MANIFEST_NAME
from biofeedback.keeping.own_files import OwnKind, OwnPlaces, kind_of
from biofeedback.person.diary_file import load_diary
from biofeedback.person.plan_file import load_plan
from biofeedback.person.profile import load_profile
from biofeedback.person.settings import load_settings
from biofeedback.programmes.shelf import read_programme
from devices.errors import BiofeedbackError
from devices.message import Message, as_message, message, verbatim
from devices.printable import printable
from devices.regular_file import open_regular_file
from sessions.database import MOST_BYTES
from sessions.errors import SessionFileError, unreadable, unwritable
from sessions.private_file import make_private_folder, name_new_file
from sessions.store import read_header

_MOST_ENTRIES: Final = 100_000
_MOST_TEXT_BYTES: Final = 10_000_000
_BLOCK_BYTES: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_FREE_BYTES: Final = 50_000_000
"""Space that must stay free on the disk."""

_CHECKS: Final[dict[OwnKind, Callable[[Path], object]]] = {
    OwnKind.SETTINGS: load_settings,
    OwnKind.PROFILE: load_profile,
    OwnKind.PLAN: load_plan,
    OwnKind.DIARY: load_diary,
    OwnKind.PROGRAMME: read_programme,
    OwnKind.SESSION: read_header,
}
"""For each kind, a function that reads a file and raises an error if the file is not of that kind."""


class RestoreOutcome(Enum):
    """The outcome for a file in the archive."""

    RESTORED = "restored"
    SAME = "same"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Restored:
    """One file of the archive.

    Parameters
    ----------
    name : str
        Its name in the archive, safe to show.
    outcome : RestoreOutcome
        The file was restored; the same file existed; another file existed and stays; or it was refused.
    why : Message or None
        Why it was refused.
    """

    name: str
    outcome: RestoreOutcome
    why: Message | None = None


def restore_backup(archive: Path, places: OwnPlaces) -> Iterator[Restored]:
    """Put the files of a backup into their places, and yield the outcome for each.

    Existing files are never overwritten, and all files are written inside these places. If a file is invalid,
    the others are still restored.

    Parameters
    ----------
    archive : Path
        The backup.
    places : OwnPlaces
        Where the files belong.

    Raises
    ------
    SessionFileError
        If the archive can't be read or is not a backup, or if the places can't be written to.
    """
    with _opened(archive) as zipped:
        entries = zipped.infolist()
        if len(entries) > _MOST_ENTRIES or MANIFEST_NAME not in (
            one.filename for one in entries[:_MOST_ENTRIES]
        ):
            raise SessionFileError(message("backup.none", path=f"{archive}"), message("backup.none.advice"))
        _require_room(entries, places)
        done: set[str] = set()
        for entry in entries:
            if entry.filename != MANIFEST_NAME:
                yield _restored(zipped, entry, places, done)


@contextmanager
def _opened(archive: Path) -> Iterator[ZipFile]:
    try:
        with open_regular_file(archive) as file, ZipFile(file) as zipped:
            yield zipped
    except (BadZipFile, NotImplementedError, ValueError, zlib.error, EOFError) as error:
        raise SessionFileError(
            message("backup.none", path=f"{archive}"), message("backup.none.advice")
        ) from error
    except OSError as error:
        raise unreadable(archive, error) from error


def _require_room(entries: list[ZipInfo], places: OwnPlaces) -> None:
    existing = next(path for path in (places.data_dir, *places.data_dir.absolute().parents) if path.exists())
    needed = sum(one.file_size for one in entries) + _FREE_BYTES
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise SessionFileError(
            message("backup.no_room", needed_mb=needed / 1e6, free_mb=free / 1e6), message("store.free_space")
        )


def _restored(zipped: ZipFile, entry: ZipInfo, places: OwnPlaces, done: set[str]) -> Restored:
    shown = printable(entry.filename, 100)
    kind = kind_of(entry.filename)
    if (why := _unfit(entry, kind, done)) is not None or kind is None:
        return Restored(shown, RestoreOutcome.REFUSED, why)
    done.add(entry.filename.casefold())
    try:
        return Restored(shown, _placed(zipped, entry, kind, places.place(kind, entry.filename)))
    except BiofeedbackError as error:
        return Restored(shown, RestoreOutcome.REFUSED, as_message(error.message))
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError, EOFError) as error:
        return Restored(shown, RestoreOutcome.REFUSED, verbatim(str(error)[:80]))


def _unfit(entry: ZipInfo, kind: OwnKind | None, done: set[str]) -> Message | None:
    """Return why an entry can't be part of a backup; None if it can."""
    mode = entry.external_attr >> 16
    if kind is None:
        return message("backup.unknown_name")
    if entry.filename.casefold() in done:
        return message("backup.twice")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or entry.is_dir():
        return message("backup.no_regular_file")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return message("backup.odd_packing")
    if entry.file_size > _most_bytes(kind):
        return message("backup.too_large")
    return None


def _most_bytes(kind: OwnKind) -> int:
    return MOST_BYTES if kind is OwnKind.SESSION else _MOST_TEXT_BYTES


def _placed(zipped: ZipFile, entry: ZipInfo, kind: OwnKind, place: Path) -> RestoreOutcome:
    """Unpack a file beside its place, check it, and give it its name if that name is free."""
    if os.path.lexists(place):
        return _compared(zipped, entry, place)
    try:
        make_private_folder(place.parent)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".restore-") as folder:
            written = Path(folder) / place.name
            with zipped.open(entry) as source, written.open("xb") as target:
                written.chmod(0o600)
                _copy(source, target, entry.file_size)
                target.flush()
                os.fsync(target.fileno())
            _CHECKS[kind](written)
            name_new_file(written, place)
    except FileExistsError:
        return RestoreOutcome.KEPT
    except OSError as error:
        raise unwritable(place, error) from error
    return RestoreOutcome.RESTORED


def _copy(source: IO[bytes], target: BinaryIO, size: int) -> None:
    left = size
    while block := source.read(min(_BLOCK_BYTES, left + 1)):
        left -= len(block)
        if left < 0:  # the file is larger than the archive says
            raise SessionFileError(message("backup.too_large"))
        target.write(block)


def _compared(zipped: ZipFile, entry: ZipInfo, place: Path) -> RestoreOutcome:
    """Return the outcome for a file that exists already: whether its content is the same or different."""
    try:
        if place.is_symlink() or place.stat().st_size != entry.file_size:
            return RestoreOutcome.KEPT
        with zipped.open(entry) as source, open_regular_file(place) as known:
            while block := source.read(_BLOCK_BYTES):
                if known.read(len(block)) != block:
                    return RestoreOutcome.KEPT
    except OSError:
        return RestoreOutcome.KEPT
    return RestoreOutcome.SAME
