"""Figures of past sessions as the index stores them; odd values are ignored."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, TypedDict

from msgspec import Meta, MsgspecError
from msgspec.json import Decoder

from devices.breath_pattern import BreathPattern, PatternError
from sessions.session_index import SessionIndex, Stamp

KEPT_FIGURES: Final = "figures/3"
"""Raise the number when a better estimator gives different figures for the same sessions."""

_LARGEST: Final = 1e300
_PACE_VALUES: Final = 4

_Figure = Annotated[float, Meta(ge=-_LARGEST, le=_LARGEST)]
KeptPace = Annotated[tuple[_Figure, ...], Meta(min_length=_PACE_VALUES, max_length=_PACE_VALUES)]


class KeptFigures(TypedDict):
    """The stored figures of one session, as they are written in JSON."""

    pace: KeptPace | None
    response_ln_ms2: _Figure | None
    swings: list[tuple[KeptPace, int, _Figure]]


_DECODER: Final = Decoder(KeptFigures)


def indexed_figures(path: Path, index: SessionIndex) -> KeptFigures | None:
    """Return the figures of a session from the index; None if they are missing or make no sense.

    Parameters
    ----------
    path : Path
        The session's file.
    index : SessionIndex
        The index of the sessions.
    """
    with suppress(OSError, MsgspecError, PatternError, RecursionError):
        if (data := index.find(KEPT_FIGURES, path)) is not None:
            figures = _DECODER.decode(data)
            for pace in (figures["pace"], *(swing[0] for swing in figures["swings"])):
                if pace is not None:
                    BreathPattern(*pace)
            return figures
    return None


def keep_figures(path: Path, figures: KeptFigures, index: SessionIndex, stamp: Stamp) -> None:
    """Store the figures of a session.

    Parameters
    ----------
    path : Path
        The session's file.
    figures : KeptFigures
        The figures to store.
    index : SessionIndex
        The index that stores them.
    stamp : Stamp
        The file's stamp, taken before the file was read.
    """
    index.keep(KEPT_FIGURES, path, json.dumps(figures), stamp)
