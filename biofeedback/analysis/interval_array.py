"""A recording made from an array of RR intervals, after a check that they are plausible."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.analysis.recording import Recording, recording_of_intervals
from devices.errors import BiofeedbackError
from devices.message import message
from sessions.formats.intervals import ARRAY, LONGEST_S, SECONDS_BELOW, in_a_row

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_LONGEST_MS: Final = 1e6
_ADVICE: Final = message("intervals.advice")
_NUMBERS: Final = "iuf"
"""Kind codes of the numpy types for real numbers."""


def recording_of_array(rr_ms: "ArrayLike") -> Recording:
    """Return intervals as a recording that starts with the first of them.

    Parameters
    ----------
    rr_ms : (n,) array-like of float
        Intervals between beats in milliseconds, oldest first.

    Raises
    ------
    BiofeedbackError
        If they are not one row of finite numbers that can be intervals in milliseconds.
    """
    values = _checked(rr_ms)
    return recording_of_intervals(in_a_row(ARRAY, values.tolist()))


def _checked(rr_ms: "ArrayLike") -> NDArray[np.float64]:
    values = _one_row(rr_ms)
    unfit = ~(np.isfinite(values) & (values > 0.0) & (values <= _LONGEST_MS))
    if unfit.any():
        place = int(unfit.argmax())
        raise BiofeedbackError(
            message("intervals.unfit", place=place, value=float(values[place])),
            message("intervals.unfit.advice"),
        )
    if (median_ms := float(np.median(values))) < SECONDS_BELOW:
        raise BiofeedbackError(
            message("intervals.no_heart", median_ms=median_ms), message("intervals.in_seconds")
        )
    if values.sum() / 1000.0 > LONGEST_S:
        raise BiofeedbackError(message("intervals.too_long"), message("intervals.analyse_part"))
    return values


def _one_row(rr_ms: "ArrayLike") -> NDArray[np.float64]:
    try:
        values = np.asarray(rr_ms)
    except (TypeError, ValueError) as error:
        raise BiofeedbackError(message("intervals.not_one_row"), _ADVICE) from error
    if values.ndim != 1:
        raise BiofeedbackError(message("intervals.dimensions", dimensions=values.ndim), _ADVICE)
    if not values.size:
        raise BiofeedbackError(message("intervals.none"), _ADVICE)
    if values.dtype.kind not in _NUMBERS or np.ma.is_masked(rr_ms):
        raise BiofeedbackError(message("intervals.not_numbers"), _ADVICE)
    return values.astype(np.float64)
