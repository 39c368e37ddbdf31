"""Breathing in a whole recording, with the same causal steps as live."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.acceleration import AccelerationBreathing
from biofeedback.breathing.chest.cycles import Breath
from biofeedback.breathing.chest.holds import Hold, is_held, without_holds
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase
from biofeedback.breathing.rate import BreathingRate, Periodicity, counted_rate

_Opinion = tuple[float, float, Periodicity | None]


@dataclass(frozen=True, slots=True)
class RecordedBreathing:
    """Breathing in a recording.

    Parameters
    ----------
    points : tuple of TurningPoint
        All turns of the chest.
    breaths : tuple of Breath
        All breaths.
    rates : tuple of (float, float, BreathingRate or None)
        Start and end of each window, and its rate if known.
    """

    points: tuple[TurningPoint, ...]
    breaths: tuple[Breath, ...]
    rates: tuple[tuple[float, float, BreathingRate | None], ...]


def recorded_breathing(
    time_s: Floats,
    acceleration_mg: Floats,
    beats: Iterable[Beat] = (),
    *,
    window_s: float = 30.0,
    step_s: float = 5.0,
    begin_s: float | None = None,
    inhales_s: Iterable[tuple[float, float]] = (),
    expected: HeartPhase = ANYBODY,
) -> RecordedBreathing:
    """Measure the breathing in a whole recording.

    Parameters
    ----------
    time_s : array
        Shape ``(n,)``, increasing.
    acceleration_mg : array
        Shape ``(n, 3)``.
    beats : iterable of Beat
        In order, on the same clock; they help to tell inhale from exhale.
    window_s, step_s : float
        Length of the windows for the rate, at most 60 s, and the step from one to the next.
    begin_s : float, optional
        Start of the first window; the first sample by default.
    inhales_s, expected : iterable of (float, float), HeartPhase, optional
        Calibration inhales, and how far the heart lags; as for `AccelerationBreathing`.
    """
    breathing = AccelerationBreathing(keep_s=np.inf, expected=expected)
    for asked_s in inhales_s:
        breathing.calibrate(*asked_s)
    waiting = deque(beats)
    opinions: list[_Opinion] = []
    first_s = float(time_s[0])
    begin_s = first_s if begin_s is None else begin_s
    cuts_s = np.arange(first_s + 1.0, float(time_s[-1]) + 1.0, 1.0)
    cuts = [0, *np.searchsorted(time_s, cuts_s).tolist(), time_s.size]
    for begin, end in pairwise(cuts):
        if begin == end:
            continue
        block = slice(begin, end)
        now_s = float(time_s[end - 1])
        while waiting and waiting[0].time_s <= now_s:
            breathing.add_beats([waiting.popleft()])
        breathing.add(time_s[block], acceleration_mg[block])
        while begin_s + window_s <= breathing.until_s:
            opinions.append((begin_s, begin_s + window_s, breathing.periodicity(begin_s, begin_s + window_s)))
            begin_s += step_s
    points, holds = without_holds(breathing.points)
    return RecordedBreathing(tuple(points), tuple(breathing.breaths), _rates(points, holds, opinions))


def _rates(
    points: Sequence[TurningPoint], holds: Sequence[Hold], opinions: Sequence[_Opinion]
) -> tuple[tuple[float, float, BreathingRate | None], ...]:
    """Return the rate in each window; None if the breath is held."""
    free = [not is_held(holds, begin_s, end_s) for begin_s, end_s, _ in opinions]
    return tuple(
        (begin_s, end_s, counted_rate(points, begin_s, end_s, one) if known else None)
        for known, (begin_s, end_s, one) in zip(free, opinions, strict=True)
    )
