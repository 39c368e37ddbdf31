"""Half of the interval of a live figure whose slow variation its own past shows only in part.

`confidence` takes a figure to forget its past within minutes. Two kinds of variation do not:

- 1/f noise (pink; Kobayashi & Musha 1982, DOI 10.1109/TBME.1982.324972, found it in heart rates) is the
  larger, the longer one looks. The minutes of a session show too little of it, so the interval is widened.
- A slow wave, as of the blood pressure, comes back and never goes far. Its correlation looks like a long
  memory and makes the interval too wide. The interval of the wave itself is narrower.

A figure that forgets has a spectrum that is flat for slow swings and falls for fast ones. That of 1/f noise
falls all along, so it has no bend. The limits were set on simulated sessions of 20 minutes: independent
values, an autoregression, pink noise, and waves of 5 to 10 minutes.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from biofeedback.response.confidence import Values, scatter_of

_MEMORY_S: Final = (35.0, 60.0)
_LONG_MEMORY: Final = 0.12
"""Mean correlation at these lags above which a figure's memory is long. Independent responses, each over
three breaths, have less in 19 of 20 sessions."""

_SLOW_HZ: Final = (0.0006, 0.0022)
_BETWEEN_HZ: Final = (0.003, 0.012)
_FAST_HZ: Final = (0.02, 0.04)
_BEND: Final = 1.2
"""Logarithm of the power between slow and fast swings, less the mean logarithm of these two. Above it, the
spectrum has the bend of a figure that forgets."""

_WITHOUT_BEND: Final = 1.5
_WITH_BEND: Final = 0.9
"""By how much the interval of a figure with a long memory is wider or narrower, without and with a bend."""

_WAVE_S: Final = (240.0, 780.0)
_LEAST_WAVES: Final = 1.67
_IS_WAVE: Final = 0.52
"""Share of the variance of one sine above which there is a slow wave. In the other kinds of noise, one in
thirty sessions reaches it."""

_WAVE_WIDTH: Final = 1.8
"""Half the 95 % interval of a sine with a little noise, in standard deviations."""

_LEAST_S: Final = 900.0
"""Slow variation can't be told apart in less time than this."""

_PADDED: Final = 8
_LEAST_POWER: Final = 1e-12


def half_width_of(values: Sequence[float], every_s: float) -> float:
    """Return half the 95 % interval of the newest value, as an estimate of the figure's expectation.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The figure at equal time steps, oldest first; at least 8 of them.
    every_s : float
        The time step.
    """
    half_width = scatter_of(values).half_width
    past = np.asarray(values, dtype=np.float64)
    centred: Values = past - past.mean()
    if half_width == 0.0 or past.size * every_s < _LEAST_S:
        return half_width
    if wave_share(centred, every_s) > _IS_WAVE:
        return _WAVE_WIDTH * float(centred.std())
    if _memory(centred, every_s) <= _LONG_MEMORY:
        return half_width
    return half_width * (_WITHOUT_BEND if _bend(centred, every_s) < _BEND else _WITH_BEND)


def wave_share(centred: Values, every_s: float) -> float:
    """Return the largest share of the variance that one sine of 4 to 13 minutes explains.

    Parameters
    ----------
    centred : ndarray, shape (n,)
        The figure less its mean.
    every_s : float
        The time step.
    """
    padded = _PADDED * centred.size
    power = np.square(np.abs(np.fft.rfft(centred, padded)))
    frequency_hz = np.fft.rfftfreq(padded, every_s)
    shortest_s, longest_s = _WAVE_S[0], min(_WAVE_S[1], centred.size * every_s / _LEAST_WAVES)
    inside = (frequency_hz >= 1.0 / longest_s) & (frequency_hz <= 1.0 / shortest_s)
    if not inside.any():
        return 0.0
    return 2.0 * float(power[inside].max()) / (centred.size * float(np.square(centred).sum()))


def _memory(centred: Values, every_s: float) -> float:
    first, last = (round(lag_s / every_s) for lag_s in _MEMORY_S)
    products = [float(centred[lag:] @ centred[:-lag]) for lag in range(first, min(last + 1, centred.size))]
    return float(np.mean(products)) / float(np.square(centred).sum()) if products else 0.0


def _bend(centred: Values, every_s: float) -> float:
    window = np.hanning(centred.size + 2)[1:-1]
    power = np.square(np.abs(np.fft.rfft(centred * window)))
    frequency_hz = np.fft.rfftfreq(centred.size, every_s)
    lowest_hz = 1.0 / (centred.size * every_s)
    slow_hz = max(_SLOW_HZ[0], 0.5 * lowest_hz), max(_SLOW_HZ[1], 2.01 * lowest_hz)
    slow, between, fast = (
        _level(power[(frequency_hz >= low) & (frequency_hz < high)])
        for low, high in (slow_hz, _BETWEEN_HZ, _FAST_HZ)
    )
    return between - 0.5 * (slow + fast)


def _level(power: Values) -> float:
    return float(np.log(max(float(power.mean()), _LEAST_POWER))) if power.size else 0.0
