"""Ordinary breathing before and after a practice: ln RMSSD of each, and whether it changed.

The effect during slow breathing is not a sign of calm: slow breathing raises RSA in everyone. The outcome is
the change that remains when the person breathes as usual again. It is measured as ln RMSSD, because RMSSD is
skewed (Plews et al. 2013, DOI 10.1007/s40279-013-0071-8), and because it hardly depends on the rate of
ordinary breathing (Penttilä et al. 2001, DOI 10.1046/j.1365-2281.2001.00337.x).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel

SHORTEST_S: Final = 60.0
"""A figure needs at least this total length of usable intervals."""

_BLOCK_S: Final = 10.0
_FEWEST_BLOCKS: Final = 5
_MOST_LEFT_OUT: Final = 0.05

_WITHIN_PERSON: Final = 0.15
"""Standard deviation of ln RMSSD between two stretches of two minutes, ten minutes apart.

One stretch can't show how much the next will differ, and blocks within it show only half of the variation. In
five recordings of people who sit or lie for 8 to 120 minutes, it is 0.05 to 0.18 (0.15 in the longest
recording of a sitting person). The blocks give 0.06 to 0.11.
"""

_Z_OF_95_PERCENT: Final = 1.96


@dataclass(frozen=True, slots=True)
class OrdinaryBreathing:
    """Beat-to-beat variability during ordinary breathing.

    Parameters
    ----------
    duration_s : float
        Total length of the usable intervals.
    rmssd_ms, ln_rmssd : float
        RMSSD over valid adjacent pairs, and the natural logarithm of its value in ms.
    standard_error : float
        Standard error of `ln_rmssd`, from a jackknife over blocks of ten seconds. It is at least the usual
        variation of a resting person between stretches.
    mean_nn_ms : float
        Mean of the usable intervals.
    """

    duration_s: float
    rmssd_ms: float
    ln_rmssd: float
    standard_error: float
    mean_nn_ms: float

    @property
    def heart_rate_per_min(self) -> float:
        """Mean heart rate in beats per minute."""
        return 60_000.0 / self.mean_nn_ms

    @property
    def half_width(self) -> float:
        """Half-width of the 95 % interval of `ln_rmssd`."""
        return _Z_OF_95_PERCENT * self.standard_error


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ordinary breathing after the practice compared with before.

    Parameters
    ----------
    change : float
        ln RMSSD after minus ln RMSSD before; 0.1 is about 10 %.
    half_width : float
        Half-width of its 95 % interval.
    """

    change: float
    half_width: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval excludes zero."""
        return abs(self.change) > self.half_width

    @property
    def change_percent(self) -> float:
        """The change of RMSSD in percent."""
        return 100.0 * math.expm1(self.change)


def ordinary_breathing(beats: Sequence[Beat]) -> OrdinaryBreathing | None:
    """Describe the beats of a few minutes.

    Parameters
    ----------
    beats : sequence of Beat
        In order, with final labels.

    Returns
    -------
    OrdinaryBreathing or None
        None if there is less than a minute of usable intervals, if more than 5 % are left out, or if they
        hardly vary.
    """
    usable = [beat for beat in beats if beat.label is BeatLabel.NORMAL]
    duration_s = sum(beat.rr_ms for beat in usable) / 1000.0
    if duration_s < SHORTEST_S or len(beats) - len(usable) > _MOST_LEFT_OUT * len(beats):
        return None
    sums, counts = _blocks(beats)
    total, count = sum(sums), sum(counts)
    if len(sums) < _FEWEST_BLOCKS or total - max(sums) <= 0.0:
        return None
    mean_square = total / count
    left_out = [(total - s) / (count - c) for s, c in zip(sums, counts, strict=True)]
    spread = float(np.var(np.log(left_out)) * (len(sums) - 1))
    return OrdinaryBreathing(
        duration_s=duration_s,
        rmssd_ms=math.sqrt(mean_square),
        ln_rmssd=0.5 * math.log(mean_square),
        standard_error=max(_WITHIN_PERSON, 0.5 * math.sqrt(spread)),
        mean_nn_ms=float(np.mean([beat.rr_ms for beat in usable])),
    )


def outcome(before: OrdinaryBreathing, after: OrdinaryBreathing) -> Outcome:
    """Return the change from before to after, with its 95 % interval."""
    error = math.hypot(before.standard_error, after.standard_error)
    return Outcome(after.ln_rmssd - before.ln_rmssd, _Z_OF_95_PERCENT * error)


def _blocks(beats: Sequence[Beat]) -> tuple[list[float], list[int]]:
    """Return sums and counts of squared successive differences for each block that is not empty."""
    sums: dict[int, float] = {}
    counts: dict[int, int] = {}
    for earlier, later in pairwise(beats):
        if later.adjacent and earlier.label is later.label is BeatLabel.NORMAL:
            block = int((later.time_s - beats[0].time_s) // _BLOCK_S)
            sums[block] = sums.get(block, 0.0) + (later.rr_ms - earlier.rr_ms) ** 2
            counts[block] = counts.get(block, 0) + 1
    return list(sums.values()), list(counts.values())
