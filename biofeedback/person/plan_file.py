"""The agreed terms of the plan of weeks, in a file that a person or a coach writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from biofeedback.person.toml_document import save_toml
from biofeedback.person.toml_file import parsed, read_toml_text, wrong_at
from biofeedback.person.weeks import BESIDE_BELLY, Terms
from devices.errors import BiofeedbackError
from devices.message import message
from devices.typed_data import UnfitDataError, one_of, plain, typed, within

PLAN_FILE_NAME: Final = "plan.toml"
MOST_MINUTES_RANGE: Final = (3.0, 180.0)
MOST_TIMES: Final = 6

_LARGEST_BYTES: Final = 100_000
_HEADING: Final = "# What you agreed to practise. The formats page of the documents explains each line.\n\n"
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")

_DayOff = Literal["none", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS_OFF: Final = get_args(_DayOff)


class PlanError(BiofeedbackError):
    """A plan file that can't be used; the error names file, line and field."""


@dataclass(frozen=True)
class _WrittenPlan:
    times: tuple[str, ...] = tuple(f"{at:%H:%M}" for at in Terms().times)
    most_minutes: Annotated[float, within(MOST_MINUTES_RANGE)] = Terms().most_minutes
    second: Annotated[str, one_of(lambda: BESIDE_BELLY)] = Terms().second
    day_off: _DayOff = "none"
    quiet_rest: bool = Terms().quiet_rest


def load_plan(path: Path) -> Terms:
    """Read the agreed terms; without a file, return the defaults.

    Raises
    ------
    PlanError
        If the file can't be used; the error names line and field, and says how to fix it.
    """
    return _read(path) or Terms()


def open_plan(path: Path) -> Terms:
    """Read a plan that somebody else wrote, such as a coach.

    Raises
    ------
    PlanError
        If there is no such file, or it can't be used.
    """
    terms = _read(path)
    if terms is None:
        raise PlanError(message("agreed.no_file", path=f"{path}"), message("agreed.check_name"))
    return terms


def save_plan(path: Path, terms: Terms) -> None:
    """Write the agreed terms, readable by the owner only; comments in the file stay.

    Raises
    ------
    PlanError
        If the file is damaged or read-only.
    SessionFileError
        If it can't be written.
    """
    _read(path)  # an error in it is reported with its line
    save_toml(
        path,
        plain(_written(terms)),
        understood=lambda data: plain(_written(_terms(path, "", data))),
        heading=_HEADING,
        largest_bytes=_LARGEST_BYTES,
        error=PlanError,
    )


def _read(path: Path) -> Terms | None:
    text = read_toml_text(path, largest_bytes=_LARGEST_BYTES, error=PlanError)
    if text is None:
        return None
    try:
        data = parsed(path, text, PlanError)
    except PlanError as wrong:
        raise PlanError(wrong.message, message("agreed.compare")) from wrong
    return _terms(path, text, data)


def _written(terms: Terms) -> _WrittenPlan:
    return _WrittenPlan(
        tuple(f"{at:%H:%M}" for at in terms.times),
        terms.most_minutes,
        terms.second,
        _DAYS_OFF[terms.day_off or 0],
        terms.quiet_rest,
    )


def _terms(path: Path, text: str, data: Mapping[str, object]) -> Terms:
    keys = tuple(_WrittenPlan.__dataclass_fields__)
    try:
        for key in data:
            if key not in keys:
                raise UnfitDataError((key,), message("agreed.known_keys", keys=", ".join(keys)))
        times = _times(data["times"]) if "times" in data else Terms().times
        rest = {key: value for key, value in data.items() if key != "times"}
        written: _WrittenPlan = typed(rest, _WrittenPlan)
    except UnfitDataError as wrong:
        raise wrong_at(path, text, wrong.place, wrong.advice, PlanError) from wrong
    day_off = _DAYS_OFF.index(written.day_off) or None
    return Terms(times, written.most_minutes, written.second, day_off, written.quiet_rest)


def _times(value: object) -> tuple[time, ...]:
    """Return clock times, given as texts such as "08:00" or as TOML's own times."""
    if not isinstance(value, list):
        raise UnfitDataError(("times",), message("agreed.list_of_times"))
    if not 1 <= len(value) <= MOST_TIMES:
        raise UnfitDataError(("times",), message("agreed.number_of_times", most=MOST_TIMES))
    times = [_time(one, index) for index, one in enumerate(value)]
    if len(set(times)) < len(times):
        raise UnfitDataError(("times",), message("agreed.time_twice"))
    return tuple(sorted(times))


def _time(value: object, index: int) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, str) and _TIME.fullmatch(value):
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    raise UnfitDataError(("times", index), message("agreed.write_time"))
