"""Figures of past sessions, kept from one time to the next: a cache, of which nothing odd is believed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, TypedDict

from msgspec import Meta, ValidationError, convert

from devices.breath_pattern import BreathPattern, PatternError
from devices.regular_file import read_regular_file

_LARGEST_BYTES: Final = 20_000_000
_LARGEST: Final = 1e300
_PACE_VALUES: Final = 4

_Figure = Annotated[float, Meta(ge=-_LARGEST, le=_LARGEST)]
KeptPace = Annotated[tuple[_Figure, ...], Meta(min_length=_PACE_VALUES, max_length=_PACE_VALUES)]


class KeptFigures(TypedDict):
    """What is kept of one session, as JSON has it."""

    stamp: list[int]
    pace: KeptPace | None
    response_ln_ms2: _Figure | None
    swings: list[tuple[KeptPace, int, _Figure]]


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
        return dict(_sensible(data["sessions"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _sensible(sessions: dict[str, object]) -> Iterator[tuple[str, KeptFigures]]:
    for name, said in sessions.items():
        try:
            figures = convert(said, KeptFigures)
            for pace in (figures["pace"], *(swing[0] for swing in figures["swings"])):
                if pace is not None:
                    BreathPattern(*pace)
        except (ValidationError, PatternError):
            continue
        yield name, figures
