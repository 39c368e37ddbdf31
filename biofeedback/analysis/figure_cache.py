"""Figures of past sessions, kept from one time to the next: a cache, of which nothing odd is believed."""

import json
import math
from pathlib import Path
from typing import Final, TypedDict

from devices.breath_pattern import BreathPattern, PatternError
from devices.regular_file import read_regular_file

KeptPace = tuple[float, ...]


class KeptFigures(TypedDict):
    """What is kept of one session, as JSON has it."""

    stamp: list[int]
    pace: KeptPace | None
    response_ln_ms2: float | None
    swings: list[tuple[KeptPace, int, float]]


_LARGEST_BYTES: Final = 20_000_000
_PACE_VALUES: Final = 4
_SWING_VALUES: Final = 3


def read_figures(path: Path, version: int) -> dict[str, KeptFigures]:
    """Return the figures by session; none where the file is damaged, absurd or of another version.

    Parameters
    ----------
    path : Path
        The file.
    version : int
        The one that is known.
    """
    try:
        data = json.loads(read_regular_file(path, _LARGEST_BYTES))
        if data["version"] != version:
            return {}
        return {name: figures for name, figures in data["sessions"].items() if _make_sense(figures)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _make_sense(figures: KeptFigures) -> bool:
    pace, response, swings = figures["pace"], figures["response_ln_ms2"], figures["swings"]
    return (
        (pace is None or _is_pace(pace))
        and (response is None or _is_number(response))
        and isinstance(swings, list)
        and all(_is_swing(one) for one in swings)
    )


def _is_swing(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == _SWING_VALUES
        and _is_pace(value[0])
        and isinstance(value[1], int)
        and _is_number(value[2])
    )


def _is_pace(value: object) -> bool:
    if not (isinstance(value, list) and len(value) == _PACE_VALUES and all(map(_is_number, value))):
        return False
    try:
        BreathPattern(*value)
    except PatternError:
        return False
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf
