"""What an RR interval can be taken for."""

from enum import StrEnum
from typing import Final

PLAUSIBLE_RR_MS: Final = (300.0, 2000.0)
"""Outside, an interval is no heart beat at rest: 200 and 30 beats per minute."""


class BeatLabel(StrEnum):
    """What an interval is taken for: from one sinus beat to the next, or why not."""

    NORMAL = "normal"
    MISSED = "missed"
    EXTRA = "extra"
    ECTOPIC = "ectopic"
    NOISE = "noise"


STRAP_FAULTS: Final = frozenset({BeatLabel.MISSED, BeatLabel.EXTRA, BeatLabel.NOISE})
"""What the strap made of the heart, and better electrodes may mend; an ectopic beat is the heart's own."""


def label_of(rr_ms: float) -> BeatLabel:
    """Label an interval by its length alone."""
    low, high = PLAUSIBLE_RR_MS
    return BeatLabel.NORMAL if low <= rr_ms <= high else BeatLabel.NOISE
