"""Whether the intervals of a file are those of a heart, asked before anything of them is kept.

Sessions that this program recorded are never asked: what a strap sent is kept, whatever it is.
"""

from pathlib import Path
from statistics import median_low
from typing import Final

import numpy as np

from biofeedback.beats.artefact_labels import STRAP_FAULTS
from biofeedback.beats.artefacts import label_intervals
from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import IntervalRecording

_FEWEST: Final = 20
_MOST_FAULTS: Final = 0.5
_SAMPLES_BELOW_MS: Final = 330.0
"""Of 256 samples a second a calm heart has about 230 between two beats."""


def require_heart(path: Path, found: IntervalRecording) -> None:
    """Refuse the intervals of a file of which more than half can be no heart beats.

    Parameters
    ----------
    path : Path
        The file.
    found : IntervalRecording
        What was read from it.

    Raises
    ------
    SessionFileError
        If more than half of 20 intervals or more are no heart beats.
    """
    labels = label_intervals(np.array(found.rr_ms), np.array(found.adjacent))
    faults = sum(label in STRAP_FAULTS for label in labels)
    if len(labels) < _FEWEST or faults <= _MOST_FAULTS * len(labels):
        return
    middle = median_low(found.rr_ms)
    looks = (
        message("file.looks_like.samples")
        if middle < _SAMPLES_BELOW_MS
        else message("file.looks_like.nothing")
    )
    raise SessionFileError(
        message(
            "file.mostly_artefacts",
            path=str(path),
            percent=100.0 * faults / len(labels),
            median=middle,
            what=looks,
        ),
        message("file.no_heart.advice"),
    )
