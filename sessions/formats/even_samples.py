"""Puts a strap's samples on an even grid, for formats with a fixed rate.

Each place on the grid takes the nearest sample, without interpolation or smoothing. The grid runs at the
strap's true rate, so each sample has one place.
"""

from dataclasses import dataclass

import numpy as np

from sessions.formats.export import Channel
from sessions.formats.signals import SignalArray


@dataclass(frozen=True, slots=True)
class EvenSamples:
    """A channel on the grid.

    Parameters
    ----------
    values : array
        Shape ``(n, columns)``; in gaps, the last value before the gap (0 at the beginning).
    gaps_s : list of (float, float)
        Start and length of each span without a signal.
    """

    values: SignalArray
    gaps_s: list[tuple[float, float]]


def true_rate_hz(channel: Channel) -> float:
    """Return the sampling rate of a channel between its gaps."""
    return 1.0 / float(np.median(np.diff(channel.time_s)))


def even_samples(channel: Channel, rate_hz: float, count: int) -> EvenSamples:
    """Place a channel's samples on a grid that begins at 0.

    Parameters
    ----------
    channel : Channel
        A channel with at least one sample.
    rate_hz : float
        Rate of the grid.
    count : int
        Number of places on the grid.
    """
    grid_s = np.arange(count) / rate_hz
    between_s = 0.5 * (channel.time_s[1:] + channel.time_s[:-1])
    nearest = np.searchsorted(between_s, grid_s)
    known = np.abs(channel.time_s[nearest] - grid_s) <= 1.5 / rate_hz
    last_known = np.maximum.accumulate(np.where(known, np.arange(count), -1))
    values = channel.values[nearest[np.maximum(last_known, 0)]]
    values[last_known < 0] = 0.0
    return EvenSamples(values, _gaps_s(known, rate_hz))


def _gaps_s(known: "np.ndarray[tuple[int], np.dtype[np.bool_]]", rate_hz: float) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([True], known, [True])).astype(np.int8)))
    return [(begin / rate_hz, (end - begin) / rate_hz) for begin, end in edges.reshape(-1, 2).tolist()]
