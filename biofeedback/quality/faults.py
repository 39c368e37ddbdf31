"""Whether intervals that are out of line come from the contact of the strap, the rhythm, or either."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from biofeedback.beats.artefact_labels import PLAUSIBLE_RR_MS, STRAP_FAULTS, BeatLabel
from devices.message import Message, message

_DOUBTFUL_PERCENT: Final = 5.0
"""One interval in twenty, like the shares of the other checks."""

_FEW_ECTOPIC: Final = 0.02
"""Beside so few ectopic beats it is the strap that misses beats and finds too many."""

_IMPOSSIBLE: Final = 0.01
"""So many intervals that are too short for any heart at rest show that the signal itself is bad."""


class Faults(NamedTuple):
    """Shares of intervals that are out of line, and not known to be ectopic beats.

    Parameters
    ----------
    noise_percent : float
        Which the contact of the strap accounts for.
    unclear_percent : float
        Of which intervals alone do not tell whether the contact or the rhythm is the cause.
    """

    noise_percent: float
    unclear_percent: float = 0.0


NOTHING_OUT_OF_LINE: Final = Faults(0.0)


def faults_of(labels: Sequence[BeatLabel], rr_ms: Sequence[float], *, uneven: bool = False) -> Faults:
    """Separate what the contact accounts for from what the rhythm may.

    Parameters
    ----------
    labels : sequence of BeatLabel
        Of a few minutes or of a recording; what an ECG confirmed is no fault any more.
    rr_ms : sequence of float
        The intervals.
    uneven : bool, optional
        Whether the rhythm is irregular or has many ectopic beats. Then long and short intervals are its own.
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
    """Say that many intervals are out of line for a reason that is not known."""
    return message("rhythm.out_of_line", percent=percent) if percent > _DOUBTFUL_PERCENT else None
