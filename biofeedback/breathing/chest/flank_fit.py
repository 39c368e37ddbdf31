"""When a half of a breath began and ended, from its own shape; there may be a rest or a corner next to it.

A turn of the chest is easy to time if it is round. A rest has no turn, and an exhale through pursed lips
begins with a corner. But an inhale at rest is round at both ends: its flow rises and falls like half a sine,
and the lungs fill like a raised cosine. So the beginning and the end of a half are fitted together, from the
whole half. The movement before and after it may start at once or slowly. One breath hardly shows which, but
the person's last breaths together do.
"""

import math
from collections import deque
from typing import Final, NamedTuple

import numpy as np

from biofeedback.breathing.chest.samples import RATE_HZ, Floats

_STRIDE: Final = RATE_HZ // 5
_FEWEST: Final = 6
"""Fewest samples of 0.2 s: a half shorter than 1.2 s has no recognizable shape."""

_LENGTHS: Final[Floats] = np.linspace(0.6, 1.6, 9)
_SHIFTS: Final[Floats] = np.linspace(-0.24, 0.24, 7)
"""Lengths and midpoints to try, relative to the values that the steepest part of the half predicts."""

_FINER: Final[Floats] = np.linspace(-1.0, 1.0, 5)
_BESIDE: Final = 0.4
"""How far the fit extends before and after the half, as a share of the half."""

_LONGEST_BESIDE_S: Final = 2.0
_WANDER_S: Final = 0.3
"""Time constant of the errors' correlation: they come from posture and from the heart's recoil."""

_RIDGE: Final = 1e-9

_SHAPES: Final = ((0, 1, 2, 4), (0, 1, 3, 5), (0, 1, 2, 5), (0, 1, 3, 4))
"""Terms of each fit: a level, the rise, and on each side a movement that starts at once or slowly."""

_BREATHS: Final = 8
"""Number of latest breaths from which the shape is learnt."""

_TEMPER: Final = 0.5
"""Weight of their evidence; below 1 because errors of neighbouring samples are not independent."""


_RATIO_SD: Final = 0.12
"""Standard deviation of the length of a half relative to its predicted length, around the usual ratio."""

_FEWEST_RATIOS: Final = 4
_OF_LATE: Final = 0.6
_SAME_PACE: Final = 1.35
"""A person whose pace stayed within this factor is expected to keep it."""


class Flank(NamedTuple):
    """One half of a breath.

    Parameters
    ----------
    begin_s, end_s : float
        When the chest began to move, and when it arrived.
    """

    begin_s: float
    end_s: float


