"""Cautions for figures that have an unusual meaning in a recording."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from devices.message import Message, message

SLOW_PER_MIN: Final = 9.0
"""Below this rate, the breath is in the LF band, and LF, HF, their ratio and RMSSD depend on its rate."""

_LEAST_STEP_MS: Final = 3.0
_FEWEST_INTERVALS: Final = 100
_FEWEST_VALUES: Final = 8


def cautions(
    rr_ms: Sequence[float], *, rate_per_min: float | None, has_variability: bool, has_entropy: bool
) -> tuple[Message, ...]:
    """Return the cautions for the figures of a recording.

    Parameters
    ----------
    rr_ms : sequence of float
        Normal intervals.
    rate_per_min : float or None
        The breathing rate, if known.
    has_variability, has_entropy : bool
        Whether LF/HF or RMSSD is shown, and whether sample entropy is.
    """
    said = []
    if has_variability and rate_per_min is not None and rate_per_min < SLOW_PER_MIN:
        said.append(message("breath.slow_recording", rate_per_min=rate_per_min))
    step_ms = _step_ms(rr_ms)
    if has_entropy and step_ms >= _LEAST_STEP_MS:
        said.append(message("rhythm.coarse_intervals", step_ms=step_ms))
    return tuple(said)


def _step_ms(rr_ms: Sequence[float]) -> float:
    """Return the step size of the intervals; 0 if they are finely resolved."""
    if len(rr_ms) < _FEWEST_INTERVALS:
        return 0.0
    values = np.unique(np.round(np.asarray(rr_ms), 2))
    return float(np.diff(values).min()) if values.size >= _FEWEST_VALUES else 0.0
