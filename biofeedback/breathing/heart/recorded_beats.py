"""The breathing rate in the windows of a whole recording, from its ECG and its beats."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import GAP_S, Beat
from biofeedback.breathing.heart.electrocardiogram import shape_components
from biofeedback.breathing.heart.intervals import interval_arrays_of
from biofeedback.breathing.heart.modulation import Modulation
from biofeedback.breathing.heart.phase_count import CONTEXT_S
from biofeedback.breathing.heart.qrs_shapes import QrsShapes
from biofeedback.breathing.heart.sinus_arrhythmia import interval_changes
from biofeedback.breathing.heart.windowed_rate import WindowedRate
from biofeedback.breathing.rate import BreathingRate, RateSource

_BEFORE_S: Final = 60.0


def beats_beside(shapes: QrsShapes, beats: Sequence[Beat]) -> list[Beat]:
    """Return the intervals between QRS complexes, and those that a strap sent for times without ECG.

    Intervals from the middles of R waves are also exact if the amplifier cut off their tops. For breathing,
    the intervals alone show well enough whether a beat was premature.

    Parameters
    ----------
    shapes : QrsShapes
        In order.
    beats : sequence of Beat
        As sent by the strap, in order.
    """
    own = beats_of(shapes)
    if not own:
        return list(beats)
    own_s = np.array([beat.time_s for beat in own])
    sent_s = np.array([beat.time_s for beat in beats])
    after = np.searchsorted(own_s, sent_s)
    near_s = np.minimum(
        np.abs(sent_s - own_s[np.minimum(after, own_s.size - 1)]),
        np.abs(sent_s - own_s[np.maximum(after - 1, 0)]),
    )
    alone = [beats[number] for number in np.flatnonzero(near_s > GAP_S).tolist()]
    return sorted([*own, *alone], key=lambda beat: beat.time_s)


def beats_of(shapes: QrsShapes) -> list[Beat]:
    """Return the intervals between QRS complexes.

    Parameters
    ----------
    shapes : QrsShapes
        In order.
    """
    rr_ms = 1000.0 * np.diff(shapes.time_s)
    whole = rr_ms <= 1000.0 * GAP_S
    adjacent = np.concatenate(([False], whole[:-1]))[: whole.size] & whole
    labels = label_intervals(rr_ms[whole], adjacent[whole])
    kept_s = shapes.time_s[1:][whole].tolist()
    return list(map(Beat, kept_s, rr_ms[whole].tolist(), labels, adjacent[whole].tolist()))


def recorded_rates(
    begins_s: Sequence[float],
    *,
    window_s: float,
    step_s: float,
    shapes: QrsShapes | None = None,
    beats: Sequence[Beat] = (),
) -> list[BreathingRate | None]:
    """Return the rate in each window of a recording.

    Unlike live, the beats in the 10 s after a window help to find the phase at its end. The prior for the
    rate comes only from the windows before.

    Parameters
    ----------
    begins_s : sequence of float
        Starts of the windows, `step_s` apart.
    window_s, step_s : float
        Length of the windows, and the step from one to the next.
    shapes : QrsShapes, optional
        Shapes from the ECG.
    beats : sequence of Beat
        Measured beats, in order.
    """
    windows = WindowedRate(window_s, step_s)
    times_s = np.array([beat.time_s for beat in beats])
    if (np.diff(times_s) <= 0.0).any():
        later = times_s > np.maximum.accumulate(np.concatenate(([-np.inf], times_s[:-1])))
        beats, times_s = [beats[number] for number in np.flatnonzero(later).tolist()], times_s[later]
    intervals = interval_arrays_of(beats)
    rates = []
    for begin_s in begins_s:
        end_s = begin_s + window_s
        modulations: dict[RateSource, Modulation] = {}
        if shapes is not None:
            modulations[RateSource.ECG] = shape_components(shapes, begin_s, end_s + CONTEXT_S)
        if beats:
            first, end = np.searchsorted(times_s, [begin_s - _BEFORE_S, end_s + CONTEXT_S])
            near = intervals.part(first, end)
            modulations[RateSource.SINUS_ARRHYTHMIA] = interval_changes(near, begin_s, end_s)
        rates.append(windows.take(modulations, begin_s, end_s))
    return rates
