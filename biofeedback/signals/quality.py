"""How far a recording can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from biofeedback.signals.beats import GAP_S
from biofeedback.signals.honesty import (
    elapsed_warning,
    fit_elapsed,
    frozen_warning,
    made_up_warning,
    off_body_warning,
    rate_only_warning,
)
from devices.events import HeartRateMeasurement

_DOUBTFUL_COVERAGE_PERCENT: Final = 95.0
"""One beat in twenty unheard, as with the sum of RR against elapsed time."""

_DOUBTFUL_NOISE_PERCENT: Final = 5.0
"""One interval in twenty, like the shares of the other checks."""

_NOTHING_RECEIVED: Final = "No heart rate was received. Wear the strap and moisten its electrodes."


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
    coverage_percent = _coverage_percent(measurements, end_ns)
    fit = fit_elapsed(measurements)
    warnings = (
        rate_only_warning(measurements, end_ns=end_ns),
        off_body_warning(measurements, end_ns=end_ns),
        coverage_warning(coverage_percent),
        elapsed_warning(fit) if fit is not None else None,
        made_up_warning(measurements) or frozen_warning(measurements),
        noise_warning(noise_percent),
    )
    return Quality(
        coverage_percent, fit.slope if fit is not None else None, tuple(w for w in warnings if w is not None)
    )


def quality_of_intervals(noise_percent: float) -> Quality:
    """Judge RR intervals that came without arrival times."""
    warning = noise_warning(noise_percent)
    return Quality(None, None, (warning,) if warning is not None else ())


def coverage_warning(coverage_percent: float) -> str | None:
    """Say whether the strap was out of reach for long."""
    if coverage_percent >= _DOUBTFUL_COVERAGE_PERCENT:
        return None
    return f"The strap was heard for {coverage_percent:.0f} % of the time only. Sit closer to the computer."


def noise_warning(noise_percent: float) -> str | None:
    """Say whether many intervals are no heart beats."""
    if noise_percent <= _DOUBTFUL_NOISE_PERCENT:
        return None
    return f"{noise_percent:.1f} % of the intervals are no heart beats. Moisten the electrodes, sit still."


def _coverage_percent(measurements: Sequence[HeartRateMeasurement], end_ns: int) -> float:
    silences_s = np.diff([m.time_ns for m in measurements], append=end_ns) / 1e9
    span_s = float(silences_s.sum())
    gaps_s = float(silences_s[silences_s > GAP_S].sum())
    return 100.0 * (1.0 - gaps_s / span_s) if span_s > 0.0 else 100.0
