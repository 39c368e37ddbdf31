"""A check that the intervals of a file come from a heart, before any of them are stored.

Sessions that this program recorded are not checked: whatever a strap sent is stored.
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
"""At 256 samples a second, a calm heart has about 230 samples between two beats."""


def require_heart(path: Path, found: IntervalRecording) -> None:
    """Refuse a file if more than half of its intervals can't be heart beats.

    Parameters
    ----------
    path : Path
        The file.
    found : IntervalRecording
        The intervals that were read from it.

    Raises
    ------
    SessionFileError
        If there are at least 20 intervals and more than half of them can't be heart beats.
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
