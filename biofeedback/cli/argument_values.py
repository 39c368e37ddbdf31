"""Values of arguments: each is read from its text, or rejected with a sentence."""

import argparse
import math
from collections.abc import Callable
from datetime import date

from biofeedback.person.diary import Did
from biofeedback.words.spoken import say
from devices.message import Message, message


def positive(text: str) -> float:
    """Read a number above zero."""
    value = _number(text)
    if value <= 0.0:
        raise _refused(message("cli.not_positive", given=text))
    return value


def whole(text: str) -> int:
    """Read a whole number."""
    try:
        return int(text)
    except ValueError:
        raise _refused(message("cli.not_whole", given=text)) from None


def between(bounds: tuple[float, float]) -> Callable[[str], float]:
    """Return a function that reads a number within bounds."""
    low, high = bounds

    def parse(text: str) -> float:
        value = _number(text)
        if not low <= value <= high:
            raise _refused(message("cli.out_of_range", given=text, low=low, high=high))
        return value

    return parse


def speed(text: str) -> float | None:
    """Read a speed as a multiple of real time; None for ``max``."""
    return None if text == "max" else positive(text)


def whole_between(bounds: tuple[int, int]) -> Callable[[str], int]:
    """Return a function that reads a whole number within bounds."""
    low, high = bounds

    def parse(text: str) -> int:
        value = whole(text)
        if not low <= value <= high:
            raise _refused(message("cli.out_of_range", given=text, low=float(low), high=float(high)))
        return value

    return parse


def day(text: str) -> date:
    """Read a day such as 2026-05-04."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(message("cli.not_a_day", given=text)) from None


def ticks(text: str) -> tuple[Did, ...]:
    """Read the names of what was done, separated by commas."""
    given = [one.strip() for one in text.split(",")]
    for one in given:
        if one not in list(Did):
            raise _refused(message("cli.not_done", given=one, known=", ".join(Did)))
    return tuple(one for one in Did if one in given)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _refused(message("cli.not_a_number", given=text))
    return value


def _refused(why: Message) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(say(why))
