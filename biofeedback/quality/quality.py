"""Signal quality of a recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.arrivals import GAP_S, accounted
from biofeedback.quality.elapsed import ElapsedFit, elapsed_warning, fit_elapsed, rough_fit
from biofeedback.quality.faults import unclear_warning
from biofeedback.quality.honesty import (
    MADE_UP,
    IntervalRun,
    frozen_runs,
    frozen_warning,
    is_made_up,
    off_body_warning,
    rate_only_warning,
)
from devices.events import HeartRateMeasurement
from devices.message import Message, message

_DOUBTFUL_COVERAGE_PERCENT: Final = 95.0
"""One beat in twenty not received, as with the sum of RR against elapsed time."""

_DOUBTFUL_NOISE_PERCENT: Final = 5.0
"""One interval in twenty, like the shares of the other checks."""

_AT_ONCE: Final = 0.5
"""Packets were late if they follow one another in less than this share of their intervals' time."""

_LATE_S: Final = 1.5
"""If no more than this part of a silence is unaccounted for, nothing was lost."""

_NOTHING_RECEIVED: Final = message("quality.nothing_received")


class QualityCheck(Enum):
    """The checks of a strap, the most severe first."""

    FLOOD = auto()
    MADE_UP = auto()
    FROZEN = auto()
    RATE_ONLY = auto()
    OFF_BODY = auto()
    COVERAGE = auto()
    ELAPSED = auto()
    JUMPING = auto()
    NOISE = auto()
    UNCLEAR = auto()
    RHYTHM = auto()
    ECTOPIC = auto()


CheckAnswers = Mapping[QualityCheck, Message | None]
"""A sentence with advice for each check, None if it found no fault."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of a recording.

    Parameters
    ----------
    coverage_percent : float or None
        Share of the time, from the first beats to the end, with data from the strap.
    rr_to_elapsed : float or None
        Slope of the cumulated RR intervals against their arrival, over every span of 180 s or more without a
        gap: 1 if no beat is missing. None without arrival times or without such a span.
    warnings : tuple of Message
        What the person should know, each with advice.
    """

    coverage_percent: float | None
    rr_to_elapsed: float | None
    warnings: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class StrapFindings:
    """Findings about a recorded strap's intervals.

    Parameters
    ----------
    made_up : bool
        Whether they were computed from the heart rate.
    frozen : tuple of IntervalRun
        Runs in which the strap was stuck.
    fit : ElapsedFit or None
        Their sum compared with the elapsed time.
    """

    made_up: bool
    frozen: tuple[IntervalRun, ...]
    fit: ElapsedFit | None


def findings_of(
    measurements: Sequence[HeartRateMeasurement],
    frozen: Sequence[IntervalRun] | None = None,
    apart: Sequence[IntervalRun] | None = None,
) -> StrapFindings:
    """Check a recorded strap's intervals.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In order of arrival.
    frozen : sequence of IntervalRun, optional
        The result of `frozen_runs`.
    apart : sequence of IntervalRun, optional
        Intervals to leave out of the sum; by default, those where the strap was stuck.
    """
    stuck = frozen_runs(measurements) if frozen is None else frozen
    made_up = not stuck and is_made_up(measurements)
    if not measurements:
        return StrapFindings(made_up, tuple(stuck), None)
    spared = stuck if apart is None else apart
    fit = fit_elapsed(measurements, spared) or rough_fit(measurements, spared)
    return StrapFindings(made_up, tuple(stuck), fit)


