"""The diary file: one line for each day, which a person can read and edit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from biofeedback.person.diary import DIARY_RANGE, DiaryDay, Did, with_day
from biofeedback.person.toml_document import save_toml
from biofeedback.person.toml_file import parsed, read_toml_text, wrong_at
from devices.errors import BiofeedbackError
from devices.message import message
from devices.typed_data import UnfitDataError, at_most, plain, typed, within

DIARY_FILE_NAME: Final = "diary.toml"

_LARGEST_BYTES: Final = 2_000_000
"""Largest file to read, in bytes: enough for some eighty years of days."""

_KEY: Final = "day"
_EXAMPLE: Final = '2026-05-04 = { pain = 3, sleep = 7, did = ["walk"] }'
_HEADING: Final = (
    "# Your diary: pain, stress and sleep from 0 to 10, and what you did. It stays on this computer.\n\n"
)

_Number = Annotated[int, within(DIARY_RANGE)]


class DiaryError(BiofeedbackError):
    """A diary that can't be used; the error names file, line and field."""


@dataclass(frozen=True)
class _WrittenDay:
    pain: _Number | None = None
    stress: _Number | None = None
    sleep: _Number | None = None
    did: Annotated[tuple[Did, ...], at_most(len(Did))] = field(default_factory=tuple)


def load_diary(path: Path) -> tuple[DiaryDay, ...]:
    """Read the diary, oldest day first; it is empty if there is no file.

    Raises
    ------
    DiaryError
        If the file can't be used; the error names line and field, and says how to fix it.
    """
    text = read_toml_text(path, largest_bytes=_LARGEST_BYTES, error=DiaryError)
    return () if text is None else _days(path, text, parsed(path, text, DiaryError))


def note_day(path: Path, more: DiaryDay) -> DiaryDay:
    """Add an entry to the diary, readable by its owner only, and return the whole day.

    Parameters
    ----------
    path : Path
        The diary file; its comments stay.
    more : DiaryDay
        The new entry: a newer number replaces an older one of that day, and ticks are added.

    Raises
    ------
    DiaryError
        If the file is damaged or read-only.
    SessionFileError
        If it can't be written.
    """
    days = with_day(load_diary(path), more)
    _save(path, days)
    return next(one for one in days if one.day == more.day)


def keep_day(path: Path, day: DiaryDay) -> None:
    """Replace the entry of a day; a day without any entry is left out.

    Parameters
    ----------
    path : Path
        The diary file; its comments stay.
    day : DiaryDay
        The whole entry of that day.

    Raises
    ------
    DiaryError
        If the file is damaged or read-only.
    SessionFileError
        If it can't be written.
    """
    others = [one for one in load_diary(path) if one.day != day.day]
    kept = others if day == DiaryDay(day.day) else [*others, day]
    ordered = sorted(kept, key=lambda one: one.day)
    _save(path, ordered, changes=(_KEY, day.day.isoformat()))  # an entry that was taken back is removed


def _save(path: Path, days: Sequence[DiaryDay], *, changes: Collection[str] = ()) -> None:
    save_toml(
        path,
        _table(days),
        understood=lambda data: _table(_days(path, "", data)),
        heading=_HEADING,
        named=changes,
        largest_bytes=_LARGEST_BYTES,
        error=DiaryError,
    )


def _table(days: Sequence[DiaryDay]) -> dict[str, object]:
    return {_KEY: {one.day.isoformat(): _line(one) for one in days}}


def _line(one: DiaryDay) -> dict[str, object]:
    """Return a day as the file stores it: unknown values are not written."""
    written = plain(_WrittenDay(one.pain, one.stress, one.sleep, one.did))
    return {key: value for key, value in written.items() if value not in (None, [])}


def _days(path: Path, text: str, data: Mapping[str, object]) -> tuple[DiaryDay, ...]:
    try:
        for key in data:
            if key != _KEY:
                raise UnfitDataError((key,), message("diary.known_key", example=_EXAMPLE))
        lines = data.get(_KEY, {})
        if not isinstance(lines, Mapping):
            raise UnfitDataError((_KEY,), message("diary.known_key", example=_EXAMPLE))
        return tuple(sorted((_day(key, line) for key, line in lines.items()), key=lambda one: one.day))
    except UnfitDataError as wrong:
        raise wrong_at(path, text, wrong.place, wrong.advice, DiaryError) from wrong


def _day(key: str, line: object) -> DiaryDay:
    try:
        day = date.fromisoformat(key)
        if key != day.isoformat():
            raise ValueError
    except ValueError:
        raise UnfitDataError((_KEY, key), message("diary.write_date")) from None
    keys = tuple(_WrittenDay.__dataclass_fields__)
    for name in line if isinstance(line, Mapping) else ():
        if name not in keys:
            raise UnfitDataError((_KEY, key, name), message("wanted.table_with", keys=", ".join(keys)))
    try:
        written = typed(line, _WrittenDay)
    except UnfitDataError as wrong:
        raise UnfitDataError((_KEY, key, *wrong.place), wrong.advice) from None
    did = tuple(one for one in Did if one in written.did)
    return DiaryDay(day, written.pain, written.stress, written.sleep, did)
