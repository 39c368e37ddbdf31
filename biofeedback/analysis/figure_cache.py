"""Figures of past sessions as the index keeps them, of which nothing odd is believed."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, TypedDict

from msgspec import Meta, MsgspecError
from msgspec.json import Decoder

from devices.breath_pattern import BreathPattern, PatternError
from sessions.session_index import SessionIndex, Stamp

KEPT_FIGURES: Final = "figures/3"
"""Raise the number when a better estimator makes other figures of the same sessions."""

_LARGEST: Final = 1e300
_PACE_VALUES: Final = 4

_Figure = Annotated[float, Meta(ge=-_LARGEST, le=_LARGEST)]
KeptPace = Annotated[tuple[_Figure, ...], Meta(min_length=_PACE_VALUES, max_length=_PACE_VALUES)]


class KeptFigures(TypedDict):
    """What is kept of one session, as JSON has it."""

    pace: KeptPace | None
    response_ln_ms2: _Figure | None
    swings: list[tuple[KeptPace, int, _Figure]]


_DECODER: Final = Decoder(KeptFigures)


def indexed_figures(path: Path, index: SessionIndex) -> KeptFigures | None:
    """Return the figures of a session from the index; None where they are not known or make no sense.

    Parameters
    ----------
    path : Path
        The session.
    index : SessionIndex
        What is known of the sessions.
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
    """Keep the figures of a session.

    Parameters
    ----------
    path : Path
        The session.
    figures : KeptFigures
        What was worked out.
    index : SessionIndex
        Where it is kept.
    stamp : Stamp
        The file's stamp before it was read.
    """
    index.keep(KEPT_FIGURES, path, json.dumps(figures), stamp)