def quality_of_arrivals(
    measurements: Sequence[HeartRateMeasurement],
    *,
    end_ns: int,
    noise_percent: float,
    unclear_percent: float = 0.0,
    left_out: int = 0,
    findings: StrapFindings | None = None,
) -> Quality:
    """Return the signal quality of a recorded strap.

    Parameters
    ----------
    measurements : sequence of HeartRateMeasurement
        In order of arrival.
    end_ns : int
        End of the session on their clock.
    noise_percent : float
        Share of the intervals that are not heart beats.
    unclear_percent : float, optional
        Share of the intervals that are irregular for an unknown reason.
    left_out : int
        Number of skipped notifications of a flood.
    findings : StrapFindings, optional
        The result of `findings_of` for these measurements.
    """
    flood = flood_warning(left_out)
    if not measurements:
        return Quality(None, None, tuple(filter(None, (flood, _NOTHING_RECEIVED))))
    found = findings or findings_of(measurements)
    answers: dict[QualityCheck, Message | None] = {
        QualityCheck.FLOOD: flood,
        QualityCheck.MADE_UP: MADE_UP if found.made_up else None,
        QualityCheck.FROZEN: frozen_warning(found.frozen),
        QualityCheck.ELAPSED: elapsed_warning(found.fit) if found.fit is not None else None,
        **share_answers(
            measurements, end_ns=end_ns, noise_percent=noise_percent, unclear_percent=unclear_percent
        ),
    }
    return Quality(
        coverage_percent(measurements, end_ns),
        found.fit.slope if found.fit is not None else None,
        tuple(answer for check in QualityCheck if (answer := answers.get(check)) is not None),
    )


def flood_warning(left_out: int) -> Message | None:
    """Return a warning if a strap sent more data than is plausible."""
    if left_out <= 0:
        return None
    return message("quality.flood", left_out=left_out)


def share_answers(
    measurements: Sequence[HeartRateMeasurement],
    *,
    end_ns: int,
    noise_percent: float,
    unclear_percent: float = 0.0,
) -> CheckAnswers:
    """Perform the checks for shares of the time or of the intervals."""
    return {
        QualityCheck.RATE_ONLY: rate_only_warning(measurements, end_ns=end_ns),
        QualityCheck.OFF_BODY: off_body_warning(measurements, end_ns=end_ns),
        QualityCheck.COVERAGE: coverage_warning(coverage_percent(measurements, end_ns)),
        QualityCheck.NOISE: noise_warning(noise_percent),
        QualityCheck.UNCLEAR: unclear_warning(unclear_percent),
    }


def quality_of_intervals(noise_percent: float, unclear_percent: float = 0.0) -> Quality:
    """Return the quality of RR intervals from a file, without arrival times and advice about straps."""
    warnings = []
    if noise_percent > _DOUBTFUL_NOISE_PERCENT:
        warnings.append(message("file.noise", percent=noise_percent))
    if unclear_warning(unclear_percent) is not None:
        warnings.append(message("file.out_of_line", percent=unclear_percent))
    return Quality(None, None, tuple(warnings))


def coverage_percent(measurements: Sequence[HeartRateMeasurement], end_ns: int) -> float:
    """Return the share of the time, from the first notification to the end, with data from the strap.

    Late data count as received: only the part of a silence that no interval accounts for is missing.
    """
    found = accounted(measurements)
    times_s = np.maximum.accumulate(np.append(found.arrivals_s, end_ns / 1e9))
    span_s = float(times_s[-1] - times_s[0])
    if span_s <= 0.0:
        return 100.0
    packets_s = found.packets_s
    gaps_s = sum(_unheard_s(times_s, packets_s, int(p)) for p in np.flatnonzero(np.diff(times_s) > GAP_S))
    return min(max(100.0 * (1.0 - gaps_s / span_s), 0.0), 100.0)


def _unheard_s(times_s: NDArray[np.float64], packets_s: NDArray[np.float64], place: int) -> float:
    """Return how much of the silence after a notification is missing: less if its beats came late."""
    silence_s = float(times_s[place + 1] - times_s[place])
    accounted_s = 0.0
    for late in range(place + 1, len(packets_s)):
        if late > place + 1 and times_s[late] - times_s[late - 1] > _AT_ONCE * packets_s[late]:
            break
        accounted_s += packets_s[late]
    missing_s = silence_s - accounted_s
    if missing_s <= _LATE_S:
        return 0.0
    return silence_s if accounted_s <= GAP_S else missing_s


def coverage_warning(percent: float) -> Message | None:
    """Return a warning if the strap was out of range for a long time."""
    if percent >= _DOUBTFUL_COVERAGE_PERCENT:
        return None
    return message("quality.coverage", percent=percent)


def noise_warning(percent: float) -> Message | None:
    """Return a warning if many intervals are not heart beats."""
    if percent <= _DOUBTFUL_NOISE_PERCENT:
        return None
    return message("quality.noise", percent=percent)
