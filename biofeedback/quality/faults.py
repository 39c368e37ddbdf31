"""Finds whether irregular intervals come from the strap's contact, from the rhythm, or from either."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from biofeedback.beats.artefact_labels import PLAUSIBLE_RR_MS, STRAP_FAULTS, BeatLabel
from devices.message import Message, message

_DOUBTFUL_PERCENT: Final = 5.0
"""One interval in twenty, like the shares of the other checks."""

_FEW_ECTOPIC: Final = 0.02
"""With fewer ectopic beats than this, missed and extra beats are faults of the strap."""

_IMPOSSIBLE: Final = 0.01
"""With this share of intervals too short for a heart at rest, the signal itself is poor."""


class Faults(NamedTuple):
    """Shares of irregular intervals that are not known to be ectopic beats.

    Parameters
    ----------
    noise_percent : float
        Share caused by the strap's contact, in percent.
    unclear_percent : float
        Share with an unclear cause, contact or rhythm, in percent.
    """

    noise_percent: float
    unclear_percent: float = 0.0


NOTHING_OUT_OF_LINE: Final = Faults(0.0)


def faults_of(labels: Sequence[BeatLabel], rr_ms: Sequence[float], *, uneven: bool = False) -> Faults:
    """Separate faults of the strap's contact from effects of the rhythm.

    Parameters
    ----------
    labels : sequence of BeatLabel
        Labels of a few minutes or a recording; intervals confirmed by an ECG are not faults.
    rr_ms : sequence of float
        The intervals.
    uneven : bool, optional
        Whether the rhythm is irregular or has many ectopic beats. Long and short intervals then belong to it.
    """
    if not labels:
        return NOTHING_OUT_OF_LINE
    wrong = sum(label in STRAP_FAULTS for label in labels)
    shortest_ms = PLAUSIBLE_RR_MS[0]
    pairs = zip(labels, rr_ms, strict=True)
    impossible = sum(label in STRAP_FAULTS and one_ms < shortest_ms for label, one_ms in pairs)
    ectopic = sum(label is BeatLabel.ECTOPIC for label in labels)
    percent = 100.0 / len(labels)
    if impossible >= _IMPOSSIBLE * len(labels):
        return Faults(percent * wrong)
    if uneven:
        return Faults(percent * impossible)
    if ectopic <= _FEW_ECTOPIC * len(labels):
        return Faults(percent * wrong)
    return Faults(percent * impossible, percent * (wrong - impossible))


def unclear_warning(percent: float) -> Message | None:
    """Return a warning if many intervals are irregular for an unknown reason."""
    return message("rhythm.out_of_line", percent=percent) if percent > _DOUBTFUL_PERCENT else None
