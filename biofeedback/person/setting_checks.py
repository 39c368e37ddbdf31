"""What a value in the settings file may be; a check gives the value back or says what is wanted instead."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

LONGEST_TEXT: Final = 60

Check = Callable[[object], Any]


class UnfitValueError(ValueError):
    """A value that a setting can't have; its text is the advice."""


def number(low: float, high: float) -> Check:
    """Check for a number in a range."""

    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise UnfitValueError(f"Write a number from {low:g} to {high:g}.")
        return float(value)

    return check


def whole_number(low: int, high: int) -> Check:
    """Check for a whole number in a range."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UnfitValueError(f"Write a whole number from {low} to {high}.")
        return value

    return check


def yes_or_no(value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise UnfitValueError("Write true or false.")
    return value


def one_of(*words: str) -> Check:
    """Check for one of some words."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise UnfitValueError(f"Write one of {', '.join(map(repr, words))}.".replace("'", '"'))
        return value

    return check


def some_of(*words: str) -> Check:
    """Check for a list of some words, none twice."""

    def check(value: object) -> tuple[str, ...]:
        if (
            not isinstance(value, Sequence)
            or isinstance(value, str)
            or len(set(map(str, value))) < len(value)
        ):
            raise UnfitValueError("Write a list in which nothing comes twice.")
        return tuple(map(one_of(*words), value))

    return check


def text(value: object) -> str:
    """Check for a line of text."""
    if not isinstance(value, str):
        raise UnfitValueError('Write text between "quotation marks".')
    if len(value) > LONGEST_TEXT or not (value == "" or value.isprintable()):
        raise UnfitValueError(f"Write up to {LONGEST_TEXT} characters in one line.")
    return value


def name(value: object) -> str:
    """Check for a line of text that says something."""
    if not text(value).strip():
        raise UnfitValueError("Write a name that is not empty.")
    return str(value)


def list_of(check: Check, most: int) -> Check:
    """Check for a list of so many at most."""

    def check_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise UnfitValueError("Write a list.")
        if len(value) > most:
            raise UnfitValueError(f"There may be {most} at most.")
        return tuple(check(one) for one in value)

    return check_all


def table_of(make: Callable[..., Any], checks: Mapping[str, Check]) -> Check:
    """Check for a table with known keys, and make something of it."""

    def check(value: object) -> Any:
        if not isinstance(value, Mapping) or not set(value) <= set(checks):
            raise UnfitValueError(f"Write a table with {', '.join(checks)}.")
        try:
            return make(**{key: checks[key](one) for key, one in value.items()})
        except TypeError as error:
            raise UnfitValueError(f"Write a table with {', '.join(checks)}.") from error

    return check


def named(check: Check, most: int) -> Check:
    """Check for a table whose keys are names that the person chose."""

    def check_all(value: object) -> dict[str, object]:
        if not isinstance(value, Mapping):
            raise UnfitValueError("Write a table.")
        if len(value) > most:
            raise UnfitValueError(f"There may be {most} at most.")
        return {name(key): check(one) for key, one in value.items()}

    return check_all


def moment(value: object) -> datetime:
    """Check for a date with its time and how far that is from UTC."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise UnfitValueError("Write a date and time as 2026-05-04T18:30:00Z.")
    return value
