"""The possible labels of an RR interval."""

from enum import StrEnum
from typing import Final

PLAUSIBLE_RR_MS: Final = (300.0, 2000.0)
"""An interval outside this range is not a heart beat at rest: 200 and 30 beats per minute."""


class BeatLabel(StrEnum):
    """The class of an interval: the time from one sinus beat to the next, or a kind of artefact."""

    NORMAL = "normal"
    MISSED = "missed"
    EXTRA = "extra"
    ECTOPIC = "ectopic"
    NOISE = "noise"


STRAP_FAULTS: Final = frozenset({BeatLabel.MISSED, BeatLabel.EXTRA, BeatLabel.NOISE})
"""Faults of the strap, which better electrodes may fix; an ectopic beat comes from the heart itself."""


def label_of(rr_ms: float) -> BeatLabel:
    """Label an interval by its length alone."""
    low, high = PLAUSIBLE_RR_MS
    return BeatLabel.NORMAL if low <= rr_ms <= high else BeatLabel.NOISE
