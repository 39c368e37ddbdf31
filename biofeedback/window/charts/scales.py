"""Ends of the charts' axes: round numbers that rarely change."""

import math
from collections.abc import Sequence
from typing import Final

DEFAULT_RATES_PER_MIN: Final = (50.0, 80.0)

_RATE_STEP: Final = 5.0
_RATE_MARGIN: Final = 1.0
_LEAST_RATE_SPAN: Final = 20.0
_SHRINK_SPAN: Final = 15.0
"""The axis shrinks only if at least this much of it is empty, in beats per minute."""

_RESPONSE_TOPS_MS: Final = (100.0, 200.0, 400.0, 800.0)
"""Each is twice the one before, so that the axis rarely changes."""


def rate_axis(rates_per_min: Sequence[float], present: tuple[float, float]) -> tuple[float, float]:
    """Choose the ends of the heart-rate axis.

    Parameters
    ----------
    rates_per_min : sequence of float
        Heart rates to show.
    present : tuple of float
        Present ends, which are kept as long as all rates are visible and not too much is empty.
    """
    if not rates_per_min:
        return present
    low = _RATE_STEP * math.floor((min(rates_per_min) - _RATE_MARGIN) / _RATE_STEP)
    high = _RATE_STEP * math.ceil((max(rates_per_min) + _RATE_MARGIN) / _RATE_STEP)
    if high - low < _LEAST_RATE_SPAN:
        low -= _RATE_STEP * math.ceil((_LEAST_RATE_SPAN - (high - low)) / 2.0 / _RATE_STEP)
        high = low + _LEAST_RATE_SPAN
    fits = present[0] <= low and high <= present[1]
    empty = (present[1] - present[0]) - (high - low)
    return present if fits and empty < _SHRINK_SPAN else (low, high)


def rate_lines(axis: tuple[float, float]) -> list[float]:
    """Return round rates within the axis, three to five of them."""
    low, high = axis
    step = next(s for s in (5.0, 10.0, 20.0, 50.0) if (high - low) / s <= 4.5 or s == 50.0)
    first = math.ceil(low / step)
    return [step * k for k in range(first, math.floor(high / step) + 1)]


def response_top_ms(responses_ms: Sequence[float]) -> float:
    """Choose the upper end of the response axis, in ms."""
    highest = max(responses_ms, default=0.0)
    return next((top for top in _RESPONSE_TOPS_MS if top >= highest), _RESPONSE_TOPS_MS[-1])


def log_axis(values: Sequence[float]) -> list[float]:
    """Return round values for a logarithmic axis: 1, 2 and 5 times powers of ten around the values.

    Parameters
    ----------
    values : sequence of float
        Values to show, above 0; at least one.
    """
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    marks = [step * 10.0**power for power in range(first, last + 1) for step in (1.0, 2.0, 5.0)]
    low = max(mark for mark in marks if mark <= min(values))
    high = min(mark for mark in marks if mark >= max(values) and mark > low)
    return [mark for mark in marks if low <= mark <= high]


def ratio_axis(target: float) -> tuple[float, float]:
    """Choose the ends of the exhale:inhale axis: from 0.5 to 1.5 times the target."""
    return 0.5 * target, 1.5 * target