class FlankFitter:
    """Finds when the halves of one direction began and ended, and learns the movement around them."""

    def __init__(self) -> None:
        self._evidence: deque[Floats] = deque(maxlen=_BREATHS)
        self._ratios: deque[float] = deque(maxlen=_BREATHS)
        self._lengths_s: deque[float] = deque(maxlen=_BREATHS)

    def fitted(self, time_s: Floats, way_mg: Floats, first: int, last: int) -> Flank | None:
        """Return when a rising half began and ended.

        Parameters
        ----------
        time_s, way_mg : array
            Shape ``(n,)``: evenly sampled at 25 Hz, from before the half to after it, as far as is known.
        first, last : int
            Indices of the lowest sample before it and the highest sample after it.

        Returns
        -------
        Flank or None
            None if the half is too short or does not rise.
        """
        stride = max(1, min(_STRIDE, (last - first) // (2 * _FEWEST)))
        count = time_s.size // stride
        used_s = time_s[: count * stride].reshape(count, stride).mean(axis=1)
        used_mg = way_mg[: count * stride].reshape(count, stride).mean(axis=1)
        low, high = first // stride, min(last // stride, count - 1)
        foretold = _foretold(used_s[low : high + 1], used_mg[low : high + 1])
        if foretold is None:
            return None
        middle_s, length_s = foretold
        reach_s = 0.5 * length_s + min(_BESIDE * length_s, _LONGEST_BESIDE_S)
        inside = (used_s >= middle_s - reach_s) & (used_s <= middle_s + reach_s)
        if inside.sum() < 2 * _FEWEST:
            return None
        return self._searched(used_s[inside], used_mg[inside], middle_s, length_s)

    def _searched(self, time_s: Floats, way_mg: Floats, middle_s: float, length_s: float) -> Flank:
        keep = math.exp(-float(time_s[1] - time_s[0]) / _WANDER_S)
        way = _whitened(way_mg - way_mg[0], keep)
        shifts, lengths = (one.ravel() for one in np.meshgrid(_SHIFTS, _LENGTHS))
        middles_s, lengths_s = middle_s + length_s * shifts, length_s * lengths
        explained = _explained(time_s, way, keep, middles_s, lengths_s)
        # The usual ratio of actual to predicted length weighs as much as a few samples.
        usual = self._usual_ratio(length_s)
        noise = max(float(way @ way) - float(explained.max()), 0.0) / time_s.size
        best = (explained - noise * ((lengths - usual) / _RATIO_SD) ** 2).argmax(axis=1)
        self._ratios.append(float(lengths[explained.max(axis=0).argmax()]))
        self._lengths_s.append(length_s * self._ratios[-1])
        shifts, lengths = (one.ravel() for one in np.meshgrid(_FINER, _FINER))
        finer_s = (
            length_s * (_SHIFTS[1] - _SHIFTS[0]) * shifts,
            length_s * (_LENGTHS[1] - _LENGTHS[0]) * lengths,
        )
        middles_s = (middles_s[best][:, np.newaxis] + finer_s[0]).ravel()
        lengths_s = (lengths_s[best][:, np.newaxis] + finer_s[1]).ravel()
        shapes = np.arange(len(_SHAPES))
        explained = _explained(time_s, way, keep, middles_s, lengths_s).reshape(shapes.size, shapes.size, -1)
        ratios = (lengths_s / length_s).reshape(shapes.size, -1)
        own = explained[shapes, shapes] - noise * ((ratios - usual) / _RATIO_SD) ** 2
        chosen = own.argmax(axis=1) + shapes * own.shape[1]
        left = np.maximum(float(way @ way) - own.max(axis=1), 1e-9)
        self._evidence.append(-0.5 * time_s.size * np.log(left))
        together = _TEMPER * np.sum(self._evidence, axis=0)
        weight = np.exp(together - together.max())
        weight /= weight.sum()
        middle_s, length_s = float(weight @ middles_s[chosen]), float(weight @ lengths_s[chosen])
        return Flank(middle_s - 0.5 * length_s, middle_s + 0.5 * length_s)

    def _usual_ratio(self, length_s: float) -> float:
        """Return the expected ratio of actual to predicted length, from the last ratios and lengths."""
        if len(self._ratios) < _FEWEST_RATIOS:
            return 1.0
        usual = float(np.median(self._ratios))
        of_late = float(np.median(self._lengths_s)) / (length_s * usual)
        return usual * of_late**_OF_LATE if 1.0 / _SAME_PACE < of_late < _SAME_PACE else usual


def _foretold(time_s: Floats, way_mg: Floats) -> tuple[float, float] | None:
    """Return the middle and the length of a half from the times at which it crossed parts of its height."""
    if time_s.size < _FEWEST or way_mg[-1] <= way_mg[0]:
        return None
    highest = np.maximum.accumulate(way_mg)
    bottom, height = float(way_mg[0]), float(highest[-1] - way_mg[0])
    at_s = [float(np.interp(bottom + share * height, highest, time_s)) for share in (0.25, 0.5, 0.75)]
    # A raised cosine rises from a quarter to three quarters of its height in a third of its time.
    length_s = 3.0 * (at_s[2] - at_s[0])
    return (at_s[1], length_s) if length_s > 0.0 else None


def _explained(time_s: Floats, way: Floats, keep: float, middle_s: Floats, length_s: Floats) -> Floats:
    """Return how much of the movement each shape explains at each middle and length, ``(n_shapes, n)``."""
    since = (time_s - (middle_s - 0.5 * length_s)[:, np.newaxis]) / length_s[:, np.newaxis]
    before, after = np.maximum(-since, 0.0), np.maximum(since - 1.0, 0.0)
    rise = 0.5 - 0.5 * np.cos(math.pi * np.clip(since, 0.0, 1.0))
    parts = np.stack([np.ones_like(since), rise, before, before**2, after, after**2], axis=1)
    basis = _whitened(parts, keep)
    normal, moment = basis @ basis.transpose(0, 2, 1), basis @ way
    shapes = np.array(_SHAPES)
    chosen = normal[:, shapes[:, :, np.newaxis], shapes[:, np.newaxis, :]] + _RIDGE * np.eye(shapes.shape[1])
    moments = moment[:, shapes]
    explained: Floats = (moments * np.linalg.solve(chosen, moments[..., np.newaxis])[..., 0]).sum(axis=2)
    return explained.T


def _whitened(values: Floats, keep: float) -> Floats:
    first = math.sqrt(1.0 - keep**2) * values[..., :1]
    return np.concatenate((first, values[..., 1:] - keep * values[..., :-1]), axis=-1)
