"""How far a recording can be trusted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from biofeedback.signals.artefact_labels import STRAP_FAULTS, BeatLabel
from biofeedback.signals.beats import GAP_S
from biofeedback.signals.honesty import (
    MADE_UP,
    elapsed_warning,
    fit_elapsed,
    frozen_runs,
    frozen_warning,
    is_made_up,
    off_body_warning,
    rate_only_warning,
)
from devices.events import HeartRateMeasurement

_DOUBTFUL_COVERAGE_PERCENT: Final = 95.0
"""One beat in twenty unheard, as with the sum of RR against elapsed time."""

_DOUBTFUL_NOISE_PERCENT: Final = 5.0
"""One interval in twenty, like the shares of the other checks."""

_NOTHING_RECEIVED: Final = "No heart rate was received. Wear the strap and moisten its electrodes."


class Check(Enum):
    """What a strap is asked, the most severe first."""

    MADE_UP = auto()
    FROZEN = auto()
    RATE_ONLY = auto()
    OFF_BODY = auto()
    COVERAGE = auto()
    ELAPSED = auto()
    NOISE = auto()
    RHYTHM = auto()


Answers = Mapping[Check, str | None]
"""A sentence with advice for each check, None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of a recording.

    Parameters
    ----------
    coverage_percent : float or None
        Share of the time, from the first beats to the end, in which the strap was heard.
    rr_to_elapsed : float or None
        Slope of the cumulated RR intervals against their arrival, over every span of 180 s or more without a
        gap: 1 where no beat is missing. None without arrivals, or without such a span.
    warnings : tuple of str
        What the person should know, each with advice.
    """

    coverage_percent: float | None
    rr_to_elapsed: float | None
    warnings: tuple[str, ...]


def quality_of_arrivals(
    measurements: Sequence[HeartRateMeasurement], *, end_ns: int, noise_percent: float
) -> Quality:
    """Judge a recorded strap.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In the order they came.
    end_ns : int
        End of the session on their clock.
    noise_percent : float
        Share of the intervals that are no heart beats.
    """
    if not measurements:
        return Quality(None, None, (_NOTHING_RECEIVED,))
    fit = fit_elapsed(measurements)
    made_up = is_made_up(measurements)
    answers: dict[Check, str | None] = {
        Check.MADE_UP: MADE_UP if made_up else None,
        Check.FROZEN: None if made_up else frozen_warning(frozen_runs(measurements)),
        Check.ELAPSED: elapsed_warning(fit) if fit is not None else None,
        **share_answers(measurements, end_ns=end_ns, noise_percent=noise_percent),
    }
    return Quality(
        coverage_percent(measurements, end_ns),
        fit.slope if fit is not None else None,
        tuple(answer for check in Check if (answer := answers.get(check)) is not None),
    )


def share_answers(
    measurements: Sequence[HeartRateMeasurement], *, end_ns: int, noise_percent: float
) -> Answers:
    """Answer the checks that ask for a share of the time or of the intervals."""
    return {
        Check.RATE_ONLY: rate_only_warning(measurements, end_ns=end_ns),
        Check.OFF_BODY: off_body_warning(measurements, end_ns=end_ns),
        Check.COVERAGE: coverage_warning(coverage_percent(measurements, end_ns)),
        Check.NOISE: noise_warning(noise_percent),
    }


def quality_of_intervals(noise_percent: float) -> Quality:
    """Judge RR intervals that came without arrival times."""
    warning = noise_warning(noise_percent)
    return Quality(None, None, (warning,) if warning is not None else ())


def coverage_percent(measurements: Sequence[HeartRateMeasurement], end_ns: int) -> float:
    """Share of the time, from the first notification to the end, in which the strap was heard."""
    silences_s = np.diff([m.time_ns for m in measurements], append=end_ns) / 1e9
    span_s = float(silences_s.sum())
    gaps_s = float(silences_s[silences_s > GAP_S].sum())
    return 100.0 * (1.0 - gaps_s / span_s) if span_s > 0.0 else 100.0


def coverage_warning(percent: float) -> str | None:
    """Say whether the strap was out of reach for long."""
    if percent >= _DOUBTFUL_COVERAGE_PERCENT:
        return None
    return f"The strap was heard for {percent:.0f} % of the time only. Sit closer to the computer."


def noise_percent(labels: Collection[BeatLabel]) -> float:
    """Share of the intervals that the strap got wrong: missed and extra beats, and lengths of no heart beat.

    Ectopic beats do not count: they are the heart's own, and no electrode mends them.
    """
    wrong = sum(label in STRAP_FAULTS for label in labels)
    return 100.0 * wrong / len(labels) if labels else 0.0


def noise_warning(percent: float) -> str | None:
    """Say whether many intervals are no heart beats."""
    if percent <= _DOUBTFUL_NOISE_PERCENT:
        return None
    return f"{percent:.1f} % of the intervals are no heart beats. Moisten the electrodes, sit still."
